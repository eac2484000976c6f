"""Which step of a vacancy comes next: it is told at the top of its page, and its button is the main one."""

from typing import Any

from flask import g

from admin import formats
from admin.people import current_actor, current_roles
from rules.terms import Role, VacancyStep
from rules.vacancy_steps import NextVacancyStep
from services import rulebooks, vacancy_steps


def next_of(document: Any) -> NextVacancyStep | None:
    """The vacancy's next step, worked out once for each request; None where it waits for nobody."""
    known: dict[Any, NextVacancyStep | None] = g.setdefault("next_vacancy_step_of", {})
    if document.pk not in known:
        today = formats.today()
        known[document.pk] = vacancy_steps.step_of(document, today, rulebooks.current(today))
    return known[document.pk]


def step_of(document: Any) -> VacancyStep | None:
    """Which step that is."""
    found = next_of(document)
    return found.step if found else None


def in_words(found: NextVacancyStep, document: Any) -> str:
    """«Neste steg: lag innstilling, innen 27.11.2026.»; what another than the person at the screen does names whose."""
    words = found.step.inside
    who = _whose(found, document)
    return f"Neste steg: {words}, innen {formats.day(found.due_on)}{f' ({who})' if who else ''}."


def _whose(found: NextVacancyStep, document: Any) -> str:
    """Who does the step, where it is another than the person at the screen."""
    if found.step is VacancyStep.GO_THROUGH and document.recommendation.by == current_actor().id:
        return "en annen boligkonsulent"
    consultants = found.role is Role.HOUSING_CONSULTANT
    if found.step is VacancyStep.FIND_CANDIDATES or (consultants and found.role in current_roles()):
        return ""
    return found.role.inside
