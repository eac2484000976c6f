"""What is to be decided in a case, and whether the rule lets it be: asked both at the proposal and at the decision."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Appeal, Applicant, Application, Letter
from models.deciding import DecisionEntry, Proposal
from models.mapping import ApprovedNeed
from rules import decisions, frozen, states
from rules.appeals import PENDING, needs_reinstatement
from rules.applications import LISTED
from rules.deadlines import answer_deadline, oslo_date, presumed_arrival
from rules.decisions import WEIGHED, Proposed, Standing
from rules.eligibility import Verdict
from rules.errors import (
    AssessmentMissing,
    AssessmentOutdated,
    ConsentMissing,
    InvalidRecord,
    NotFound,
    TransitionRefused,
)
from rules.letters import ON_ITS_WAY
from rules.rulebook import Rules
from rules.terms import (
    AppealState,
    ApplicationKind,
    ApplicationState,
    Consent,
    DecisionOutcome,
    DwellingType,
    LegalBasis,
    LetterKind,
)
from services import assessments, merged, records, rulebooks

NO_CONSENT = (Consent.AWAITED, Consent.DECLINED)


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

    @classmethod
    def of(cls, proposal: Proposal) -> "Draft":
        """What a stored proposal says."""
        said: dict[str, Any] = {one.name: getattr(proposal, one.name) for one in fields(cls)}
        return cls(**said | {"override": proposal.override or ""})

    @property
    def rests_on_assessment(self) -> bool:
        """Whether it is the assessment by the guidelines that the outcome rests on."""
        return self.basis is LegalBasis.LOCAL_GUIDELINES and self.outcome in WEIGHED


@dataclass(frozen=True)
class Case:
    """What is decided on: the case, its person, the rulebook in force, what the facts come to, and when."""

    application: Application
    person: Applicant
    rules: Rules
    verdict: Verdict
    now: datetime

    @property
    def today(self) -> date:
        return oslo_date(self.now)


def case_of(application: Application, now: datetime) -> Case:
    """The case as it stands at the moment."""
    today = oslo_date(now)
    rules = rulebooks.current(today)
    person = merged.root_of(records.get(Applicant, records.reference(application, "applicant")))
    return Case(application, person, rules, assessments.verdict_of(application, person, rules, today), now)


def proposable(application: Application) -> bool:
    """Whether anything may be proposed in the case at all."""
    return application.state not in (ApplicationState.WITHDRAWN, ApplicationState.LAPSED)


def check(case: Case, draft: Draft) -> None:
    """Raise what keeps the draft from being decided in the case as it stands.

    Raises ConsentMissing, AssessmentMissing, AssessmentOutdated, NotFound (the appeal), and what
    rules.decisions.check_proposal() raises.
    """
    application = case.application
    if not proposable(application):
        raise TransitionRefused("application", application.state.value, "proposed")
    if draft.outcome in WEIGHED and application.consent in NO_CONSENT:
        raise ConsentMissing(application.number)
    if draft.rests_on_assessment:
        _check_assessment(application, case.verdict)
    _check_state(application, draft)
    _check_appeal(draft)
    proposed = Proposed(
        outcome=draft.outcome,
        basis=draft.basis,
        reasons=draft.reasons,
        weighed=draft.weighed,
        override=draft.override,
        replaces=str(draft.replaces) if draft.replaces else None,
        appealed=draft.appeal is not None,
        answer_by=answer_by(application, draft.prior_notice, draft.replaces, case.rules),
        beyond_usual=beyond_usual(case, draft.outcome, draft.basis),
    )
    verdict = case.verdict if draft.rests_on_assessment else None
    decisions.check_proposal(application.number, proposed, verdict, standing(application), case.today)


def _check_state(application: Application, draft: Draft) -> None:
    after = decisions.state_after(draft.outcome, draft.basis, application.kind)
    if after is not None and after is not application.state:
        states.check(states.APPLICATION, application.state, after)


def _check_assessment(application: Application, verdict: Verdict) -> None:
    """The assessment is there, and its facts come to the same today.

    A decided case is not assessed anew: what changes its decision rests on the facts as they stand, frozen with it.
    """
    held = application.assessment
    if held is None:
        raise AssessmentMissing(application.number, verdict.unanswered)
    holds = not application.assessment_stale and frozen.same_verdict(held.facts, verdict)
    if assessments.may_assess(application) and not holds:
        raise AssessmentOutdated(application.number)


def _check_appeal(draft: Draft) -> None:
    """A change by own reassessment answers an appeal on that decision which is still ours to act on (fvl. § 33).

    While there is one, the decision is changed by answering it; one that came late is let in first (fvl. § 31).
    """
    if draft.appeal is None:
        open_ones = Appeal.objects(decision=draft.replaces, state__in=list(PENDING)) if draft.replaces else None
        if open_ones is not None and draft.outcome in WEIGHED and open_ones.only("pk").first() is not None:
            raise TransitionRefused("decision", "appealed", draft.outcome.value)
        return
    held = Appeal.objects(pk=draft.appeal).only("state", "decision", "in_time", "reinstated")
    appeal = held.no_dereference().first()
    if appeal is None:
        raise NotFound("appeal", str(draft.appeal))
    if needs_reinstatement(appeal.in_time, appeal.reinstated):
        raise TransitionRefused("appeal", "late", AppealState.CHANGED.value)
    if appeal.state not in PENDING or records.reference(appeal, "decision") != draft.replaces:
        raise TransitionRefused("appeal", appeal.state.value, "changed")


def standing(application: Application) -> list[Standing]:
    """The decisions the case carries, as rules look at them."""
    return [
        Standing(id=str(one.id), basis=one.basis, outcome=one.outcome, decided_on=one.decided_on, open=one.open)
        for one in application.decisions
    ]


def entry_of(application: Application, decision: ObjectId | None) -> DecisionEntry | None:
    """The decision of that id as the application carries it."""
    return next((one for one in application.decisions if one.id == decision), None)


def open_entry(application: Application, basis: LegalBasis = LegalBasis.LOCAL_GUIDELINES) -> DecisionEntry | None:
    """The decision that stands on that basis."""
    return next((one for one in application.decisions if one.open and one.basis is basis), None)


def check_content(application: Application, draft: Draft) -> None:
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


def answer_by(
    application: Application, notice: ObjectId | None, decision: ObjectId | None, rules: Rules
) -> date | None:
    """Until when the party may answer the prior notice of that decision; None where none is on its way."""
    if notice is None:
        return None
    wanted = {"pk": notice, "letter_kind": LetterKind.PRIOR_NOTICE, "application": application.pk, "about": decision}
    letter = Letter.objects(**wanted).only("state", "arrived_on", "drawn_on").first()
    if letter is None or letter.arrived_on is None or letter.state not in ON_ITS_WAY:
        return None
    return max(answer_deadline(letter.arrived_on, rules.answer_days), told_answer_by(letter.drawn_on, rules))


def told_answer_by(drawn_on: date, rules: Rules) -> date:
    """The day that the prior notice itself names: counted as if it were posted the day it was drawn."""
    return answer_deadline(presumed_arrival(drawn_on, rules.posting_days), rules.answer_days)


def beyond_usual(case: Case, outcome: DecisionOutcome, basis: LegalBasis) -> bool:
    """Whether granting the case would be a swap beyond those normally granted to the same persons (S001)."""
    kind = case.application.kind
    if basis is not LegalBasis.LOCAL_GUIDELINES or kind is not ApplicationKind.SWAP:
        return False
    return decisions.beyond_usual(kind, outcome, len(earlier_swaps(case)), case.rules.policy.swaps)


def earlier_swaps(case: Case) -> list[Application]:
    """The person's other applications that were granted a swap, also under the records merged into theirs."""
    people = merged.ids_of(case.person.pk)
    wanted = Application.objects(applicant__in=people, kind=ApplicationKind.SWAP, pk__ne=case.application.pk)
    granted = []
    for one in wanted.only("application_number", "kind", "state", "decisions", "decided_on").no_dereference():
        stands = open_entry(one)
        if stands is not None and stands.outcome is DecisionOutcome.GRANTED:
            granted.append(one)
    return granted
