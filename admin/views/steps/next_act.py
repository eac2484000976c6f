"""Which step of a case comes next: its button is the main one on the case's page."""

from typing import Any

from flask import g

from admin import formats
from rules.next_steps import next_step
from rules.terms import CaseStep
from services import next_steps, rulebooks


def step_of(document: Any) -> CaseStep | None:
    """The case's next step, worked out once for each request; None where it waits for nobody."""
    known: dict[Any, CaseStep | None] = g.setdefault("next_step_of", {})
    if document.pk not in known:
        policy = rulebooks.current(formats.today()).policy
        found = next_step(next_steps.progress(document), policy.step_days, policy.review_months, formats.today())
        known[document.pk] = found.step if found else None
    return known[document.pk]
