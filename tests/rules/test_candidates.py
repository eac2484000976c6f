"""What is asked of an office's candidate, and where a candidate stands as the vacancy goes on."""

import pytest

from rules import states
from rules.candidates import Answer, follows, unanswered
from rules.letting_policy import Point
from rules.states import check
from rules.terms import NominationState, VacancyState

POINTS = (Point(code="need", label="Behov"), Point(code="access", label="Adkomst"), Point(code="wishes", label="Ønske"))
UP, BACK = NominationState.PUT_UP, NominationState.WITHDRAWN
GIVEN, OVER = NominationState.ALLOCATED, NominationState.PASSED_OVER
OPEN = [one for one in VacancyState if one not in (VacancyState.ALLOCATED, VacancyState.LET, VacancyState.CANCELLED)]


def test_every_point_of_the_checklist_is_answered_in_words() -> None:
    said = {"need": Answer("Tre rom"), "access": Answer("Går i trapper", applies=False), "wishes": Answer("Nær byen")}
    assert unanswered(POINTS, said) == ()
    assert unanswered(POINTS, {}) == ("need", "access", "wishes")
    assert unanswered(POINTS, said | {"wishes": Answer("  \n")}) == ("wishes",)


def test_a_point_that_does_not_apply_says_why_in_a_word() -> None:
    said = {one.code: Answer("Ja") for one in POINTS} | {"access": Answer("", applies=False)}
    assert unanswered(POINTS, said) == ("access",)


def test_what_the_rulebook_does_not_ask_for_answers_nothing() -> None:
    assert unanswered(POINTS[:1], {"gone": Answer("Ja")}) == ("need",)


WAYS = [
    ("tildelt: den valgte får boligen", UP, VacancyState.ALLOCATED, {"chosen": True}, GIVEN),
    ("tildelt: de andre får den ikke", UP, VacancyState.ALLOCATED, {}, OVER),
    ("tildelt en annen etter at den første falt", GIVEN, VacancyState.ALLOCATED, {"fell": True}, OVER),
    ("tildelt igjen: den gamle kandidaturen står som den sto", OVER, VacancyState.ALLOCATED, {"chosen": True}, OVER),
    ("utleid: som tildelt, også når husstanden er ute av listen", GIVEN, VacancyState.LET,
     {"chosen": True, "waits": False}, GIVEN),
    ("avlyst: ingen får den", UP, VacancyState.CANCELLED, {}, OVER),
    ("åpen igjen: de andre er meldt inn på nytt", OVER, VacancyState.OPEN, {}, UP),
    ("åpen igjen: den som takket nei, er det ikke", GIVEN, VacancyState.OPEN, {"fell": True}, OVER),
    ("åpen igjen: heller ikke andre gang det ses på", OVER, VacancyState.OPEN, {"fell": True}, OVER),
    ("meldt inn på nytt av kontoret etter et nei", UP, VacancyState.OPEN, {"fell": True}, UP),
    ("tildelingen er angret: den valgte er kandidat igjen", GIVEN, VacancyState.AGREED, {}, UP),
    ("ute av ventelisten: ikke kandidat lenger", UP, VacancyState.RECOMMENDED, {"waits": False}, BACK),
    ("ute av ventelisten: meldes ikke inn på nytt", OVER, VacancyState.OPEN, {"waits": False}, OVER),
    ("trukket er trukket", BACK, VacancyState.OPEN, {}, BACK),
    ("trukket er trukket også når boligen er tildelt", BACK, VacancyState.ALLOCATED, {"chosen": True}, BACK),
]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "vacancy", "facts", "target"), [row[1:] for row in WAYS], ids=[row[0] for row in WAYS]
)
def test_where_a_candidate_stands(
    state: NominationState, vacancy: VacancyState, facts: dict[str, bool], target: NominationState
) -> None:
    given = {"chosen": False, "fell": False, "waits": True} | facts
    assert follows(state, vacancy, **given) is target


@pytest.mark.parametrize("state", NominationState)
@pytest.mark.parametrize("vacancy", VacancyState)
@pytest.mark.parametrize("chosen", [True, False])
@pytest.mark.parametrize("fell", [True, False])
@pytest.mark.parametrize("waits", [True, False])
def test_every_way_is_in_the_table_and_looking_twice_changes_nothing(
    state: NominationState, vacancy: VacancyState, chosen: bool, fell: bool, waits: bool
) -> None:
    target = follows(state, vacancy, chosen=chosen, fell=fell, waits=waits)
    if target is not state:
        check(states.NOMINATION, state, target)
    assert follows(target, vacancy, chosen=chosen, fell=fell, waits=waits) is target


@pytest.mark.parametrize("vacancy", OPEN)
def test_who_waits_stays_a_candidate_until_the_dwelling_is_given_away(vacancy: VacancyState) -> None:
    assert follows(UP, vacancy, chosen=False, fell=False, waits=True) is UP
