"""The form of a contract: when, how long and why, what it costs, what secures it."""

from typing import Any

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from admin.fields import ChoiceField, DayField, KronerField, WholeNumberField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from rules.terms import RentLineKind, Security
from services import leases
from services.leases import ContractDraft, Ground

LONGEST, MOST_MONTHS = 500, 600
EXTRAS = {
    "services_ore": RentLineKind.SERVICES,
    "power_ore": RentLineKind.POWER,
    "garage_ore": RentLineKind.GARAGE,
    "furniture_ore": RentLineKind.FURNITURE,
}


def _kroner(kind: RentLineKind) -> KronerField:
    return KronerField(
        f"{kind.label} per måned", validators=[Optional(), NumberRange(0, message="Skriv null eller mer.")]
    )


def _words(label: str, help_: str) -> TextAreaField:
    return TextAreaField(
        label, validators=[Optional(), Length(max=LONGEST)], filters=[blank_to_none], description=help_
    )


class ContractForm(Form):
    """What the parties agree on; the rest of the contract follows from dwelling, decision and rulebook."""

    starts_on = DayField("Leien begynner", validators=[InputRequired("Skriv dagen leien begynner.")])
    months = WholeNumberField(
        "Leietid i måneder",
        validators=[Optional(), NumberRange(1, MOST_MONTHS, f"Skriv et antall måneder fra 1 til {MOST_MONTHS}.")],
        description="Minst 36 måneder er hovedregelen (husleieloven § 9-3). La feltet stå tomt hvis avtalen er "
        "tidsubestemt.",
    )
    section_11_1 = BooleanField(
        "Kommunal bolig for vanskeligstilte: husleieloven § 11-1 gjelder",
        description="Kontrakten opplyser om det, og om hvilke unntak som gjelder.",
    )
    non_terminable = BooleanField(
        "Kan ikke sies opp i leietiden",
        description="Kontrakten opplyser om det (husleieloven § 9-2). Gjelder bare tidsbestemte avtaler.",
    )
    short_reason = _words(
        "Hvorfor kortere enn tre år", "De særlige grunnene. Teksten står i kontrakten (husleieloven § 11-1)."
    )
    weighty_reason = _words(
        "Hvorfor en ny kort kontrakt",
        "Leietakeren har hatt en kort kontrakt i boligen før. En ny krever tungtveiende grunner, og må skrives av "
        "enhetsleder eller avdelingsleder. Teksten står i kontrakten.",
    )
    rent_ore = KronerField("Husleie per måned", validators=[InputRequired("Skriv husleien.")])
    services_ore = _kroner(RentLineKind.SERVICES)
    power_ore = _kroner(RentLineKind.POWER)
    garage_ore = _kroner(RentLineKind.GARAGE)
    furniture_ore = _kroner(RentLineKind.FURNITURE)
    security = ChoiceField("Sikkerhet", choices=term_choices(Security), coerce=term_reader(Security))
    security_ore = KronerField("Sikkerhetsbeløp", validators=[Optional()], description="Høyst seks måneders leie.")
    security_goes_on = BooleanField("Sikkerheten fra den forrige kontrakten gjelder videre")
    number = HiddenField()  # of the contract that was looked at, and its stored file
    file = HiddenField()

    def fit(self, ground: Ground) -> None:
        """Leave out what has no place in this contract."""
        if not leases.earlier_short(ground):
            del self["weighty_reason"]
        held = ground.follows
        if held is None or held.security is None or held.security_received_on is None:
            del self["security_goes_on"]

    def draft(self) -> ContractDraft:
        """What the form says."""
        given: Any = self._fields
        extras = {kind: given[name].data for name, kind in EXTRAS.items() if given[name].data}
        goes_on = "security_goes_on" in given and bool(given["security_goes_on"].data)
        return ContractDraft(
            starts_on=given["starts_on"].data,
            months=self.months.data,
            rent_ore=given["rent_ore"].data,
            extras=extras,
            section_11_1=self.section_11_1.data,
            non_terminable=self.non_terminable.data,
            short_reason=self.short_reason.data or "",
            weighty_reason=(given["weighty_reason"].data if "weighty_reason" in given else "") or "",
            security=self.security.data,
            security_ore=self.security_ore.data,
            security_goes_on=goes_on,
        )

    def said(self) -> list[tuple[str, str]]:
        """The fields as a page carries them on to the next one."""
        kept = [field for field in self if field.type not in ("HiddenField", "CSRFTokenField")]
        return [(field.name, _posted(field)) for field in kept if not isinstance(field, BooleanField) or field.data]


def _posted(field: Any) -> str:
    if isinstance(field, BooleanField):
        return "y"
    if isinstance(field, ChoiceField):
        return field.data.value if field.data is not None else ""
    return str(field._value())


def start_of(ground: Ground) -> dict[str, Any]:
    """What the form starts with: dwelling, decision, and the lease that goes on."""
    held, home = ground.follows, ground.dwelling
    start: dict[str, Any] = {
        "starts_on": leases.usual_start(ground),
        "months": leases.months_granted(ground),
        "section_11_1": True,
        "non_terminable": True,
        "rent_ore": home.rent_ore,
    }
    if held is not None:
        start |= {"security": held.security, "security_ore": held.security_ore or None}
        start["security_goes_on"] = held.security_received_on is not None
    return start
