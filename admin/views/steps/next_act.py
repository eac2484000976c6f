"""Which step of a case comes next: it is told at the top of the case's page, and its button is the main one."""

from typing import Any

from flask import g

from admin import formats
from rules.next_steps import NextStep, next_step
from rules.terms import CaseStep, Role
from services import next_steps, rulebooks


def next_of(document: Any) -> NextStep | None:
    """The case's next step, worked out once for each request; None where it waits for nobody."""
    known: dict[Any, NextStep | None] = g.setdefault("next_step_of", {})
    if document.pk not in known:
        policy = rulebooks.current(formats.today()).policy
        found = next_step(next_steps.progress(document), policy.step_days, policy.review_months, formats.today())
        known[document.pk] = found
    return known[document.pk]


def step_of(document: Any) -> CaseStep | None:
    """Which step that is."""
    found = next_of(document)
    return found.step if found else None


def in_words(found: NextStep) -> str:
    """«Neste steg: avgjør saken i møtet, innen 27.11.2026 (utvalgsmedlem).»; a caseworker's step names nobody."""
    words = found.step.inside
    who = "" if found.role is Role.CASEWORKER else f" ({found.role.inside})"
    return f"Neste steg: {words}, innen {formats.day(found.due_on)}{who}."
