"""What the page of a committee meeting shows of each vacant dwelling: the candidates in order, and what is advised.

Those called to the meeting choose, and so read of the candidates; whoever is disqualified in one of them does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from admin import shielded
from admin import waiting_list as waiting
from admin.waiting_lines import need_words
from models import Application, Meeting, Vacancy
from models.meeting import HomeItem
from models.vacancy_parts import Allocation, Recommendation
from rules import priority
from rules.meetings import Quorum, quorum
from rules.policy import Deciding
from rules.sifting import Fit
from rules.terms import AccessKind, ItemOutcome, MeetingState
from services import allocations, audit, meetings, records
from services.actor import Actor
from services.allocations import Standing
from services.batches import batched

MOST = 10  # as many as can be read around a table; the rest are chosen on the recommendation's grounds alone


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One household as the members see it: its place, its answers part by part, and whether it is advised."""

    id: str
    number: str
    person: Any
    place: int
    household: str
    need: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    advised: bool


@dataclass(frozen=True, kw_only=True)
class AgendaHome:
    """One dwelling on the agenda; without candidates for those who may not know of them."""

    id: ObjectId
    number: str
    version: int
    about: str
    outcome: ItemOutcome | None
    chosen: str
    members: tuple[str, ...]
    note: str | None
    disqualified: bool  # the person at the screen
    knows: bool
    advised: tuple[str, ...]
    gone: tuple[str, ...]  # of the advised: those whom the dwelling does not suit any more, or who wait no longer
    reasons: str
    over: tuple[tuple[tuple[str, ...], str], ...]
    by_name: str
    candidates: tuple[Candidate, ...]
    more: int
    left: tuple[str, ...]
    quorum: Quorum
    may_choose: bool


@dataclass(frozen=True)
class _Reader:
    meeting: Meeting
    actor: Actor
    deciding: Deciding
    today: date


def homes_of(meeting: Meeting, actor: Actor, deciding: Deciding, today: date) -> tuple[AgendaHome, ...]:
    """The dwellings on the agenda, in its order."""
    reader, wanted = _Reader(meeting, actor, deciding, today), [one.vacancy for one in meeting.homes]
    found: dict[ObjectId, Vacancy] = {}
    for ids in batched(wanted):
        some = Vacancy.objects(pk__in=ids)
        found |= {one.pk: one for one in some.exclude("history", "pending")}
    return tuple(_shown(item, found[item.vacancy], reader) for item in meeting.homes if item.vacancy in found)


def log_openings(homes: Sequence[AgendaHome], actor: Actor) -> None:
    """Write in the access log which candidates the page showed."""
    for one in (candidate for home in homes for candidate in home.candidates):
        audit.record_access(
            actor, AccessKind.OPENED, "application", document_id=one.id, number=one.number, person=one.person
        )


def _shown(item: HomeItem, vacancy: Vacancy, reader: _Reader) -> AgendaHome:
    meeting, who = reader.meeting, reader.actor.id
    waits = item.outcome is None and vacancy.meeting == meeting.pk
    open_still = item.outcome is not ItemOutcome.DECIDED
    out: Mapping[str, str] = allocations.disqualified_in(vacancy) if open_still else {}
    called = {str(one.user) for one in meeting.members}
    reads = who not in out and (who in called or _works(vacancy, reader.actor))
    knows = waits and reads
    found = allocations.standing(vacancy, reader.today, waiting.tie_of(vacancy.pk)) if knows else None
    held, made = vacancy.recommendation, meetings.chosen_in(vacancy, meeting.pk)
    sitting = meetings.around_table(meeting, out)
    told = held if knows else None
    return AgendaHome(
        id=vacancy.pk,
        number=item.vacancy_number,
        version=vacancy.version,
        about=_about(vacancy),
        outcome=item.outcome,
        chosen=_chosen(made, called=who in called) if made and item.outcome is ItemOutcome.DECIDED else "",
        members=tuple(made.decided_by_names) if made else (),
        note=item.note if reads else None,
        disqualified=who in out,
        knows=knows,
        advised=tuple(held.chosen_numbers) if held else (),
        gone=_gone(held, found) if held and found else (),
        reasons=told.reasons if told else "",
        over=tuple((tuple(one.numbers), one.reason) for one in told.passed_over) if told else (),
        by_name=held.by_name if held else "",
        candidates=tuple(_candidates(vacancy, found)) if found else (),
        more=max(0, found.sifted.fit_count - MOST) if found else 0,
        left=tuple(one.name for one in meeting.members if waits and str(one.user) in out),
        quorum=quorum(sitting, reader.deciding),
        may_choose=meeting.state is MeetingState.OPEN and who in {one.id for one in sitting},
    )


def _chosen(made: Allocation, *, called: bool) -> str:
    """Who got the dwelling; to others than those called, not where it tells of a protected household's home."""
    return made.application_number if called or not shielded.hides_any([made.application]) else ""


def _gone(held: Recommendation, found: Standing) -> tuple[str, ...]:
    pairs = zip(held.chosen, held.chosen_numbers, strict=True)
    return tuple(number for identity, number in pairs if str(identity) not in found.places)


def _works(vacancy: Vacancy, actor: Actor) -> bool:
    """The secretary who works all the cases reads them too."""
    return allocations.works_all(allocations.concerned(vacancy), actor)


def _about(vacancy: Vacancy) -> str:
    """«Bolig B1007, 2 rom» – never the address, which may be somebody's protected one."""
    home = vacancy.dwelling
    rooms = f", {home.rooms} rom" if home.rooms else ""
    return f"Bolig {vacancy.dwelling_number}, {home.kind.inside}{rooms}"


def _candidates(vacancy: Vacancy, found: Standing) -> Iterator[Candidate]:
    """The first of those whom the dwelling suits, and those advised wherever they stand."""
    advised = {str(one) for one in vacancy.recommendation.chosen} if vacancy.recommendation else set()
    fits = found.sifted.fits
    shown = [fit for at, fit in enumerate(fits) if at < MOST or fit.waiting.household.id in advised]
    wanted = [ObjectId(fit.waiting.household.id) for fit in shown]
    cases = {str(one.pk): one for one in Application.objects(pk__in=wanted).exclude("history", "mapping")}
    for fit in shown:
        case = cases.get(fit.waiting.household.id)
        if case is not None:
            yield Candidate(
                id=str(case.pk),
                number=case.number,
                person=records.reference(case, "applicant"),
                place=fit.rank,
                household=household(case),
                need=tuple(need_words(case)),
                parts=_parts(fit, found),
                advised=str(case.pk) in advised,
            )


def _parts(fit: Fit, found: Standing) -> tuple[tuple[str, str], ...]:
    parts = priority.parts_of(fit.waiting.household, found.rules.policy, fit.key)
    return tuple((part.label, part.found) for part in parts)


def household(case: Any) -> str:
    """«2 voksne, 1 barn»."""
    adults = "1 voksen" if case.adults == 1 else f"{case.adults} voksne"
    return f"{adults}, {case.children} barn" if case.children else adults
