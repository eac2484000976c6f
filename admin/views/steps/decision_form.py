"""The form of a proposal: what is to be decided, why, and what was weighed (fvl. §§ 24 and 25)."""

from typing import Any

from wtforms import HiddenField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from admin.fields import ChoiceField, TickList, WholeNumberField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from models import Application
from models.deciding import Proposal
from models.mapping import ApprovedNeed
from rules.applications import LISTED
from rules.terms import DecisionOutcome, DwellingType, LegalBasis
from services.decisions import Case, Draft

LONGEST = 10_000
NEEDS = ("step_free", "lift", "services_day", "services_evening", "services_night")
GRANTED, WITHDRAWN = DecisionOutcome.GRANTED, DecisionOutcome.WITHDRAWN
FIRST_TIME = (GRANTED, DecisionOutcome.REFUSED, DecisionOutcome.DISMISSED)
OF_A_HOME = ("dwelling_type", "rooms", "extras")  # what a grant says of a home that the household waits for


def _read_version(text: Any) -> int | None:
    return int(text) if str(text or "").isdigit() else None


def _words(label: str, missing: str, help_: str) -> TextAreaField:
    rules = [DataRequired(missing), Length(max=LONGEST)]
    return TextAreaField(label, validators=rules, filters=[blank_to_none], description=help_)


class ReasonedForm(Form):
    """What every decision says: why, and what was weighed."""

    reasons = _words(
        "Begrunnelse",
        "Skriv begrunnelsen. Et vedtak uten begrunnelse er ikke gyldig (forvaltningsloven § 24).",
        "Reglene og de faktiske forholdene vedtaket bygger på. Innvilges hjelp etter en lov: også hva hjelpen er. "
        "Teksten står i brevet til søkeren.",
    )
    weighed = _words(
        "Hva det er lagt vekt på",
        "Skriv hva det er lagt vekt på i skjønnet (forvaltningsloven § 25).",
        "Hovedhensynene i skjønnet, også det som taler imot. Teksten står i brevet til søkeren.",
    )
    version = HiddenField(filters=[_read_version])


class DecisionForm(ReasonedForm):
    """A first decision in a case, or one that is changed to the party's advantage."""

    outcome = ChoiceField(
        "Utfall", choices=term_choices(FIRST_TIME), coerce=term_reader(DecisionOutcome), required=True,
        validators=[InputRequired("Velg utfallet.")],
    )  # fmt: skip
    basis = ChoiceField(
        "Rettsgrunnlag", choices=term_choices(LegalBasis), coerce=term_reader(LegalBasis), required=True,
        validators=[InputRequired("Velg rettsgrunnlaget.")],
        description="Rettsgrunnlaget avgjør hvem som er klageinstans.",
    )  # fmt: skip
    dwelling_type = ChoiceField(
        "Boligtype", choices=term_choices(DwellingType), coerce=term_reader(DwellingType), required=True
    )
    rooms = WholeNumberField(
        "Antall rom", validators=[Optional(), NumberRange(1, 10, "Skriv et antall rom fra 1 til 10.")]
    )
    extras = TickList(
        "Boligen må ha",
        choices=[SelectChoice(value=name, label=str(ApprovedNeed._fields[name].verbose_name)) for name in NEEDS],
    )
    lease_months = WholeNumberField(
        "Leietid i måneder", validators=[Optional(), NumberRange(1, 600, "Skriv et antall måneder fra 1 til 600.")],
        description="Minst 36 måneder er hovedregelen (husleieloven § 9-3).",
    )  # fmt: skip
    override = TextAreaField(
        "Hvorfor regelbokens råd ikke følges", validators=[Optional(), Length(max=LONGEST)], filters=[blank_to_none],
        description="Må fylles ut når utfallet går mot rådet, eller når et bytte går ut over det vanlige. "
        "Teksten står i saken, ikke i brevet.",
    )  # fmt: skip

    order = ("outcome", "basis", *OF_A_HOME, "lease_months", "reasons", "weighed", "override", "version")

    def __iter__(self) -> Any:
        """In the order a person decides: outcome first, reasons after what is granted."""
        return iter([self._fields[name] for name in self.order if name in self._fields])

    def fit(self, case: Case) -> None:
        """Leave out what has no place in a case of this kind: who stays in the same home is granted no other."""
        if case.application.kind not in LISTED:
            for name in OF_A_HOME:
                del self[name]

    def draft(self, **others: Any) -> Draft:
        """What the form says; a refusal grants nothing, whatever stands in the fields of a grant."""
        granted: dict[str, Any] = {}
        if self.outcome.data is GRANTED and self.basis.data is LegalBasis.LOCAL_GUIDELINES:
            granted["lease_months"] = self.lease_months.data
            if "rooms" in self._fields:
                ticked = set(self.extras.data or ())
                need = ApprovedNeed(rooms=self.rooms.data, **{name: name in ticked for name in NEEDS})
                granted |= {"dwelling_type": self.dwelling_type.data, "need": need}
        return Draft(
            outcome=self.outcome.data,
            basis=self.basis.data,
            reasons=self.reasons.data,
            weighed=self.weighed.data,
            override=self.override.data or "",
            **granted,
            **others,
        )


def start_of(case: Case) -> dict[str, Any]:
    """What the form starts with: the proposal that stands or was undone last, else the approved need and the rulebook's
    lease length.
    """
    application = case.application
    held = application.proposal or _undone(application)
    need = (held.need if held else None) or application.approved_need
    start: dict[str, Any] = {
        "version": application.version,
        "basis": LegalBasis.LOCAL_GUIDELINES,
        "lease_months": case.rules.policy.lease_months,
        "rooms": need.rooms if need else application.rooms_wanted,
        "extras": [name for name in NEEDS if need is not None and getattr(need, name)],
    }
    if held is not None and held.outcome in FIRST_TIME:
        said = ("outcome", "basis", "dwelling_type", "reasons", "weighed", "override")
        start |= {name: getattr(held, name) for name in said}
        start["lease_months"] = held.lease_months or case.rules.policy.lease_months
    return start


def _undone(application: Application) -> Proposal | None:
    """What was decided and taken back last: whoever undoes to mend a word need not write the rest anew."""
    last = application.decisions[-1] if application.decisions else None
    return last.proposal if last is not None and last.undone_on is not None else None
