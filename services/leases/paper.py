"""A contract's stored bytes, for those who may read the lease; each opening is logged."""

from typing import BinaryIO

from bson import ObjectId

from models import Applicant, Lease
from rules.errors import NotFound, TenantShielded
from rules.terms import AccessKind, FileKind, Role
from services import audit, files, records
from services.actor import Actor
from services.leases.contract import SIGNERS

READERS = (*SIGNERS, Role.CASEWORKER)


def open_contract(lease: Lease, actor: Actor, *, sees_protected: bool = False) -> BinaryIO:
    """The contract as it was signed. It tells where the tenant lives: a protected one's is for those who may see that.

    Raises NotAuthorised, NotFound (written elsewhere), TenantShielded.
    """
    actor.require(*READERS, what="lease.contract")
    if lease.contract is None:
        raise NotFound("file", str(lease.pk))
    tenant = records.get(Applicant, records.reference(lease, "tenant"))
    if tenant.protected_address and not sees_protected:
        raise TenantShielded(lease.number)
    content = files.open_stored(lease.contract)
    audit.record_access(
        actor, AccessKind.FETCHED, "lease", document_id=str(lease.pk), number=lease.number, person=tenant.pk
    )
    return content


def open_drawn(file: ObjectId, actor: Actor) -> BinaryIO:
    """A contract that is not signed, for whoever drew it. Raises NotFound."""
    stored = files.find(file)
    if stored is None or stored.kind is not FileKind.CONTRACT or stored.by != actor.id:
        raise NotFound("file", str(file))
    return files.open_stored(file)
