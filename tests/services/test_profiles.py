"""What services there are: asked of the unit's leader, answered once, known ever after (S004 step 2)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models import Message, Task, Vacancy
from rules.errors import (
    InvalidRecord,
    LeaderAway,
    NotAuthorised,
    OtherUnit,
    ProfileStands,
    StaleState,
    VacancyClosed,
    WithoutServices,
)
from rules.terms import Role, TaskKind, TaskState, VacancyState
from services import records, vacancies
from services.vacancies import Answer
from tests.casework import NOW, TODAY, acting, worker
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, make_dwelling, make_unit, make_user, make_vacancy
from tests.telling import ANSWER, fresh, leader_and_unit, with_services
from wiring import register_effects


@pytest.fixture(autouse=True)
def house(memory_database: Any) -> None:
    register_effects()
    load_rulebook()


def consultant() -> Any:
    return acting(worker(Role.HOUSING_CONSULTANT))


def ask(vacancy: Any, by: Any = None, *, days: int = 0) -> bool:
    return vacancies.ask_profile(vacancy, by or consultant(), version=vacancy.version, today=TODAY + timedelta(days))


def answer(vacancy: Any, by: Any = None, said: Answer = ANSWER, *, version: int | None = None) -> bool:
    seen = vacancy.version if version is None else version
    return vacancies.answer_profile(vacancy, said, by or consultant(), version=seen, today=TODAY)


def task_of(vacancy: Any) -> Task:
    return Task.objects(kind=TaskKind.VACANCY, subject_id=str(vacancy.pk), state=TaskState.OPEN).get()


# --- Asking ----------------------------------------------------------------------------------------------------------


def test_the_leader_is_asked_by_mail_and_has_the_task_until_it_is_answered() -> None:
    leader, unit = leader_and_unit()
    vacancy = with_services(unit)
    assert ask(vacancy)
    mail, stored = Message.objects.get(), fresh(vacancy)
    assert (mail.to, mail.recipient) == (leader.email, leader)
    assert (stored.profile.asked_on, stored.profile.asked_of, stored.profile.answered_on) == (TODAY, leader.pk, None)
    assert records.reference(task_of(vacancy), "assignee") == leader.pk
    answer(stored, acting(leader))
    after = task_of(vacancy)
    assert (after.role, records.reference(after, "assignee")) == (Role.HOUSING_CONSULTANT, None)


def test_asking_again_the_same_day_changes_nothing_and_another_day_asks_again() -> None:
    vacancy = with_services(leader_and_unit()[1])
    ask(vacancy)
    assert ask(vacancy) is False
    assert (Message.objects.count(), fresh(vacancy).version) == (1, vacancy.version)
    assert ask(vacancy, days=3)
    assert Message.objects.count() == 2


def test_the_new_leader_is_asked_where_the_unit_has_got_one() -> None:
    unit = leader_and_unit()[1]
    vacancy, later = with_services(unit), make_user(roles=[Role.UNIT_LEADER])
    ask(vacancy)
    records.change(unit, ACTOR, values={"leader": later})
    ask(vacancy)
    assert fresh(vacancy).profile.asked_of == later.pk
    assert Message.objects(recipient=later).count() == 1


@pytest.mark.parametrize(
    ("leader", "why"),
    [
        pytest.param(None, "no_leader", id="A unit without a leader cannot be asked."),
        pytest.param({"active": False}, "no_account", id="A leader who has left cannot be asked."),
        pytest.param({"roles": [Role.ECONOMY]}, "no_role", id="A leader without a role that answers cannot be asked."),
    ],
)
def test_nobody_is_asked_where_nobody_can_answer(leader: dict[str, Any] | None, why: str) -> None:
    values = {"roles": [Role.UNIT_LEADER], "active": True} | (leader or {})
    unit = make_unit(leader=make_user(**values) if leader is not None else None)
    vacancy = with_services(unit)
    with pytest.raises(LeaderAway) as told:
        ask(vacancy)
    assert (told.value.why, told.value.unit) == (why, unit.name)
    assert (Message.objects.count(), fresh(vacancy).profile) == (0, None)


def test_a_dwelling_of_no_unit_has_nobody_to_ask() -> None:
    with pytest.raises(LeaderAway) as told:
        ask(make_vacancy(with_services=True))
    assert told.value.why == "no_unit"


def test_the_deputy_gets_the_mail_while_the_leader_is_away() -> None:
    deputy = make_user(roles=[Role.CASEWORKER])
    leader, unit = leader_and_unit(deputy=deputy, away_from=NOW.date(), away_until=TODAY + timedelta(days=9))
    vacancy = with_services(unit)
    ask(vacancy)
    assert Message.objects.get().recipient == deputy
    assert vacancies.may_answer(vacancy, acting(deputy), TODAY)
    assert vacancies.may_answer(vacancy, acting(leader), TODAY)
    assert not vacancies.may_answer(vacancy, acting(deputy), TODAY + timedelta(days=30))


def test_what_is_answered_is_not_asked_for_again() -> None:
    vacancy = with_services(leader_and_unit()[1], answered=True)
    with pytest.raises(ProfileStands) as told:
        ask(vacancy)
    assert told.value.by_name == "Unni Enhetsleder"


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.UNIT_LEADER, Role.PROPERTY, Role.READER])
def test_consultants_ask(role: Role) -> None:
    with pytest.raises(NotAuthorised):
        ask(with_services(leader_and_unit()[1]), acting(worker(role)))


# --- Answering -------------------------------------------------------------------------------------------------------


def test_a_consultant_writes_down_what_was_said_though_nobody_asked() -> None:
    vacancy = with_services(leader_and_unit()[1])
    assert answer(vacancy)
    stored = fresh(vacancy).profile
    assert (stored.asked_on, stored.answered_on) == (None, TODAY)
    assert Answer(**{name: getattr(stored, name) for name in vacancies.SAID}) == ANSWER


def test_answering_again_changes_it_and_the_history_tells_of_both() -> None:
    leader, unit = leader_and_unit()
    vacancy = with_services(unit)
    answer(vacancy, acting(leader))
    assert answer(vacancy, acting(leader)) is False
    assert answer(vacancy, acting(leader), replace(ANSWER, night=True))
    stored = fresh(vacancy)
    assert stored.profile.night
    answers = [entry for entry in stored.history if entry.action == "profile_answered"]
    assert [entry.changes["profile"][1]["night"] for entry in answers] == [False, True]


def test_a_tick_demands_nothing_more() -> None:
    vacancy = with_services(leader_and_unit()[1])
    answer(vacancy, said=Answer(night=True))
    assert fresh(vacancy).profile.night


def test_another_units_leader_and_an_ordinary_caseworker_do_not_answer() -> None:
    vacancy = with_services(leader_and_unit()[1])
    other, _ = leader_and_unit()
    for user in (other, worker()):
        with pytest.raises(OtherUnit):
            answer(vacancy, acting(user))
    with pytest.raises(NotAuthorised):
        answer(vacancy, acting(worker(Role.PROPERTY)))
    assert fresh(vacancy).profile is None


def test_an_old_page_and_too_long_a_text_store_nothing() -> None:
    vacancy = with_services(leader_and_unit()[1])
    with pytest.raises(StaleState):
        answer(vacancy, version=vacancy.version - 1)
    with pytest.raises(InvalidRecord):
        answer(vacancy, said=Answer(activities="x" * 401))
    assert fresh(vacancy).profile is None


def test_a_sign_that_no_overview_can_print_is_refused_where_it_stands() -> None:
    vacancy = with_services(leader_and_unit()[1])
    with pytest.raises(InvalidRecord) as told:
        answer(vacancy, said=replace(ANSWER, meals_what="Middag 🍲"))
    assert told.value.problems == {"meals_what": "unprintable"}


@pytest.mark.parametrize("step", [ask, answer])
def test_ordinary_and_closed_vacancies_have_no_services_to_tell_of(step: Any) -> None:
    with pytest.raises(WithoutServices):
        step(make_vacancy(unit=leader_and_unit()[1]))
    closed = with_services(leader_and_unit()[1], state=VacancyState.CANCELLED)
    with pytest.raises(VacancyClosed):
        step(closed)


# --- What is known already -------------------------------------------------------------------------------------------


def test_the_units_last_answer_is_filled_in_for_its_next_dwelling() -> None:
    unit, other = leader_and_unit()[1], leader_and_unit()[1]
    answer(with_services(unit), said=Answer(day=True, activities="Gammelt"))
    answer(with_services(other), said=Answer(day=True, activities="En annens"))
    last = with_services(unit)
    vacancies.answer_profile(last, ANSWER, consultant(), version=last.version, today=TODAY + timedelta(days=1))
    assert vacancies.prefilled(with_services(unit)) == ANSWER
    assert Vacancy.objects(profile__exists=True).count() == 3


def test_its_own_answer_stands_before_the_units_last() -> None:
    unit = leader_and_unit()[1]
    vacancy = with_services(unit)
    answer(vacancy, said=replace(ANSWER, night=True))
    later = with_services(unit)
    vacancies.answer_profile(later, ANSWER, consultant(), version=later.version, today=TODAY + timedelta(days=1))
    assert vacancies.prefilled(fresh(vacancy)).night


def test_before_any_answer_the_dwelling_and_the_unit_say_what_they_know() -> None:
    leader, unit = leader_and_unit()
    home = make_dwelling(unit=unit, services_evening=True, staffed_base=True)
    known = vacancies.prefilled(with_services(unit, dwelling=home))
    assert (known.day, known.evening, known.staffing) == (False, True, "Personalbase")
    assert (known.contact_name, known.contact_phone) == (leader.name, "77001100")
