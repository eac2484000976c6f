"""Those who must know hear of an allocation once, and the caseworker plans services until the keys (S004 step 9)."""

from typing import Any

import pytest

from models import Message, Task
from models.mapping import ApprovedNeed
from rules.terms import Role, TaskKind, TaskState, VacancyState
from services import allocations, effects, records
from services.actor import Actor
from services.effects import Owed
from tests.casework import NOW, TODAY, acting, house, worker
from tests.choosing import agreed, allocated, fresh, long_road, short_road, waiting
from tests.factories import ACTOR, make_offer, make_office, make_user

__all__ = ["house"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("house")
SYSTEM = Actor.system(NOW)


def told(what: str = "allocated") -> list[str]:
    """Who got the mail, each as often as they got it."""
    return sorted(message.to for message in Message.objects if message.key.startswith(f"mail:{what}:"))


def plan() -> Any:
    return Task.objects(kind=TaskKind.PLAN_SERVICES).first()


def with_services(**values: Any) -> Any:
    leader = make_user(email="leder@kommune.test", roles=[Role.UNIT_LEADER])
    case = waiting(approved_need=ApprovedNeed(rooms=2, services_day=True), **values)
    return case, long_road([case], leader=leader)


def test_the_caseworker_and_the_units_leader_are_told_once_and_nobody_is_named() -> None:
    caseworker = worker(email="saksbehandler@kommune.test")
    case, vacancy = with_services(caseworker=caseworker)
    allocated(vacancy, case)
    assert told() == ["leder@kommune.test", "saksbehandler@kommune.test"]
    for message in Message.objects:
        words = message.subject + message.text + message.html
        assert case.applicant.last_name not in words
        assert case.number not in words


def test_where_no_caseworker_is_named_all_of_the_applications_office_are_told() -> None:
    office = make_office()
    inside = sorted(worker(office=office).email for _ in range(2))
    worker()
    worker(office=office, active=False)
    case = waiting(office=office)
    allocated(short_road(), case)
    assert told() == inside


def test_the_caseworker_has_the_services_to_plan_until_the_dwelling_is_let() -> None:
    caseworker = worker()
    case, vacancy = with_services(caseworker=caseworker)
    stored = allocated(vacancy, case)
    task = plan()
    assert (task.assignee.pk, task.state, task.subject_number) == (caseworker.pk, TaskState.OPEN, vacancy.number)
    assert (task.due_on - TODAY).days == 7
    records.change(stored, ACTOR, values={"state": VacancyState.LET, "let_on": TODAY})
    assert plan().state is TaskState.SETTLED


def test_an_ordinary_dwelling_has_no_services_to_plan() -> None:
    allocated(short_road(), waiting())
    assert plan() is None


def test_an_allocation_that_is_taken_back_settles_the_task_and_those_who_were_told_hear_of_it() -> None:
    case, vacancy = with_services(caseworker=worker(email="saksbehandler@kommune.test"))
    by = acting(worker(Role.HOUSING_CONSULTANT))
    stored = allocated(vacancy, case, by=by)
    allocations.undo(stored, by, why="Feil søknad.", version=stored.version, today=TODAY)
    assert plan().state is TaskState.SETTLED
    assert told("sent_back") == told("allocated")
    again = fresh(vacancy)
    allocations.allocate(again, by, version=again.version, now=NOW)
    assert [one.state for one in Task.objects(kind=TaskKind.PLAN_SERVICES).order_by("state")] == [
        TaskState.OPEN,
        TaskState.SETTLED,
    ]
    assert len(told("allocated")) == 4  # the new allocation is told of anew


def test_doing_it_again_tells_nobody_twice() -> None:
    case, vacancy = with_services(caseworker=worker())
    stored = allocated(vacancy, case)
    before = (told(), Task.objects.count(), plan().version)
    again = {"vacancy": str(stored.pk), "allocation": str(stored.allocation.id)}
    for number in range(2):
        for kind in (allocations.TOLD_EFFECT, allocations.PLAN_EFFECT):
            effects.registry.carry_out(stored, Owed(kind, f"again:{number}", again).pending(NOW), SYSTEM)
    assert (told(), Task.objects.count(), plan().version) == before


def test_what_a_dead_process_owed_is_told_by_the_one_that_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    case, vacancy = with_services(caseworker=worker())
    ready = agreed(vacancy, case)
    with monkeypatch.context() as dying:
        dying.setattr(effects, "run", lambda *_: False)  # the write stands, nothing it owes is done
        allocations.allocate(ready, acting(worker(Role.HOUSING_CONSULTANT)), version=ready.version, now=NOW)
    assert (told(), plan()) == ([], None)
    effects.run(fresh(vacancy), SYSTEM)
    assert (len(told()), plan().state, fresh(vacancy).pending) == (2, TaskState.OPEN, [])


def test_a_consultant_who_is_the_households_caseworker_too_hears_once_that_it_came_to_nothing() -> None:
    both = worker(Role.HOUSING_CONSULTANT, email="begge@kommune.test")
    case = waiting(caseworker=both)
    vacancy = agreed(long_road([case]), case, by=acting(both))
    allocations.allocate(vacancy, acting(both), version=vacancy.version, now=NOW)
    offer, identity = make_offer(vacancy=vacancy, application=case), vacancy.allocation.id
    owed = Owed(allocations.BACK_EFFECT, "back:1", {"vacancy": str(vacancy.pk), "allocation": str(identity)})
    records.change(offer, ACTOR, values={"state": "declined"}, owed=[owed])
    assert fresh(vacancy).state is VacancyState.OPEN
    assert told("sent_back").count("begge@kommune.test") == 1
