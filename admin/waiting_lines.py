"""Households in the order of need as a page shows them: what was granted, each part of the key, and what decides."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from admin import formats, presenting
from admin.badges import term_badge
from admin.desk import Desk
from admin.people import current_actor
from models import Applicant, Application
from services import records, waiting_list
from services.waiting_list import Row

NEEDS = {
    "trinnfri": ("step_free", "Trinnfri adkomst"),
    "heis": ("lift", "Heis eller bakkeplan"),
    "dag": ("services_day", "Tjenester dag"),
    "kveld": ("services_evening", "Tjenester kveld"),
    "natt": ("services_night", "Tjenester natt"),
}
PERSON = ("first_name", "last_name", "protected_address")
SHUT = "Du er inhabil i saken."


@dataclass(frozen=True)
class Line:
    """A row as the page shows it; `shut` where the person at the screen is disqualified: it says next to nothing."""

    id: str
    place: int
    shared: bool
    number: str
    url: str | None
    person: Markup
    need: tuple[str, ...]
    parts: tuple[tuple[str, str, bool], ...]  # label, what was found, whether it decides against the row above
    against: str
    marks: tuple[Markup, ...]
    reviewed: str
    shut: bool = False


def lines_of(desk: Desk, rows: Iterable[Row]) -> list[Line]:
    """The rows with their persons' names, one read for all."""
    rows = tuple(rows)
    named = people_of(row.application for row in rows)
    lines: list[Line] = []
    for row in rows:
        line = _line(desk, row, named.get(records.reference(row.application, "applicant")))
        if is_disqualified(row.application):
            line = replace(line, need=(), parts=(), marks=(), reviewed="", against=SHUT, shut=True)
        elif lines and lines[-1].shut and row.behind is not None:
            line = replace(line, against="Bak raden over")  # what tells them apart would tell of that household
        lines.append(line)
    return lines


def people_of(cases: Iterable[Any]) -> dict[Any, Applicant]:
    """The applicants of these cases as lists show them, by id."""
    ids = {records.reference(case, "applicant") for case in cases}
    return {one.pk: one for one in Applicant.objects(pk__in=list(ids)).only(*PERSON).no_dereference()}


def person_cell(desk: Desk, person: Applicant | None) -> Markup:
    """The applicant as lists show them."""
    return presenting.html(desk, Application._fields["applicant"], person)


def _line(desk: Desk, row: Row, person: Applicant | None) -> Line:
    case = row.application
    behind = row.behind[0] if row.behind else None
    return Line(
        id=str(case.pk),
        place=row.rank,
        shared=row.shared,
        number=case.number,
        url=desk.page_url(case),
        person=person_cell(desk, person),
        need=need_words(case),
        parts=tuple((part.label, part.found, part is behind) for part in row.parts),
        against=_against(row),
        marks=marks_of(case),
        reviewed=formats.day(case.need_reviewed_on) if case.need_reviewed_on else "",
    )


def is_disqualified(case: Any) -> bool:
    """Whether the person at the screen is disqualified in the case (fvl. § 6)."""
    return current_actor().id in {str(one.user) for one in case.conflicts}


def _against(row: Row) -> str:
    """What tells the household from the one above it."""
    if row.first:
        return ""
    if row.behind is None:
        return "Likt med raden over"
    mine, theirs = row.behind
    return f"Bak fordi: {formats.inside(mine.label)} ({formats.inside(mine.found)} mot {formats.inside(theirs.found)})"


def need_words(case: Any) -> tuple[str, ...]:
    """What was granted: the kind of dwelling, and each part of the approved need."""
    need = case.approved_need
    kind = waiting_list.dwelling_type(case)
    found = (kind.label,) if kind else ()
    if need is None:
        return found
    rooms = (f"{need.rooms} rom",) if need.rooms else ()
    return (*found, *rooms, *(label for name, label in NEEDS.values() if getattr(need, name)))


def marks_of(case: Any) -> tuple[Markup, ...]:
    """What else is to be known of the place."""
    found = []
    if case.kept_by is not None:
        found.append(term_badge("Plass beholdt mens klagen behandles", "waiting"))
    if case.assessment_stale:
        found.append(term_badge("Må vurderes på nytt", "waiting"))
    return tuple(found)
