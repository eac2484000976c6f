"""Units that run dwellings with services (botiltak, helse- og velferdssenter; S004)."""

from typing import Any

from mongoengine import BooleanField, ReferenceField, StringField

from models.base import Record
from models.user import User


class Unit(Record):
    """A service unit; its leader is heard before a dwelling there is allocated."""

    name: str = StringField(required=True, max_length=120, verbose_name="Navn")
    leader: Any = ReferenceField(User, verbose_name="Enhetsleder")
    email: str | None = StringField(max_length=254, verbose_name="E-post")
    phone: str | None = StringField(max_length=20, verbose_name="Telefon")
    address: str | None = StringField(max_length=120, verbose_name="Adresse")
    active: bool = BooleanField(default=True, verbose_name="I bruk")

    meta = {"collection": "unit", "indexes": [{"fields": ["name"], "unique": True, "name": "unit_name"}]}

    @property
    def number(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name
