"""What every record of one lease carries of it, so that a list needs nothing more to say whose it is."""

from typing import Any, ClassVar

from mongoengine import ReferenceField, StringField

from models.applicant import Applicant
from models.base import Record
from models.lease import Lease
from models.office import Office


class OfLease(Record):
    """A record of one lease: whose it is, and which office follows it up; known by the contract's number."""

    meta: ClassVar[dict[str, Any]] = {"abstract": True, "auto_create_index": False}
    lease: Any = ReferenceField(Lease, required=True, verbose_name="Leieforhold")
    contract_number: str = StringField(required=True, verbose_name="Kontrakt")
    tenant: Any = ReferenceField(Applicant, required=True, verbose_name="Leietaker")
    office: Any = ReferenceField(Office, verbose_name="Kontor")

    @property
    def number(self) -> str:
        """Documents with a number of their own override it."""
        return self.contract_number

    def __str__(self) -> str:
        return self.number
