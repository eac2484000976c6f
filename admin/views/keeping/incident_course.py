"""The course of a complaint: came in, looked into, what was done, how it ended."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from bson import ObjectId
from markupsafe import Markup

from admin import formats
from admin.views.keeping.course import DONE, OFF, Mark, course, how_of
from rules.terms import IncidentState, MeasureKind

Leads = Callable[[Any], tuple[tuple[str, str], ...]]
SHORT = 160


def incident_course(document: Any, today: date, numbers: Mapping[ObjectId, str], leads: Leads) -> Markup:
    """The picture; `numbers` are the contract numbers of its leases, `leads` what can be done with a measure."""
    return course("Forløpet", _marks(document, today, numbers, leads))


def _marks(document: Any, today: date, numbers: Mapping[ObjectId, str], leads: Leads) -> Iterator[Mark]:
    happened = f"Skjedde {formats.day(document.happened_on)}."
    kinds = ", ".join(kind.inside for kind in document.kinds)
    yield Mark(on=document.received_on, what=f"Klage kom per {document.channel.inside}: {kinds}", more=(happened,))
    if document.mapped_on is not None:
        yield Mark(on=document.mapped_on, what="Leietakeren hørt og klagen kartlagt", more=(_short(document.mapped),))
    over = [one for one in document.measures if not one.is_open]
    for one in sorted(over, key=lambda one: one.done_on or one.withdrawn_on):
        yield _measure(one, today, numbers, leads)
    if document.state is IncidentState.RECEIVED and document.act_by is not None:
        yield Mark(on=document.act_by, what="Hør leietakeren og kartlegg", how=how_of(document.act_by, today))
    waiting = [one for one in document.measures if one.is_open]
    for one in sorted(waiting, key=lambda one: one.due_on):
        yield _measure(one, today, numbers, leads)
    yield from _end(document, today, bool(waiting))


def _end(document: Any, today: date, waiting: bool) -> Iterator[Mark]:
    if document.state is IncidentState.CLOSED:
        outcome = document.outcome.label if document.outcome else ""
        yield Mark(on=document.closed_on, what=f"Avsluttet: {outcome.lower()}")
    elif document.state is not IncidentState.RECEIVED and not waiting and document.act_by is not None:
        what = "Avslutt, eller bestem et nytt tiltak" if document.measures else "Bestem tiltak, eller avslutt"
        yield Mark(on=document.act_by, what=what, how=how_of(document.act_by, today))


def _measure(one: Any, today: date, numbers: Mapping[ObjectId, str], leads: Leads) -> Mark:
    whom = f", {numbers[one.lease]}" if one.lease in numbers and len(numbers) > 1 else ""
    what = f"{one.kind.label}{whom}"
    if one.done_on is not None:
        sent = " sendt" if one.kind is MeasureKind.WARNING else ""
        return Mark(on=one.done_on, what=f"{what}{sent}", how=DONE, more=(_short(one.what), _short(one.result)))
    if one.withdrawn_on is not None:
        return Mark(on=one.withdrawn_on, what=what, how=OFF, more=(f"Trukket. {_short(one.result)}",))
    waits = "Venter på at brevet blir sendt." if one.kind is MeasureKind.WARNING else ""
    return Mark(
        on=one.due_on, what=what, how=how_of(one.due_on, today), more=(_short(one.what), waits), links=leads(one)
    )


def _short(text: str | None) -> str:
    words = (text or "").strip()
    return words if len(words) <= SHORT else f"{words[:SHORT].rsplit(' ', 1)[0]} …"
