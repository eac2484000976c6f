"""How many of a project's homes are taken, as a row of homes with the limit marked, and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from admin import formats
from admin.desk import Desk
from admin.shielded import hidden_people
from letters.layout import plural
from models import Agreement, Dwelling, Lease, Project, Referral
from rules import agreements as rules
from rules.errors import NoAgreement
from rules.quota import Quota
from services import quotas, records, rulebooks
from services.batches import batched

WIDTH, MOST_CELLS, MOST_ROWS = 1000, 60, 50
GAP = 0.14  # of a home, between two of them


@dataclass(frozen=True)
class Cell:
    """A home, or where there are many the part of the bar: where it begins, how long it is, its colour."""

    at: float
    length: float
    tone: str


@dataclass(frozen=True)
class Row:
    """A home that is taken: which, by what, since when."""

    home: str
    home_url: str | None
    by: str
    by_url: str | None
    since: str


@dataclass(frozen=True)
class Picture:
    """The row of homes, the place of the limit, what it shows in words, and who takes."""

    cells: tuple[Cell, ...]
    limit_at: float | None
    words: str
    share: str
    right: str
    over: bool
    rows: tuple[Row, ...]
    unshown: int


def picture(desk: Desk, project: Any, agreement: Any = None) -> Picture:
    """The picture of the project under its agreement in force, or the one given."""
    right = agreement or _right_of(project)
    held = project.reservations
    found = quotas.quota_of(project, right, rulebooks.current(formats.today())) if right is not None else None
    limit = found.limit if found else None
    covered = found.units if found else project.homes
    rows = tuple(_rows(desk, project))
    return Picture(
        cells=tuple(_cells(project.homes, len(held), limit)),
        limit_at=round(limit * WIDTH / project.homes, 1) if limit is not None and limit < project.homes else None,
        words=f"{len(held)} av {plural(covered, 'bolig', 'boliger')} er tatt",
        share=f"{len(held)}/{covered} = {rules.tells_share(found.share)}" if found else f"{len(held)}/{project.homes}",
        right=_covering(covered, project.homes) + _right(right, found),
        over=bool(found and found.exceeded),
        rows=rows[:MOST_ROWS],
        unshown=len(held) - len(rows[:MOST_ROWS]),
    )


def _covering(covered: int, homes: int) -> str:
    return f"Avtalen gjelder {covered} av prosjektets {homes} boliger. " if covered < homes else ""


def _right_of(project: Project) -> Agreement | None:
    try:
        return quotas.agreement_of(project.pk, project.number, formats.today())
    except NoAgreement:
        return None


def _right(agreement: Any, found: Quota | None) -> str:
    if agreement is None:
        return "Ingen avtale gir nå rett til å tilvise eller tildele boliger her."
    if found is None:
        return "Avtalen har ingen kvote."
    right = f"Avtalen gir rett til {plural(found.limit, 'bolig', 'boliger')} om gangen"
    if found.exceeded:
        return f"{right}. Det er {found.reserved - found.limit} for mange, så ingen flere kan tilvises."
    return f"{right}. {plural(found.free, 'er ledig', 'er ledige')}." if found.free else f"{right}. Ingen er ledige."


def _cells(homes: int, taken: int, limit: int | None) -> Iterator[Cell]:
    """Each home by itself where there are few, otherwise the taken, the free and the others as one part each."""
    within = min(taken, limit) if limit is not None else taken
    parts = [("taken", within), ("over", taken - within), ("free", max((limit or 0) - taken, 0))]
    parts.append(("other", max(homes - sum(count for _, count in parts), 0)))
    one, at = WIDTH / max(homes, taken), 0.0
    for tone, count in parts:
        if homes > MOST_CELLS:
            if count:
                yield Cell(round(at, 1), round(count * one, 1), tone)
            at += count * one
            continue
        for _ in range(count):
            yield Cell(round(at, 1), round(one * (1 - GAP), 1), tone)
            at += one


def _rows(desk: Desk, project: Any) -> Iterator[Row]:
    """Who takes, without those that the person at the screen may not learn the home of."""
    held = project.reservations
    homes = _by_id(Dwelling, [one.dwelling for one in held], "dwelling_number")
    leases = _shown(desk, Lease, [one.lease for one in held if one.lease], "contract_number", "tenant")
    referrals = _shown(desk, Referral, [one.referral for one in held if one.referral], "referral_number", "applicant")
    for one in sorted(held, key=lambda one: (one.on, str(one.id))):
        by = leases.get(one.lease) if one.lease else referrals.get(one.referral)
        if by is None or one.dwelling not in homes:
            continue
        home = homes[one.dwelling]
        what = "Leieforhold" if one.lease else "Tilvisning"
        yield Row(home.number, desk.page_url(home), f"{what} {by.number}", desk.page_url(by), formats.day(one.on))


def _shown(desk: Desk, kind: Any, wanted: list[Any], number: str, person: str) -> dict[Any, Any]:
    screen = desk.screen_of(kind)
    if screen is None or not screen.may("index_view"):
        return {}
    hidden = set(hidden_people())
    found = _by_id(kind, wanted, number, person)
    return {key: one for key, one in found.items() if records.reference(one, person) not in hidden}


def _by_id(kind: Any, wanted: list[Any], *fields: str) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for ids in batched(wanted):
        some = kind.objects(pk__in=ids).only(*fields).no_dereference()
        found |= {one.pk: one for one in some}
    return found
