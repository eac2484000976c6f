"""The homes behind one figure of empty dwellings: which figure an address names, in words, and as rows of a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bson import ObjectId
from bson.errors import InvalidId

from admin import formats
from admin.presenting import Cell
from rules.deadlines import Month
from rules.terms import VacancyCause, VacancyStage
from rules.voids import Part
from services import void_figures
from services.void_figures import EMPTY_STAGES, Figures, Home

NONE = "ingen"
NO_UNIT = "Uten enhet"
MOST_OFFERS = 4  # so many or more stand together
SPANS: tuple[tuple[int, int | None], ...] = ((0, 14), (15, 30), (31, 60), (61, 90), (91, None))  # days to the keys
TITLES = (
    "Ledigmelding", "Bolignummer", "Enhet", "Årsak", "Meldt", "Fraflyttet", "Utleid fra", "Dager til nøkler", "Tilbud",
    *(f"Dager {stage.inside}" for stage in EMPTY_STAGES), "Tomme dager", "Tapt leie",
)  # fmt: skip


@dataclass(frozen=True)
class Narrowing:
    """One figure's homes: its arguments in the address, what it is called, and how it picks the homes."""

    args: Mapping[str, str]
    words: Callable[[Figures], str]
    keep: Callable[[Figures], tuple[Home, ...]]
    let: bool = False  # of those let in the period; else of those that stood empty in it


def narrowing(args: Mapping[str, str]) -> Narrowing | None:
    """The figure that an address names; every home that stood empty where it names none, None where it is none."""
    named = [key for key in KINDS if args.get(key)]
    if not named:
        return Narrowing({}, lambda _: "Boliger som sto tomme", lambda found: found.empty)
    key = named[0]
    try:
        words, keep = KINDS[key](args[key]) if len(named) == 1 else (None, None)
    except (ValueError, KeyError, InvalidId):
        return None
    return Narrowing({key: args[key]}, words, keep, key in LET) if words and keep else None


def cells(home: Home, units: Mapping[ObjectId, str]) -> list[Cell]:
    """A row of the file; the columns are `TITLES`."""
    by_stage = void_figures.grouped([home], lambda _, part: part.stage)
    days: list[Cell] = [by_stage[stage].void.days if stage in by_stage else 0 for stage in EMPTY_STAGES]
    unit = units.get(home.unit, NO_UNIT) if home.unit else NO_UNIT
    facts: list[Cell] = [home.number, home.dwelling_number, unit, home.cause.label]
    dates: list[Cell] = [home.reported_on, home.vacated_on, home.let_on, home.days_to_keys, home.offers or None]
    return [*facts, *dates, *days, home.void.days, home.void.loss_ore / 100]


# --- Words --------------------------------------------------------------------------------------------------------


def whole_kroner(ore: int) -> str:
    """An amount to look at: nobody counts the øre of a sum."""
    return f"{formats.number((ore + 50) // 100)}{formats.NO_BREAK}kr"


def month_words(month: Month) -> str:
    """«September 2026»."""
    return formats.month(month).capitalize()


def days_words(days: int) -> str:
    """«1 dag», «12 dager»."""
    return f"{formats.number(days)} {'dag' if days == 1 else 'dager'}"


def span_words(first: int, last: int | None) -> str:
    """«15–30 dager», «Over 90 dager»."""
    return f"{first}–{last} dager" if last is not None else f"Over {first - 1} dager"


def offers_words(number: int) -> str:
    """«1 tilbud», «4 tilbud eller flere»."""
    return f"{number} tilbud{' eller flere' if number == MOST_OFFERS else ''}"


# --- Which homes --------------------------------------------------------------------------------------------------

Kind = tuple[Callable[[Figures], str], Callable[[Figures], tuple[Home, ...]]]
ByPart = Callable[[Home, Part], bool]


def _empty(words: Callable[[Figures], str], keep: ByPart) -> Kind:
    return words, lambda found: void_figures.narrowed(found.empty, keep)


def _stage(code: str) -> Kind:
    stage = VacancyStage(code)
    if stage not in EMPTY_STAGES:
        raise ValueError(code)
    return _empty(lambda _: f"Tomme dager mens boligen var: {stage.inside}",
                  lambda _, part: part.stage is stage)  # fmt: skip


def _cause(code: str) -> Kind:
    cause = VacancyCause(code)
    return _empty(lambda _: f"Ledige fordi: {cause.inside}", lambda home, _: home.cause is cause)


def _unit(code: str) -> Kind:
    unit = None if code == NONE else ObjectId(code)

    def words(found: Figures) -> str:
        return NO_UNIT if unit is None else found.units.get(unit, "Ukjent enhet")

    return _empty(words, lambda home, _: home.unit == unit)


def _month(code: str) -> Kind:
    month = Month.parse(code)
    return _empty(lambda _: f"Tomme i {formats.inside(month_words(month))}", lambda _, part: part.month == month)


def _days(code: str) -> Kind:
    first, last = {str(one[0]): one for one in SPANS}[code]

    def keep(found: Figures) -> tuple[Home, ...]:
        return tuple(home for home in found.let if within(home, first, last))

    return lambda _: f"Fra melding til nøkler: {formats.inside(span_words(first, last))}", keep


def within(home: Home, first: int, last: int | None) -> bool:
    """Whether the home's keys came that many days after the notice."""
    days = home.days_to_keys
    return days is not None and days >= first and (last is None or days <= last)


def _offers(code: str) -> Kind:
    number = {str(one): one for one in range(1, MOST_OFFERS + 1)}[code]

    def keep(found: Figures) -> tuple[Home, ...]:
        return tuple(home for home in found.let if min(home.offers, MOST_OFFERS) == number)

    return lambda _: f"Utleid etter {offers_words(number)}", keep


def _let(code: str) -> Kind:
    if code != "ja":
        raise ValueError(code)
    return lambda _: "Boliger som ble utleid", lambda found: found.let


KINDS: Mapping[str, Callable[[str], Any]] = {
    "steg": _stage, "arsak": _cause, "enhet": _unit, "maned": _month, "dager": _days, "tilbud": _offers, "utleid": _let,
}  # fmt: skip
LET = frozenset({"dager", "tilbud", "utleid"})
