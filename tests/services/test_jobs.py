"""The nightly jobs on an in-memory database: what they flag, what settles, and that twice is the same as once."""

from datetime import date
from typing import Any

import pytest

from jobs.context import Counts
from models import Appeal, Lease, LedgerRow, Message, Task
from rules.terms import AgreementState, AppealState, ApplicationState, Role, RowKind, TaskKind, TaskState, Urgency
from services import records
from tests.clockwork import DAY, book, load_rulebook, make_context, run_job
from tests.factories import (
    ACTOR,
    make_agreement,
    make_appeal,
    make_application,
    make_lease,
    make_office,
    make_user,
)

FLAG_JOBS = ("arrears", "expiring_agreements", "pending_appeals", "slow_cases")


@pytest.fixture(autouse=True)
def rulebook() -> None:
    load_rulebook()


def overdue_lease(due: date = date(2026, 10, 20), **values: Any) -> Lease:
    lease = make_lease(**values)
    book(lease, RowKind.CHARGE, 800_000, due.replace(day=1), due_on=due)
    return lease


def the_task() -> Task:
    return Task.objects.get()


def test_overdue_rent_is_a_task_for_the_leases_caseworker() -> None:
    user, office = make_user(), make_office()
    overdue_lease(contract_number="K5000", caseworker=user, office=office)
    assert run_job("arrears").numbers() == {"selected": 1, "done": 1, "failed": 0}
    task = the_task()
    assert (task.kind, task.subject_number, task.assignee, task.office) == (TaskKind.ARREARS, "K5000", user, office)
    assert (task.due_on, task.amount_ore, task.urgency) == (date(2026, 10, 27), 800_000, Urgency.CRITICAL)


def test_what_is_due_today_is_not_overdue() -> None:
    overdue_lease(DAY)
    assert run_job("arrears").selected == 0
    assert run_job("arrears", date(2026, 11, 23)).selected == 1


def test_arrears_escalate_with_age_and_settle_when_paid() -> None:
    lease = overdue_lease()
    urgencies = []
    for day in (21, 27, 31):
        run_job("arrears", date(2026, 10, day))
        urgencies.append(the_task().urgency)
    run_job("arrears", date(2026, 11, 3))
    assert [*urgencies, the_task().urgency] == [Urgency.NOTICE, Urgency.SOON, Urgency.SOON, Urgency.URGENT]
    book(lease, RowKind.PAYMENT, -800_000, date(2026, 11, 4))
    assert run_job("arrears", date(2026, 11, 5)).numbers() == {"selected": 0, "done": 0, "failed": 0, "settled": 1}
    assert (the_task().state, the_task().closed_on) == (TaskState.SETTLED, date(2026, 11, 5))


def test_when_the_oldest_debt_is_paid_the_task_follows_to_the_next_one() -> None:
    lease = overdue_lease(date(2026, 9, 21))
    book(lease, RowKind.CHARGE, 800_000, date(2026, 10, 1), due_on=date(2026, 10, 20))
    run_job("arrears")
    book(lease, RowKind.PAYMENT, -800_000, DAY)
    run_job("arrears")
    assert [(task.due_on, task.state) for task in Task.objects] == [(date(2026, 10, 27), TaskState.OPEN)]


@pytest.mark.parametrize(
    ("ends_on", "urgency"),
    [
        pytest.param(date(2027, 5, 23), None, id="More than six months ahead is no matter yet."),
        pytest.param(date(2027, 5, 22), Urgency.NOTICE, id="Six months ahead is to be known."),
        pytest.param(date(2027, 2, 22), Urgency.SOON, id="Three months ahead is soon."),
        pytest.param(date(2026, 11, 21), Urgency.URGENT, id="Past its end is urgent."),
        pytest.param(date(2026, 8, 21), Urgency.CRITICAL, id="More than three months past it is open-ended."),
    ],
)
def test_leases_are_flagged_by_their_end(ends_on: date, urgency: Urgency | None) -> None:
    make_lease(ends_on=ends_on)
    run_job("expiring_agreements")
    assert [task.urgency for task in Task.objects] == ([urgency] if urgency else [])


def test_a_renewed_lease_settles_its_task() -> None:
    lease = make_lease(ends_on=DAY)
    run_job("expiring_agreements")
    records.change(lease, ACTOR, values={"ends_on": date(2029, 11, 22)})
    run_job("expiring_agreements")
    assert the_task().state is TaskState.SETTLED


def test_agreements_in_use_are_flagged_for_the_one_responsible() -> None:
    user = make_user()
    agreement = make_agreement(ends_on=date(2027, 1, 1), responsible=user)
    make_agreement(ends_on=date(2027, 1, 1), landlord=agreement.landlord, state=AgreementState.DRAFT)
    make_agreement(ends_on=date(2027, 1, 1), landlord=agreement.landlord, state=AgreementState.ENDED)
    run_job("expiring_agreements")
    assert (the_task().kind, the_task().assignee) == (TaskKind.EXPIRING_AGREEMENT, user)
    assert the_task().subject_number == "Tilvisning 922542570"  # the agreement's name may be an address


def test_leases_and_agreements_do_not_settle_each_other() -> None:
    make_lease(ends_on=DAY)
    make_agreement(ends_on=DAY)
    for _ in range(2):
        counts = run_job("expiring_agreements")
    assert counts.numbers() == {"selected": 2, "done": 2, "failed": 0}


def test_an_appeal_grows_urgent_and_settles_when_forwarded() -> None:
    appeal: Appeal = make_appeal(received_on=date(2026, 11, 1))
    urgencies = []
    for day in (date(2026, 11, 5), date(2026, 11, 20), date(2026, 11, 23)):
        run_job("pending_appeals", day)
        urgencies.append(the_task().urgency)
    assert urgencies == [Urgency.NOTICE, Urgency.SOON, Urgency.URGENT]
    assert (the_task().due_on, the_task().role) == (DAY, Role.CASEWORKER)
    records.change(appeal, ACTOR, values={"state": AppealState.FORWARDED})
    run_job("pending_appeals", date(2026, 11, 23))
    assert the_task().state is TaskState.SETTLED


def test_a_slow_case_settles_with_a_preliminary_reply() -> None:
    application = make_application(received_on=date(2026, 10, 1))
    run_job("slow_cases")
    assert (the_task().urgency, the_task().due_on) == (Urgency.SOON, date(2026, 11, 1))
    run_job("slow_cases", date(2026, 12, 2))
    assert the_task().urgency is Urgency.URGENT
    records.change(application, ACTOR, values={"preliminary_reply_on": date(2026, 12, 2)})
    run_job("slow_cases", date(2026, 12, 3))
    assert the_task().state is TaskState.SETTLED


def test_twice_is_the_same_as_once() -> None:
    overdue_lease(ends_on=DAY)
    make_appeal()
    make_application(received_on=date(2026, 9, 1), state=ApplicationState.IN_ASSESSMENT)
    first = [run_job(name).numbers() for name in FLAG_JOBS]
    before = [task.to_mongo() for task in Task.objects.order_by("key")]
    assert [run_job(name).numbers() for name in FLAG_JOBS] == first
    assert [task.to_mongo() for task in Task.objects.order_by("key")] == before
    assert len(before) == 4


def test_one_that_fails_is_counted_and_neither_stops_the_rest_nor_settles(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = overdue_lease(date(2026, 9, 21)), overdue_lease()
    run_job("arrears")
    from services import arrears

    told = arrears.attend

    def attend(lease: Lease, *facts: Any) -> Any:
        if lease.pk == bad.pk:
            raise ValueError("noe er galt")
        return told(lease, *facts)

    monkeypatch.setattr(arrears, "attend", attend)
    counts = run_job("arrears")
    assert (counts.line(), counts.trouble()) == ("selected=2 done=1 failed=1", "1 av 2 gikk ikke.")
    assert {task.subject_id for task in Task.objects(state=TaskState.OPEN)} == {str(bad.pk), str(good.pk)}


def test_tasks_name_no_person_and_no_address() -> None:
    lease = overdue_lease(ends_on=DAY)
    make_appeal()
    make_application(received_on=date(2026, 9, 1))
    for name in FLAG_JOBS:
        run_job(name)
    texts = " ".join(task.text + task.subject_number for task in Task.objects)
    for word in (lease.tenant.first_name, lease.tenant.last_name, lease.dwelling.address, lease.tenant.address):
        assert word not in texts


def test_the_rent_run_charges_each_lease_once() -> None:
    from jobs import rent_run
    from jobs.context import Context

    make_lease()
    context = make_context(date(2026, 11, 1))
    november = Context(context.day, "2026-11", context.settings, context.clock, context.check)
    assert rent_run.run(november).numbers() == {"selected": 1, "done": 1, "failed": 0}
    assert rent_run.run(november) == Counts()
    assert [row.due_on for row in LedgerRow.objects] == [date(2026, 11, 20)]


def test_without_a_mail_server_the_mails_wait_and_the_job_says_so() -> None:
    overdue_lease(caseworker=make_user())
    run_job("arrears")
    run_job("reminders")
    counts = run_job("send_outbox")
    assert (counts.line(), counts.trouble()) == ("selected=0 done=0 failed=0", None)
    assert counts.note == "HUSROM_SMTP_URL er ikke satt, så ingen e-post sendes. I køen: 1."
    assert Message.objects.get().tries == 0
