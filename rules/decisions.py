"""What a decision must hold before it may be proposed, and who may make it (fvl. §§ 6, 16, 24, 25; S001)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rules.eligibility import Verdict
from rules.errors import (
    AssessmentMissing,
    ConflictOfInterest,
    DecisionStands,
    FourEyesMissing,
    MissingReason,
    PriorNoticeMissing,
    QuorumMissing,
    TransitionRefused,
)
from rules.policy import Deciding
from rules.terms import Advice, ApplicationKind, ApplicationState, DecidingBody, DecisionOutcome, LegalBasis

WEIGHED = frozenset({DecisionOutcome.GRANTED, DecisionOutcome.REFUSED})
"""Outcomes that rest on an assessment; a dismissal looks at formal conditions alone."""

_AFTER: Mapping[DecisionOutcome, ApplicationState] = {
    DecisionOutcome.GRANTED: ApplicationState.WAITING,
    DecisionOutcome.REFUSED: ApplicationState.REFUSED,
    DecisionOutcome.DISMISSED: ApplicationState.DISMISSED,
    DecisionOutcome.WITHDRAWN: ApplicationState.REFUSED,
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A decision that the application carries already."""

    id: str
    basis: LegalBasis
    outcome: DecisionOutcome
    decided_on: date
    open: bool


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What is proposed, as the rule looks at it; `replaces` is the standing decision that it withdraws or changes."""

    outcome: DecisionOutcome
    basis: LegalBasis
    reasons: str
    weighed: str
    override: str = ""
    replaces: str | None = None
    appealed: bool = False
    answer_by: date | None = None  # until when the party may answer the prior notice
    beyond_usual: bool = False  # a swap beyond those that are normally granted (S001)


@dataclass(frozen=True)
class Participant:
    """Someone who decides: a user's id and name, and the agency they speak for."""

    id: str
    name: str
    agency: str


def state_after(outcome: DecisionOutcome, basis: LegalBasis, kind: ApplicationKind) -> ApplicationState | None:
    """Where the application stands after the decision; None where a decision on another basis moves nothing."""
    if basis is not LegalBasis.LOCAL_GUIDELINES:
        return None
    if outcome is DecisionOutcome.GRANTED and kind is ApplicationKind.EXTENSION:
        return ApplicationState.HOUSED
    return _AFTER[outcome]


def check_proposal(
    number: str, proposed: Proposed, verdict: Verdict | None, standing: Iterable[Standing], today: date
) -> None:
    """Raise what keeps the proposal from being made.

    Raises MissingReason (fvl. §§ 24, 25; S001 of swaps), AssessmentMissing, DecisionStands, PriorNoticeMissing,
    TransitionRefused.
    """
    if not proposed.reasons.strip() or not proposed.weighed.strip():
        raise MissingReason("decision.reasons")
    open_ones = {one.id: one for one in standing if one.open and one.basis is proposed.basis}
    replaced = open_ones.pop(proposed.replaces, None) if proposed.replaces else None
    for other in open_ones.values():
        raise DecisionStands(number, other.basis.value, other.decided_on)
    if proposed.outcome is DecisionOutcome.WITHDRAWN:
        _check_withdrawal(number, proposed, replaced, today)
    elif proposed.replaces or proposed.appealed:
        _check_change(proposed, replaced)
    if proposed.beyond_usual and not proposed.override.strip():
        raise MissingReason("decision.swap")
    if verdict is not None and proposed.basis is LegalBasis.LOCAL_GUIDELINES and proposed.outcome in WEIGHED:
        _check_against_advice(number, proposed, verdict)


def _check_withdrawal(number: str, proposed: Proposed, replaced: Standing | None, today: date) -> None:
    if replaced is None or replaced.outcome is not DecisionOutcome.GRANTED:
        raise TransitionRefused("decision", replaced.outcome.value if replaced else "", proposed.outcome.value)
    if proposed.answer_by is None or proposed.answer_by >= today:
        raise PriorNoticeMissing(number)


def _check_change(proposed: Proposed, replaced: Standing | None) -> None:
    """A standing decision is changed to the party's advantage alone: unasked (§ 35 a) or on appeal (§ 33).

    What puts another grant in place of a grant may also take something away, and so answers an appeal alone.
    """
    unasked = replaced is not None and not proposed.appealed and replaced.outcome is DecisionOutcome.GRANTED
    if replaced is None or unasked or not in_favour(replaced.outcome, proposed.outcome):
        raise TransitionRefused("decision", replaced.outcome.value if replaced else "", proposed.outcome.value)


def _check_against_advice(number: str, proposed: Proposed, verdict: Verdict) -> None:
    if verdict.advice is Advice.INCOMPLETE:
        raise AssessmentMissing(number, verdict.unanswered)
    if follows(verdict.advice, proposed.outcome) is False and not proposed.override.strip():
        raise MissingReason("decision.override")


def follows(advice: Advice, outcome: DecisionOutcome) -> bool | None:
    """Whether an outcome is what the rulebook points to; None where it points nowhere."""
    pointed = {Advice.GRANT: DecisionOutcome.GRANTED, Advice.REFUSE: DecisionOutcome.REFUSED}.get(advice)
    return None if pointed is None or outcome not in WEIGHED else outcome is pointed


def beyond_usual(kind: ApplicationKind, outcome: DecisionOutcome, earlier: int, usual: int) -> bool:
    """Whether a grant goes beyond the swaps that are normally granted to the same persons (S001: one)."""
    return kind is ApplicationKind.SWAP and outcome is DecisionOutcome.GRANTED and earlier >= usual


def in_favour(before: DecisionOutcome, after: DecisionOutcome) -> bool:
    """Whether a change is to the party's advantage (fvl. §§ 33 second paragraph, 35 a).

    A grant always is, also a better one in place of another; so is to have what was dismissed tried at all.
    """
    tried = before is DecisionOutcome.DISMISSED and after is DecisionOutcome.REFUSED
    return after is DecisionOutcome.GRANTED or tried


def check_deciders(
    number: str,
    body: DecidingBody,
    deciding: Deciding,
    participants: Collection[Participant],
    *,
    proposed_by: str,
    disqualified: Mapping[str, str],
) -> None:
    """Raise what keeps these people from deciding the case; `disqualified` = user id → name.

    Whoever is disqualified neither prepares a case nor decides it.
    Raises ConflictOfInterest (fvl. § 6), FourEyesMissing, QuorumMissing.
    """
    if proposed_by in disqualified:
        raise ConflictOfInterest(number, disqualified[proposed_by])
    for one in participants:
        if one.id in disqualified:
            raise ConflictOfInterest(number, one.name)
    if body is DecidingBody.COMMITTEE:
        people = {one.id: one for one in participants}  # somebody named twice is one
        agencies = len({one.agency for one in people.values()})
        if len(people) < deciding.quorum or agencies < deciding.agencies:
            raise QuorumMissing(len(people), deciding.quorum, agencies, deciding.agencies)
    elif deciding.four_eyes:
        for one in participants:
            if one.id == proposed_by:
                raise FourEyesMissing(number, one.name)
