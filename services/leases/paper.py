"""A contract's stored bytes, for those who may read the lease; each opening is logged."""

from typing import BinaryIO

from bson import ObjectId

from models import Applicant, Lease
from rules.errors import AddressShielded, NotFound
from rules.terms import AccessKind, FileKind
from services import audit, files, records
from services.actor import Actor


def open_contract(lease: Lease, actor: Actor, *, sees_protected: bool = False) -> BinaryIO:
    """The contract as it was signed. It tells where the tenant lives: a protected one's is for those who may see that.

    Raises NotFound (written elsewhere), AddressShielded.
    """
    if lease.contract is None:
        raise NotFound("file", str(lease.pk))
    tenant = records.get(Applicant, records.reference(lease, "tenant"))
    return open_drawn(lease.contract, tenant, lease.number, actor, sees_protected=sees_protected)


def open_drawn(
    file: ObjectId, tenant: Applicant, number: str, actor: Actor, *, sees_protected: bool = False
) -> BinaryIO:
    """A contract that was drawn for a tenant, signed or not. Raises NotFound, AddressShielded."""
    if tenant.protected_address and not sees_protected:
        raise AddressShielded(number)
    stored = files.find(file)
    if stored is None or stored.kind is not FileKind.CONTRACT:
        raise NotFound("file", str(file))
    content = files.open_stored(file)
    audit.record_access(actor, AccessKind.FETCHED, "file", document_id=str(file), number=number, person=tenant.pk)
    return content
