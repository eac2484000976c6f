"""The deciding write: the proposal as it was previewed becomes the application's decision (design section 3)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Application, Letter, Meeting
from models.deciding import DecisionEntry, Proposal
from rules import decisions, frozen
from rules.deadlines import oslo_date
from rules.decisions import Participant
from rules.errors import AssessmentOutdated, LetterOutdated, NotAuthorised, NotFound, TransitionRefused
from rules.terms import (
    ApplicationKind,
    DecidingBody,
    DecisionOutcome,
    LetterState,
    MeetingState,
    Role,
    TaskKind,
)
from services import agenda, dispatch, next_steps, records, tasks
from services.actor import Actor
from services.applications.carried import closed
from services.decisions import lease_task, replaced_letter
from services.decisions.appealed import claim
from services.decisions.case import Case, Draft, case_of, check
from services.decisions.proposing import PREPARERS
from services.effects import Owed

DECISION_EFFECT = "decision"
APPEAL_CHANGED_EFFECT = "appeal_changed"  # told to the appeal that a decision by own reassessment answers
DECIDERS = (Role.DECIDER, Role.DEPARTMENT_HEAD)


def decide(
    application: Application,
    actor: Actor,
    *,
    letter: ObjectId,
    version: int,
    now: datetime,
    meeting: ObjectId | None = None,
    participants: Sequence[Participant] = (),
) -> ObjectId:
    """Sign the proposal and its letter as they stand; from this write on it is decided. Returns the decision's id.

    A committee decides in an open meeting, with the members present in the case; a decider decides alone.
    Raises NotAuthorised, StaleState (another letter is proposed), LetterOutdated, ConflictOfInterest (fvl. § 6),
    FourEyesMissing, QuorumMissing, AlreadyExists (another swap of the lease, another open application), and what
    propose() raises.
    """
    proposal = application.proposal
    if version != application.version or proposal is None or proposal.letter != letter:
        raise records.stale(application, version)
    case = case_of(application, now)
    deciders = _deciders(proposal, actor, meeting, participants)
    decisions.check_deciders(
        application.number,
        proposal.body,
        case.rules.policy.deciding,
        deciders,
        proposed_by=proposal.by,
        disqualified={str(one.user): one.user_name for one in application.conflicts},
    )
    _check_letter(case, proposal)
    _check_facts(case, proposal)
    entry = _entry(proposal, deciders, meeting, now)
    claim(proposal, actor)
    records.change(
        application,
        actor,
        values=_values(application, proposal, entry, case.today),
        action="decided",
        version=version,
        owed=_owed(application, proposal),
        rulebook=proposal.rulebook,
    )
    return ObjectId(entry.id)


def may_decide(application: Application, actor: Actor) -> bool:
    """Whether the actor is one who may sign the proposal alone; the rule on four eyes is asked when they do."""
    held = application.proposal
    return held is not None and held.body is DecidingBody.DECIDER and bool(actor.roles & set(DECIDERS))


def _deciders(
    proposal: Proposal, actor: Actor, meeting: ObjectId | None, participants: Sequence[Participant]
) -> Sequence[Participant]:
    if proposal.body is DecidingBody.COMMITTEE:
        if meeting is None:
            raise NotAuthorised("decision.committee")
        actor.require(Role.COMMITTEE_MEMBER, *PREPARERS, what="decision.committee")
        _check_meeting(meeting, participants)
        return participants
    actor.require(*DECIDERS, what="decision.decide")
    return [Participant(actor.id, actor.name, str(actor.office))]


def _check_meeting(identity: ObjectId, participants: Sequence[Participant]) -> None:
    """The committee sits, and those who decide are members who have come."""
    meeting = Meeting.objects(pk=identity).only("state", "members").no_dereference().first()
    if meeting is None:
        raise NotFound("meeting", str(identity))
    if meeting.state is not MeetingState.OPEN:
        raise TransitionRefused("meeting", meeting.state.value, "decided")
    present = {str(one.user) for one in meeting.members if one.present}
    if not {one.id for one in participants} <= present:
        raise NotAuthorised("decision.committee")


def _check_letter(case: Case, proposal: Proposal) -> None:
    """What is signed is the stored letter that was previewed; it bears the day's date and the rulebook in force."""
    application = case.application
    letter = Letter.objects(pk=proposal.letter).no_dereference().first()
    if letter is None or letter.state is not LetterState.DRAFT or letter.sha256 != proposal.letter_sha256:
        raise records.stale(application, application.version)
    if letter.drawn_on != case.today or proposal.rulebook != case.rules.number:
        raise LetterOutdated(application.number, letter.drawn_on, by_rulebook=letter.drawn_on == case.today)


def _check_facts(case: Case, proposal: Proposal) -> None:
    """The proposal still holds on the case as it is today."""
    draft = Draft.of(proposal)
    check(case, draft)
    stored = proposal.facts or ""
    if draft.rests_on_assessment and not frozen.same_verdict(stored, case.verdict):
        raise AssessmentOutdated(case.application.number)


def _entry(
    proposal: Proposal, deciders: Sequence[Participant], meeting: ObjectId | None, now: datetime
) -> DecisionEntry:
    return DecisionEntry(
        id=proposal.id,
        basis=proposal.basis,
        outcome=proposal.outcome,
        decided_on=oslo_date(now),
        proposal=proposal,
        at=now,
        decided_by=[one.id for one in deciders],
        decided_by_names=[one.name for one in deciders],
        meeting=meeting,
    )


def _values(application: Application, proposal: Proposal, entry: DecisionEntry, today: date) -> dict[str, Any]:
    earlier = [closed(one) if one.id == proposal.replaces else one for one in application.decisions]
    values: dict[str, Any] = {"decisions": [*earlier, entry], "proposal": None, "meeting": None}
    after = decisions.state_after(proposal.outcome, proposal.basis, application.kind)
    if after is None:
        return values
    values |= {"state": after, "decided_on": today, "assessment_stale": False}
    if proposal.outcome is DecisionOutcome.GRANTED:
        values |= {"approved_need": proposal.need or application.approved_need, "need_reviewed_on": today}
    if application.kind is ApplicationKind.SWAP:
        values["swap_of"] = application.lease if proposal.outcome is DecisionOutcome.GRANTED else None
    return values


def _owed(application: Application, proposal: Proposal) -> list[Owed]:
    found = [
        Owed(DECISION_EFFECT, f"decision:{proposal.id}", {"decision": str(proposal.id)}),
        dispatch.owed_release(proposal.letter),
        tasks.settling(application, TaskKind.SLOW_CASE),
        next_steps.owed(application),
        *agenda.owed(application),
    ]
    if proposal.replaces is not None:
        found.append(replaced_letter.owed(application, proposal.replaces))
    if lease_task.asked_for(application.kind, proposal.outcome, proposal.basis):
        found.append(lease_task.owed(application, proposal.id))
    if proposal.appeal is not None:
        args = {"appeal": str(proposal.appeal), "decision": str(proposal.id)}
        found.append(Owed(APPEAL_CHANGED_EFFECT, f"appeal:{proposal.appeal}:{proposal.id}", args))
    return found
