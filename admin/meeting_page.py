"""What the page of a committee meeting shows: who is there, and each case as far as the person may know of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from letters.layout import plural
from models import Application, Letter, Meeting
from models.deciding import Proposal
from models.meeting import AgendaItem
from rules import frozen, need_to_know
from rules.decisions import Participant
from rules.meetings import Quorum, quorum
from rules.policy import Deciding
from rules.terms import AccessKind, ItemOutcome, MeetingState
from services import audit, meetings, records
from services import need_to_know as ties
from services.actor import Actor
from services.batches import batched
from services.decisions.drawing import need_in_words

ADVICE, SCORE = "Regelboken peker mot", "Poengsum"


@dataclass(frozen=True)
class Grounds:
    """What is proposed in a case and why, as the members read it before they decide."""

    outcome: str
    basis: str
    granted: tuple[str, ...]
    reasons: str
    weighed: str
    override: str | None
    answers_appeal: bool
    advice: str
    score: str
    verdict: tuple[tuple[str, str], ...]
    proposed_by: str


@dataclass(frozen=True, kw_only=True)
class AgendaCase:
    """One case on the agenda; `grounds` and `letter` are None for those who may not know of it."""

    number: str
    id: ObjectId
    person: Any
    version: int
    household: str
    kind: str
    outcome: ItemOutcome | None
    decided: str | None  # what was decided, once it is
    undone: bool
    note: str | None
    left: tuple[str, ...]
    disqualified: bool  # the person at the screen
    knows: bool
    grounds: Grounds | None
    letter: ObjectId | None
    drawn_on: date | None
    outdated: bool
    quorum: Quorum
    may_decide: bool


@dataclass(frozen=True, kw_only=True)
class Table:
    """The meeting as a whole: the day, those around the table, and the cases in the order of the agenda."""

    today: bool
    members: Sequence[Participant]
    present: frozenset[str]
    quorum: Quorum
    cases: tuple[AgendaCase, ...]
    outdated: int
    left: int


@dataclass(frozen=True)
class _Reader:
    """Who reads the page of which meeting on which day, by the rulebook in force."""

    meeting: Meeting
    actor: Actor
    worker: need_to_know.Worker
    deciding: Deciding
    today: date


def table_of(meeting: Meeting, actor: Actor, deciding: Deciding, today: date) -> Table:
    """All that the page shows, in a fixed number of reads for each 50 cases."""
    reader = _Reader(meeting, actor, ties.worker_of(actor), deciding, today)
    cases = _cases(meeting)
    letters = _letters(cases.values())
    shown = tuple(_shown(item, cases[item.application], letters, reader) for item in meeting.items)
    around = meetings.around_table(meeting)
    return Table(
        today=meeting.held_on == today,
        members=[Participant(str(one.user), one.name, one.agency) for one in meeting.members],
        present=frozenset(one.id for one in around),
        quorum=quorum(around, deciding),
        cases=shown,
        outdated=sum(one.outdated for one in shown),
        left=sum(one.outcome is None for one in shown),
    )


def _cases(meeting: Meeting) -> dict[ObjectId, Application]:
    wanted = [item.application for item in meeting.items]
    found: dict[ObjectId, Application] = {}
    for some in batched(wanted):
        query = Application.objects(pk__in=some).exclude("history", "pending", "mapping").no_dereference()
        found |= {case.pk: case for case in query}
    return found


def _letters(cases: Iterable[Application]) -> dict[ObjectId, date]:
    """The day on each proposed letter."""
    wanted = sorted(case.proposal.letter for case in cases if case.proposal)
    found: dict[ObjectId, date] = {}
    for some in batched(wanted):
        found |= {one.pk: one.drawn_on for one in Letter.objects(pk__in=some).only("drawn_on")}
    return found


def _shown(item: AgendaItem, case: Application, letters: Mapping[ObjectId, date], reader: _Reader) -> AgendaCase:
    meeting, who = reader.meeting, reader.actor.id
    sitting = meetings.participants(meeting, case)
    proposal = case.proposal if item.outcome is None and case.meeting == meeting.pk else None
    entry = next((one for one in case.decisions if one.id == item.decision), None)
    source = proposal or (entry.proposal if entry else None)
    drawn_on = letters.get(proposal.letter) if proposal else None
    knows = need_to_know.works_case(reader.worker, ties.ties_of(case))
    names = {str(one.user): one.name for one in meeting.members}
    return AgendaCase(
        number=item.application_number,
        id=case.pk,
        person=records.reference(case, "applicant"),
        version=case.version,
        household=_household(case),
        kind=case.kind.label,
        outcome=item.outcome,
        decided=entry.outcome.label if entry else None,
        undone=entry is not None and entry.undone_on is not None,
        note=item.note if knows else None,
        left=tuple(names[one] for one in item.absent if one in names),
        disqualified=who in {str(one.user) for one in case.conflicts},
        knows=knows,
        grounds=_grounds(source) if source and knows else None,
        letter=source.letter if source and knows else None,
        drawn_on=drawn_on,
        outdated=drawn_on is not None and drawn_on != reader.today,
        quorum=quorum(sitting, reader.deciding),
        may_decide=meeting.state is MeetingState.OPEN and who in {one.id for one in sitting},
    )


def _household(case: Application) -> str:
    adults = "1 voksen" if case.adults == 1 else f"{case.adults} voksne"
    return f"{adults}, {case.children} barn" if case.children else adults


def _grounds(proposal: Proposal) -> Grounds:
    verdict = dict(frozen.verdict_in(proposal.facts)) if proposal.facts else {}
    advice, score = verdict.pop(ADVICE, ""), verdict.pop(SCORE, "")
    return Grounds(
        outcome=proposal.outcome.label,
        basis=proposal.basis.label,
        granted=tuple(_granted(proposal)),
        reasons=proposal.reasons,
        weighed=proposal.weighed,
        override=proposal.override,
        answers_appeal=proposal.appeal is not None,
        advice=advice,
        score=score,
        verdict=tuple(verdict.items()),
        proposed_by=proposal.by_name,
    )


def _granted(proposal: Proposal) -> list[str]:
    found = [proposal.dwelling_type.label] if proposal.dwelling_type else []
    found.extend(need_in_words(proposal.need))
    if proposal.lease_months:
        found.append(f"leietid {plural(proposal.lease_months, 'måned', 'måneder')}")
    return found


def log_openings(table: Table, actor: Actor) -> None:
    """Write in the access log which cases the page showed the grounds of."""
    for one in table.cases:
        if one.grounds is not None:
            audit.record_access(
                actor,
                AccessKind.OPENED,
                "application",
                document_id=str(one.id),
                number=one.number,
                person=one.person,
            )
