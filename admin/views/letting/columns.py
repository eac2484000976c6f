"""Columns and filters of the list of vacant dwellings: how long it is empty, what that has cost, what comes next."""

from datetime import date
from typing import Any

from flask import g
from markupsafe import Markup
from mongoengine import Q

from admin import formats, void_words
from admin.badges import term_badge
from admin.filters import Filter, choice
from admin.views.columns import Column
from models.vacancy import LIVE
from rules.terms import VacancyStep
from services import vacancy_steps

COUNTED = (
    "vacated_on", "preparation_on", "ready_on", "reserved_on", "let_on", "closed_on", "earlier", "rent_ore", "state",
)  # fmt: skip


def _empty(vacancy: Any) -> int | None:
    return void_words.void_now(vacancy).days or None


def _lost(vacancy: Any) -> int | None:
    return void_words.void_now(vacancy).loss_ore or None


def _flagged(vacancy: Any) -> tuple[VacancyStep, date] | None:
    """The vacancy's task, of all that are open: one read for the page."""
    if "flagged_vacancies" not in g:
        g.flagged_vacancies = vacancy_steps.flagged()
    found: tuple[VacancyStep, date] | None = g.flagged_vacancies.get(str(vacancy.pk))
    return found


def _next(vacancy: Any) -> str | None:
    found = _flagged(vacancy)
    return f"{found[0].label}, innen {formats.day(found[1])}" if found else None


def _next_html(vacancy: Any) -> Markup:
    found = _flagged(vacancy)
    if found is None:
        return Markup("")
    step, due = found
    over = due < formats.today()
    day = term_badge(f"frist {formats.day(due)}", "bad") if over else f"innen {formats.day(due)}"
    return Markup('{} <span class="next-in-list">{}</span>').format(step.label, day)


def _reported_html(vacancy: Any) -> Markup:
    """The day, marked where the notice was late (S004 asks for it the same day)."""
    day = formats.day(vacancy.reported_on)
    if not vacancy.late_days:
        return Markup("{}").format(day)
    badge = term_badge(f"{void_words.in_days(vacancy.late_days)} forsinket", "waiting")
    return Markup('{} <span class="next-in-list">{}</span>').format(day, badge)


COLUMNS = {
    "empty": Column(label="Tom i", needs=COUNTED, value=_empty, css="num", blank=True,
                    html=lambda vacancy: Markup("{}").format(void_words.in_days(_empty(vacancy) or 0))),
    "lost": Column(label="Tapt leie", needs=COUNTED, value=_lost, kroner=True, blank=True),
    "next": Column(label="Neste steg", needs=("state",), value=_next, html=_next_html, blank=True),
    "reported": Column(label="Meldt", needs=("reported_on", "late_days"), value=lambda vacancy: vacancy.reported_on,
                       html=_reported_html),
}  # fmt: skip
OPEN = choice(
    "apen", "Pågår", {"ja": ("Ja", Q(state__in=list(LIVE))), "nei": ("Nei", Q(state__nin=list(LIVE)))}
)  # fmt: skip
LATE: Filter = choice(
    "forsinket", "Forsinket melding", {"ja": ("Ja", Q(late_days__gt=0)), "nei": ("Nei", Q(late_days__in=[0, None]))}
)  # fmt: skip
EMPTY: Filter = choice(
    "tom", "Står tom", {"ja": ("Ja", Q(vacated_on__ne=None, let_on=None)), "nei": ("Nei", Q(vacated_on=None))}
)  # fmt: skip
