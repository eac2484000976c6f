"""Rent, follow-up and endings: their numbers, the accounts rent is paid to, and what holds from a day on."""

from datetime import date
from typing import Any

from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from admin.fields import DayField, KronerField
from admin.forms import Form
from admin.rulebook_forms import part
from admin.rulebook_forms.limits import key, number
from admin.rulebook_forms.part import Content, Part, always, whole
from admin.rulebook_names import ACCOUNTS, INTEREST, KEEPING_LIMITS, SERIES
from admin.rulebook_numbers import numbers
from rules import rulebook

SERIES_KEY, ACCOUNTS_KEY, INTEREST_KEY = key("rent.index_series"), key("rent.accounts"), key("collection.interest")
MOST_RATE = 100_00

KeepingForm: type[Form] = type(
    "KeepingForm",
    (Form,),
    {
        SERIES_KEY: part.name(SERIES),
        ACCOUNTS_KEY: TextAreaField(
            ACCOUNTS, validators=[Length(max=2000)], description="Ett kontonummer per linje. Ingen linjer: alle godtas."
        ),
        INTEREST_KEY: BooleanField(INTEREST),
    }
    | {key(path): number(path) for path in KEEPING_LIMITS},
)


class RateForm(Form):
    """One rate of interest, and the day it holds from."""

    since = DayField("Fra og med", validators=[InputRequired("Skriv en dag.")])
    value = whole("Hundredels prosent per år", most=MOST_RATE, description="12,25 prosent skrives 1225.")


class FeeForm(Form):
    """One fee, and the day it holds from."""

    since = DayField("Fra og med", validators=[InputRequired("Skriv en dag.")])
    value = KronerField("Beløp", validators=[InputRequired("Skriv et beløp.")])


class RatesForm(Form):
    """The rates of default interest, in order."""

    interest_rates = part.rows(RateForm, "Sats")


class FeesForm(Form):
    """The fees for reminders, in order."""

    reminder_fees = part.rows(FeeForm, "Gebyr")


def _start(content: Content, _one: str) -> Content:
    rules = rulebook.parse(1, content)
    held = numbers(rules)
    found: Content = {key(path): held[path] for path in KEEPING_LIMITS}
    keeping = rules.keeping
    return found | {
        SERIES_KEY: keeping.index_series, ACCOUNTS_KEY: "\n".join(keeping.accounts), INTEREST_KEY: keeping.interest,
    }  # fmt: skip


def _apply(content: Content, form: Any, _one: str) -> None:
    for path in KEEPING_LIMITS:
        table, name = path.split(".")
        content[table][name] = form[key(path)].data
    content["rent"]["index_series"] = form[SERIES_KEY].data
    lines = (form[ACCOUNTS_KEY].data or "").splitlines()
    content["rent"]["accounts"] = [bare for line in lines if (bare := line.replace(".", "").replace(" ", ""))]
    content["collection"]["interest"] = bool(form[INTEREST_KEY].data)


def _dated_start(table: str) -> Any:
    return lambda content, _one: {
        table: [{"since": date.fromisoformat(row["since"]), "value": row["value"]} for row in content[table]]
    }


def _dated_apply(table: str) -> Any:
    def apply(content: Content, form: Any, _one: str) -> None:
        rows = sorted(form[table].data, key=lambda row: row["since"])
        content[table] = [{"since": row["since"].isoformat(), "value": row["value"]} for row in rows]

    return apply


KEEPING = Part(
    slug="leieforhold",
    heading="Husleie, oppfølging og avslutning",
    lead="Tallene for endring av husleien, restanser, oppfølging i boligen og avslutning av leieforhold.",
    form=always(KeepingForm),
    start=_start,
    apply=_apply,
)
RATES = Part(
    slug="rente",
    heading="Forsinkelsesrente",
    lead="Satsen fastsettes hvert halvår. Føy til den nye; de gamle blir stående for dagene de gjaldt.",
    form=always(RatesForm),
    start=_dated_start("interest_rates"),
    apply=_dated_apply("interest_rates"),
)
FEES = Part(
    slug="gebyr",
    heading="Purregebyr",
    lead="Beløpet følger inkassosatsen. Føy til det nye; de gamle blir stående for dagene de gjaldt.",
    form=always(FeesForm),
    start=_dated_start("reminder_fees"),
    apply=_dated_apply("reminder_fees"),
)
