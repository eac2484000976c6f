"""What housing allowances and guarantee claims share: who may, and what each keeps of its lease."""

from collections.abc import Collection
from typing import Any

from models import Allowance, GuaranteeClaim, Lease
from models.base import Record
from rules.terms import Role
from services import need_to_know, records
from services.actor import Actor

KEEPERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
ALSO = frozenset({Role.ECONOMY})  # follows every lease's money up, whatever the office; draws no letters


def require(lease: Lease, actor: Actor, what: str, also: Collection[Role] = ALSO) -> None:
    """Let those pass who follow the lease's money up, and the roles of `also`. Raises NotAuthorised, NoNeedToKnow."""
    actor.require(*KEEPERS, *also, what=what)
    need_to_know.require_lease(lease, actor, also)


def lease_of(record: Record) -> Lease:
    """The lease that an allowance or a claim is about."""
    found: Lease = records.get(Lease, records.reference(record, "lease"))
    return found


def require_record(record: Allowance | GuaranteeClaim, actor: Actor, what: str) -> Lease:
    """The same for a record of a lease; returns the lease."""
    lease = lease_of(record)
    require(lease, actor, what)
    return lease


def of_lease(lease: Lease) -> dict[str, Any]:
    """What each record keeps of its lease."""
    return {
        "lease": lease.pk,
        "contract_number": lease.contract_number,
        "tenant": records.reference(lease, "tenant"),
        "office": records.reference(lease, "office"),
    }
