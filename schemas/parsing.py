"""One cell at a time: what a person wrote becomes a value, or a ValueError that says in bokmål what is wrong."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import TypeVar

from babel import Locale

from rules.terms import Term

T = TypeVar("T")
TermT = TypeVar("TermT", bound=Term)
Parse = Callable[[str], T]

YEARS = range(1900, 2200)
AMOUNT_LIMIT = 10**11  # øre: a milliard kroner is no rent, no security and no debt of a household
MINUS = "\u2212"
_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_AMOUNT = re.compile(r"(-?) ?([0-9]+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:[.,]([0-9]{1,2}))?")
_DECIMAL = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")
_WHOLE = re.compile(r"-?[0-9]{1,9}")


def tidy(text: str) -> str:
    """The text on one line, single spaces between its words, no-break spaces taken as spaces."""
    return " ".join(text.split())


def parse_day(text: str) -> date:
    """A day written dd.mm.yyyy or d.m.yyyy."""
    match = _DAY.fullmatch(tidy(text))
    if not match:
        raise ValueError("Datoen må skrives dd.mm.åååå.")
    day, month, year = map(int, match.groups())
    if year not in YEARS:
        raise ValueError(f"Årstallet må være fra {YEARS[0]} til {YEARS[-1]}.")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"Datoen finnes ikke ({day:02d}.{month:02d}.{year}).") from None


def parse_ore(text: str) -> int:
    """An amount in øre: decimal comma or point, thousands parted by space or point, or not at all."""
    match = _AMOUNT.fullmatch(tidy(text).replace(MINUS, "-"))
    if not match:
        raise ValueError("Beløpet kan ikke leses. Skriv kroner og øre slik: 6 293,00.")
    sign, whole, cents = match.groups()
    ore = int(re.sub("[ .]", "", whole)) * 100 + int((cents or "0").ljust(2, "0"))
    if ore >= AMOUNT_LIMIT:
        raise ValueError("Beløpet er for stort.")
    return -ore if sign else ore


def parse_debt(text: str) -> int:
    """An amount in øre that cannot be negative."""
    ore = parse_ore(text)
    if ore < 0:
        raise ValueError("Beløpet kan ikke være negativt.")
    return ore


def parse_area(text: str) -> float:
    """Usable area (BRA) in square metres, above 0 and at most 2000."""
    if not _DECIMAL.fullmatch(tidy(text)):
        raise ValueError("Arealet kan ikke leses. Skriv kvadratmeter slik: 54,5.")
    area = float(text.strip().replace(",", "."))
    if not 0 < area <= 2000:
        raise ValueError("Arealet må være over 0 og høyst 2000 m².")
    return area


def parse_yes_no(text: str) -> bool:
    """Ja or Nei."""
    answers = {"ja": True, "nei": False}
    if (word := text.strip().casefold()) not in answers:
        raise ValueError("Skriv Ja eller Nei.")
    return answers[word]


def whole(least: int, most: int) -> Parse[int]:
    """A parser of whole numbers from `least` to `most`, both included."""

    def parse(text: str) -> int:
        number = tidy(text).replace(MINUS, "-")
        if not _WHOLE.fullmatch(number):
            raise ValueError("Skriv et helt tall.")
        if not least <= int(number) <= most:
            raise ValueError(f"Tallet må være fra {least} til {most}.")
        return int(number)

    return parse


def words(what: str, meanings: Mapping[str, T]) -> Parse[T]:
    """A parser of the words a column may hold, in any case; `what` names the thing in the refusal ("boligtype")."""
    by_key = {word.casefold(): meaning for word, meaning in meanings.items()}

    def parse(text: str) -> T:
        key = tidy(text).casefold()
        if key not in by_key:
            raise ValueError(f"Ukjent {what}. Gyldige ord: {', '.join(meanings)}.")
        return by_key[key]

    return parse


def terms(what: str, *members: TermT) -> Parse[TermT]:
    """A parser of the labels of these members of one enum."""
    return words(what, {member.label: member for member in members})


def text(longest: int) -> Parse[str]:
    """A parser of free text on one line, at most `longest` characters."""

    def parse(cell: str) -> str:
        value = tidy(cell)
        if len(value) > longest:
            raise ValueError(f"Teksten er for lang ({len(value)} tegn, høyst {longest}).")
        return value

    return parse


@cache
def _languages() -> frozenset[str]:
    return frozenset(name.casefold() for name in Locale.parse("nb").languages.values())


def parse_language(cell: str) -> str:
    """A language by its bokmål name, as written."""
    name = tidy(cell)
    if name.casefold() not in _languages():
        raise ValueError("Ukjent språk. Skriv språkets navn på bokmål, for eksempel somali eller arabisk.")
    return name
