"""A payment plan as it is read: its instalments with what is paid of each, and how far the debt is paid down."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from admin import formats
from admin.views.related import Section
from models import ArrearsCase
from models.arrears_case import Pause, Plan
from rules.plans import Mark, Marked
from rules.terms import PlanState
from services import plans, rulebooks

TITLES = (("Forfall", "when"), ("Avdrag", "num"), ("Betalt", "num"), ("Hvordan det går", ""))
MARKS = {
    Mark.PAID: ("Betalt", "ok"),
    Mark.LATE: ("Forfalt, venter på betaling", "soon"),
    Mark.MISSED: ("Ikke betalt", "late"),
    Mark.AHEAD: ("Ikke forfalt", "ahead"),
}
Link = Callable[[str], str]


def plan_section(case: ArrearsCase, changes: tuple[tuple[str, str], ...] = ()) -> Section | None:
    """The case's last plan; None where there never was one and nothing to begin."""
    plan = plans.latest(case)
    if plan is None:
        return Section(
            "Nedbetalingsavtale", TITLES, (), "Det er ikke laget noen avtale.", changes=changes
        ) if changes else None  # fmt: skip
    today = formats.today()
    found = plans.standing(case, plan, plan.ended_on or today, rulebooks.current(today))
    return Section(
        f"Nedbetalingsavtale: {plan.state.inside}", TITLES, tuple(_row(one, plan) for one in found.instalments),
        "", foot=_foot(plan, found.paid_ore), changes=changes,
    )  # fmt: skip


def _row(one: Marked, plan: Plan) -> tuple[Markup, ...]:
    words, css = MARKS[one.mark]
    if plan.state in (PlanState.CANCELLED, PlanState.BROKEN) and one.mark in (Mark.AHEAD, Mark.LATE):
        words, css = "Avtalen gjelder ikke lenger", "ahead"
    return (
        Markup("{}").format(formats.day(one.due_on)),
        Markup("{}").format(formats.kroner(one.amount_ore)),
        Markup("{}").format(formats.kroner(one.paid_ore)),
        Markup('<span class="plan-mark {}">{}</span>').format(css, words),
    )


def _foot(plan: Plan, paid_ore: int) -> Markup:
    """A bar of how far it is paid, and what the plan says in words."""
    words = [
        f"Betalt {formats.kroner(paid_ore)} av {formats.kroner(plan.debt_ore)}.",
        f"Avtalt {formats.day(plan.agreed_on)} av {plan.by_name}.",
    ]
    if plan.missed_on:
        words.append(f"Ikke betalt ved forfall {formats.day(plan.missed_on)}.")
    if plan.ended_on:
        words.append(f"{plan.state.label} {formats.day(plan.ended_on)}.")
    bar = Markup('<progress class="plan-bar" max="{}" value="{}" aria-label="Betalt av gjelden"></progress> ')
    return bar.format(plan.debt_ore, paid_ore) + Markup("{}").format(" ".join(words))


def pause_section(case: ArrearsCase, *, tell: bool) -> Section | None:
    """The case's pauses, newest first; why, for those who follow the lease up."""
    if not case.pauses:
        return None
    titles: tuple[tuple[str, str], ...] = (("Fra", "when"), ("Til og med", "when"), ("Status", ""), ("Gitt av", ""))
    rows = tuple(_pause(one, tell) for one in reversed(case.pauses))
    return Section("Utsettelser", (*titles, ("Grunn", "")) if tell else titles, rows, "")


def _pause(one: Pause, tell: bool) -> tuple[Markup, ...]:
    cells = [formats.day(one.since), formats.day(one.until), _pause_words(one), one.by_name]
    if tell:
        cells.append(f"{one.reason} {one.why or ''}".strip())
    return tuple(Markup("{}").format(cell) for cell in cells)


def _pause_words(one: Pause) -> str:
    today = formats.today()
    if one.ended_on:
        return f"Avsluttet {formats.day(one.ended_on)}"
    return "Løper" if one.since <= today <= one.until else "Utløpt"


def standing_line(case: ArrearsCase) -> str | None:
    """What holds the case back today, in a sentence; None where nothing does."""
    held = plans.pause_on(case, formats.today())
    if held is not None:
        return f"Utsatt til og med {formats.day(held.until)}."
    plan: Any = plans.running(case)
    if plan is None:
        return None
    coming = next((one for one in plan.instalments if one.due_on >= formats.today()), None)
    ahead = f" Neste avdrag er {formats.kroner(coming.amount_ore)} {formats.day(coming.due_on)}." if coming else ""
    return f"Nedbetalingsavtale løper: purring og andre steg venter.{ahead}"
