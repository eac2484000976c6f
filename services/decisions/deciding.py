"""The deciding write: the proposal as it was previewed becomes the application's decision (design section 3)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Appeal, Applicant, Application, Decision, Letter
from models.base import Effect, Record
from models.deciding import DecisionEntry, Proposal
from rules import decisions, frozen
from rules.appeals import PENDING
from rules.deadlines import appeal_deadline, oslo_date
from rules.decisions import WEIGHED, Participant
from rules.errors import (
    AlreadyExists,
    AssessmentOutdated,
    LetterOutdated,
    NotAuthorised,
    NotFound,
    TransitionRefused,
)
from rules.rulebook import Rules
from rules.terms import (
    ApplicationKind,
    DecidingBody,
    DecisionOutcome,
    LegalBasis,
    LetterState,
    Role,
    TaskKind,
)
from services import assessments, dispatch, effects, next_steps, records, rulebooks, tasks
from services.actor import Actor
from services.decisions.proposing import Draft, check
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

    A committee decides in a meeting, with the members present in the case; a decider decides alone.
    Raises NotAuthorised, StaleState (another letter is proposed), LetterOutdated, AssessmentOutdated,
    ConflictOfInterest (fvl. § 6), FourEyesMissing, QuorumMissing, and what propose() raises.
    """
    proposal = application.proposal
    if version != application.version or proposal is None or proposal.letter != letter:
        raise records.stale(application, version)
    today, rules = oslo_date(now), rulebooks.current(oslo_date(now))
    deciders = _deciders(proposal, actor, meeting, participants)
    decisions.check_deciders(
        application.number,
        proposal.body,
        rules.policy.deciding,
        deciders,
        proposed_by=proposal.by,
        disqualified={str(one.user): one.user_name for one in application.conflicts},
    )
    _check_letter(application, proposal, today)
    _check_facts(application, proposal, rules, now)
    _check_appeal(proposal)
    entry = _entry(proposal, deciders, meeting, now)
    records.change(
        application,
        actor,
        values=_values(application, proposal, entry, today),
        action="decided",
        version=version,
        owed=_owed(application, proposal),
        rulebook=proposal.rulebook,
    )
    return ObjectId(entry.id)


def _deciders(
    proposal: Proposal, actor: Actor, meeting: ObjectId | None, participants: Sequence[Participant]
) -> Sequence[Participant]:
    if proposal.body is DecidingBody.COMMITTEE:
        if meeting is None:
            raise NotAuthorised("decision.committee")
        return participants
    actor.require(*DECIDERS, what="decision.decide")
    return [Participant(actor.id, actor.name, str(actor.office))]


def _check_letter(application: Application, proposal: Proposal, today: date) -> None:
    """What is signed is the stored letter that was previewed, and it bears the day of the decision."""
    letter = Letter.objects(pk=proposal.letter).no_dereference().first()
    if letter is None or letter.state is not LetterState.DRAFT or letter.sha256 != proposal.letter_sha256:
        raise records.stale(application, application.version)
    if letter.drawn_on != today:
        raise LetterOutdated(application.number, letter.drawn_on)


def _check_facts(application: Application, proposal: Proposal, rules: Rules, now: datetime) -> None:
    """The proposal still holds on the case as it is today."""
    person = records.get(Applicant, records.reference(application, "applicant"))
    verdict = assessments.verdict_of(application, person, rules, oslo_date(now))
    weighed = proposal.basis is LegalBasis.LOCAL_GUIDELINES and proposal.outcome in WEIGHED
    if weighed and (proposal.facts is None or not frozen.same_verdict(proposal.facts, verdict)):
        raise AssessmentOutdated(application.number)
    draft = Draft(
        outcome=proposal.outcome,
        basis=proposal.basis,
        reasons=proposal.reasons,
        weighed=proposal.weighed,
        override=proposal.override or "",
        replaces=proposal.replaces,
        appeal=proposal.appeal,
        prior_notice=proposal.prior_notice,
    )
    check(application, draft, verdict, rules, now)


def _check_appeal(proposal: Proposal) -> None:
    """A change by own reassessment answers an appeal that is still ours to act on (fvl. § 33)."""
    if proposal.appeal is None:
        return
    appeal = Appeal.objects(pk=proposal.appeal).only("state").first()
    if appeal is None:
        raise NotFound("appeal", str(proposal.appeal))
    if appeal.state not in PENDING:
        raise TransitionRefused("appeal", appeal.state.value, "changed")


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


def closed(entry: DecisionEntry) -> DecisionEntry:
    """A decision that another has taken the place of."""
    return copy_of(entry, open=False)


def copy_of(entry: DecisionEntry, **others: Any) -> DecisionEntry:
    """An entry with some values changed; history keeps the old one."""
    return DecisionEntry(**{name: getattr(entry, name) for name in DecisionEntry._fields} | others)


def _values(application: Application, proposal: Proposal, entry: DecisionEntry, today: date) -> dict[str, Any]:
    earlier = [closed(one) if one.id == proposal.replaces else one for one in application.decisions]
    values: dict[str, Any] = {"decisions": [*earlier, entry], "proposal": None, "meeting": None}
    after = decisions.state_after(proposal.outcome, proposal.basis, application.kind)
    if after is None:
        return values
    values |= {"state": after, "decided_on": today, "assessment_stale": False}
    if proposal.outcome is DecisionOutcome.GRANTED:
        values |= {"approved_need": proposal.need, "need_reviewed_on": today}
        if application.kind is ApplicationKind.SWAP:
            values["swap_of"] = application.lease
    return values


def _owed(application: Application, proposal: Proposal) -> list[Owed]:
    found = [
        Owed(DECISION_EFFECT, f"decision:{proposal.id}", {"decision": str(proposal.id)}),
        dispatch.owed_release(proposal.letter),
        tasks.settling(application, TaskKind.SLOW_CASE),
        next_steps.owed(application),
    ]
    if proposal.appeal is not None:
        args = {"appeal": str(proposal.appeal), "decision": str(proposal.id)}
        found.append(Owed(APPEAL_CHANGED_EFFECT, f"appeal:{proposal.appeal}:{proposal.id}", args))
    return found


def make_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Make the decision document of one entry, unless it is there (a command effect)."""
    application: Any = document
    wanted = ObjectId(effect.args["decision"])
    entry = next(one for one in application.decisions if one.id == wanted)
    try:
        records.create(_document(application, entry), actor, action="decided")
    except AlreadyExists:
        if Decision.objects(pk=wanted).only("pk").first() is None:
            raise


def _document(application: Application, entry: DecisionEntry) -> Decision:
    held = entry.proposal
    assert held is not None  # noqa: S101 - only imported entries have none, and those are made by the import
    shared = ("outcome", "basis", "body", "appeal_body", "dwelling_type", "lease_months", "need", "reasons", "weighed",
              "override", "facts", "rulebook", "letter", "letter_sha256", "appeal", "replaces")  # fmt: skip
    return Decision(
        id=entry.id,
        application=application.pk,
        application_number=application.application_number,
        decided_on=entry.decided_on,
        decided_by=entry.decided_by,
        decided_by_name=", ".join(entry.decided_by_names),
        proposed_by=held.by,
        proposed_by_name=held.by_name,
        meeting=entry.meeting,
        final=entry.final,
        at=entry.at,
        **{name: getattr(held, name) for name in shared},
    )


def get_decision(identity: ObjectId, application: Application, actor: Actor) -> Decision:
    """The decision document; what its application still owes is paid first. Raises NotFound."""
    if application.pending:
        effects.run(application, actor)
    found: Decision = records.get(Decision, identity)
    return found


def note_letter(document: Record, _effect: Effect, actor: Actor) -> None:
    """Copy the letter's dates to its decision: arrival starts the appeal period (fvl. § 29; a command effect)."""
    letter: Any = document
    decision = Decision.objects(pk=letter.about).no_dereference().first()
    if decision is None:
        raise NotFound("decision", str(letter.about))
    arrived = None if letter.state is LetterState.RETURNED else letter.arrived_on
    rules = rulebooks.numbered(decision.rulebook) if decision.rulebook else rulebooks.current(oslo_date(actor.at))
    values = {
        "dispatched_on": letter.dispatched_on,
        "arrived_on": arrived,
        "appeal_deadline": appeal_deadline(arrived, rules.appeal_weeks) if arrived else None,
    }
    records.change(decision, actor, values=values, action="letter_moved")
