"""The forms of an appeal's steps."""

from typing import Any

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from admin import formats
from admin.fields import ChoiceField, DayField, TickList, WholeNumberField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.views import validators
from admin.views.steps.decision_form import NEEDS
from models.mapping import ApprovedNeed
from rules.terms import BodyOutcome, DecisionOutcome
from services.appeals import BodyAnswer, Lodging, Reassessment

LONGEST = 10_000
NONCE = r"^[0-9a-f]{32}$"


def words(label: str, missing: str = "", help_: str = "") -> TextAreaField:
    """Room for much text; demanded where `missing` says what is missing."""
    rules = [DataRequired(missing) if missing else Optional(), Length(max=LONGEST)]
    return TextAreaField(label, validators=rules, filters=[blank_to_none], description=help_)


def day(label: str, missing: str = "", help_: str = "") -> DayField:
    """A day that has come; demanded where `missing` says what is missing."""
    first = InputRequired(missing) if missing else Optional()
    return DayField(label, validators=[first, validators.not_future], description=help_)


def yes_or_no(label: str, yes: str, no: str) -> ChoiceField:
    """An answer that must be given."""
    choices = [SelectChoice(value="ja", label=yes), SelectChoice(value="nei", label=no)]
    return ChoiceField(
        label, choices=choices, coerce=lambda value: value or None, required=True,
        validators=[InputRequired("Velg hva svaret er.")],
    )  # fmt: skip


class RegisterForm(Form):
    """A new appeal; the nonce makes a form that is sent twice register once."""

    nonce = HiddenField(validators=[InputRequired(), Regexp(NONCE)])
    received_on = day("Mottatt", "Skriv dagen klagen kom til kommunen.")
    submitted_on = day(
        "Poststemplet eller levert",
        help_="Hvis du vet det. Klagen er i tide når den er levert til posten eller kommunen før fristen er ute.",
    )
    arrived_on = day(
        "Vedtaket kom fram",
        help_="Husrom har ikke sendt dette vedtaket. Vet ingen når det kom fram, kan klagen ikke være for sen.",
    )
    representative = ChoiceField("Klaget av", choices=[], coerce=lambda value: value or None)
    grounds = words("Klagegrunner", help_="Det klageren skriver. Begrunnelse er ikke et krav.")
    wanted = words("Endringen det bes om", help_="Hva klageren vil ha i stedet. Mangler det, ber du klageren om det.")
    deferral_asked = BooleanField("Klageren ber om at vedtaket ikke settes i verk før klagen er avgjort")

    def fit(self, *, asks_arrival: bool, representatives: list[str]) -> None:
        """Leave out what this decision and party need not be asked."""
        if not asks_arrival:
            del self["arrived_on"]
        if representatives:
            options = [SelectChoice(value=name, label=name) for name in representatives]
            self.representative.choices = [SelectChoice(value="", label="Klageren selv"), *options]
        else:
            del self["representative"]

    def lodging(self) -> Lodging:
        """What the form says."""
        names = ("received_on", "submitted_on", "arrived_on", "representative")
        asked: dict[str, Any] = {name: self[name].data for name in names if name in self._fields}
        return Lodging(
            grounds=self.grounds.data or "",
            wanted=self.wanted.data or "",
            deferral_asked=bool(self.deferral_asked.data),
            **asked,
        )


def reinstatement_fields() -> dict[str, Any]:
    """Whether a late appeal is treated."""
    return {
        "granted": yes_or_no("Skal klagen behandles?", "Ja, den behandles", "Nei, den avvises"),
        "because": words(
            "Begrunnelse", "Skriv hvorfor klagen behandles eller avvises.",
            "Avvises klagen, står begrunnelsen i brevet til klageren.",
        ),
    }  # fmt: skip


def deferral_fields() -> dict[str, Any]:
    """Whether the decision waits."""
    return {
        "deferral_asked_on": day("Bedt om", help_="La feltet stå tomt hvis ingen har bedt om det."),
        "granted": yes_or_no("Skal vedtaket vente?", "Ja, det settes ikke i verk nå", "Nei, det gjelder som vanlig"),
        "because": words("Begrunnelse", "Skriv begrunnelsen.", "Begrunnelsen står i brevet til klageren."),
    }


def forward_fields() -> dict[str, Any]:
    """The own reassessment, and what is said to the body."""
    return {
        "reassessment": words(
            "Egen ny vurdering", "Skriv den nye vurderingen. Uten den sendes ingen klage videre.",
            "Hva som er undersøkt på nytt, hva klagen sier av nytt, og hvorfor vedtaket blir stående.",
        ),
        "reassessed_on": day("Vurdert på nytt", "Skriv dagen saken ble vurdert på nytt."),
        "reassessed_by": StringField("Vurdert på nytt av", validators=[Optional(), Length(max=200)],
                                     filters=[blank_to_none]),
        "statement": words(
            "Uttalelse til klageinstansen", "Skriv uttalelsen til klageinstansen.",
            "Sendes til klageinstansen. Klageren får kopi.",
        ),
        "forwarded_on": day("Oversendt", "Skriv dagen klagen sendes."),
    }  # fmt: skip


def dismissal_fields() -> dict[str, Any]:
    """When our dismissal was appealed on, and what is said to the body."""
    return {
        "dismissal_appealed_on": day("Klaget på avvisningen", "Skriv dagen klagen på avvisningen kom."),
        "statement": words(
            "Uttalelse til klageinstansen", "Skriv uttalelsen til klageinstansen.",
            "Hvorfor klagen ble avvist, og hva klagen på avvisningen sier. Klageren får kopi.",
        ),
        "forwarded_on": day("Oversendt", "Skriv dagen klagen sendes."),
    }  # fmt: skip


def outcome_fields() -> dict[str, Any]:
    """What the body came to, and what holds now where it changed the decision."""
    outcomes = (DecisionOutcome.GRANTED, DecisionOutcome.REFUSED)
    return {
        "body_outcome": ChoiceField(
            "Klageinstansens avgjørelse", choices=term_choices(BodyOutcome), coerce=term_reader(BodyOutcome),
            required=True, validators=[InputRequired("Velg hva klageinstansen kom til.")],
        ),
        "body_decided_on": day("Avgjort", "Skriv dagen klageinstansen avgjorde klagen."),
        "body_decision": ChoiceField(
            "Hva gjelder nå?", choices=term_choices(outcomes), coerce=term_reader(DecisionOutcome),
            description="Fylles ut når klageinstansen har endret vedtaket.",
        ),
        "rooms": WholeNumberField(
            "Antall rom", validators=[Optional(), NumberRange(1, 10, "Skriv et antall rom fra 1 til 10.")],
            description="La feltet stå tomt hvis det godkjente behovet er som før.",
        ),
        "extras": TickList(
            "Boligen må ha",
            choices=[SelectChoice(value=name, label=str(ApprovedNeed._fields[name].verbose_name)) for name in NEEDS],
        ),
        "body_reasons": words(
            "Klageinstansens begrunnelse", "Skriv det viktigste i begrunnelsen.", "Står i brevet til klageren."
        ),
    }  # fmt: skip


def reassessment(form: Any) -> Reassessment:
    """The own reassessment as the form says it."""
    return Reassessment(text=form.reassessment.data, on=form.reassessed_on.data, by=form.reassessed_by.data or "")


def answer(form: Any) -> BodyAnswer:
    """The body's answer as the form says it; what holds now is passed over where nothing was changed."""
    need = None
    if form.rooms.data:
        ticked = set(form.extras.data or ())
        need = ApprovedNeed(rooms=form.rooms.data, **{name: name in ticked for name in NEEDS})
    return BodyAnswer(
        outcome=form.body_outcome.data,
        decided_on=form.body_decided_on.data,
        reasons=form.body_reasons.data,
        decision=form.body_decision.data,
        need=need,
    )


def who_reassesses(alone: bool, committee: bool) -> str:
    """The help at «Vurdert på nytt av»."""
    if alone:
        return "La feltet stå tomt hvis du selv har vurdert saken på nytt."
    if committee:
        meeting = f"«Husfordelingsutvalget {formats.day(formats.today())}»"
        return f"Utvalget fattet vedtaket, og utvalget vurderer det på nytt. Skriv møtet, for eksempel {meeting}."
    return "Skriv navnet på beslutteren som har vurdert saken på nytt."
