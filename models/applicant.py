"""The register of persons: applicants and tenants."""

from datetime import date
from typing import Any

from mongoengine import (
    BooleanField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    StringField,
)

from models.base import Record
from models.fields import Day, EncryptedString
from rules import names
from rules.terms import IdentityKind, NoticeCode, Relation, RepresentativeKind, ResidencePermit


class Member(EmbeddedDocument):
    """A member of the household beside the applicant."""

    name: str = StringField(required=True, max_length=120, verbose_name="Navn")
    relation: Relation = EnumField(Relation, required=True, verbose_name="Relasjon")
    born_on: date | None = Day(verbose_name="Født")
    custody_percent: int | None = IntField(min_value=0, max_value=100, verbose_name="Samvær i prosent")
    expected_on: date | None = Day(verbose_name="Ventet født")


class Representative(EmbeddedDocument):
    """Who acts for the person by written authority or as guardian (fvl. § 12); letters go to them."""

    kind: RepresentativeKind = EnumField(RepresentativeKind, required=True, verbose_name="Rolle")
    name: str = StringField(required=True, max_length=120, verbose_name="Navn")
    address: str | None = StringField(max_length=120, verbose_name="Adresse")
    postcode: str | None = StringField(regex=r"^\d{4}$", verbose_name="Postnummer")
    phone: str | None = StringField(max_length=20, verbose_name="Telefon")
    email: str | None = StringField(max_length=254, verbose_name="E-post")
    scope: str | None = StringField(max_length=200, verbose_name="Fullmakten gjelder")
    valid_until: date | None = Day(verbose_name="Gyldig til og med")
    also_notify_party: bool = BooleanField(default=True, verbose_name="Parten skal også ha brevene")


class Applicant(Record):
    """A person who asks for or lives in a dwelling, with the household."""

    first_name: str = StringField(required=True, max_length=80, verbose_name="Fornavn")
    last_name: str = StringField(required=True, max_length=80, verbose_name="Etternavn")
    sort_name: str = StringField(required=True)  # derived: Norwegian order
    name_words: list[str] = ListField(StringField())  # derived: what a name search looks in
    identity_number: str | None = EncryptedString(deterministic=True, verbose_name="Fødselsnummer")
    identity_kind: IdentityKind | None = EnumField(IdentityKind, verbose_name="Nummertype")
    born_on: date | None = Day(verbose_name="Født")
    address: str | None = StringField(max_length=120, verbose_name="Adresse")
    postcode: str | None = StringField(regex=r"^\d{4}$", verbose_name="Postnummer")
    place: str | None = StringField(max_length=60, verbose_name="Poststed")
    phone: str | None = StringField(max_length=20, verbose_name="Telefon")
    email: str | None = StringField(max_length=254, verbose_name="E-post")
    protected_address: bool = BooleanField(default=False, verbose_name="Beskyttet adresse")
    resident: bool | None = BooleanField(verbose_name="Folkeregistrert i kommunen")
    citizenship: str | None = StringField(max_length=60, verbose_name="Statsborgerskap")
    permit: ResidencePermit | None = EnumField(ResidencePermit, verbose_name="Oppholdsgrunnlag")
    permit_until: date | None = Day(verbose_name="Opphold til og med")
    interpreter: str | None = StringField(max_length=40, verbose_name="Tolk")
    letter_form: str = StringField(default="nb", choices=(("nb", "Bokmål"), ("nn", "Nynorsk")), verbose_name="Målform")
    members: list[Member] = ListField(EmbeddedDocumentField(Member), verbose_name="Husstand")
    representatives: list[Representative] = ListField(
        EmbeddedDocumentField(Representative), verbose_name="Fullmektig eller verge"
    )
    notices: list[NoticeCode] = ListField(EnumField(NoticeCode), verbose_name="Merknader")
    merged: bool = BooleanField(default=False)
    merged_into: Any = ObjectIdField()

    meta = {
        "collection": "applicant",
        "indexes": [
            {
                "fields": ["identity_number"],
                "unique": True,
                "name": "applicant_identity",
                "partialFilterExpression": {"merged": False, "identity_number": {"$exists": True}},
            },
            {  # a number that a merged record carries is found too
                "fields": ["identity_number", "merged"],
                "name": "applicant_number",
                "partialFilterExpression": {"identity_number": {"$exists": True}},
            },
            {"fields": ["sort_name", "id"], "name": "applicant_name"},
            {"fields": ["name_words"], "name": "applicant_words"},
            {"fields": ["address", "id"], "name": "applicant_address"},
            {"fields": ["postcode", "id"], "name": "applicant_postcode"},
            {"fields": ["phone", "id"], "name": "applicant_phone"},
            {"fields": ["born_on", "id"], "name": "applicant_born"},
            {"fields": ["merged_into"], "name": "applicant_merged"},
            {
                "fields": ["protected_address", "id"],
                "name": "applicant_protected",
                "partialFilterExpression": {"protected_address": True},
            },
        ],
    }

    def derived(self) -> dict[str, Any]:
        return {
            "sort_name": names.sort_key(self.last_name or "", self.first_name or ""),
            "name_words": names.search_words(self.first_name or "", self.last_name or ""),
        }

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def number(self) -> str:
        return "personkort"  # a number is shown in audit, tasks and mails; a name never is

    def __str__(self) -> str:
        return self.name
