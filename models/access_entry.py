"""The access log (innsynslogg): who saw or took out personal data."""

from datetime import datetime
from typing import Any

from mongoengine import DateTimeField, DictField, EnumField, IntField, ReferenceField, StringField

from models.applicant import Applicant
from models.base import Plain
from rules.terms import AccessKind


class AccessEntry(Plain):
    """One opening, search or export; `person` is set where one person's data was seen."""

    kind: AccessKind = EnumField(AccessKind, required=True, verbose_name="Hva")
    document: str = StringField(required=True, verbose_name="Register")
    document_id: str | None = StringField()
    number: str | None = StringField(verbose_name="Sak")
    person: Any = ReferenceField(Applicant, verbose_name="Person")
    at: datetime = DateTimeField(required=True, verbose_name="Tidspunkt")
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Av")
    count: int | None = IntField(verbose_name="Antall")
    details: dict[str, Any] = DictField()

    meta = {
        "collection": "access_entry",
        "indexes": [
            {"fields": ["-at", "id"], "name": "access_at"},
            {"fields": ["person", "-at", "id"], "name": "access_person"},
            {"fields": ["by", "-at", "id"], "name": "access_by"},
            {"fields": ["document", "document_id", "-at"], "name": "access_document"},
        ],
    }
