"""What people see first: whose tasks and cases, and figures that add up."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import ImportRun, JobRun, Lease, Message, Payment
from models.lease import Account, OpenItem
from rules.terms import (
    ApplicationState,
    ImportKind,
    ImportState,
    JobState,
    LeaseState,
    MessageKind,
    MessageState,
    PaymentSource,
    PaymentState,
    RentCollector,
    Role,
    RowKind,
    TaskState,
    Urgency,
)
from services import overview, records
from services.overview import Aged, Ending
from tests.factories import ACTOR, NOW, make_application, make_lease, make_office, make_task, make_user

TODAY = date(2026, 11, 22)


# --- Tasks --------------------------------------------------------------------------------------------------------


def test_tasks_stand_most_urgent_first_then_by_day() -> None:
    kari = make_user()
    for number, urgency, due in (
        ("S1", Urgency.NOTICE, date(2026, 11, 1)),
        ("S2", Urgency.CRITICAL, date(2026, 11, 20)),
        ("S3", Urgency.CRITICAL, date(2026, 11, 10)),
        ("S4", Urgency.SOON, None),
    ):
        make_task(subject_number=number, urgency=urgency, due_on=due, assignee=kari)
    assert [task.subject for task in overview.tasks_of([kari.pk])] == ["S3", "S2", "S4", "S1"]
    assert overview.tasks_of([kari.pk])[2].day == TODAY  # no deadline: the day it was opened


def test_tasks_of_others_and_finished_ones_are_not_mine() -> None:
    kari, per = make_user(), make_user()
    make_task(assignee=per)
    make_task(assignee=kari, state=TaskState.DONE)
    make_task(role=Role.CASEWORKER)
    assert overview.tasks_of([kari.pk]) == []
    assert len(overview.tasks_of([kari.pk, per.pk])) == 1


def test_what_waits_for_a_role_in_the_office_or_in_none() -> None:
    mine, other = make_office(), make_office()
    make_task(subject_number="S1", role=Role.CASEWORKER, office=mine)
    make_task(subject_number="S2", role=Role.CASEWORKER)
    make_task(subject_number="S3", role=Role.CASEWORKER, office=other)
    make_task(subject_number="S4", role=Role.ECONOMY, office=mine)
    make_task(subject_number="S5", assignee=make_user(), office=mine)
    assert {task.subject for task in overview.unassigned([Role.CASEWORKER], mine.pk)} == {"S1", "S2"}
    assert {task.subject for task in overview.unassigned([Role.CASEWORKER], None)} == {"S1", "S2", "S3"}
    assert overview.unassigned([], mine.pk) == []


# --- Deputies -----------------------------------------------------------------------------------------------------


def _away(**values: Any) -> dict[str, Any]:
    return {"away_from": TODAY - timedelta(days=1), "away_until": TODAY} | values


def test_a_deputy_stands_in_for_colleagues_while_they_are_away() -> None:
    kari = make_user()
    make_user(name="Er her", deputy=kari)
    make_user(name="Er tilbake", deputy=kari, **_away(away_until=TODAY - timedelta(days=1)))
    make_user(name="Har sluttet", deputy=kari, active=False, **_away())
    make_user(name="Borte på ubestemt tid", deputy=kari, **_away(away_until=None))
    make_user(name="Borte i dag", deputy=kari, **_away())
    names = [user.name for user in overview.stood_in_for(kari.pk, TODAY)]
    assert names == ["Borte i dag", "Borte på ubestemt tid"]


def test_a_deputy_who_is_away_too_passes_the_work_on() -> None:
    kari = make_user()
    per = make_user(name="Per", deputy=kari, **_away())
    make_user(name="Ola", deputy=per, **_away())
    assert [user.name for user in overview.stood_in_for(kari.pk, TODAY)] == ["Ola", "Per"]


def test_deputies_in_a_ring_come_to_an_end() -> None:
    per = make_user(name="Per", **_away())
    ola = make_user(name="Ola", deputy=per, **_away())
    records.change(per, ACTOR, values={"deputy": ola})
    assert [user.name for user in overview.stood_in_for(per.pk, TODAY)] == ["Ola"]
    assert overview.stood_in_for(make_user().pk, TODAY) == []


# --- Cases --------------------------------------------------------------------------------------------------------


def test_open_cases_are_those_still_to_be_worked_on() -> None:
    kari = make_user()
    first = make_application(caseworker=kari, state=ApplicationState.WAITING, received_on=date(2026, 3, 1))
    make_application(caseworker=kari, state=ApplicationState.REFUSED)
    make_application(state=ApplicationState.RECEIVED)
    assert overview.open_cases(overview.Application, [kari.pk], "received_on") == [(first.pk, date(2026, 3, 1))]
    assert overview.count_open(overview.Application, [kari.pk]) == 1


def test_a_lease_without_an_end_has_no_day() -> None:
    kari = make_user()
    lease = make_lease(caseworker=kari, ends_on=None)
    make_lease(caseworker=kari, state=LeaseState.ENDED)
    assert overview.open_cases(Lease, [kari.pk], "ends_on") == [(lease.pk, None)]


# --- Figures ------------------------------------------------------------------------------------------------------


def _in_debt(days: int, ore: int, **values: Any) -> Lease:
    due = TODAY - timedelta(days=days)
    items = [
        OpenItem(row="r1", kind=RowKind.CHARGE, due_on=due, open_ore=ore),
        OpenItem(row="r2", kind=RowKind.CHARGE, due_on=TODAY, open_ore=99_999),  # due today is not overdue
    ]
    return make_lease(account=Account(items=items, oldest_due=due), **values)


@pytest.mark.parametrize(
    ("days", "band"),
    [
        pytest.param(1, 0, id="the day after it fell due"),
        pytest.param(30, 0, id="thirty days"),
        pytest.param(31, 1, id="thirty-one"),
        pytest.param(60, 1, id="sixty"),
        pytest.param(61, 2, id="sixty-one"),
        pytest.param(90, 2, id="ninety"),
        pytest.param(91, 3, id="ninety-one"),
        pytest.param(900, 3, id="years"),
    ],
)
def test_arrears_by_the_age_of_the_oldest_debt(days: int, band: int) -> None:
    _in_debt(days, 100)
    assert [aged.leases for aged in overview.arrears_by_age(TODAY)] == [int(place == band) for place in range(4)]


def test_arrears_add_up_what_is_overdue_and_ours() -> None:
    _in_debt(5, 100)
    _in_debt(6, 200, state=LeaseState.ENDED)
    _in_debt(7, 400, rent_collected_by=RentCollector.LANDLORD)
    _in_debt(0, 800)
    assert overview.arrears_by_age(TODAY)[0] == Aged(1, 30, 2, 300)


def test_leases_ending_month_by_month_from_today() -> None:
    for end in (date(2026, 11, 21), date(2026, 11, 22), date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 1)):
        make_lease(ends_on=end)
    make_lease(ends_on=date(2026, 12, 1), state=LeaseState.ENDED)
    make_lease(ends_on=None)
    assert overview.leases_ending(TODAY, 3) == [
        Ending(None, date(2026, 11, 21), 1),
        Ending(date(2026, 11, 22), date(2026, 11, 30), 1),
        Ending(date(2026, 12, 1), date(2026, 12, 31), 1),
        Ending(date(2027, 1, 1), date(2027, 1, 31), 1),
    ]


def test_open_applications_by_state() -> None:
    for state in (ApplicationState.WAITING, ApplicationState.WAITING, ApplicationState.RECEIVED):
        make_application(state=state)
    make_application(state=ApplicationState.HOUSED)
    assert list(overview.applications_by_state().items()) == [
        (ApplicationState.RECEIVED, 1),
        (ApplicationState.IN_ASSESSMENT, 0),
        (ApplicationState.WAITING, 2),
    ]


def test_applications_that_nobody_has_been_given() -> None:
    mine, other = make_office(), make_office()
    make_application(office=mine)
    make_application()
    make_application(office=other)
    make_application(office=mine, caseworker=make_user())
    make_application(office=mine, state=ApplicationState.HOUSED)
    assert (overview.without_caseworker(mine.pk), overview.without_caseworker(None)) == (2, 3)


def test_unmatched_payments_oldest_first() -> None:
    for key, day, state in (
        ("p1", date(2026, 11, 2), PaymentState.UNMATCHED),
        ("p2", date(2026, 11, 1), PaymentState.UNMATCHED),
        ("p3", date(2026, 10, 1), PaymentState.PLACED),
    ):
        payment = Payment(key=key, source=PaymentSource.OCR, state=state, amount_ore=100, booked_on=day)
        records.create(payment, ACTOR)
    count, first = overview.unmatched_payments(1)
    assert (count, [payment.key for payment in first]) == (2, ["p2"])


# --- The house itself ---------------------------------------------------------------------------------------------


def test_the_last_run_that_ended_well() -> None:
    for day, state in ((20, JobState.DONE), (21, JobState.DONE), (22, JobState.FAILED)):
        JobRun(
            key=f"arrears:{day}", job="arrears", period=f"2026-11-{day}", day=date(2026, 11, day), state=state,
            holder="h", started_at=NOW + timedelta(days=day), lease_until=NOW,
        ).save()  # fmt: skip
    found = overview.last_done(["arrears", "slow_cases"])
    assert found["arrears"].day == date(2026, 11, 21)
    assert found["slow_cases"] is None


def test_imports_with_refused_rows_that_nobody_has_closed() -> None:
    for key, values in {
        "open": {"counts": {"refused": 3}},
        "whole": {"counts": {"new": 9, "refused": 0}},
        "closed": {"counts": {"refused": 3}, "closed_at": NOW},
        "running": {"counts": {"refused": 3}, "state": ImportState.RUNNING},
    }.items():
        run = {
            "kind": ImportKind.DWELLINGS, "name": "boliger.csv", "sha256": key, "by": "u", "by_name": "Kari",
            "day": TODAY, "started_at": NOW, "beat_at": NOW, "state": ImportState.DONE,
        }  # fmt: skip
        ImportRun(key=key, **run | values).save()
    assert [run.key for run in overview.imports_with_faults()] == ["open"]


def test_mails_that_have_waited_for_more_than_an_hour() -> None:
    for key, age, state in (
        ("old", 2, MessageState.QUEUED),
        ("new", 0, MessageState.QUEUED),
        ("sent", 2, MessageState.SENT),
    ):
        at = NOW - timedelta(hours=age)
        Message(
            key=key, kind=MessageKind.DIGEST, state=state, to="k@k.test", subject="s", text="t", html="h",
            message_id=key, queued_at=at, next_at=at,
        ).save()  # fmt: skip
    assert overview.held_up_mails(NOW) == 1
