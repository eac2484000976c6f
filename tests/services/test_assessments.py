"""Mapping and assessment: what is stored, what is refused, and when an assessment must be looked at again."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from models import Application, Office, Task
from models.intake import Conflict
from models.mapping import Mapping
from rules import frozen
from rules.eligibility import Verdict
from rules.errors import (
    AssessmentMissing,
    ConflictOfInterest,
    InvalidRecord,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    Advice,
    AppealState,
    ApplicationState,
    HousingSituation,
    Role,
    TargetGroup,
    TaskKind,
    UnsuitableReason,
)
from services import assessments, records, rulebooks
from services.assessments import Answers, Choice, Must
from tests.casework import LEVELS, NOW, TODAY, acting, assessed, house, worker
from tests.factories import ACTOR, make_appeal, make_applicant, make_application, make_decision, make_office

__all__ = ["house"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("house")

ANSWERS = Answers(
    rulebook=1,
    requirements={
        "private_market": Must(True, "Ingen inntekt ut over sosialhjelp."),
        "present_home": Must(True, "Bor på sofa."),
    },
    factors={code: Choice(level, "Samtale 20.11.") for code, level in LEVELS.items()},
    barred=False,
)
WISHES = "Vil bo nær skolen."


def a_case(state: ApplicationState = ApplicationState.IN_ASSESSMENT, **values: Any) -> Any:
    values.setdefault("applicant", make_applicant(born_on=date(1984, 5, 3)))
    return make_application(state=state, **values)


def map_needs(case: Any, mapping: Mapping, **others: Any) -> bool:
    actor = others.pop("actor", None) or acting(worker())
    return assessments.map_needs(case, mapping, actor, version=others.pop("version", case.version), today=TODAY)


def answer(case: Any, answers: Answers = ANSWERS, **others: Any) -> bool:
    actor = others.pop("actor", None) or acting(worker())
    return assessments.answer(case, answers, actor, version=others.pop("version", case.version), now=NOW)


def change_facts(case: Any, **values: Any) -> bool:
    actor = acting(worker())
    return assessments.change_facts(case, values, actor, why="Ny opplysning fra søkeren", version=case.version)


def stored() -> Any:
    return Application.objects.get()


def step() -> str:
    """What the case's task says is to be done."""
    return str(Task.objects.get(kind=TaskKind.NEXT_STEP).text).removeprefix("Neste steg: ").rstrip(".").capitalize()


# --- Mapping ---------------------------------------------------------------------------------------------------------


def test_a_mapping_is_stored_with_its_day_and_the_next_step_is_to_assess() -> None:
    case = a_case()
    mapping = Mapping(rooms_now=1, health="Trenger heis.", wishes=WISHES, unsuitable_reasons=[UnsuitableReason.SIZE])
    assert map_needs(case, mapping)
    found = stored()
    assert (found.mapped_on, found.mapping.wishes, found.mapping.health) == (TODAY, WISHES, "Trenger heis.")
    assert found.history[-1].action == "mapped"
    assert step() == "Vurder saken"


def test_what_is_told_of_health_is_not_stored_in_the_clear() -> None:
    map_needs(a_case(), Mapping(health="Trenger heis.", wishes=WISHES))
    assert "heis" not in str(Application._get_collection().find_one())


def test_the_same_mapping_again_writes_nothing() -> None:
    case = a_case()
    map_needs(case, Mapping(rooms_now=1, wishes=WISHES))
    assert map_needs(stored(), Mapping(rooms_now=1, wishes=WISHES, pets="")) is False
    assert stored().version == case.version
    assert map_needs(stored(), Mapping(rooms_now=2, wishes=WISHES))


@pytest.mark.parametrize(
    ("sentence", "mapping", "children", "problem"),
    [
        ("the applicant is asked for wishes", Mapping(), 0, {"wishes": "wishes_missing"}),
        ("blank wishes are none", Mapping(wishes="  "), 0, {"wishes": "wishes_missing"}),
        ("wishes and none at once is not clear", Mapping(wishes="x", no_wishes=True), 0, {"wishes": "wishes_both"}),
        ("children are heard", Mapping(wishes=WISHES), 2, {"children_heard": "children_unheard"}),
        (
            "a notice that is received lies in the past",
            Mapping(wishes=WISHES, notice_received_on=TODAY + timedelta(days=1)),
            0,
            {"notice_received_on": "future"},
        ),
    ],
)
def test_a_mapping_without_what_must_be_asked_is_refused(
    sentence: str, mapping: Mapping, children: int, problem: dict[str, str]
) -> None:
    with pytest.raises(InvalidRecord) as refused:
        map_needs(a_case(children=children), mapping)
    assert refused.value.problems == problem, sentence
    assert stored().mapping is None


def test_that_there_are_no_wishes_is_said_in_so_many_words() -> None:
    assert map_needs(a_case(), Mapping(no_wishes=True))
    assert stored().mapping.no_wishes


@pytest.mark.parametrize(
    "state", [one for one in ApplicationState if one.value not in {"received", "in_assessment", "waiting"}]
)
def test_a_closed_case_is_neither_mapped_nor_changed_nor_assessed(state: ApplicationState) -> None:
    case = a_case(state)
    with pytest.raises(TransitionRefused):
        map_needs(case, Mapping(wishes=WISHES))
    with pytest.raises(TransitionRefused):
        change_facts(case, children=1)
    with pytest.raises(TransitionRefused):
        answer(case)
    assert stored().version == 1


@pytest.mark.parametrize(
    ("appeal", "allowed"),
    [(AppealState.RECEIVED, True), (AppealState.UNDER_REASSESSMENT, True), (AppealState.FORWARDED, False)],
)
def test_a_closed_case_is_looked_at_anew_while_an_appeal_waits_for_us(appeal: AppealState, allowed: bool) -> None:
    case = a_case(ApplicationState.DISMISSED)
    make_appeal(decision=make_decision(application=case), state=appeal)
    assert (assessments.may_map(case), assessments.may_assess(case)) == (allowed, allowed)
    for act in (lambda: change_facts(stored(), situation=HousingSituation.AT_RISK), lambda: answer(stored())):
        if allowed:
            assert act()
        else:
            with pytest.raises(TransitionRefused):
                act()
    assert stored().state is ApplicationState.DISMISSED
    with pytest.raises(TransitionRefused):
        assessments.review_need(stored(), acting(worker()), version=stored().version, today=TODAY)


# --- Who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", [answer, lambda case, **others: map_needs(case, Mapping(wishes=WISHES), **others)])
def test_only_those_who_work_the_case_on_what_they_saw(act: Any) -> None:
    case = a_case(office=make_office(name="Nord"))
    with pytest.raises(NotAuthorised):
        act(case, actor=acting(worker(Role.READER)))
    with pytest.raises(NoNeedToKnow):
        act(case, actor=acting(worker(office=make_office(name="Sør"))))
    north = acting(worker(office=Office.objects.get(name="Nord")))
    with pytest.raises(StaleState):
        act(case, actor=north, version=case.version - 1)
    records.change(
        case, ACTOR, values={"conflicts": [Conflict(user=north.id, user_name=north.name, because="Bror", on=TODAY)]}
    )
    with pytest.raises(ConflictOfInterest):
        act(case, actor=north)
    assert stored().mapped_on is None
    assert stored().assessment is None


# --- Assessment ------------------------------------------------------------------------------------------------------


def test_an_assessment_keeps_answers_facts_advice_and_the_rulebook_it_was_made_under() -> None:
    assert answer(a_case())
    found = stored()
    held = found.assessment
    assert (held.advice, held.score, held.rulebook, held.assessed_on) == (Advice.GRANT, 3, 1, TODAY)
    assert found.factor_levels == LEVELS
    assert {one.code: one.evidence for one in held.requirements}["present_home"] == "Bor på sofa."
    assert frozen.facts_in(held.facts).age == 42
    assert (found.history[-1].action, found.history[-1].rulebook) == ("assessed", 1)
    assert step() == "Lag forslag til vedtak"


def test_every_assessment_stays_in_the_history() -> None:
    answer(a_case())
    case = stored()
    answer(case, replace(ANSWERS, factors=ANSWERS.factors | {"breaches": Choice("some", "Restanse fra 2023.")}))
    assert stored().assessment.score == 1
    (before,) = assessments.earlier(stored())
    assert (before.score, before.advice, before.factors[3].evidence) == (3, Advice.GRANT, "Samtale 20.11.")


@pytest.mark.parametrize(
    ("sentence", "answers", "problem"),
    [
        ("a must has evidence", replace(ANSWERS, requirements={"present_home": Must(True, " ")}), "must.present_home"),
        ("nobody answers what is computed", replace(ANSWERS, requirements={"age": Must(True, "x")}), "must.age"),
        ("an unknown must is refused", replace(ANSWERS, requirements={"$where": Must(True, "x")}), "must.$where"),
        ("an unknown factor is refused", replace(ANSWERS, factors={"sex": Choice("none", "x")}), "factor.sex"),
        ("an unknown level is refused", replace(ANSWERS, factors={"breaches": Choice("1", "x")}), "factor.breaches"),
        ("a factor has evidence", replace(ANSWERS, factors={"breaches": Choice("none", "")}), "factor.breaches"),
        ("the bar has evidence", replace(ANSWERS, barred=True), "bar_evidence"),
        ("the questions are those of the day's rulebook", replace(ANSWERS, rulebook=2), "rulebook"),
    ],
)
def test_an_answer_that_cannot_stand_is_refused(sentence: str, answers: Answers, problem: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        answer(a_case(), answers)
    assert list(refused.value.problems) == [problem], sentence
    assert stored().assessment is None


def test_what_is_left_open_keeps_an_assessment_from_being_made() -> None:
    case = a_case()
    with pytest.raises(AssessmentMissing) as refused:
        answer(case, replace(ANSWERS, factors={}))
    assert "Boevne" in refused.value.unanswered
    with pytest.raises(AssessmentMissing):
        answer(case, replace(ANSWERS, barred=None))
    assert stored().version == 1


def test_a_must_that_is_not_met_is_enough_without_every_factor() -> None:
    home = {"present_home": Must(False, "Tre rom i god stand.")}
    assert answer(a_case(), replace(ANSWERS, requirements=home, factors={}, barred=None))
    assert stored().assessment.advice is Advice.REFUSE


def test_gross_breach_bars_with_what_shows_it() -> None:
    answer(a_case(), replace(ANSWERS, barred=True, bar_evidence="Hærverk, protokoll 3.2.2024."))
    assert (stored().assessment.advice, stored().assessment.bar_evidence[:7]) == (Advice.REFUSE, "Hærverk")


def test_children_make_their_best_interest_part_of_it() -> None:
    case = a_case(children=1)
    with pytest.raises(InvalidRecord) as refused:
        answer(case)
    assert refused.value.problems == {"best_interest": "best_interest_missing"}
    assert answer(case, replace(ANSWERS, best_interest="Barnet kan bli på skolen sin."))


def test_an_unknown_birth_date_keeps_it_from_being_finished() -> None:
    with pytest.raises(AssessmentMissing) as refused:
        answer(a_case(applicant=make_applicant()))
    assert refused.value.unanswered == ("Fylt 18 år",)


def test_a_case_that_is_not_taken_up_is_not_assessed() -> None:
    with pytest.raises(TransitionRefused):
        answer(a_case(ApplicationState.RECEIVED))


# --- What changes ----------------------------------------------------------------------------------------------------


def test_changed_facts_are_stored_with_the_reason_and_put_in_the_history() -> None:
    assert change_facts(a_case(), children=2, situation=HousingSituation.AT_RISK)
    entry = stored().history[-1]
    assert (stored().children, entry.action, entry.why) == (2, "facts_changed", "Ny opplysning fra søkeren")
    assert change_facts(stored(), children=2) is False


def test_facts_are_changed_with_a_reason_and_nothing_else_is() -> None:
    case = a_case()
    with pytest.raises(MissingReason):
        assessments.change_facts(case, {"children": 2}, acting(worker()), why=" ", version=1)
    with pytest.raises(InvalidRecord):
        change_facts(case, state=ApplicationState.WAITING)
    with pytest.raises(InvalidRecord):
        change_facts(stored(), adults=0)
    assert stored().version == 1


@pytest.mark.parametrize(
    ("sentence", "values", "stale"),
    [
        ("who moves away no longer meets the must", {"resident": False}, True),
        ("a refugee need not be registered here", {"resident": False, "target_group": TargetGroup.REFUGEE}, True),
        ("the answers were about another situation", {"situation": HousingSituation.OWNS}, True),
        ("children that came were not considered", {"children": 1}, True),
        ("one adult more changes nothing that was weighed", {"adults": 3}, False),
        ("nor does a wish for rooms", {"rooms_wanted": 4}, False),
    ],
)
def test_changed_facts_make_an_assessment_stale(sentence: str, values: dict[str, Any], stale: bool) -> None:
    change_facts(assessed(), **values)
    assert stored().assessment_stale is stale, sentence
    assert step() == ("Vurder saken på nytt" if stale else "Lag forslag til vedtak")


def test_what_is_set_right_again_makes_it_hold() -> None:
    change_facts(assessed(), resident=False)
    assert stored().stale_on is not None
    change_facts(stored(), resident=True)
    assert (stored().assessment_stale, stored().stale_on) == (False, None)
    assert [entry.action for entry in stored().history][-4:] == [
        "facts_changed", "assessment_stale", "facts_changed", "assessment_holds",
    ]  # fmt: skip


def test_a_new_answer_clears_the_mark() -> None:
    change_facts(assessed(), situation=HousingSituation.AT_RISK)
    answer(stored())
    assert (stored().assessment_stale, stored().stale_on) == (False, None)
    assert step() == "Lag forslag til vedtak"


def test_a_birth_date_that_is_changed_by_anybody_is_followed_up() -> None:
    case = assessed()
    records.change(case.applicant, ACTOR, values={"born_on": date(2010, 1, 1)})
    assert stored().assessment_stale
    assert case.applicant.reload().pending == []


def test_a_birth_date_that_leaves_the_verdict_as_it_is_writes_nothing() -> None:
    case = assessed()
    records.change(case.applicant, ACTOR, values={"born_on": date(1950, 1, 1)})
    assert stored().version == case.version


def a_rulebook(**factors: dict[str, int]) -> Any:
    """Version 1 with other points for some levels, or no such level."""
    rules = rulebooks.numbered(1)
    changed = tuple(
        replace(
            one,
            levels=tuple(
                replace(level, points=factors[one.code].get(level.code, level.points)) for level in one.levels
            ),
        )
        if one.code in factors
        else one
        for one in rules.policy.factors
    )
    return replace(rules, number=2, policy=replace(rules.policy, factors=changed))


def test_a_new_rulebook_marks_the_open_cases_that_it_changes() -> None:
    case, other = assessed(), assessed()
    records.change(other, ACTOR, values={"state": ApplicationState.REFUSED})
    assert assessments.recheck_open(rulebooks.numbered(1), ACTOR) == 0
    assert assessments.recheck_open(a_rulebook(stability={"particular": 9}), ACTOR) == 1
    assert records.get(Application, case.pk).assessment_stale
    assert records.get(Application, case.pk).history[-1].rulebook == 2
    assert not records.get(Application, other.pk).assessment_stale
    assert assessments.recheck_open(a_rulebook(stability={"particular": 9}), ACTOR) == 0


def test_new_points_leave_a_waiting_case_in_peace_but_new_questions_do_not() -> None:
    case = assessed()
    records.change(case, ACTOR, values={"state": ApplicationState.WAITING, "decided_on": TODAY})
    rules = a_rulebook(stability={"particular": 9})
    assert assessments.recheck_open(rules, ACTOR) == 0
    asked = (*rules.policy.factors, replace(rules.policy.factors[0], code="new"))
    assert assessments.recheck_open(replace(rules, policy=replace(rules.policy, factors=asked)), ACTOR) == 1
    assert step() == "Vurder saken på nytt"


def test_a_waiting_case_is_assessed_anew_on_new_facts() -> None:
    case = assessed()
    records.change(case, ACTOR, values={"state": ApplicationState.WAITING, "decided_on": TODAY})
    change_facts(case, situation=HousingSituation.OWNS)
    assert not stored().assessment_stale  # the place follows at once
    answer(stored(), replace(ANSWERS, factors=ANSWERS.factors | {"stability": Choice("pressing", "Vold i hjemmet.")}))
    assert stored().factor_levels["stability"] == "pressing"
    assert stored().state is ApplicationState.WAITING


# --- Review of need --------------------------------------------------------------------------------------------------


def test_that_a_waiting_household_was_asked_moves_the_next_time_on() -> None:
    case = a_case(ApplicationState.WAITING, decided_on=date(2026, 3, 2))
    actor = acting(worker())
    assert assessments.review_need(case, actor, version=case.version, today=TODAY)
    assert stored().need_reviewed_on == TODAY
    assert Task.objects.get(kind=TaskKind.NEXT_STEP).due_on == date(2027, 5, 24)
    assert assessments.review_need(stored(), actor, version=2, today=TODAY) is False
    undecided = a_case()
    with pytest.raises(TransitionRefused):
        assessments.review_need(undecided, actor, version=1, today=TODAY)


def test_verdicts_are_the_rulebooks(house: None) -> None:
    case = assessed()
    verdict = assessments.verdict_of(case, case.applicant, rulebooks.numbered(1), TODAY)
    assert isinstance(verdict, Verdict)
    assert verdict.advice is Advice.GRANT
