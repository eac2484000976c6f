"""Who answers for a unit, what each answer and each meeting leads to, and what they must say (S004 steps 7-8)."""

from typing import Any

import pytest

from rules import hearing, states
from rules.errors import ConflictOfInterest, HusromError, InvalidRecord, MissingReason, NotTheUnitsLeader, TookPart
from rules.hearing import Parties, Voice
from rules.terms import DiscussionOutcome, UnitAnswer, VacancyState

UNIT = {"leader": "leder", "deputy": "vara", "recommended": frozenset({"kon1", "kon2"})}
OUT = {"disqualified": {"leder": "Lise Leder"}}


@pytest.mark.parametrize(
    ("case", "voice", "parties", "refusal"),
    [
        ("the leader answers", Voice(id="leder", name="L"), {}, None),
        ("the deputy does while the leader is away", Voice(id="vara", name="V", stands_in_for=frozenset({"leder"})), {},
         None),
        ("the deputy does not while the leader is there", Voice(id="vara", name="V"), {}, NotTheUnitsLeader),
        ("nor does the leader of another unit", Voice(id="annen", name="A"), {}, NotTheUnitsLeader),
        ("nor one who stands in for somebody else", Voice(id="a", name="A", stands_in_for=frozenset({"b"})), {},
         NotTheUnitsLeader),
        ("nobody answers for a unit without a leader", Voice(id="leder", name="L"), {"leader": None},
         NotTheUnitsLeader),
        ("a leader who is a relative of a candidate does not", Voice(id="leder", name="L"), OUT, ConflictOfInterest),
        ("the deputy steps in for a disqualified leader", Voice(id="vara", name="V"), OUT, None),
        ("but not one who is disqualified too", Voice(id="vara", name="V"),
         {"disqualified": {"leder": "L", "vara": "V"}}, ConflictOfInterest),
        ("a deputy who recommended does not", Voice(id="kon2", name="K", stands_in_for=frozenset({"leder"})), {},
         TookPart),
        ("nor a leader who did", Voice(id="leder", name="L"), {"recommended": frozenset({"leder"})}, TookPart),
    ],
)  # fmt: skip
def test_the_units_leader_answers_or_who_stands_in(
    case: str, voice: Voice, parties: dict[str, Any], refusal: type[HusromError] | None
) -> None:
    unit = Parties(**UNIT | parties)
    if refusal is None:
        hearing.check_voice("L2026-0001", voice, unit)
    else:
        with pytest.raises(refusal):
            hearing.check_voice("L2026-0001", voice, unit)


@pytest.mark.parametrize(
    ("case", "answer", "others", "problem"),
    [
        ("a yes to one needs nothing more", UnitAnswer.YES, {}, None),
        ("a yes to two says which", UnitAnswer.YES, {"chosen": ["a", "b"]}, {"prefers": "which_of_two"}),
        ("and is well with one of them", UnitAnswer.YES, {"chosen": ["a", "b"], "prefers": "b"}, None),
        ("nobody else may be preferred", UnitAnswer.YES, {"prefers": "c"}, {"prefers": "not_recommended"}),
        ("doubt has reasons", UnitAnswer.DOUBT, {"reasons": "  "}, MissingReason),
        ("so has a no", UnitAnswer.NO, {"reasons": ""}, MissingReason),
        ("with them it is well", UnitAnswer.NO, {"reasons": "Vi har ikke nattevakt."}, None),
        ("doubt about two need prefer none", UnitAnswer.DOUBT, {"chosen": ["a", "b"], "reasons": "Usikre."}, None),
    ],
)
def test_what_an_answer_must_say(case: str, answer: UnitAnswer, others: dict[str, Any], problem: Any) -> None:
    given: dict[str, Any] = {"chosen": ["a"], "prefers": None, "reasons": "", **others}
    if problem is None:
        hearing.check_answer(answer, **given)
        return
    with pytest.raises(HusromError) as refused:
        hearing.check_answer(answer, **given)
    error = refused.value
    assert (error.problems if isinstance(error, InvalidRecord) else type(error)) == problem


@pytest.mark.parametrize(
    ("case", "outcome", "others", "problem"),
    [
        ("agreed on the one recommended", DiscussionOutcome.AGREED, {"chosen": "a"}, None),
        ("two are equal and nobody is named", DiscussionOutcome.AGREED, {"recommended": ["a", "b"]},
         {"chosen": "which_of_two"}),
        ("agreed on somebody else is another outcome", DiscussionOutcome.AGREED, {"chosen": "c"},
         {"chosen": "not_recommended"}),
        ("another one", DiscussionOutcome.OTHER, {"chosen": "c"}, None),
        ("another one who is nobody", DiscussionOutcome.OTHER, {}, {"chosen": "which_other"}),
        ("another one who is the same", DiscussionOutcome.OTHER, {"chosen": "a"}, {"chosen": "which_other"}),
        ("still disagreed", DiscussionOutcome.DISAGREED, {}, None),
        ("nobody discusses alone", DiscussionOutcome.DISAGREED, {"participants": ["Kari", "Kari"]},
         {"participants": "too_few_participants"}),
    ],
)  # fmt: skip
def test_what_the_note_of_a_meeting_must_say(
    case: str, outcome: DiscussionOutcome, others: dict[str, Any], problem: dict[str, str] | None
) -> None:
    given: dict[str, Any] = {"participants": ["Kari", "Ola"], "recommended": ["a"], "chosen": None, **others}
    if problem is None:
        hearing.check_meeting(outcome, **given)
        return
    with pytest.raises(InvalidRecord) as refused:
        hearing.check_meeting(outcome, **given)
    assert refused.value.problems == problem


def test_each_answer_and_each_outcome_leads_where_the_table_of_states_allows() -> None:
    for answer, after in hearing.AFTER_ANSWER.items():
        states.check(states.VACANCY, VacancyState.RECOMMENDED, after)
        assert answer in UnitAnswer
    for after in hearing.AFTER_MEETING.values():
        states.check(states.VACANCY, VacancyState.DOUBTED, after)
    states.check(states.VACANCY, VacancyState.DISPUTED, VacancyState.DOUBTED)  # a meeting after a no
    assert set(hearing.AFTER_ANSWER) == set(UnitAnswer)
    assert set(hearing.AFTER_MEETING) == set(DiscussionOutcome)
