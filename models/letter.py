"""Letters to the parties of a case or a lease: drawn once, stored, sent, arrived (domain 1.5, design section 5)."""

from datetime import date
from typing import Any

from mongoengine import (
    BooleanField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.applicant import Applicant
from models.application import Application
from models.base import Record
from models.fields import Day, EncryptedString
from models.lease import Lease
from models.office import Office
from rules.terms import Copy, LetterKind, LetterState


class Addressee(EmbeddedDocument):
    """Who gets one copy; name and address stand encrypted, as they were when the letter was drawn."""

    copy: Copy = EnumField(Copy, required=True)
    address: str = EncryptedString(required=True)  # name, street and town, a line each


class Letter(Record):
    """One letter; its PDF is the file `file`, whose hash never changes. The first addressee is the main one."""

    letter_kind: LetterKind = EnumField(LetterKind, required=True, verbose_name="Brev")
    state: LetterState = EnumField(LetterState, default=LetterState.DRAFT, verbose_name="Status")
    application: Any = ReferenceField(Application, verbose_name="Søknad")
    application_number: str | None = StringField(verbose_name="Søknadsnummer")
    lease: Any = ReferenceField(Lease, verbose_name="Leieforhold")  # a letter is of a case or of a lease
    lease_number: str | None = StringField(verbose_name="Kontraktsnummer")
    applicant: Any = ReferenceField(Applicant, required=True, verbose_name="Part")
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    about: Any = ObjectIdField()  # the decision or the appeal that the letter is of
    title: str = StringField(required=True, max_length=160, verbose_name="Tittel")
    language: str = StringField(default="nb", choices=(("nb", "Bokmål"), ("nn", "Nynorsk")), verbose_name="Målform")
    addressees: list[Addressee] = ListField(EmbeddedDocumentField(Addressee), required=True)
    protected: bool = BooleanField(default=False, verbose_name="Beskyttet adresse")
    file: Any = ObjectIdField(required=True)
    sha256: str = StringField(required=True)
    drawn_on: date = Day(required=True, verbose_name="Brevdato")
    released_on: date | None = Day(verbose_name="Klar til utsending")
    dispatched_on: date | None = Day(verbose_name="Sendt")
    arrived_on: date | None = Day(verbose_name="Kom fram")  # presumed from the dispatch, or as noted by a person
    returned_on: date | None = Day(verbose_name="Kom i retur")
    by_name: str = StringField(required=True, verbose_name="Skrevet av")

    meta = {
        "collection": "letter",
        "indexes": [
            {"fields": ["state", "released_on", "id"], "name": "letter_state"},
            {"fields": ["application", "-drawn_on", "id"], "name": "letter_application"},
            {"fields": ["application_number", "id"], "name": "letter_number"},
            {"fields": ["lease", "-drawn_on", "id"], "name": "letter_lease"},
            {"fields": ["lease_number", "id"], "name": "letter_lease_number"},
            {"fields": ["-drawn_on", "id"], "name": "letter_drawn"},
            {"fields": ["file"], "name": "letter_file"},
        ],
    }

    @property
    def number(self) -> str:
        return self.application_number or self.lease_number or ""

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"
