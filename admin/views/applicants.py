"""The register of persons: applicants and tenants."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import flash
from mongoengine import QuerySet

from admin import formats
from admin.badges import term_badge
from admin.desk import CASES
from admin.doors import CASEWORKERS
from admin.forms import Form
from admin.people import sees_protected
from admin.views import places, validators
from admin.views.columns import Column, address, notices
from admin.views.related import Section, section
from admin.views.steps.persons import PersonSteps
from admin.views.telling import ToldLandlords
from models import Applicant, Application, JournalEntry, Lease
from rules import identifiers
from rules.terms import NoticeCode
from services import persons
from services.actor import Actor

PROTECTED = "Beskyttet adresse"
SHUT_OUT = (
    "Når du har lagret, ser du ikke lenger adressen, telefonen og e-posten, og du kan ikke fjerne haken selv. "
    "Det kan bare en kollega som har tilgang til beskyttede adresser. Sette haken?"
)
KNOWN = (
    "Personen kan være registrert fra før. Se «Mulige dobbeltregistreringer» nedenfor, og sammenlign de to før du "
    "fører noe på personen."
)


def _asking(form: Form) -> Form:
    """The form, asking before the box is ticked by one who will then be shut out."""
    if "protected_address" in form._fields and not sees_protected():
        form.protected_address.render_kw = {"data-confirm": SHUT_OUT}
    return form


class Applicants(ToldLandlords, PersonSteps):
    """Persons, found by name or address; the identity number is shown to those who work cases."""

    name_one, name_many, category_name = "person", "Personer", CASES
    hint = "Søkere og leietakere."

    label_fields = ("first_name", "last_name")
    own_columns = {
        "name": Column(label="Navn", needs=("first_name", "last_name"), value=lambda person: person.name),
        "full_address": address(),
        "protection": Column(
            label="Skjerming",
            needs=("protected_address",),
            value=lambda person: PROTECTED if person.protected_address else None,
            html=lambda _person: term_badge(PROTECTED, "hidden"),
            blank=True,
        ),
        "noticed": notices(),
    }
    column_labels = {"name_words": "Navn"}
    column_list = ("name", "born_on", "full_address", "phone", "email", "protection", "noticed")
    column_filters = ("postcode", "protected_address", "resident", "permit", "born_on", "notices")
    column_searchable_list = ("~name_words", "^address")
    column_sortable_list = (("name", "sort_name"), "born_on")
    column_default_sort = "sort_name"
    picker_order = ("sort_name", "pk")
    protected_fields = ("address", "postcode", "place", "phone", "email", "full_address", "representatives")
    open_to = {"identity_number": CASEWORKERS}

    details_groups = (
        (
            "Person",
            ("identity_number", "identity_kind", "born_on", "citizenship", "permit", "permit_until", "resident",
             "interpreter", "letter_form"),
        ),
        ("Kontakt", ("full_address", "phone", "email", "protection")),
        ("Husstand", ("members",)),
        ("Fullmektig eller verge", ("representatives",)),
    )  # fmt: skip
    quiet = frozenset(
        {"identity_kind", "citizenship", "permit", "permit_until", "interpreter", "protection", "representatives"}
    )
    form_groups = (
        ("Person", ("first_name", "last_name", "identity_number", "born_on", "citizenship", "permit", "permit_until",
                    "resident", "interpreter", "letter_form")),
        ("Kontakt", ("address", "postcode", "place", "phone", "email", "protected_address")),
        ("Husstand", ("members",)),
        ("Fullmektig eller verge", ("representatives",)),
    )  # fmt: skip
    form_args = {
        "born_on": {"validators": [validators.not_future]},
        "postcode": {"validators": [validators.postcode]},
        "place": {"description": "Fylles ut fra postnummeret."},
        "phone": {"validators": [validators.phone]},
        "email": {"validators": [validators.email]},
        "protected_address": {
            "description": "Adresse, telefon og e-post skjules for alle som ikke har særskilt tilgang. "
            "Bare de som har tilgangen, kan fjerne haken igjen."
        },
        "members.born_on": {"validators": [validators.not_future]},
        "representatives.postcode": {"validators": [validators.postcode]},
        "representatives.phone": {"validators": [validators.phone]},
        "representatives.email": {"validators": [validators.email]},
    }

    def __init__(self, model: type[Applicant], *, allow_synthetic: bool = False) -> None:
        number = {
            "validators": [validators.identity_number(allow_synthetic=allow_synthetic)],
            "description": "11 sifre. Fødselsdatoen fylles ut fra nummeret.",
        }
        self.form_args = type(self).form_args | {"identity_number": number}
        super().__init__(model)

    def create_form(self, obj: Any = None) -> Form:
        return _asking(super().create_form(obj))

    def edit_form(self, obj: Any = None) -> Form:
        return _asking(super().edit_form(obj))

    def pick_label(self, document: Any) -> str:
        """Namesakes are told apart by the day they were born."""
        born = f", født {formats.day(document.born_on)}" if document.born_on else ""
        return f"{document.name}{born}"

    def masked_fields(self, document: Any) -> frozenset[str]:
        """Whoever may not see a protected address may not lift the protection either."""
        masked = super().masked_fields(document)
        lifted = getattr(document, "protected_address", False) and not sees_protected()
        return masked | {"protected_address"} if lifted else masked

    def narrowed(self, search: str | None, filters: Iterable[Any] | None) -> QuerySet:
        """Records merged into another stand in no list: who looks for them finds the one they are now."""
        return super().narrowed(search, filters).filter(merged__ne=True)

    def write_new(self, document: Any, actor: Actor) -> None:
        persons.register(document, actor)
        if any(one.sure for one in persons.find_duplicates(document)):
            flash(KNOWN, "warning")

    def logged_person(self, document: Any) -> Any:
        return document.pk

    def logged_number(self, document: Any) -> str | None:
        return None

    def prepare(self, values: dict[str, Any], document: Any) -> dict[str, Any]:
        values = places.with_place(values)
        if "postcode" in values or "place" in values:
            odd = NoticeCode.PLACE_DIFFERS
            values["notices"] = [notice for notice in document.notices if notice is not odd]
        if values.get("identity_number"):
            found = identifiers.national_id(values["identity_number"], allow_synthetic=True)
            values["identity_kind"] = found.kind
            values["born_on"] = values.get("born_on") or found.born
        elif "identity_number" in values:
            values["identity_kind"] = None
        return values

    def sections(self, document: Any) -> Sequence[Section | None]:
        ids, person = persons.ids_of(document.pk), str(document.pk)
        cases = Application.objects(applicant__in=ids).order_by("-received_on", "pk")
        leases = Lease.objects(tenant__in=ids).order_by("-starts_on", "pk")
        journal = JournalEntry.objects(applicant__in=ids).order_by("-at", "pk")
        return (
            self.doubles(document),
            self.under(document),
            section(self.desk, "Søknader", Application, cases, ("application_number", "kind", "state", "received_on"),
                    empty="Personen har ingen søknader.", applicant=person),
            section(self.desk, "Leieforhold", Lease, leases,
                    ("contract_number", "dwelling", "state", "starts_on", "ends_on"),
                    empty="Personen har ingen leieforhold.", tenant=person),
            section(self.desk, "Journal", JournalEntry, journal, ("at", "application", "kind", "by_name"),
                    empty="Ingenting er journalført.", applicant=person),
            self.told(document),
        )  # fmt: skip
