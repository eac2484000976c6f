"""The overview of vacant dwellings with services as it was sent to the offices (S004 step 3)."""

from datetime import date
from typing import Any

from mongoengine import ListField, ObjectIdField, StringField

from models.base import Record
from models.fields import Day


class Overview(Record):
    """One sending: which vacancies it tells of, its PDF, and who got it."""

    overview_number: str = StringField(required=True, max_length=30, verbose_name="Oversikt")
    sent_on: date = Day(required=True, verbose_name="Sendt")
    sent_by_name: str = StringField(required=True, verbose_name="Sendt av")
    vacancies: list[Any] = ListField(ObjectIdField())
    vacancy_numbers: list[str] = ListField(StringField(), verbose_name="Boliger")
    recipients: list[Any] = ListField(ObjectIdField(), verbose_name="Mottakere")
    told_sha256: str = StringField(required=True)  # of what it says, whatever its number and day
    file: Any = ObjectIdField(required=True)
    sha256: str = StringField(required=True)

    meta = {
        "collection": "overview",
        "indexes": [
            {"fields": ["overview_number"], "unique": True, "name": "overview_number"},
            {"fields": ["sent_on", "told_sha256"], "unique": True, "name": "overview_once_a_day"},
            {"fields": ["-sent_on", "-id"], "name": "overview_sent"},
            {"fields": ["file"], "name": "overview_file"},
        ],
    }

    @property
    def number(self) -> str:
        return self.overview_number

    def __str__(self) -> str:
        return self.overview_number
