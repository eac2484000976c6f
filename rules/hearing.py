"""What a unit's answer and a discussion meeting lead to, who may give them, and what each must say (S004 steps 7-8)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from rules.errors import ConflictOfInterest, InvalidRecord, MissingReason, NotTheUnitsLeader, TookPart
from rules.terms import DiscussionOutcome, UnitAnswer, VacancyState

AFTER_ANSWER: Mapping[UnitAnswer, VacancyState] = {
    UnitAnswer.YES: VacancyState.AGREED,
    UnitAnswer.DOUBT: VacancyState.DOUBTED,
    UnitAnswer.NO: VacancyState.DISPUTED,
}
AFTER_MEETING: Mapping[DiscussionOutcome, VacancyState] = {
    DiscussionOutcome.AGREED: VacancyState.AGREED,
    DiscussionOutcome.OTHER: VacancyState.AGREED,
    DiscussionOutcome.DISAGREED: VacancyState.DISPUTED,
}
FEWEST_PARTICIPANTS = 2  # nobody discusses alone


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Who would speak for a unit: `stands_in_for` are those who are away with this one as their deputy."""

    id: str
    name: str
    stands_in_for: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Parties:
    """The unit's leader and the leader's deputy, those who recommended, and those disqualified (id → name)."""

    leader: str | None
    deputy: str | None = None
    recommended: frozenset[str] = frozenset()
    disqualified: Mapping[str, str] = field(default_factory=dict)


def speaks_for_unit(voice: Voice, parties: Parties) -> bool:
    """Whether the person answers for the unit: its leader, or the deputy while the leader is away or disqualified."""
    if parties.leader is None:
        return False
    mine = voice.id == parties.leader or parties.leader in voice.stands_in_for
    steps_in = parties.leader in parties.disqualified and voice.id == parties.deputy
    return mine or steps_in


def check_voice(number: str, voice: Voice, parties: Parties) -> None:
    """Raise what keeps the person from answering for the unit.

    Raises NotTheUnitsLeader, ConflictOfInterest (fvl. § 6), TookPart (recommended the household themselves).
    """
    if not speaks_for_unit(voice, parties):
        raise NotTheUnitsLeader(number)
    if voice.id in parties.disqualified:
        raise ConflictOfInterest(number, voice.name)
    if voice.id in parties.recommended:
        raise TookPart(number, voice.name)


def check_answer(answer: UnitAnswer, *, chosen: Collection[str], prefers: str | None, reasons: str) -> None:
    """Raise what an answer lacks: doubt and no have reasons, a yes to two who are equal says which.

    Raises MissingReason, InvalidRecord (which of the two; one who is not recommended).
    """
    if answer is not UnitAnswer.YES and not reasons.strip():
        raise MissingReason("vacancy.answer")
    if prefers is not None and prefers not in chosen:
        raise InvalidRecord("vacancy", {"prefers": "not_recommended"})
    if answer is UnitAnswer.YES and prefers is None and len(chosen) > 1:
        raise InvalidRecord("vacancy", {"prefers": "which_of_two"})


def check_meeting(
    outcome: DiscussionOutcome, *, participants: Collection[str], recommended: Collection[str], chosen: str | None
) -> None:
    """Raise what the note of a discussion meeting lacks: who met, and whom they agree on.

    Raises InvalidRecord.
    """
    if len(set(participants)) < FEWEST_PARTICIPANTS:
        raise InvalidRecord("vacancy", {"participants": "too_few_participants"})
    if outcome is DiscussionOutcome.AGREED and chosen not in recommended:
        raise InvalidRecord("vacancy", {"chosen": "which_of_two" if chosen is None else "not_recommended"})
    if outcome is DiscussionOutcome.OTHER and (chosen is None or chosen in recommended):
        raise InvalidRecord("vacancy", {"chosen": "which_other"})
