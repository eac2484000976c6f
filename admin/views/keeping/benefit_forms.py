"""The pages and forms of housing allowances and of claims on guarantees."""

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from admin import formats
from admin.fields import DayField, KronerField, TypedField
from admin.forms import Form
from admin.views import validators
from admin.views.acting import MOST_WORDS, Step, form_of, reason
from rules import benefits
from rules.deadlines import Month
from rules.terms import AllowanceState

PERSON = ("tenant", "applied_on", "first_month", "amount_ore")
APPLY = Step(
    heading="Noter at bostøtte er søkt",
    lead="Leietakere i kommunal bolig skal søke bostøtte hos Husbanken. Her noterer du at det er gjort, så dere kan "
    "følge opp svaret.",
    button="Noter søknaden",
    done="Søknaden om bostøtte er notert.",
)
GRANT = Step(
    heading="Noter at bostøtten er innvilget",
    lead="Skriv beløpet per måned slik det står i vedtaket fra Husbanken.",
    button="Noter innvilgelsen",
    done="Bostøtten er notert som innvilget.",
    facts=PERSON,
)
REFUSE = Step(
    heading="Noter avslag på bostøtte",
    lead="Skriv gjerne hvorfor, så det er kjent hvis leietakeren vil søke på nytt.",
    button="Noter avslaget",
    done="Avslaget er notert.",
    facts=PERSON,
)
END = Step(
    heading="Noter at bostøtten er slutt",
    lead="Gjelder også når søknaden er trukket. Utbetaling til kommunen slutter samtidig.",
    button="Noter at den er slutt",
    done="Bostøtten er notert som opphørt.",
    facts=PERSON,
)
TRANSPORT = Step(
    heading="Bostøtten utbetales til kommunen",
    lead="Ved restanse kan kommunen kreve at bostøtten går rett til husleien (transport). Det krever en åpen "
    "restansesak. Fortell leietakeren om det, og meld fra til Husbanken: Husrom sender ingenting.",
    button="Noter utbetaling til kommunen",
    done="Det er notert at bostøtten utbetales til kommunen.",
    facts=PERSON,
)
END_TRANSPORT = Step(
    heading="Leietakeren får bostøtten igjen",
    lead="Skriv den siste dagen bostøtten utbetales til kommunen. Meld fra til Husbanken: Husrom sender ingenting.",
    button="Noter at leietakeren får den igjen",
    done="Det er notert at leietakeren får bostøtten igjen.",
    facts=("tenant", "amount_ore", "transport_on"),
)
CLAIM = Step(
    heading="Krev garantien eller depositumet",
    lead="Kravet sendes til den som står for sikkerheten. Du ser brevet før det sendes. Det som blir utbetalt, føres "
    "på leietakerens konto når du noterer svaret.",
    button="Krev, og send brevet",
    done="Kravet er registrert, og brevet er klart til utsending. Noter svaret her når det kommer.",
    keeps=True,
)
MONEY_FACTS = ("tenant", "security", "claimed_ore", "claimed_on", "paid_ore")
PAID = Step(
    heading="Noter utbetaling",
    lead="Beløpet trekkes fra det leietakeren skylder.",
    button="Noter utbetalingen",
    done="Utbetalingen er notert og ført på leietakerens konto.",
    facts=MONEY_FACTS,
)
REFUSED = Step(
    heading="Noter avslag på kravet",
    lead="Skriv hvorfor garantisten ikke betaler.",
    button="Noter avslaget",
    done="Avslaget er notert.",
    facts=MONEY_FACTS,
)
WITHDRAW = Step(
    heading="Trekk kravet",
    lead="Bruk dette når kravet ikke lenger gjelder, for eksempel fordi leietakeren har betalt. Er brevet sendt, må du "
    "selv si fra til garantisten.",
    button="Trekk kravet",
    done="Kravet er trukket.",
    facts=MONEY_FACTS,
)
RECOURSE = Step(
    heading="Noter tilbakekrav (regress)",
    lead="Det garantisten har betalt, kan kreves tilbake av leietakeren. Noter beløpet og dagen leietakeren fikk vite "
    "det.",
    button="Noter tilbakekravet",
    done="Tilbakekravet er notert.",
    facts=MONEY_FACTS,
)


class MonthField(TypedField):
    """A month as people write it: 11.2026; 2026-11 is understood too."""

    wrong = "Skriv måneden som mm.åååå, for eksempel 11.2026."

    def read(self, text: str) -> str:
        first, _, second = text.replace("-", ".").replace("/", ".").partition(".")
        year, month = (first, second) if len(first) == 4 else (second, first)
        return str(Month.parse(f"{int(year):04d}-{int(month):02d}"))

    def write(self, value: str) -> str:
        return f"{value[5:]}.{value[:4]}"


def _day(label: str, *, past: bool = True, description: str = "") -> DayField:
    rules: list[Any] = [InputRequired("Skriv dagen.")]
    return DayField(label, validators=[*rules, validators.not_future] if past else rules, description=description)


def _note(label: str = "Merknad") -> Any:
    return reason(label, required=False)


def apply_form() -> type[Form]:
    return form_of(
        applied_on=_day("Søkt"),
        first_month=MonthField(
            "Fra måned", validators=[Optional()],
            description="La feltet stå tomt for den første måneden søknaden kan gjelde.",
        ),
        note=_note(),
    )  # fmt: skip


def grant_form() -> type[Form]:
    return form_of(
        amount_ore=KronerField("Beløp per måned", validators=[InputRequired("Skriv beløpet.")]),
        first_month=MonthField("Fra måned", validators=[Optional()]),
        answered_on=_day("Vedtaket kom"),
    )


def refuse_form() -> type[Form]:
    return form_of(answered_on=_day("Vedtaket kom"), note=_note("Hvorfor"))


def end_form() -> type[Form]:
    return form_of(ended_on=_day("Siste dag"), note=_note())


def transport_form() -> type[Form]:
    return form_of(since=_day("Fra og med", past=False), reason=reason("Hvorfor?", missing="Skriv hvorfor."))


def end_transport_form() -> type[Form]:
    return form_of(until=_day("Til og med", past=False), reason=reason("Hvorfor?", missing="Skriv hvorfor."))


def claim_form() -> type[Form]:
    return form_of(
        claimed_ore=KronerField("Krevd beløp", validators=[InputRequired("Skriv beløpet.")]),
        guarantor=TextAreaField(
            "Garantistens navn og adresse", validators=[InputRequired("Skriv navn og adresse."), Length(max=300)],
            description="Navn, gate og poststed på hver sin linje, for eksempel NAV-kontoret eller banken.",
        ),
        reasons=reason("Hva kravet gjelder", description="Står i brevet. Skriv hvilke måneder og krav det er."),
    )  # fmt: skip


def paid_form() -> type[Form]:
    return form_of(
        paid_ore=KronerField("Utbetalt", validators=[InputRequired("Skriv beløpet.")]),
        paid_on=_day("Utbetalt den"),
        answer=_note("Svar fra garantisten"),
    )


def refused_form() -> type[Form]:
    return form_of(answer=TextAreaField("Svar fra garantisten", validators=[
        InputRequired("Skriv hva garantisten svarte."), Length(max=MOST_WORDS)]))  # fmt: skip


def recourse_form() -> type[Form]:
    return form_of(
        recourse_ore=KronerField("Kreves tilbake", validators=[InputRequired("Skriv beløpet.")]),
        recourse_on=_day("Leietakeren fikk vite det"),
    )


def days_line(document: Any) -> str:
    """When an allowance that waits is paid first; else by when to apply for which month, and when that is paid."""
    waits = document is not None and document.state is AllowanceState.APPLIED
    if waits:
        first = document.first_month or str(benefits.first_month(document.applied_on))
        days = benefits.allowance_days(Month.parse(first))
        return f"Blir den gitt fra {formats.month(first)}, utbetales den første gang {formats.day(days.paid_on)}."
    days = benefits.allowance_days(benefits.first_month(formats.today()))
    return (
        f"Bostøtte fra {formats.month(days.month)}: søknaden må være hos Husbanken innen "
        f"{formats.day(days.apply_by)} (på papir innen {formats.day(days.paper_by)}). Den utbetales første gang "
        f"{formats.day(days.paid_on)}."
    )
