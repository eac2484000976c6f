"""The pages and forms of landlords' bids: registered, put right, scored, chosen."""

from collections.abc import Iterable
from typing import Any

from bson import ObjectId
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from admin import wording
from admin.fields import ChoiceField, DayField, KronerField, TickList, WholeNumberField, blank_to_none
from admin.forms import Form
from admin.parts import PartField, PartList
from admin.pickers import Picker, PickField
from admin.views import validators
from admin.views.acting import Step, form_of, reason
from admin.views.attached import FilesField

MOST_HOMES = 2000
GIST = ("procurement", "landlord", "project_name", "address", "sizes", "rent_ore_m2", "ready_on", "received_on")
EDIT = Step(
    heading="Rett tilbudet",
    lead="Rett det som er ført feil. Hva som sto før, blir stående i endringslisten. Når tilbudet har fått poeng, kan "
    "det ikke rettes.",
    button="Lagre rettelsen",
    done="Tilbudet er rettet.",
    facts=("procurement", "landlord"),
    keeps=True,
)
LET_IN = Step(
    heading="Vurder tilbudet selv om det kom for sent",
    lead="Tilbudet kom etter fristen. Skriv hvorfor det likevel vurderes. Grunnen blir stående i framskaffelsen.",
    button="Ta tilbudet med",
    done="Tilbudet er tatt med. Gi poeng når du har lest det.",
    facts=GIST,
)
SCORE = Step(
    heading="Gi poeng",
    lead="Poeng etter kriteriene som ble kunngjort, med en begrunnelse for hvert. Summen regnes ut når alle har fått "
    "poeng.",
    button="Lagre poengene",
    done="Poengene er lagret.",
    facts=GIST,
    keeps=True,
)
DISMISS = Step(
    heading="Avvis tilbudet",
    lead="Et avvist tilbud vurderes ikke sammen med de andre. Skriv hvorfor.",
    button="Avvis tilbudet",
    done="Tilbudet er avvist.",
    facts=GIST,
)
TAKE_UP = Step(
    heading="Ta tilbudet opp igjen",
    lead="Tilbudet vurderes sammen med de andre igjen. Skriv hvorfor.",
    button="Ta opp igjen",
    done="Tilbudet vurderes igjen.",
    facts=(*GIST, "dismissed_because"),
)
WITHDRAW = Step(
    heading="Utleieren trekker tilbudet",
    lead="Skriv hva utleieren har sagt. Et trukket tilbud kan ikke tas opp igjen.",
    button="Før tilbudet som trukket",
    done="Tilbudet er ført som trukket.",
    facts=GIST,
)
CHOOSE = Step(
    heading="Velg tilbud",
    lead="Kryss av tilbudene kommunen velger, og skriv hvorfor. Valget kan tas tilbake til en avtale bygger på det.",
    button="Velg",
    done="Valget er lagret. Nå kan avtalen lages.",
    keeps=True,
)
TAKE_BACK = Step(
    heading="Ta valget tilbake",
    lead="Alle tilbudene som er vurdert, kan velges på nytt. Skriv hvorfor valget tas tilbake.",
    button="Ta valget tilbake",
    done="Valget er tatt tilbake.",
)


def new_form(**fields: Any) -> type[Form]:
    """The form of a record that is not there yet."""
    return type("NewForm", (Form,), fields)


def nonce() -> Any:
    """The id that the record gets: a form that is sent twice makes one."""
    return HiddenField(default=lambda: str(ObjectId()))


def identity_of(form: Any) -> ObjectId:
    """The id that the form carries, or a new one where somebody has changed it."""
    held = form.nonce.data or ""
    return ObjectId(held) if ObjectId.is_valid(held) else ObjectId()


def line(label: str, most: int, missing: str = "", **others: Any) -> Any:
    """One line of text; demanded where it is said what is missing."""
    first = DataRequired(missing) if missing else Optional()
    return StringField(label, validators=[first, Length(max=most)], filters=[blank_to_none], **others)


def words(label: str, most: int = 4000, missing: str = "", **others: Any) -> Any:
    """A longer text; demanded where it is said what is missing."""
    first = DataRequired(missing) if missing else Optional()
    return TextAreaField(label, validators=[first, Length(max=most)], filters=[blank_to_none], **others)


def count(label: str, *, least: int = 1, most: int = MOST_HOMES, missing: str = "", **others: Any) -> Any:
    """A whole number."""
    first = InputRequired(missing) if missing else Optional()
    within = NumberRange(min=least, max=most, message=f"Skriv et tall fra {least} til {most}.")
    return WholeNumberField(label, validators=[first, within], **others)


class SizeForm(Form):
    """So many homes of one size, some of them accessible."""

    rooms = count("Rom", most=20, missing="Skriv antall rom.")
    homes = count("Antall boliger", missing="Skriv antall boliger.")
    accessible = count("Herav tilgjengelige", least=0)

    def validate(self, extra_validators: Any = None) -> bool:
        """No more accessible homes than homes, said at the row."""
        sound: bool = super().validate(extra_validators)
        if (self.accessible.data or 0) > (self.homes.data or MOST_HOMES):
            return _marked(self.accessible, "more_accessible")
        return sound


def _marked(field: Any, problem: str) -> bool:
    """Say at the field what is wrong."""
    field.errors = [*field.errors, wording.invalid(problem)]
    return False


class BidForm(Form):
    """A bid is of one landlord: a registered one, or a new one by number and name."""

    landlord: Any
    organisation_number: Any
    name: Any

    def validate(self, extra_validators: Any = None) -> bool:
        """Whose bid it is, told with all else that is wrong."""
        sound: bool = super().validate(extra_validators)
        new = (self.organisation_number.data, self.name.data)
        if self.landlord.data is not None and any(new):
            return _marked(self.landlord, "both_landlords")
        if self.landlord.data is None and not all(new) and not self.landlord.errors:
            return _marked(self.landlord, "no_landlord")
        return sound


def facts_of_bid() -> dict[str, Any]:
    """What a bid says, as it is registered and put right."""
    return {
        "project_name": line("Prosjekt", 120, "Skriv hva prosjektet heter."),
        "address": line("Beliggenhet", 200, "Skriv hvor boligene ligger."),
        "mix": PartList(
            PartField(SizeForm, label="Størrelse", part=dict, optional=False), label="Boliger", min_entries=1,
            description="En rad for hver størrelse.",
        ),
        "rent_ore_m2": KronerField("Husleie per m² og år", validators=[Optional()]),
        "ready_on": DayField("Ferdig", validators=[Optional()]),
        "received_on": DayField("Mottatt", validators=[InputRequired("Skriv dagen tilbudet kom.")]),
        "description": words("Om tilbudet"),
    }  # fmt: skip


def edit_form() -> type[Form]:
    """What a bid says, put right with a reason."""
    return form_of(**facts_of_bid(), reason=reason("Hvorfor rettes det?"))


def register_form(landlords: Picker) -> type[Form]:
    """A bid; the procurements to choose among are set for each page."""
    fields: dict[str, Any] = dict(
        nonce=nonce(),
        procurement=ChoiceField(
            "Framskaffelse", choices=[], required=True, validators=[InputRequired("Velg framskaffelsen.")],
            description="Bare framskaffelser som er kunngjort og ikke avgjort.",
        ),
        landlord=PickField("Utleier", picker=landlords, description="La stå tomt hvis utleieren er ny her."),
        organisation_number=StringField(
            "Ny utleier: organisasjonsnummer", filters=[blank_to_none],
            validators=[Optional(), validators.organisation_number], description="9 sifre.",
        ),
        name=line("Ny utleier: navn", 160),
        **facts_of_bid(),
        files=FilesField("Vedlegg"),
    )  # fmt: skip
    return type("NewBidForm", (BidForm,), fields)


def score_form(criteria: Iterable[Any], most: int) -> type[Form]:
    """Points and a reason for each of the announced criteria."""
    fields: dict[str, Any] = {}
    for one in criteria:
        fields[f"points_{one.code}"] = count(
            f"{one.label} (0–{most} poeng)", least=0, most=most, description=f"Teller {one.weight} prosent."
        )
        fields[f"why_{one.code}"] = words(f"{one.label}: begrunnelse", 2000)
    return form_of(**fields)


def choose_form(bids: Iterable[tuple[str, str]]) -> type[Form]:
    """The bids that may be chosen, with their places."""
    return form_of(
        chosen=TickList("Tilbud som velges", choices=[SelectChoice(value=code, label=name) for code, name in bids]),
        reasons=words("Begrunnelse for valget", 10_000, "Skriv hvorfor."),
        against_order=reason(
            "Hvorfor et tilbud med færre poeng velges", required=False,
            description="Må fylles ut når et tilbud med flere poeng ikke velges.",
        ),
    )  # fmt: skip
