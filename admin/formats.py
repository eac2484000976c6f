"""How facts are written for people in bokmål: amounts, days, moments, numbers, and what they typed read back."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from letters import layout
from letters.layout import MONTHS as MONTHS
from rules.deadlines import OSLO, Month
from rules.terms.term import inside as inside  # names that are no terms of the trade are put inside sentences too

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EN DASH}"
DAY_SHAPES = (
    re.compile(r"(?P<day>[0-9]{1,2})[./-](?P<month>[0-9]{1,2})[./-](?P<year>[0-9]{4})"),
    re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
)
YEARS = (1900, 2199)
MOST = 10**15  # far past every number here, far within what the database holds
AMOUNT = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]+)(?:,(?P<part>[0-9]{1,2}))?")


class OutOfReachError(ValueError):
    """A day or a number that is understood, but that nothing here can have; says so in bokmål."""


def within_reach(value: int) -> int:
    """The number itself; raises OutOfReachError where it is too large to be kept."""
    if abs(value) > MOST:
        raise OutOfReachError("Tallet er for stort. Skriv et mindre tall.")
    return value


def number(value: int) -> str:
    """A whole number with a thin grouping that never breaks: 12 345."""
    return f"{value:,}".replace(",", NO_BREAK).replace("-", MINUS)


def kroner(ore: int) -> str:
    """An amount in øre as people write it: 629300 → «6 293,00 kr»."""
    return f"{plain_kroner(ore)}{NO_BREAK}kr"


def plain_kroner(ore: int) -> str:
    """As kroner(), without the unit: for inputs and columns that name it."""
    sign = MINUS if ore < 0 else ""
    whole, part = divmod(abs(ore), 100)
    return f"{sign}{number(whole)},{part:02d}"


def read_kroner(text: str) -> int:
    """Øre from what a person typed («6 293,50», «6293,5 kr», «6.293,50»); raises ValueError when it is not clear."""
    compact = re.sub(r"\s|kr\.?$", "", text.strip().lower()).replace(MINUS, "-").removesuffix(",-")
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]{1,2})?", compact) and ("," in compact or compact.count(".") > 1):
        compact = compact.replace(".", "")
    elif re.fullmatch(r"-?[0-9]+\.[0-9]{1,2}", compact):
        compact = compact.replace(".", ",")
    found = AMOUNT.fullmatch(compact)
    if not found:
        raise ValueError(text)
    try:
        ore = int(Decimal(f"{found['whole']}.{found['part'] or '0'}") * 100)
    except InvalidOperation as error:
        raise ValueError(text) from error
    return within_reach(-ore if found["sign"] else ore)


def day(value: date) -> str:
    """22.11.2026."""
    return f"{value:%d.%m.%Y}"


def long_day(value: date) -> str:
    """22. november 2026."""
    return layout.long_date(value)


def month(period: str | Month) -> str:
    """«november 2026» for "2026-11"."""
    return layout.month_words(str(period))


def read_day(text: str) -> date:
    """The day a person typed (22.11.2026, 22112026, 2026-11-22); the year has four digits, so no century is guessed.

    Raises ValueError.
    """
    compact = re.sub(r"\s", "", text)
    for shape in DAY_SHAPES:
        if found := shape.fullmatch(compact):
            value = date(int(found["year"]), int(found["month"]), int(found["day"]))
            if not YEARS[0] <= value.year <= YEARS[1]:
                raise OutOfReachError(f"Skriv en dato med et år fra {YEARS[0]} til {YEARS[1]}.")
            return value
    raise ValueError(text)


def moment(value: datetime) -> str:
    """An instant in Norwegian time: 22.11.2026 kl. 14.05."""
    local = (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(OSLO)
    return f"{local:%d.%m.%Y} kl. {local:%H.%M}"


def day_start(value: date) -> datetime:
    """The instant at which a Norwegian day begins."""
    return datetime.combine(value, time(), OSLO).astimezone(UTC)


def yes_no(value: bool) -> str:
    return "Ja" if value else "Nei"


def plain(value: Any) -> str:
    """Any simple value as text for people; never an English word for what we know."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    label = getattr(value, "label", None)
    return str(label if label is not None else value)


def today() -> date:
    """The day it is in Norway, by the clock: doors alone may ask."""
    return datetime.now(OSLO).date()
