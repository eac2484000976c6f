"""Pictures of an overview of the need: for each term what is asked for and what is free, cut four ways."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from admin import formats
from admin.void_pictures import Bar, Picture, Segment
from letters.layout import plural
from models import NeedOverview
from models.need_overview import NeedAddition
from rules import needs as rules
from rules.needs import Line, Slot, Sums
from rules.terms import NeedTerm
from services import needs

TITLES = ("Venter", "Må ha ny bolig", "Avtalen utløper", "Lagt til", "Ledige", "Mangler")
CHANGE = "Endring"
TONES = ("wait", "bad", "warm", "new", "active")
LEGEND = tuple(zip(TITLES, TONES, strict=False))  # what lacks is no part of a bar
NONE = "Ingen boliger er etterspurt eller ledige."
ACCESS = {True: "Tilgjengelig", False: "Uten krav"}
Cut = Callable[[Slot], str]


@dataclass(frozen=True)
class Matrix:
    """Homes that lack by size and area: the areas, and for each size its numbers in their order."""

    areas: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Shown:
    """One term as the page shows it."""

    heading: str
    falls_away: str  # what must be done about the homes whose agreement runs out; empty where there are none
    tiles: tuple[tuple[str, str], ...]
    pictures: tuple[Picture, ...]
    matrix: Matrix


def rooms(slot: Slot) -> str:
    """«2 rom»; ten are ten or more."""
    return f"{slot.rooms} rom" + (" eller flere" if slot.rooms == rules.MOST_ROOMS else "")


CUTS: tuple[tuple[str, str, Cut, Callable[[Slot], object]], ...] = (
    ("Etter størrelse", "Størrelse", rooms, lambda slot: slot.rooms),
    ("Etter tilgjengelighet", "Bolig", lambda slot: ACCESS[slot.accessible], lambda slot: not slot.accessible),
    ("Etter område", "Område", lambda slot: slot.area, lambda slot: (slot.area != rules.WHOLE, slot.area)),
    ("Etter målgruppe", "Målgruppe", lambda slot: slot.target_group.label, lambda slot: slot.target_group.label),
)


def shown(overview: NeedOverview, until: Mapping[NeedTerm, str]) -> tuple[Shown, ...]:
    """Both terms, with the change since the last overview that was settled before this one."""
    found, earlier = needs.lines_of(overview), needs.before(overview)
    past = needs.lines_of(earlier) if earlier is not None else None
    return tuple(_term(found, past, term, until.get(term, "")) for term in NeedTerm)


def _term(found: Sequence[Line], past: Sequence[Line] | None, term: NeedTerm, until: str) -> Shown:
    whole = rules.whole(found, term)
    return Shown(
        f"{term.label}{until}",
        _falls_away(whole.expiring),
        tuple(zip(TITLES, _numbers(whole), strict=True)),
        tuple(_picture(found, past, term, *cut) for cut in CUTS),
        _matrix(found, term),
    )


def _falls_away(homes: int) -> str:
    if not homes:
        return ""
    held = plural(homes, "bolig", "boliger")
    return f"{held} hos utleiere faller bort fordi avtalen utløper: må erstattes, eller avtalen fornyes."


def _picture(
    found: Sequence[Line],
    past: Sequence[Line] | None,
    term: NeedTerm,
    heading: str,
    first: str,
    name: Cut,
    place: Callable[[Slot], object],
) -> Picture:
    sums, order = rules.by(found, term, name), _order(found, term, name, place)
    before = rules.by(past, term, name) if past is not None else None
    most = max((max(_asked(one), one.vacant) for one in sums.values()), default=0)
    bars = tuple(_bar(label, sums[label], before, most) for label in order)
    titles = (first, *TITLES, *((CHANGE,) if before is not None else ()))
    return Picture(heading, titles, bars, NONE)


def _order(found: Iterable[Line], term: NeedTerm, name: Cut, place: Callable[[Slot], object]) -> list[str]:
    placed = sorted({(place(line.slot), name(line.slot)) for line in found if line.term is term})
    return list(dict.fromkeys(label for _, label in placed))


def _bar(label: str, sums: Sums, before: Mapping[str, Sums] | None, most: int) -> Bar:
    numbers = _numbers(sums)
    if before is not None:
        numbers = (*numbers, signed(sums.lacking - before.get(label, Sums()).lacking))
    return Bar(label, None, _segments(sums, most), numbers)


def _numbers(sums: Sums) -> tuple[str, ...]:
    return (*(_plain(one) for one in parts(sums)), _plain(sums.lacking))


def parts(sums: Sums) -> tuple[int, ...]:
    """The numbers under their titles, but for what lacks."""
    return sums.waiting, sums.leaving, sums.expiring, sums.added, sums.vacant


def _plain(number: int) -> str:
    return f"{formats.MINUS}{formats.number(-number)}" if number < 0 else formats.number(number)


def signed(number: int) -> str:
    """«+3», «−2»."""
    return f"+{number}" if number > 0 else _plain(number)


def addition(one: NeedAddition) -> str:
    """«+6 boliger, kort sikt: 2 rom, tilgjengelig, Hele kommunen, flyktning»."""
    homes = "bolig" if abs(one.homes) == 1 else "boliger"
    sort = f"{one.rooms} rom{', tilgjengelig' if one.accessible else ''}"
    about = f"{sort}, {one.area}, {formats.inside(one.target_group.label)}"
    return f"{signed(one.homes)} {homes}, {formats.inside(one.term.label)}: {about}"


def _asked(sums: Sums) -> int:
    return sums.waiting + sums.leaving + sums.expiring + max(sums.added, 0)


def _segments(sums: Sums, most: int) -> tuple[Segment, ...]:
    """What is asked for after one another; what is free stands last, for a look at whether it is enough."""
    whole = max(most * 2, 1)
    found, at = [], 0.0
    for tone, number in zip(TONES, parts(sums), strict=True):
        length = round(100 * max(number, 0) / whole, 1)
        if length:
            found.append(Segment(round(at, 1), length, tone))
        at += length
    return tuple(found)


def _matrix(found: Sequence[Line], term: NeedTerm) -> Matrix:
    areas = _order(found, term, CUTS[2][2], CUTS[2][3])
    sizes = _order(found, term, rooms, lambda slot: slot.rooms)
    sums = rules.by(found, term, lambda slot: (rooms(slot), slot.area))
    rows = tuple((size, tuple(_lack(sums.get((size, area))) for area in areas)) for size in sizes)
    return Matrix(tuple(areas), rows)


def _lack(sums: Sums | None) -> str:
    return "" if sums is None else _plain(sums.lacking)


def published(overview: NeedOverview) -> tuple[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...]:
    """The tables that may be published: by size and by access alone, few never told, the rest to the nearest five."""
    found = needs.lines_of(overview)
    tables = []
    for term in NeedTerm:
        for heading, first, name, place in CUTS[:2]:
            sums = rules.by(found, term, name)
            order = _order(found, term, name, place)
            rows = tuple((label, *_told(sums[label])) for label in order)
            tables.append((f"{term.label}: {formats.inside(heading)}", (first, *TITLES[:-1]), rows))
    return tuple(tables)


def _told(sums: Sums) -> tuple[str, ...]:
    return tuple(rules.told(one) for one in parts(sums))
