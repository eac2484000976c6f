"""What a rulebook says of a vacant dwelling's way to new keys: who chooses, steps, checklists, offers, contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rules import reading
from rules.policy import LABEL
from rules.reading import RulebookInvalid
from rules.terms import ChoosingBody, VacancyStep

LAST_SAFE_DAY = 28  # of any month


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of a checklist."""

    code: str
    label: str
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Letting:
    """From vacancy to keys as one municipality does it (S001, S004)."""

    with_services: ChoosingBody
    ordinary: ChoosingBody
    extra_rooms: int
    overview_days: int
    step_days: Mapping[VacancyStep, int]
    checklist: tuple[Point, ...]
    answer_days: int
    hearing_days: int
    unjustified_months: int
    unjustified_count: int
    security_before_keys: bool
    due_day: int
    short_term_months: int
    contract_points: tuple[Point, ...]

    def body(self, with_services: bool) -> ChoosingBody:
        """Who chooses: dwellings with services and ordinary ones may have each their own."""
        return self.with_services if with_services else self.ordinary


def read(content: Mapping[str, Any]) -> Letting:
    """Read these parts of one version's data; raises RulebookInvalid."""
    due_day = reading.positive(content, "contract.due_day")
    if due_day > LAST_SAFE_DAY:
        raise RulebookInvalid("contract.due_day", "no_such_day")
    return Letting(
        with_services=reading.term(content, "allocation.with_services", ChoosingBody),
        ordinary=reading.term(content, "allocation.ordinary", ChoosingBody),
        extra_rooms=reading.count(content, "allocation.extra_rooms"),
        overview_days=reading.positive(content, "allocation.overview_days"),
        step_days={step: reading.count(content, f"vacancy_steps.{step.value}") for step in VacancyStep},
        checklist=_points(content, "candidate_checklist"),
        answer_days=reading.positive(content, "offers.answer_days"),
        hearing_days=reading.positive(content, "offers.hearing_days"),
        unjustified_months=reading.count(content, "offers.unjustified_months"),
        unjustified_count=reading.positive(content, "offers.unjustified_count"),
        security_before_keys=bool(reading.value(content, "contract.security_before_keys", bool)),
        due_day=due_day,
        short_term_months=reading.positive(content, "contract.short_term_months"),
        contract_points=_points(content, "contract_points"),
    )


def _points(content: Mapping[str, Any], at: str) -> tuple[Point, ...]:
    found = tuple(
        Point(
            code=reading.code(content, f"{path}.code"),
            label=reading.text(content, f"{path}.label", longest=LABEL),
            source=reading.text(content, f"{path}.source", "", longest=LABEL),
        )
        for path in reading.paths(content, at)
    )
    reading.unique([one.code for one in found], at)
    return found
