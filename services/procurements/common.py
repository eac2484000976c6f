"""What the steps of a procurement share: who may, and whether it still runs."""

import hashlib
from typing import Any, TypeVar

from bson import ObjectId

from models import Mandate, Procurement
from models.procurement import PhaseWork, Result
from rules.errors import InvalidRecord, PhaseClosed, PhaseRests, ProcurementClosed
from rules.procurement import Facts, rests_on
from rules.terms import Phase, ProcurementState, TaskKind
from services import procured, records
from services.actor import Actor
from services.effects import Owed
from services.procurements.bidding import PROCURERS as PROCURERS

TASK_EFFECT = "procurement_task"
TASK = TaskKind.PROCUREMENT
P = TypeVar("P", PhaseWork, Result)


def opened(document: Procurement | Mandate, actor: Actor, what: str, version: int) -> None:
    """Let those pass who find homes, on the record as they saw it. Raises NotAuthorised, StaleState."""
    actor.require(*PROCURERS, what=what)
    records.check_version(document, version)


def require_running(procurement: Procurement) -> None:
    """Refuse one that is completed or called off. Raises ProcurementClosed."""
    if procurement.state is not ProcurementState.RUNNING:
        raise ProcurementClosed(procurement.number)


def require_changeable(procurement: Procurement, phase: Phase, facts: Facts) -> None:
    """Refuse to take away a result that is confirmed or built on. Raises PhaseClosed, PhaseRests."""
    done = procured.finished(procurement)
    if phase in done:
        raise PhaseClosed(procurement.number, phase.label)
    on = rests_on(phase, done, facts)
    if on is not None:
        raise PhaseRests(procurement.number, on)


def required_text(document: str, field: str, text: str) -> str:
    """The text without spaces around it. Raises InvalidRecord where nothing is left."""
    plain = text.strip()
    if not plain:
        raise InvalidRecord(document, {field: "missing_value"})
    return plain


def copied(part: P, **changes: Any) -> P:
    """The part with some of it changed; the loaded one stays as it was read."""
    return type(part)(**{name: getattr(part, name) for name in part._fields} | changes)


def owed_task(procurement: Procurement, *, new: bool = False) -> Owed:
    """What a change owes that moves a due day or the person responsible. Call it before the change is made."""
    return Owed(TASK_EFFECT, f"{TASK_EFFECT}:{procurement.pk}:{1 if new else procurement.version + 1}")


def identity(nonce: str, what: str) -> ObjectId:
    """The id of what a form makes: the same form sent twice makes one."""
    return ObjectId(hashlib.sha256(f"{what}:{nonce}".encode()).digest()[:12])
