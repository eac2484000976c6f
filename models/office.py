"""Offices of the housing service and the units that run dwellings with services."""

from mongoengine import BooleanField, StringField

from models.base import Record


class Office(Record):
    """An office whose caseworkers handle applications (boligkontor, helse- og velferdskontor)."""

    name: str = StringField(required=True, max_length=120, verbose_name="Navn")
    agency: str | None = StringField(max_length=120, verbose_name="Etat")  # whom its people speak for in the committee
    email: str | None = StringField(max_length=254, verbose_name="E-post")
    phone: str | None = StringField(max_length=20, verbose_name="Telefon")
    active: bool = BooleanField(default=True, verbose_name="I bruk")

    meta = {"collection": "office", "indexes": [{"fields": ["name"], "unique": True, "name": "office_name"}]}

    @property
    def number(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name
