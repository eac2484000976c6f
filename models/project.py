"""A landlord's project: the homes that one agreement covers, and the reservations against its quota."""

from typing import Any

from mongoengine import (
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.base import Record
from models.fields import Day, Ore
from models.landlord import Landlord
from rules.terms import Security


class Reservation(EmbeddedDocument):
    """A home taken by a referral, until that falls or its lease ends; or by a lease from before Husrom.

    `id` is the vacancy notice's, or that lease's, so that the same one is never taken twice.
    """

    id: Any = ObjectIdField(required=True)
    on: Any = Day(required=True)
    dwelling: Any = ObjectIdField(required=True)
    referral: Any = ObjectIdField()  # the id that the referral has or is to have
    application: Any = ObjectIdField()
    lease: Any = ObjectIdField()
    guarantee: Any = EnumField(Security)  # what the referral is to offer: it is opened from here
    guarantee_ore: int | None = Ore(min_value=0)


class Project(Record):
    """Homes built or bought under one agreement; the limit on referrals lives here (design 3.5)."""

    landlord: Any = ReferenceField(Landlord, required=True, verbose_name="Utleier")
    name: str = StringField(required=True, max_length=120, verbose_name="Prosjekt")
    homes: int = IntField(required=True, min_value=1, max_value=2000, verbose_name="Antall boliger")
    reservations: list[Reservation] = ListField(EmbeddedDocumentField(Reservation))
    approved_homes: list[Any] = ListField(ObjectIdField())  # proposed, approved, and about to be registered
    import_run: str | None = StringField()

    meta = {
        "collection": "project",
        "indexes": [
            {"fields": ["landlord", "name"], "unique": True, "name": "project_name"},
            {"fields": ["reservations.lease"], "name": "project_lease"},
        ],
    }

    @property
    def number(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name
