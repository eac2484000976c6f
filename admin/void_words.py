"""The void clock and the line of stages in words and figures, for a vacancy's page and its list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g

from admin import formats
from models.vacancy import LIVE
from rules import voids
from rules.terms import VacancyStage, VacancyState
from rules.vacancies import FIELDS
from rules.voids import Void
from services import vacancies

DAYS = {
    VacancyStage.NOTICE: "reported_on",
    **FIELDS,
    VacancyStage.RESERVED: "reserved_on",
    VacancyStage.LET: "let_on",
}
NOT_YET = "Boligen står ikke tom ennå. Tomgangen regnes fra den dagen den gjør det."
STILL_PAID = (
    "Leietakeren betaler husleie til boligen er fraflyttet. Tomgangen regnes fra den første dagen den står tom."
)


@dataclass(frozen=True)
class Stop:
    """One stage on the line: its day, how far it has come («done», «now», «ahead», «skipped»), where it is changed."""

    label: str
    day: str
    mark: str
    url: str | None = None

    @property
    def said(self) -> str:
        """What a reader who does not see the line hears of it."""
        return {"now": "her er boligen nå", "ahead": "ikke kommet dit", "skipped": "hoppet over"}.get(self.mark, "")


def in_days(count: int) -> str:
    """«1 dag», «12 dager»."""
    return "1 dag" if count == 1 else f"{formats.number(count)} dager"


def line(vacancy: Any, urls: Mapping[VacancyStage, str]) -> list[Stop]:
    """The stages in order, with the day of each that has one; `urls` lead to where one may be corrected."""
    stages = list(DAYS)
    at = stages.index(vacancy.stage)
    found = []
    for number, (stage, field) in enumerate(DAYS.items()):
        day = getattr(vacancy, field)
        if stage is vacancy.stage and vacancy.state in LIVE:
            mark = "now"
        elif day is not None:
            mark = "done"
        else:
            mark = "skipped" if number < at else "ahead"
        found.append(Stop(stage.label, _day(vacancy, stage, day), mark, urls.get(stage)))
    return found


def _day(vacancy: Any, stage: VacancyStage, day: date | None) -> str:
    if day is not None:
        return formats.day(day)
    if stage is VacancyStage.VACATED and vacancy.free_from is not None and vacancy.state in LIVE:
        return f"ventes {formats.day(vacancy.free_from)}"
    return ""


def void_now(vacancy: Any) -> Void:
    """What the vacancy has cost so far, worked out once for each record of a request."""
    return voids.total(_parts(vacancy))


def _parts(vacancy: Any) -> Sequence[voids.Part]:
    known: dict[Any, Sequence[voids.Part]] = g.setdefault("void_parts_of", {})
    if vacancy.pk not in known:
        known[vacancy.pk] = voids.parts(vacancies.void_of(vacancy), formats.today())
    return known[vacancy.pk]


def headline(vacancy: Any) -> str:
    """«Tom i 21 dager. Tapt leie så langt: 5 600,00 kr.»."""
    void = void_now(vacancy)
    if void.days == 0:
        if vacancy.state not in LIVE:
            return "Boligen sto ikke tom."
        return STILL_PAID if vacancy.lease is not None and vacancy.vacated_on is None else NOT_YET
    if vacancy.state in LIVE:
        return f"Tom i {in_days(void.days)}. Tapt leie så langt: {formats.kroner(void.loss_ore)}."
    return f"Sto tom i {in_days(void.days)}. Tapt leie: {formats.kroner(void.loss_ore)}."


def tables(vacancy: Any) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """What it has cost by stage and by month: heading, and name, days and kroner of each row with the sum last."""
    found = _parts(vacancy)
    by_stage = voids.grouped(found, lambda part: part.stage.label)
    by_month = voids.grouped(found, lambda part: part.month)
    named = {formats.month(month): void for month, void in by_month.items()}
    return [(heading, _rows(rows)) for heading, rows in (("Trinn", by_stage), ("Måned", named))]


def _rows(rows: Mapping[str, Void]) -> list[tuple[str, str, str]]:
    whole = sum(rows.values(), Void())
    return [
        (name, formats.number(void.days), formats.kroner(void.loss_ore))
        for name, void in [*rows.items(), ("Til sammen", whole)]
    ]


def ended(vacancy: Any) -> str:
    """How a vacancy that is over ended."""
    if vacancy.state is not VacancyState.CANCELLED or vacancy.closed_on is None:
        return ""
    return f"Ledigmeldingen ble avlyst {formats.day(vacancy.closed_on)}."


def late(vacancy: Any) -> str:
    """«Meldt 3 dager etter at den ble kjent»; empty where it was told the same day, as S004 asks."""
    return f"Meldt {in_days(vacancy.late_days)} etter at den ble kjent" if vacancy.late_days else ""
