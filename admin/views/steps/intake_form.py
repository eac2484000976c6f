"""The form for an application: its inputs under their headings, when each is asked for, and what it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, Field, HiddenField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from admin.fields import ChoiceField, DayField, WholeNumberField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.pickers import PickField
from admin.views import validators
from rules.intake import ABOUT_A_LEASE
from rules.terms import (
    ApplicationKind,
    AppliedBy,
    HousingSituation,
    IntakeChannel,
    RepresentativeKind,
    ServiceNeed,
    TargetGroup,
)

LETTER_FORMS = [SelectChoice(value="nb", label="Bokmål"), SelectChoice(value="nn", label="Nynorsk")]
NEW_PERSON = "Personen står ikke i registeret"
OFF = "off"  # an unticked box, in the conditions of the page's script
PERSON = (
    "first_name", "last_name", "identity_number", "born_on", "address", "postcode", "phone", "email", "letter_form",
    "interpreter", "protected_address",
)  # fmt: skip
INITIATOR = ("initiator_name", "initiator_organisation", "initiator_phone", "initiator_email", "authority")
REPRESENTATIVE = (
    "representative_kind", "representative_name", "representative_address", "representative_postcode",
    "representative_phone", "representative_email", "representative_scope", "representative_until",
    "also_notify_party",
)  # fmt: skip
ABOUT_LEASE = "kind:" + ",".join(sorted(kind.value for kind in ABOUT_A_LEASE))
BY_ANOTHER = f"applied_by:!,{AppliedBy.APPLICANT.value}"


@dataclass(frozen=True, kw_only=True)
class Group:
    """Inputs under a heading; `when` says under which answers an input is asked for."""

    heading: str
    names: Sequence[str]
    lead: str = ""


GROUPS = (
    Group(heading="Søknaden", names=("kind", "lease", "received_on", "channel", "target_group")),
    Group(heading="Søkeren", names=("is_new", "applicant", *PERSON)),
    Group(
        heading="Hvem har søkt?",
        names=("applied_by", *INITIATOR),
        lead="Søker andre enn personen selv, trengs skriftlig fullmakt. Uten fullmakt venter saken på at søkeren "
        "samtykker. Veiledning kan alltid gis.",
    ),
    Group(
        heading="Fullmektig eller verge",
        names=REPRESENTATIVE,
        lead="Brevene i saken går til den som står her.",
    ),
    Group(heading="Husstand og bolig", names=("situation", "adults", "children", "rooms_wanted", "resident")),
    Group(heading="Tjenester", names=("service_need", "services_day", "services_evening", "services_night")),
    Group(heading="Hvem skal behandle saken?", names=("office", "caseworker")),
)
WHEN: Mapping[str, str] = {
    "lease": ABOUT_LEASE,
    "applicant": f"is_new:{OFF}",
    **dict.fromkeys(PERSON, "is_new:on"),
    **dict.fromkeys(INITIATOR, BY_ANOTHER),
    **dict.fromkeys(REPRESENTATIVE, f"{BY_ANOTHER};authority:on"),
}


class Needed:
    """Marks an input that must be filled in where it is asked for at all; whether it was, is checked by hand."""

    field_flags = {"required": True}

    def __call__(self, _form: Any, _field: Any) -> None:
        """Nothing: see `IntakeForm.validate`."""


def _text(label: str, longest: int, *rules: Any, description: str = "", needed: bool = False) -> Field:
    first = Needed() if needed else Optional()
    return StringField(
        label, validators=[first, Length(max=longest), *rules], filters=[blank_to_none], description=description
    )


def _choice(label: str, kind: Any, why: str = "", **others: Any) -> Field:
    rules = [InputRequired(why)] if why else [Optional()]
    choices, coerce = term_choices(kind), term_reader(kind)
    return ChoiceField(label, choices=choices, coerce=coerce, required=bool(why), validators=rules, **others)


class IntakeForm(Form):
    """One form for dwelling and services; what is not asked for under the answers given is passed over."""

    nonce = HiddenField()
    person_nonce = HiddenField()

    kind = _choice("Søknadstype", ApplicationKind, "Velg hva det søkes om.")
    received_on = DayField(
        "Mottatt", validators=[InputRequired("Skriv dagen søknaden kom."), validators.not_future],
        description="Dagen søknaden først kom til kommunen.",
    )  # fmt: skip
    channel = _choice("Mottatt som", IntakeChannel, "Velg hvordan søknaden kom.")
    target_group = _choice("Målgruppe", TargetGroup, "Velg målgruppe.")

    is_new = BooleanField(NEW_PERSON)
    first_name = _text("Fornavn", 80, needed=True)
    last_name = _text("Etternavn", 80, needed=True)
    born_on = DayField("Født", validators=[Optional(), validators.not_future])
    address = _text("Adresse", 120)
    postcode = _text("Postnummer", 10, validators.postcode)
    phone = _text("Telefon", 20, validators.phone)
    email = _text("E-post", 254, validators.email)
    letter_form = ChoiceField("Målform", choices=LETTER_FORMS, coerce=blank_to_none, validators=[Optional()])
    interpreter = _text("Tolk", 40, description="Språket, hvis søkeren trenger tolk.")
    protected_address = BooleanField("Beskyttet adresse")
    somebody_else = BooleanField("Det er en annen person. Registrer en ny.")  # shown where somebody alike was found

    applied_by = _choice("Søkt av", AppliedBy, "Velg hvem som har søkt.")
    initiator_name = _text("Navn på den som søkte", 120, needed=True)
    initiator_organisation = _text("Enhet eller institusjon", 120)
    initiator_phone = _text("Telefon til den som søkte", 20, validators.phone)
    initiator_email = _text("E-post til den som søkte", 254, validators.email)
    authority = BooleanField("Skriftlig fullmakt fra søkeren er lagt fram")

    representative_kind = _choice("Rolle", RepresentativeKind)
    representative_name = _text("Fullmektigens navn", 120, description="Tomt hvis ingen skal ha brevene for søkeren.")
    representative_address = _text("Fullmektigens adresse", 120)
    representative_postcode = _text("Fullmektigens postnummer", 10, validators.postcode)
    representative_phone = _text("Fullmektigens telefon", 20, validators.phone)
    representative_email = _text("Fullmektigens e-post", 254, validators.email)
    representative_scope = _text("Fullmakten gjelder", 200)
    representative_until = DayField("Gyldig til og med", validators=[Optional()])
    also_notify_party = BooleanField("Søkeren skal også ha brevene", default=True)

    situation = _choice("Bosituasjon", HousingSituation, "Velg hvordan søkeren bor nå.")
    adults = WholeNumberField(
        "Voksne", validators=[InputRequired("Skriv antall voksne."), NumberRange(1, 20, "Skriv et tall fra 1 til 20.")]
    )
    children = WholeNumberField("Barn", validators=[Optional(), NumberRange(0, 20, "Skriv et tall fra 0 til 20.")])
    rooms_wanted = WholeNumberField(
        "Ønsket antall rom", validators=[Optional(), NumberRange(1, 10, "Skriv et tall fra 1 til 10.")]
    )
    resident = BooleanField("Folkeregistrert i kommunen", default=True)

    service_need = _choice("Tjenestebehov", ServiceNeed)
    services_day = BooleanField("Søker tjenester om dagen")
    services_evening = BooleanField("Søker tjenester om kvelden")
    services_night = BooleanField("Søker tjenester om natten")

    def validate(self, extra_validators: Any = None) -> bool:
        """The inputs that are asked for; what stands in the others is nobody's fault."""
        super().validate(extra_validators)
        asked = self.asked()
        for field in self:
            if field.short_name not in asked:
                field.errors = []
            elif field.flags.required and field.data in (None, "") and not field.errors:
                field.errors = ["Fyll ut dette feltet."]
        return not any(field.errors for field in self)

    def asked(self) -> set[str]:
        """The names of the inputs that are asked for under the answers given."""
        return {name for name in self._fields if all(map(self._holds, _conditions(WHEN.get(name, ""))))}

    def _holds(self, condition: tuple[str, bool, Sequence[str]]) -> bool:
        name, negated, values = condition
        data = self[name].data
        said = ("on" if data else OFF) if isinstance(data, bool) else getattr(data, "value", data) or ""
        return (said in values) is not negated


def _conditions(when: str) -> list[tuple[str, bool, Sequence[str]]]:
    """«kind:a,b;applied_by:!,c» → (name, negated, values); «!,c» = neither blank nor c."""
    found: list[tuple[str, bool, Sequence[str]]] = []
    for one in filter(None, when.split(";")):
        name, _, values = one.partition(":")
        found.append((name, values.startswith("!"), values.removeprefix("!").split(",")))
    return found


def intake_form(pickers: Mapping[str, Any], identity_number: Callable[[Any, Any], None]) -> type[IntakeForm]:
    """The form with the look-ups of a screen."""
    fields = {
        "lease": PickField(
            "Leieforhold", picker=pickers["lease"], validators=[Needed()],
            description="Søk med kontraktsnummer eller navn på leietakeren.",
        ),
        "applicant": PickField("Søker", picker=pickers["applicant"], validators=[Needed()]),
        "identity_number": _text(
            "Fødselsnummer", 20, identity_number,
            description="11 sifre. Fødselsdatoen fylles ut fra nummeret. Tomt hvis det er ukjent.",
        ),
        "office": PickField("Kontor", picker=pickers["office"], validators=[Optional()]),
        "caseworker": PickField(
            "Saksbehandler", picker=pickers["caseworker"], validators=[Optional()],
            description="Tomt hvis saken skal fordeles senere.",
        ),
    }  # fmt: skip
    return type("NewApplicationForm", (IntakeForm,), fields)
