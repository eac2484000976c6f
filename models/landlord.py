"""Private landlords."""

from typing import Any

from mongoengine import BooleanField, EmbeddedDocument, EmbeddedDocumentField, EnumField, ListField, StringField

from models.base import Record
from rules import names
from rules.terms import NoticeCode


class Contact(EmbeddedDocument):
    """A person to reach at the landlord's."""

    name: str = StringField(required=True, max_length=120, verbose_name="Navn")
    role: str | None = StringField(max_length=60, verbose_name="Rolle")
    email: str | None = StringField(max_length=254, verbose_name="E-post")
    phone: str | None = StringField(max_length=20, verbose_name="Telefon")


class Landlord(Record):
    """A private owner with whom the municipality has agreements."""

    organisation_number: str = StringField(required=True, regex=r"^\d{9}$", verbose_name="Organisasjonsnummer")
    name: str = StringField(required=True, max_length=160, verbose_name="Navn")
    sort_name: str = StringField(required=True)  # derived: Norwegian order
    email: str | None = StringField(max_length=254, verbose_name="E-post")
    phone: str | None = StringField(max_length=20, verbose_name="Telefon")
    address: str | None = StringField(max_length=120, verbose_name="Adresse")
    postcode: str | None = StringField(regex=r"^\d{4}$", verbose_name="Postnummer")
    place: str | None = StringField(max_length=60, verbose_name="Poststed")
    bank_account: str | None = StringField(regex=r"^\d{11}$", verbose_name="Kontonummer")
    contacts: list[Contact] = ListField(EmbeddedDocumentField(Contact), verbose_name="Kontaktpersoner")
    active: bool = BooleanField(default=True, verbose_name="I bruk")
    notices: list[NoticeCode] = ListField(EnumField(NoticeCode), verbose_name="Merknader")
    import_run: str | None = StringField()

    meta = {
        "collection": "landlord",
        "indexes": [
            {"fields": ["organisation_number"], "unique": True, "name": "landlord_organisation_number"},
            {"fields": ["sort_name", "id"], "name": "landlord_name"},
        ],
    }

    def derived(self) -> dict[str, Any]:
        return {"sort_name": names.sort_key(self.name or "")}

    @property
    def number(self) -> str:
        return self.organisation_number

    def __str__(self) -> str:
        return self.name
