"""The proposal: what is to be decided, checked by the rule and drawn as a letter before anybody decides (ADR 12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId

from letters import decision_letter
from letters.decision_letter import DecisionLetter
from letters.paper import Drawn, Sender
from models import Applicant, Application, Letter
from models.deciding import DecisionEntry, Proposal
from models.mapping import ApprovedNeed
from rules import decisions, frozen, states
from rules.applications import LISTED
from rules.deadlines import oslo_date
from rules.decisions import WEIGHED, Proposed, Standing
from rules.eligibility import Verdict
from rules.errors import AssessmentMissing, HusromError, InvalidRecord, TransitionRefused
from rules.rulebook import Rules
from rules.terms import (
    ApplicationKind,
    ApplicationState,
    DecisionOutcome,
    DwellingType,
    LegalBasis,
    LetterKind,
    LetterState,
    Role,
)
from services import assessments, dispatch, next_steps, records, rulebooks
from services.actor import Actor
from services.applications import refuse_disqualified
from services.effects import Owed

PREPARERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
NEED_WORDS = {
    "step_free": "trinnfri adkomst",
    "lift": "heis eller bakkeplan",
    "services_day": "tjenester om dagen",
    "services_evening": "tjenester om kvelden",
    "services_night": "tjenester om natten",
}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What the caseworker writes; `replaces` is the decision to withdraw or change.

    `appeal` is the appeal that this answers by own reassessment.
    """

    outcome: DecisionOutcome
    basis: LegalBasis
    reasons: str
    weighed: str
    override: str = ""
    dwelling_type: DwellingType | None = None
    lease_months: int | None = None
    need: ApprovedNeed | None = None
    replaces: ObjectId | None = None
    appeal: ObjectId | None = None
    prior_notice: ObjectId | None = None


@dataclass(frozen=True)
class _Case:
    """What a proposal is made from: the case, its person, the rulebook, what it comes to, and when."""

    application: Application
    person: Applicant
    rules: Rules
    verdict: Verdict
    now: datetime


def proposable(application: Application) -> bool:
    """Whether anything may be proposed in the case at all."""
    return application.state not in (ApplicationState.WITHDRAWN, ApplicationState.LAPSED)


def propose(
    application: Application, draft: Draft, actor: Actor, sender: Sender, *, version: int, now: datetime
) -> Letter:
    """Check what is proposed, draw its letter, and put both before the deciding body. Returns the letter.

    Raises NotAuthorised, ConflictOfInterest, MissingReason, AssessmentMissing, DecisionStands, PriorNoticeMissing,
    TransitionRefused, InvalidRecord, StaleState.
    """
    actor.require(*PREPARERS, what="decision.propose")
    if version != application.version:
        raise records.stale(application, version)
    refuse_disqualified(application, actor)
    case = _case(application, now)
    check(case.application, draft, case.verdict, case.rules, now)
    _check_content(application, draft)
    letter = _draw(case, draft, actor, sender)
    proposal = _proposal(case, draft, letter, actor)
    try:
        values = {"proposal": proposal, "meeting": application.meeting}
        owed = [*_void_earlier(application), next_steps.owed(application)]
        records.change(
            application, actor, values=values, action="proposed", version=version, owed=owed, rulebook=case.rules.number
        )
    except HusromError:
        dispatch.void(letter, actor)
        raise
    return letter


def redraw(application: Application, actor: Actor, sender: Sender, *, version: int, now: datetime) -> Letter:
    """Draw the proposal's letter anew with the day's date; what it says and who proposed it stay.

    Raises TransitionRefused (nothing is proposed), and what propose() raises.
    """
    actor.require(*PREPARERS, Role.DECIDER, Role.COMMITTEE_MEMBER, what="decision.redraw")
    held = application.proposal
    if held is None:
        raise TransitionRefused("application", application.state.value, "proposed")
    draft = Draft(
        **{name: getattr(held, name) for name in Draft.__dataclass_fields__ if name != "override"},
        override=held.override or "",
    )
    case = _case(application, now)
    check(application, draft, case.verdict, case.rules, now)
    letter = _draw(case, draft, actor, sender)
    proposal = _proposal(case, draft, letter, actor)
    proposal.by, proposal.by_name, proposal.on = held.by, held.by_name, held.on
    try:
        owed = _void_earlier(application)
        records.change(application, actor, values={"proposal": proposal}, action="redrawn", version=version, owed=owed)
    except HusromError:
        dispatch.void(letter, actor)
        raise
    return letter


def drop_proposal(application: Application, actor: Actor, *, why: str, version: int) -> bool:
    """Take a proposal back before it is decided. Raises NotAuthorised, StaleState."""
    actor.require(*PREPARERS, what="decision.drop_proposal")
    owed = [*_void_earlier(application), next_steps.owed(application)]
    values = {"proposal": None, "meeting": None}
    return application.proposal is not None and records.change(
        application, actor, values=values, action="proposal_dropped", why=why, version=version, owed=owed
    )


def check(application: Application, draft: Draft, verdict: Verdict, rules: Rules, now: datetime) -> None:
    """What the rule says of the proposal on the case as it stands; raises as rules.decisions.check_proposal()."""
    today = oslo_date(now)
    after = decisions.state_after(draft.outcome, draft.basis, application.kind)
    weighed = draft.basis is LegalBasis.LOCAL_GUIDELINES and draft.outcome in WEIGHED
    if weighed and application.assessment is None:
        raise AssessmentMissing(application.number, verdict.unanswered)
    if after is not None and after is not application.state:
        states.check(states.APPLICATION, application.state, after)
    proposed = Proposed(
        outcome=draft.outcome,
        basis=draft.basis,
        reasons=draft.reasons,
        weighed=draft.weighed,
        override=draft.override,
        replaces=str(draft.replaces) if draft.replaces else None,
        appealed=draft.appeal is not None,
        answer_by=_answer_by(application, draft.prior_notice, rules),
    )
    decisions.check_proposal(application.number, proposed, verdict if weighed else None, standing(application), today)


def standing(application: Application) -> list[Standing]:
    """The decisions the case carries, as rules look at them."""
    return [
        Standing(id=str(one.id), basis=one.basis, outcome=one.outcome, decided_on=one.decided_on, open=one.open)
        for one in application.decisions
    ]


def _check_content(application: Application, draft: Draft) -> None:
    """A grant says what is granted. Raises InvalidRecord."""
    if draft.outcome is not DecisionOutcome.GRANTED or draft.basis is not LegalBasis.LOCAL_GUIDELINES:
        return
    problems = {}
    if draft.dwelling_type is None and application.kind in LISTED:
        problems["dwelling_type"] = "missing_value"
    if draft.lease_months is None:
        problems["lease_months"] = "missing_value"
    if application.kind in LISTED and (draft.need is None or draft.need.rooms is None):
        problems["rooms"] = "missing_value"
    if application.kind is ApplicationKind.SWAP and application.lease is None:
        problems["lease"] = "no_lease"
    if problems:
        raise InvalidRecord("decision", problems)


def _answer_by(application: Application, notice: ObjectId | None, rules: Rules) -> Any:
    """Until when the party may answer the prior notice; None where none has arrived."""
    wanted = {"pk": notice, "letter_kind": LetterKind.PRIOR_NOTICE, "application": application.pk}
    letter = Letter.objects(**wanted).only("state", "arrived_on").first() if notice else None
    if letter is None or letter.arrived_on is None or letter.state is LetterState.RETURNED:
        return None
    return letter.arrived_on + timedelta(days=rules.answer_days)


def _case(application: Application, now: datetime) -> _Case:
    today = oslo_date(now)
    rules = rulebooks.current(today)
    person = records.get(Applicant, records.reference(application, "applicant"))
    return _Case(application, person, rules, assessments.verdict_of(application, person, rules, today), now)


def _proposal(case: _Case, draft: Draft, letter: Letter, actor: Actor) -> Proposal:
    today = oslo_date(case.now)
    facts = assessments.facts_of(case.application, case.person, today)
    return Proposal(
        id=letter.about,
        outcome=draft.outcome,
        basis=draft.basis,
        body=case.rules.policy.deciding.bodies[draft.basis],
        appeal_body=case.rules.appeal_bodies[draft.basis],
        dwelling_type=draft.dwelling_type,
        lease_months=draft.lease_months,
        need=draft.need,
        reasons=draft.reasons.strip(),
        weighed=draft.weighed.strip(),
        override=draft.override.strip() or None,
        facts=frozen.freeze(facts, case.verdict, case.rules.number),
        rulebook=case.rules.number,
        letter=letter.pk,
        letter_sha256=letter.sha256,
        appeal=draft.appeal,
        replaces=draft.replaces,
        prior_notice=draft.prior_notice,
        on=today,
        by=actor.id,
        by_name=actor.name,
    )


def _draw(case: _Case, draft: Draft, actor: Actor, sender: Sender) -> Letter:
    """The letter from the stored facts, kept as a draft; its `about` is the id that the decision will have."""
    application, today = case.application, oslo_date(case.now)
    envelope = dispatch.envelope(application, case.person, sender, today)
    weighed = draft.basis is LegalBasis.LOCAL_GUIDELINES and draft.outcome in WEIGHED
    mapping = application.mapping
    drawn: Drawn = decision_letter.draw(
        DecisionLetter(
            envelope=envelope,
            outcome=draft.outcome,
            kind=application.kind,
            basis=draft.basis,
            appeal_body=case.rules.appeal_bodies[draft.basis],
            appeal_weeks=case.rules.appeal_weeks,
            reasons=draft.reasons.strip(),
            weighed=draft.weighed.strip(),
            texts=case.rules.policy.texts[envelope.language],
            dwelling_type=draft.dwelling_type.label if draft.dwelling_type else None,
            need=tuple(need_in_words(draft.need)),
            lease_months=draft.lease_months,
            on_list=draft.outcome is DecisionOutcome.GRANTED and application.kind in LISTED,
            musts=tuple((one.requirement.label, one.result) for one in case.verdict.requirements) if weighed else (),
            views=mapping.wishes if mapping else None,
            by_appeal=draft.appeal is not None,
        )
    )
    return dispatch.draft(application, case.person, LetterKind.DECISION, drawn, actor, about=ObjectId(), today=today)


def need_in_words(need: ApprovedNeed | None) -> Iterable[str]:
    """The approved need in a few words each."""
    if need is None:
        return
    if need.rooms:
        yield f"{need.rooms} rom"
    yield from (words for name, words in NEED_WORDS.items() if getattr(need, name))


def _void_earlier(application: Application) -> list[Owed]:
    """What becomes of the letter of an earlier proposal, which nobody will sign."""
    held = application.proposal
    return [dispatch.owed_void(held.letter)] if held is not None else []


def entry_of(application: Application, decision: ObjectId | None) -> DecisionEntry | None:
    """The decision of that id as the application carries it."""
    return next((one for one in application.decisions if one.id == decision), None)
