"""People who sign in."""

from datetime import date
from typing import Any

from mongoengine import BooleanField, EnumField, ListField, ReferenceField, StringField

from models.base import Record
from models.fields import Day
from models.office import Office
from rules.terms import Role


class User(Record):
    """A local account with roles, an office and a deputy; never deleted, only made inactive."""

    email: str = StringField(required=True, max_length=254, verbose_name="E-post")
    name: str = StringField(required=True, max_length=120, verbose_name="Navn")
    roles: list[Role] = ListField(EnumField(Role), verbose_name="Roller")
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    deputy: Any = ReferenceField("self", verbose_name="Stedfortreder")
    away_from: date | None = Day(verbose_name="Borte fra og med")
    away_until: date | None = Day(verbose_name="Borte til og med")
    sees_protected: bool = BooleanField(default=False, verbose_name="Kan se beskyttede adresser")
    active: bool = BooleanField(default=True, verbose_name="Kan logge inn")
    password_hash: str | None = StringField()
    demo: bool = BooleanField(default=False)  # never valid outside demo mode

    meta = {
        "collection": "user",
        "indexes": [
            {"fields": ["email"], "unique": True, "name": "user_email"},
            {"fields": ["name", "id"], "name": "user_name"},
            {"fields": ["active", "id"], "name": "user_active"},
        ],
    }

    @property
    def number(self) -> str:
        return self.email

    def away(self, day: date) -> bool:
        """Whether the user is away on that day; an open end counts as away."""
        if self.away_from is None or day < self.away_from:
            return False
        return self.away_until is None or day <= self.away_until

    def __str__(self) -> str:
        return self.name
