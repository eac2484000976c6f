"""Duties under agreements: given, reported for their day, taken back, ended; the night's flags for them."""

import io
from datetime import date, timedelta
from typing import Any

import pytest

from models import Agreement, Duty, Task
from rules.errors import DutyNotDue, InvalidRecord, MissingReason, StaleState, TransitionRefused
from rules.terms import (
    AgreementState,
    Disposal,
    DutyParty,
    DutyState,
    LeaseState,
    NoticeCode,
    TaskKind,
    TaskState,
    Urgency,
)
from services import agreements, records
from services.attachments import Arriving
from tests import factories, partners
from tests.agreeing import BY, TODAY, drafted, fresh, paid_out
from tests.casework import house
from tests.clockwork import run_job

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")


def report(duty: Any, on: date = TODAY, **values: Any) -> bool:
    told = {"what": "Møtet er holdt.", "files": (), "nonce": "n", "version": duty.version, "today": TODAY} | values
    return agreements.report_duty(duty, BY, done_on=on, **told)


def own(agreement: Any, **values: Any) -> Duty:
    told = {"label": "Brannvernrunde", "party": DutyParty.LANDLORD, "next_on": date(2026, 12, 1), "every_months": 6}
    return agreements.add_duty(agreement, BY, **told | values)  # type: ignore[arg-type]


def tasks(kind: TaskKind) -> list[tuple[TaskState, Urgency]]:
    return [(one.state, one.urgency) for one in Task.objects(kind=kind).order_by("key")]


def test_a_reported_duty_has_its_next_day_counted_from_the_one_it_was_due() -> None:
    duty = partners.make_duty(next_on=date(2026, 10, 15), every_months=12)
    assert report(duty, files=[Arriving("referat.pdf", io.BytesIO(b"%PDF-1.7 referat"))])
    duty = fresh(duty)
    assert duty.next_on == date(2027, 10, 15)
    done = duty.reports[0]
    assert (done.due_on, done.done_on, done.by_name, len(done.files)) == (date(2026, 10, 15), TODAY, BY.name, 1)


def test_a_duty_that_is_done_once_is_over_and_comes_back_as_the_report_is_taken_back() -> None:
    duty = partners.make_duty(every_months=None, next_on=date(2026, 11, 1))
    report(duty)
    duty = fresh(duty)
    assert (duty.state, duty.next_on) == (DutyState.ENDED, None)
    with pytest.raises(DutyNotDue):
        report(duty)
    agreements.take_report_back(duty, BY, why="Gjaldt en annen.", version=duty.version)
    assert (fresh(duty).state, fresh(duty).next_on, fresh(duty).reports) == (DutyState.ACTIVE, date(2026, 11, 1), [])


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        pytest.param({"what": " "}, MissingReason, id="without words"),
        pytest.param({"on": TODAY + timedelta(days=1)}, InvalidRecord, id="done tomorrow"),
        pytest.param({"version": 7}, StaleState, id="on another version"),
    ],
)
def test_a_report_says_what_was_done_and_when(values: dict[str, Any], refusal: type[Exception]) -> None:
    duty = partners.make_duty()
    with pytest.raises(refusal):
        report(duty, **values)
    assert fresh(duty).reports == []


def test_nothing_is_done_under_an_agreement_before_it_was_signed() -> None:
    duty = partners.make_duty(agreement=factories.make_agreement(signed_on=date(2026, 9, 1)))
    with pytest.raises(InvalidRecord) as caught:
        report(duty, on=date(2026, 8, 31))
    assert caught.value.problems == {"done_on": "before_signed"}
    assert report(fresh(duty), on=date(2026, 9, 1))


def test_a_duty_of_ones_own_is_added_once_and_ended_with_a_reason() -> None:
    agreement = paid_out()
    duty = own(agreement)
    again = own(agreement, identity=duty.pk)
    assert (again.pk, Duty.objects(agreement=agreement).count()) == (duty.pk, 4)
    assert agreements.end_duty(duty, BY, why="Bygget er solgt.", version=duty.version)
    assert not agreements.end_duty(fresh(duty), BY, why="Igjen.", version=1)


def test_a_draft_has_no_duties() -> None:
    with pytest.raises(TransitionRefused):
        own(drafted())


def test_the_night_flags_a_duty_near_and_past_its_day_and_settles_it_as_it_is_reported() -> None:
    duty = own(paid_out(), next_on=date(2026, 12, 23))
    run_job("landlords", date(2026, 11, 22))
    assert tasks(TaskKind.DUTY) == []
    run_job("landlords", date(2026, 11, 23))
    assert tasks(TaskKind.DUTY) == [(TaskState.OPEN, Urgency.SOON)]
    run_job("landlords", date(2026, 12, 24))
    assert tasks(TaskKind.DUTY) == [(TaskState.OPEN, Urgency.URGENT)]
    task = Task.objects.get()
    assert "Prosjekt" not in task.subject_number
    assert "Brannvern" not in task.subject_number
    report(fresh(duty), on=date(2026, 12, 24), today=date(2026, 12, 24))
    run_job("landlords", date(2026, 12, 25))
    assert tasks(TaskKind.DUTY) == [(TaskState.SETTLED, Urgency.URGENT)]


# --- Rights that lie unused -------------------------------------------------------------------------------------------


def right(**values: Any) -> Agreement:
    project = values.get("project") or factories.make_project(homes=10)
    told = {"landlord": project.landlord, "project": project, "homes": 10} | values
    return factories.make_agreement(**told)


def lived_in(agreement: Any, starts_on: date) -> Any:
    home = factories.make_dwelling(
        project=agreement.project, landlord=agreement.landlord, disposal=Disposal.REFERRAL
    )  # fmt: skip
    return factories.make_lease(dwelling=home, starts_on=starts_on, state=LeaseState.OCCUPYING)


@pytest.mark.parametrize(
    ("values", "begun", "flagged"),
    [
        pytest.param({}, [], True, id="never used"),
        pytest.param({}, [date(2026, 5, 23)], True, id="used six months ago to the day"),
        pytest.param({}, [date(2026, 5, 24)], False, id="used since"),
        pytest.param({}, [date(2020, 1, 1)] * 4, False, id="nothing is free"),
        pytest.param({"signed_on": date(2026, 5, 24)}, [], False, id="new"),
        pytest.param({"state": AgreementState.SIGNED}, [], False, id="not in force yet"),
    ],
)
def test_a_right_lies_unused_after_six_months_while_homes_are_free(
    values: dict[str, Any], begun: list[date], flagged: bool
) -> None:
    agreement = right(**values)
    for day in begun:
        lived_in(agreement, day)
    run_job("landlords", TODAY)
    assert tasks(TaskKind.UNUSED_RIGHT) == ([(TaskState.OPEN, Urgency.NOTICE)] if flagged else [])


def test_a_right_that_is_used_again_settles_its_task() -> None:
    agreement = right()
    run_job("landlords", TODAY)
    lease = lived_in(agreement, TODAY)
    run_job("landlords", TODAY + timedelta(days=1))
    assert tasks(TaskKind.UNUSED_RIGHT) == [(TaskState.SETTLED, Urgency.NOTICE)]
    assert [one.lease for one in records.get(type(agreement.project), agreement.project.pk).reservations] == [lease.pk]


def test_a_right_whose_term_is_over_is_not_asked_to_be_used() -> None:
    agreement = right(ends_on=TODAY)
    run_job("landlords", TODAY)
    assert tasks(TaskKind.UNUSED_RIGHT) == [(TaskState.OPEN, Urgency.NOTICE)]
    run_job("landlords", TODAY + timedelta(days=1))
    assert tasks(TaskKind.UNUSED_RIGHT) == [(TaskState.SETTLED, Urgency.NOTICE)]
    assert fresh(agreement).state is AgreementState.IN_FORCE


# --- Beyond the quota -------------------------------------------------------------------------------------------------


def over(agreement: Any) -> bool:
    return NoticeCode.QUOTA_EXCEEDED in fresh(agreement).notices


@pytest.mark.parametrize("state", [AgreementState.SIGNED, AgreementState.IN_FORCE, AgreementState.BREACHED])
def test_the_night_flags_more_homes_than_the_right_gives_and_settles_it_as_one_is_given_back(state: Any) -> None:
    agreement = right(state=state, notices=[NoticeCode.PROCUREMENT_MISSING])
    leases = [lived_in(agreement, date(2020, 1, 1)) for _ in range(5)]
    run_job("landlords", TODAY)
    assert (tasks(TaskKind.OVER_QUOTA), over(agreement)) == ([(TaskState.OPEN, Urgency.SOON)], True)
    assert "5 boliger er tatt, og avtalen gir rett til 4" in Task.objects.get(kind=TaskKind.OVER_QUOTA).text
    before = fresh(agreement).version
    run_job("landlords", TODAY)
    assert fresh(agreement).version == before
    records.change(fresh(leases[0]), factories.ACTOR, values={"state": LeaseState.ENDED, "ended_on": TODAY})
    run_job("landlords", TODAY + timedelta(days=1))
    assert (tasks(TaskKind.OVER_QUOTA), over(agreement)) == ([(TaskState.SETTLED, Urgency.SOON)], False)
    assert fresh(agreement).notices == [NoticeCode.PROCUREMENT_MISSING]


def test_as_many_homes_as_the_right_gives_are_in_order_and_so_is_what_is_over() -> None:
    full = right()
    elsewhere = factories.make_project(homes=10, landlord=full.landlord)
    past = right(project=elsewhere, landlord=full.landlord, ends_on=TODAY - timedelta(days=1))
    for agreement, homes in ((full, 4), (past, 5)):
        for _ in range(homes):
            lived_in(agreement, date(2020, 1, 1))
    run_job("landlords", TODAY)
    assert tasks(TaskKind.OVER_QUOTA) == []


def test_a_registered_agreement_that_ends_is_flagged_like_one_in_force() -> None:
    right(state=AgreementState.REGISTERED, ends_on=TODAY + timedelta(days=20))
    run_job("expiring_agreements", TODAY)
    assert len(tasks(TaskKind.EXPIRING_AGREEMENT)) == 1
