"""Every night each open case's next step is a task that is up to date; mails tell of it when it is soon."""

from datetime import date, timedelta

import pytest

from models import Message, Task
from rules.terms import ApplicationState, Consent, Role, TaskKind, TaskState, Urgency
from services import records
from tests.clockwork import DAY, load_rulebook, run_job
from tests.factories import ACTOR, make_application, make_office, make_user
from wiring import register_effects


@pytest.fixture(autouse=True)
def house() -> None:
    register_effects()
    load_rulebook()


def the_task() -> Task:
    return Task.objects.get(kind=TaskKind.NEXT_STEP)


def test_open_cases_get_their_step_and_closed_ones_none() -> None:
    for state in ApplicationState:
        make_application(state=state)
    assert run_job("next_steps").numbers() == {"selected": 3, "done": 3, "failed": 0}
    assert sorted(task.text for task in Task.objects) == [
        "Neste steg: kartlegg behovet.", "Neste steg: spør om behovet er endret.", "Neste steg: ta opp søknaden.",
    ]  # fmt: skip


def test_the_task_is_the_caseworkers_or_waits_in_the_office() -> None:
    user, office = make_user(), make_office()
    mine = make_application(caseworker=user, office=office)
    nobodys = make_application(office=office)
    run_job("next_steps")
    owners = {task.subject_id: (task.assignee, task.role, task.office) for task in Task.objects}
    assert owners == {
        str(mine.pk): (user, None, office), str(nobodys.pk): (None, Role.CASEWORKER, office),
    }  # fmt: skip


def test_days_that_pass_make_it_pressing_and_twice_is_once() -> None:
    make_application(received_on=DAY, consent=Consent.AWAITED)
    urgencies = []
    for days in (0, 12, 16):
        for _ in range(2):
            run_job("next_steps", DAY + timedelta(days=days))
        urgencies.append(the_task().urgency)
    assert urgencies == [Urgency.NOTICE, Urgency.SOON, Urgency.URGENT]
    assert Task.objects.count() == 1


def test_a_case_that_closes_settles_its_task() -> None:
    case = make_application()
    run_job("next_steps")
    records.change(case, ACTOR, values={"state": ApplicationState.LAPSED})
    assert run_job("next_steps").numbers() == {"selected": 0, "done": 0, "failed": 0, "settled": 1}
    assert the_task().state is TaskState.SETTLED


def test_no_mail_tells_of_a_step_that_has_time_and_one_does_when_it_is_soon() -> None:
    make_application(received_on=DAY, consent=Consent.AWAITED, caseworker=make_user())
    run_job("next_steps")
    assert run_job("reminders").selected == 0
    soon = date(2026, 12, 4)
    run_job("next_steps", soon)
    assert run_job("reminders", soon).selected == 1
    assert [one["urgency"] for one in Message.objects.get().items] == ["soon"]
    assert run_job("reminders", soon + timedelta(days=1)).selected == 0
