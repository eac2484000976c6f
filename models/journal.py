"""The housing journal (boligjournal, S004 step 5): append-only, authored, time-stamped."""

from datetime import datetime
from typing import Any

from mongoengine import DateTimeField, EnumField, ListField, ObjectIdField, ReferenceField, StringField

from models.applicant import Applicant
from models.application import Application
from models.base import Plain
from models.fields import EncryptedString
from rules.terms import JournalKind


class JournalEntry(Plain):
    """One entry; a correction is a new entry that names the one it corrects. `key` is the form's nonce."""

    key: str = StringField(primary_key=True)
    applicant: Any = ReferenceField(Applicant, required=True, verbose_name="Person")
    application: Any = ReferenceField(Application, verbose_name="Søknad")
    kind: JournalKind = EnumField(JournalKind, required=True, verbose_name="Slag")
    text: str = EncryptedString(required=True, verbose_name="Tekst")
    corrects: str | None = StringField(verbose_name="Retter")
    files: list[Any] = ListField(ObjectIdField())  # attachments
    at: datetime = DateTimeField(required=True, verbose_name="Skrevet")
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Av")

    meta = {
        "collection": "journal_entry",
        "indexes": [
            {"fields": ["applicant", "-at", "key"], "name": "journal_applicant"},
            {"fields": ["application", "-at", "key"], "name": "journal_application"},
            {"fields": ["-at", "key"], "name": "journal_at"},
            {"fields": ["files"], "name": "journal_files"},
        ],
    }
