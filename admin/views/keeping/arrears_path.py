"""The ladder as a picture, and what the case's page tells of its steps, contacts and approvals."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from admin import formats
from admin.badges import term_badge, tone
from admin.views.related import Section
from models.arrears_case import TakenStep
from rules.arrears import CONTACTS, NEEDS_APPROVAL, ArrearsReason
from rules.arrears_steps import LETTERS, Place
from rules.terms import ArrearsStep, Urgency

DONE, NEXT, LOCKED, AHEAD = "done", "next", "locked", "ahead"
TOLD = {DONE: "Gjort: ", NEXT: "Neste: ", LOCKED: "Låst: ", AHEAD: "Senere: "}
WAITS = (ArrearsReason.PAUSED, ArrearsReason.PLAN_RUNNING)
PRESSING = (Urgency.URGENT, Urgency.CRITICAL)


def standing(case: Any, today: date, queue: str | None = None, held: str | None = None) -> Markup:
    """The one next step, why, and by when.

    `queue` = where those who place payments find what may be this rent; `held` = what the case waits for, in words:
    then nothing is to be done, and nothing presses.
    """
    if case.next_step is None:
        return Markup("")
    box = Markup('<section class="next-step" aria-labelledby="neste"><h2 id="neste">Neste steg: {}{}</h2>{}</section>')
    if held is not None and case.next_reason in WAITS:
        return box.format("Følg med", "", Markup("<p>{}</p>").format(held))
    when = f"Innen {formats.day(case.next_on)}" if case.next_on else ""
    late = " (over tiden)" if case.next_on and case.next_on < today else ""
    mark = (
        Markup(" {}").format(term_badge(case.urgency.label, tone(case.urgency)))
        if case.urgency in PRESSING
        else Markup("")
    )
    why = case.next_reason.label if case.next_reason else ""
    said = Markup("<p>{}.{}</p><p>{}{}</p>").format(why, _where(case, queue), when, late)
    return box.format(case.next_step.label, mark, said)


def _where(case: Any, queue: str | None) -> Markup | str:
    """Where a payment without a place is looked for: the queue itself, or those who keep it."""
    if case.next_reason is not ArrearsReason.UNMATCHED_PAYMENT:
        return ""
    return Markup(' <a href="{}">Åpne køen</a>').format(queue) if queue else " Be økonomi se etter den."


def ladder(places: Sequence[Place], case: Any, today: date) -> Markup:
    """The steps one under the other: done with their dates, the next one marked, the locked ones with why."""
    rows = Markup("").join(_place(one, case, today) for one in places)
    return Markup(
        '<section class="ladder" aria-labelledby="stigen"><h2 id="stigen">Stigen</h2><ol>{}</ol></section>'
    ).format(rows)


def _place(place: Place, case: Any, today: date) -> Markup:
    how = _how(place, case)
    return Markup(
        '<li class="ladder-{}"><span class="ladder-day">{}</span><span class="ladder-body">'
        '<span class="ladder-what"><span class="sr-only">{}</span>{}</span>'
        '<span class="ladder-more">{}</span></span></li>'
    ).format(how, _day(place, how, today), TOLD[how], place.step.label, _more(place, how))


def _day(place: Place, how: str, today: date) -> str:
    """When it was done, or may be at the earliest; a day that is past would read as if it had been done then."""
    if place.taken_on is not None:
        return formats.day(place.taken_on)
    if place.after > today:
        return formats.day(place.after)
    if how == NEXT:
        return "Nå"
    return "Ikke sendt" if place.step in LETTERS else "Ikke gjort"


def _how(place: Place, case: Any) -> str:
    if place.taken_on is not None:
        return DONE
    if place.step is case.next_step:
        return NEXT
    return LOCKED if place.locked_by is not None else AHEAD


def _more(place: Place, how: str) -> str:
    if how == DONE:
        if place.step in LETTERS and place.deadline is None and place.step is not ArrearsStep.PETITION:
            return "Brevet er ikke sendt ennå"
        return f"Frist {formats.day(place.deadline)}" if place.deadline else ""
    words = [f"Tidligst etter «{place.locked_by.label}»"] if place.locked_by is not None else []
    if place.step in NEEDS_APPROVAL:
        words.append("Krever godkjenning")
    return ". ".join([*words, *_law(place.source)])


def _law(source: str) -> list[str]:
    """The statute a step rests on; what the rulebook has from elsewhere says nothing to who reads a case."""
    return [f"{source[:1].upper()}{source[1:]}"] if "§" in source else []


# --- What was done ---------------------------------------------------------------------------------------------------


def steps_section(case: Any) -> Section | None:
    """The letters of the case, newest first."""
    rows = tuple(_letter(one) for one in reversed(case.steps) if one.step in LETTERS)
    titles = (("Steg", ""), ("Gjort", "when"), ("Sendt", "when"), ("Frist", "when"), ("Gebyr", "num"), ("Av", ""))
    return Section("Brev som er sendt", titles, rows, "Ingen brev er sendt.") if case.steps else None


def _letter(step: TakenStep) -> tuple[Markup, ...]:
    cells = (
        step.step.label,
        formats.day(step.on),
        formats.day(step.sent_on) if step.sent_on else "Ikke sendt",
        formats.day(step.deadline) if step.deadline else "",
        formats.kroner(step.fee_ore) if step.fee_ore else "",
        step.by_name,
    )
    return _cells(cells)


def contacts_section(case: Any) -> Section:
    """Who was contacted and what was said, newest first."""
    titles = (("Når", "when"), ("Hvem", ""), ("Hvordan", ""), ("Hva ble sagt", ""), ("Av", ""))
    rows = tuple(_contact(one) for one in reversed(case.steps) if one.step in (*CONTACTS, ArrearsStep.CHECK_DATA))
    return Section("Kontakt og kontroll", titles, rows, "Ingen kontakt er notert.")


WHO = {ArrearsStep.CONTACT_HOUSEHOLD: "Husstanden", ArrearsStep.CONTACT_NAV: "NAV", ArrearsStep.CHECK_DATA: "Kontroll"}


def _contact(step: TakenStep) -> tuple[Markup, ...]:
    who = WHO[step.step] + (f" ({step.spoke_with})" if step.spoke_with else "")
    how = (step.channel.label if step.channel else "") + ("" if step.reached else ", ingen kontakt")
    return _cells((formats.day(step.on), who, how, step.said or "", step.by_name))


def approvals_section(case: Any, *, tell: bool) -> Section | None:
    """What leaders were asked for and have approved; `tell` the reasons to those who follow the lease up themselves."""
    waiting = [(one, "Venter på svar") for one in case.asked]
    given = [(one, "Godkjent") for one in reversed(case.approvals)]
    titles = (("Steg", ""), ("Status", ""), ("Dag", "when"), ("Av", ""))
    reasons = (("Begrunnelse", ""), ("Barnets beste", "")) if tell else ()
    rows = tuple(
        _cells((one.step.label, words, formats.day(one.on), one.by_name, *(_reasons(one) if tell else ())))
        for one, words in [*waiting, *given]
    )
    return Section("Godkjenninger", (*titles, *reasons), rows, "") if rows else None


def _reasons(one: Any) -> tuple[str, str]:
    return one.reasons, one.best_interest or ""


def _cells(values: Sequence[str]) -> tuple[Markup, ...]:
    return tuple(Markup("{}").format(value) for value in values)
