"""Complaints about disorder: by when something is done, how they may end, and what a letter must not tell (S002)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.deadlines import next_working_day
from rules.terms import IncidentOutcome

UNMAPPED_OUTCOMES = frozenset({IncidentOutcome.UNFOUNDED, IncidentOutcome.HANDED_ON})
"""How a complaint may end before the tenant is heard: nothing is held against anybody."""

MOST_BACK = timedelta(days=730)
FEWEST_DIGITS = 5


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody whom a letter to another must not point to."""

    name: str | None = None
    address: str | None = None
    phone: str | None = None


def act_by(since: date, days: int) -> date:
    """The day by which the office must have gone on: so many days after, moved to a working day."""
    return next_working_day(since + timedelta(days=days))


def days_problem(happened_on: date, received_on: date, today: date) -> dict[str, str]:
    """What is wrong with the days of a complaint (field → code)."""
    if received_on > today:
        return {"received_on": "future"}
    if received_on < today - MOST_BACK:
        return {"received_on": "too_old"}
    if happened_on > received_on:
        return {"happened_on": "after_received"}
    return {"happened_on": "too_old"} if happened_on < received_on - MOST_BACK else {}


def closing_problem(outcome: IncidentOutcome, *, mapped: bool, open_measures: int) -> dict[str, str]:
    """Why a complaint cannot end so (field → code); empty where it can."""
    if open_measures:
        return {"outcome": "measures_open"}
    return {} if mapped or outcome in UNMAPPED_OUTCOMES else {"outcome": "not_mapped"}


def reveals(text: str, others: Iterable[Person], reader: Person | None = None) -> bool:
    """Whether the text names one of the others, where they live or their telephone (fvl. § 13).

    What the reader is called and where they live themselves is no secret to them.
    """
    own = _words(reader.name) | {_street(reader.address)} if reader else set()
    return any(_tells_of(one, text, own) for one in others)


def _tells_of(one: Person, text: str, own: set[str]) -> bool:
    names = _words(one.name) - own
    street, phone = _street(one.address), _digits(one.phone)
    if any(re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", text) for name in names):
        return True
    if street and street not in own and street in _plain(text):
        return True
    return len(phone) >= FEWEST_DIGITS and phone in _digits(text)


def _words(name: str | None) -> set[str]:
    """The parts of a name as they are written: «per» in a sentence is not Per."""
    return set(re.findall(r"\w[\w'-]+", name or ""))


def _street(address: str | None) -> str:
    return _plain((address or "").splitlines()[0]) if address else ""


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _digits(text: str | None) -> str:
    return re.sub(r"\D", "", text or "")
