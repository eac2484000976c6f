"""Which step of a vacancy comes next: it is told at the top of its page, and its button is the main one."""

from typing import Any

from flask import g

from admin import formats
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


def in_words(found: NextVacancyStep) -> str:
    """«Neste steg: lag innstilling, innen 27.11.2026.»; what is not the consultants' own names whose it is."""
    words = f"{found.step.label[:1].lower()}{found.step.label[1:]}"
    who = "" if found.role is Role.HOUSING_CONSULTANT else f" ({found.role.label[:1].lower()}{found.role.label[1:]})"
    return f"Neste steg: {words}, innen {formats.day(found.due_on)}{who}."
