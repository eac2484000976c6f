"""Rulebook versions: what differs between municipalities, as data (design section 4)."""

from datetime import date, datetime
from typing import Any

from mongoengine import DateTimeField, DictField, IntField, StringField

from models.base import Record
from models.fields import Day


class Rulebook(Record):
    """One version; the current one is the highest published with `valid_from` on or before today."""

    rulebook_number: int = IntField(required=True, min_value=1, verbose_name="Versjon")
    title: str = StringField(required=True, max_length=160, verbose_name="Navn")
    valid_from: date | None = Day(verbose_name="Gjelder fra")
    content: dict[str, Any] = DictField()
    source: str | None = StringField()  # the TOML text as a person wrote it; none = written from the data
    based_on: int | None = IntField()  # the version it is a copy of
    published_at: datetime | None = DateTimeField(verbose_name="Publisert")
    dropped_at: datetime | None = DateTimeField(verbose_name="Forkastet")

    meta = {
        "collection": "rulebook",
        "indexes": [
            {"fields": ["rulebook_number"], "unique": True, "name": "rulebook_number"},
            {"fields": ["valid_from", "-rulebook_number"], "name": "rulebook_valid"},
        ],
    }

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed: a published one is fixed, and is known by the day it is valid from."""
        return self.valid_from is None and self.dropped_at is None

    @property
    def number(self) -> str:
        return f"versjon {self.rulebook_number}"
