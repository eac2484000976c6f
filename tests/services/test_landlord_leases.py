"""Leases that landlords sign with referred households: reported, begun, changed, warned of, ended (domain 4.3)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId
from pymongo.errors import AutoReconnect

from jobs import rent_run
from models import Application, Ending, FollowUp, LandlordReport, Lease, LedgerRow, Task
from rules.deadlines import add_months
from rules.errors import (
    HomeLet,
    InvalidRecord,
    LandlordsLease,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    NotLandlordsLease,
    ReferralOver,
    RentLinesOverlap,
    ReportDelayed,
    StaleState,
    StillLivedIn,
    TransitionRefused,
)
from rules.terms import (
    ApplicationState,
    Disposal,
    EndReason,
    LeaseEnd,
    LeaseState,
    NoticeOrigin,
    NoticeState,
    ReferralState,
    RentCollector,
    ReportDoubt,
    ReportKind,
    ReportState,
    Role,
    TaskState,
)
from services import effects, endings, expiries, landlord_leases, leases, records, rents, rulebooks
from services.landlord_leases import REPORT_EFFECT
from tests.casework import acting, house, worker
from tests.clockwork import make_context, run_job
from tests.factories import make_landlord, make_lease
from tests.keepers import make_ending
from tests.landlord_side import FREE, TODAY, notice_of, partner, referred, reservations, signed
from tests.partners import make_leased_out

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

LATER = date(2026, 12, 15)
ANOTHER = ObjectId("00000000000000000000a001")


def by_landlord(lease: Any) -> Any:
    return partner(records.reference(lease, "landlord"))


def report_of(lease: Any, kind: ReportKind) -> Any:
    return LandlordReport.objects(lease=lease.pk, kind=kind).no_dereference().first()


def tasks_about(record: Any) -> list[Any]:
    return list(Task.objects(subject_id=str(record.pk), state=TaskState.OPEN))


# --- Signed ---------------------------------------------------------------------------------------------------------


def test_a_signed_lease_carries_what_the_landlord_told_and_what_the_case_knows() -> None:
    referral = referred()
    lease = signed(referral)
    case = records.get(Application, referral.application.pk)
    assert (lease.state, lease.rent_collected_by) == (LeaseState.OCCUPYING, RentCollector.LANDLORD)
    assert (lease.landlord, lease.tenant, lease.dwelling) == (referral.landlord, referral.applicant, referral.dwelling)
    assert (lease.application, lease.caseworker, lease.office) == (case.pk, case.caseworker, case.office)
    assert (lease.contract_number, lease.landlord_reference) == ("KU2026-0001", "UT-17")
    assert (lease.rent_lines[0].amount_ore, lease.security_ore) == (950_000, 2_850_000)


def test_the_referral_its_notice_the_project_and_the_case_follow() -> None:
    referral = referred()
    lease = signed(referral)
    referral.reload()
    assert (referral.state, referral.lease) == (ReferralState.LEASE_SIGNED, lease.pk)
    assert notice_of(referral).state is NoticeState.LET
    assert [held.lease for held in reservations(referral.project.pk)] == [lease.pk]
    assert records.get(Application, lease.application).state is ApplicationState.HOUSED
    assert lease.pending == []


def test_a_lease_that_is_as_agreed_asks_nothing_of_anybody() -> None:
    lease = signed()
    report = report_of(lease, ReportKind.SIGNED)
    assert (report.state, report.origin, report.doubts) == (ReportState.HANDLED, NoticeOrigin.API, [])
    assert tasks_about(report) == []


@pytest.mark.parametrize(
    ("values", "doubts"),
    [
        ({"ends_on": date(2028, 11, 22)}, [ReportDoubt.SHORT_TERM]),
        ({"ends_on": None}, []),
        ({"rent_ore": 990_000}, [ReportDoubt.OTHER_RENT]),
        ({"starts_on": FREE - timedelta(days=1)}, [ReportDoubt.BEFORE_FREE]),
        ({"security_ore": 6 * 950_000 + 1}, [ReportDoubt.SECURITY_HIGH]),
    ],
)
def test_what_may_be_unlawful_is_a_doubt_that_a_person_asks_about(values: Any, doubts: Any) -> None:
    lease = signed(**values)
    report = report_of(lease, ReportKind.SIGNED)
    assert report.doubts == doubts
    assert len(tasks_about(report)) == (1 if doubts else 0)


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({"signed_on": date(2026, 11, 24)}, {"signed_on": "future"}),
        ({"signed_on": date(2026, 11, 20)}, {"signed_on": "before_referral"}),
        ({"starts_on": date(2026, 11, 20)}, {"starts_on": "before_referral"}),
        ({"starts_on": date(2028, 11, 20)}, {"starts_on": "too_far"}),
        ({"ends_on": date(2026, 11, 23)}, {"ends_on": "ends_before_start"}),
        ({"rent_ore": 0}, {"rent_ore": "out_of_range"}),
        ({"rent_ore": 10**12}, {"rent_ore": "out_of_range"}),
        ({"security": None}, {"security": "missing_value"}),
        ({"security_ore": None}, {"security_ore": "missing_value"}),
        ({"security_ore": -1}, {"security_ore": "out_of_range"}),
    ],
)
def test_days_and_sums_that_cannot_be_are_refused(values: Any, problems: Any) -> None:
    with pytest.raises(InvalidRecord) as caught:
        signed(**values)
    assert set(caught.value.problems.items()) >= set(problems.items())
    assert Lease.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "error"),
    [
        (ReferralState.REFERRED, TransitionRefused),
        (ReferralState.VIEWING, TransitionRefused),
        (ReferralState.WITHDRAWN, ReferralOver),
        (ReferralState.EXPIRED, ReferralOver),
        (ReferralState.REJECTED, ReferralOver),
        (ReferralState.ENDED, ReferralOver),
    ],
)
def test_only_an_accepted_referral_leads_to_a_lease(state: ReferralState, error: type[Exception]) -> None:
    referral = referred(state)
    with pytest.raises(error):
        signed(referral)
    assert Lease.objects.count() == 0


def test_told_again_it_is_the_same_lease_and_told_otherwise_it_is_refused() -> None:
    referral, identity = referred(), ObjectId()
    first = signed(referral, identity=identity)
    assert signed(referral, identity=identity, version=1).pk == first.pk
    assert signed(referral, version=1).pk == first.pk
    with pytest.raises(ReferralOver):
        signed(records.get(type(referral), referral.pk), rent_ore=990_000)
    assert (Lease.objects.count(), LandlordReport.objects.count()) == (1, 1)


def test_a_stale_version_is_refused() -> None:
    referral = referred()
    with pytest.raises(StaleState):
        signed(referral, version=referral.version + 7)


def test_another_landlord_and_staff_without_the_case_may_not_report() -> None:
    referral = referred()
    with pytest.raises(NotAuthorised):
        signed(referral, partner(ANOTHER))
    with pytest.raises(NoNeedToKnow):
        signed(referral, acting(worker()))


def test_staff_who_work_the_case_report_what_they_were_told_on_the_telephone() -> None:
    referral = referred()
    case = records.get(Application, referral.application.pk)
    lease = signed(referral, acting(case.caseworker))
    assert report_of(lease, ReportKind.SIGNED).origin is NoticeOrigin.STAFF


NEXT = {"starts_on": date(2026, 12, 20), "ends_on": date(2029, 12, 19)}


@pytest.mark.parametrize(
    ("runs", "until"),
    [
        pytest.param({"ends_on": date(2027, 6, 30)}, date(2027, 6, 30), id="it ends after the new one begins"),
        pytest.param({"ends_on": date(2026, 12, 20)}, date(2026, 12, 20), id="its last day is the new one's first"),
        pytest.param({"ends_on": None}, None, id="it has no end"),
        pytest.param({"ends_on": date(2026, 10, 31)}, None, id="it runs on after its end"),
        pytest.param(
            {"state": LeaseState.UPCOMING, "starts_on": date(2026, 12, 15), "ends_on": date(2027, 6, 30)},
            date(2027, 6, 30),
            id="it is to come",
        ),
    ],
)
def test_a_lease_with_a_day_in_common_with_another_of_the_home_is_refused(runs: Any, until: Any) -> None:
    place = make_leased_out(rent_ore=950_000)
    held = make_lease(dwelling=place[0], **runs)
    with pytest.raises(HomeLet) as refusal:
        signed(referred(place=place), **NEXT)
    assert (refusal.value.number, refusal.value.until) == (held.contract_number, until)
    assert Lease.objects.count() == 1


@pytest.mark.parametrize(
    "runs",
    [
        pytest.param({"ends_on": date(2026, 12, 19)}, id="it ends the day before"),
        pytest.param({"ends_on": None, "state": LeaseState.ENDED, "ended_on": TODAY}, id="it is over"),
    ],
)
def test_a_lease_that_begins_after_the_other_is_stored(runs: Any) -> None:
    place = make_leased_out(rent_ore=950_000)
    make_lease(dwelling=place[0], **runs)
    assert signed(referred(place=place), **NEXT).state is LeaseState.UPCOMING


def test_a_lease_that_notice_is_given_of_lasts_until_that_day() -> None:
    place = make_leased_out(rent_ore=950_000)
    held = make_lease(dwelling=place[0], ends_on=date(2027, 6, 30))
    make_ending(lease=held, ends_on=date(2026, 12, 19))
    assert signed(referred(place=place), **NEXT).state is LeaseState.UPCOMING


def fallen(monkeypatch: pytest.MonkeyPatch, **values: Any) -> tuple[Any, Any]:
    """A referral whose lease was stored before another lease of the home was seen, and that other lease."""
    place = make_leased_out(rent_ore=950_000)
    held = make_lease(dwelling=place[0], ends_on=date(2027, 6, 30))
    referral, looks, real = referred(place=place), iter([None]), leases.in_the_way
    with monkeypatch.context() as blind:
        blind.setattr(leases, "in_the_way", lambda *told, **more: next(looks, real(*told, **more)))
        with pytest.raises(HomeLet):
            signed(referral, **NEXT, **values)
    return records.get(type(referral), referral.pk), held


def test_of_two_leases_stored_in_the_same_instant_the_one_that_sees_the_other_falls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    referral, held = fallen(monkeypatch)
    lease = Lease.objects.get(pk__ne=held.pk)
    assert (lease.state, lease.referral, lease.pending) == (LeaseState.ENDED, None, [])
    assert referral.state is ReferralState.ACCEPTED
    assert records.get(Application, lease.application).state is ApplicationState.WAITING


@pytest.mark.parametrize("identity", [None, ANOTHER], ids=["told anew", "by the same call"])
def test_a_lease_that_fell_is_signed_when_it_is_told_again_and_the_home_is_free(
    monkeypatch: pytest.MonkeyPatch, identity: ObjectId | None
) -> None:
    referral, held = fallen(monkeypatch, identity=identity)
    with pytest.raises(HomeLet):
        signed(referral, **NEXT, identity=identity)
    records.change(held, acting(worker()), values={"ends_on": date(2026, 12, 10)})
    lease = signed(referral, **NEXT, identity=identity)
    referral = records.get(type(referral), referral.pk)
    assert (lease.state, referral.state, referral.lease) == (
        LeaseState.UPCOMING, ReferralState.LEASE_SIGNED, lease.pk,
    )  # fmt: skip
    assert records.get(Application, lease.application).state is ApplicationState.HOUSED
    assert signed(referral, **NEXT, identity=identity).pk == lease.pk


def test_a_lease_that_fell_is_signed_on_other_days(monkeypatch: pytest.MonkeyPatch) -> None:
    referral, _ = fallen(monkeypatch)
    assert signed(referral, starts_on=date(2027, 7, 1), ends_on=date(2030, 6, 30)).state is LeaseState.UPCOMING


def test_a_lease_that_fell_with_what_kept_it_out_is_to_be_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    referral, kept_out = referred(), iter([None, make_lease()])
    with monkeypatch.context() as blind:
        blind.setattr(leases, "in_the_way", lambda *_, **__: next(kept_out, None))
        with pytest.raises(StaleState):
            signed(referral, **NEXT)
    assert signed(referral, **NEXT).state is LeaseState.UPCOMING


def test_the_term_of_a_lease_is_not_made_to_last_into_the_next_one() -> None:
    lease = signed(ends_on=date(2029, 11, 22))
    make_lease(dwelling=lease.dwelling, state=LeaseState.UPCOMING, starts_on=date(2029, 12, 1), ends_on=None)
    told = {"version": lease.version, "today": TODAY}
    for ends_on in (date(2030, 1, 31), None):
        with pytest.raises(HomeLet):
            landlord_leases.report_term(lease, by_landlord(lease), ends_on=ends_on, **told)
    landlord_leases.report_term(lease, by_landlord(lease), ends_on=date(2029, 11, 30), **told)


@pytest.mark.parametrize(("stays", "refusal"), [(True, HomeLet), (False, StaleState)], ids=["it stands", "it fell too"])
@pytest.mark.parametrize("until", [date(2030, 1, 31), None])
def test_a_term_falls_back_when_the_next_lease_came_in_the_same_instant(
    monkeypatch: pytest.MonkeyPatch, stays: bool, refusal: type[Exception], until: date | None
) -> None:
    lease = signed(ends_on=date(2029, 11, 22))
    came = [None, make_lease(state=LeaseState.UPCOMING), None]
    if stays:
        came = [None, *[came[1]] * 2]
    told, looks = {"version": lease.version, "today": TODAY, "identity": ANOTHER}, iter(came)
    with monkeypatch.context() as blind:
        blind.setattr(leases, "in_the_way", lambda *_, **__: next(looks))
        with pytest.raises(refusal):
            landlord_leases.report_term(lease, by_landlord(lease), ends_on=until, **told)
    stored = records.get(Lease, lease.pk)
    assert (stored.ends_on, stored.pending, report_of(lease, ReportKind.TERM_CHANGE)) == (date(2029, 11, 22), [], None)
    told["version"] = stored.version
    assert landlord_leases.report_term(stored, by_landlord(lease), ends_on=until, **told).ends_on == until


def test_a_term_is_looked_at_though_the_process_dies_once_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    lease = signed(ends_on=date(2029, 11, 22))
    with monkeypatch.context() as dead:
        dead.setattr(effects, "run", lambda *_: False)
        with pytest.raises(ReportDelayed):
            landlord_leases.report_term(
                lease, by_landlord(lease), ends_on=date(2030, 1, 31), version=lease.version, today=TODAY
            )
        make_lease(dwelling=lease.dwelling, state=LeaseState.UPCOMING, starts_on=date(2029, 12, 1), ends_on=None)
    effects.run(records.get(Lease, lease.pk), by_landlord(lease))
    stored = records.get(Lease, lease.pk)
    assert (stored.ends_on, stored.pending, report_of(lease, ReportKind.TERM_CHANGE)) == (date(2029, 11, 22), [], None)


def test_a_referral_that_fell_in_the_same_instant_takes_the_lease_back() -> None:
    referral = referred()
    seen = records.get(type(referral), referral.pk)
    records.change(referral, acting(worker()), values={"state": ReferralState.WITHDRAWN}, action="referral_withdrawn")
    with pytest.raises(ReferralOver):
        signed(seen)
    lease = Lease.objects.first()
    assert (lease.state, lease.ended_on) == (LeaseState.ENDED, date(2026, 11, 22))
    assert records.get(Application, lease.application).state is ApplicationState.WAITING
    assert lease.pending == []


@pytest.mark.parametrize("ends_on", [date(2029, 11, 22), None])
def test_the_report_of_a_lease_tells_its_days_and_what_the_home_was_reported_with(ends_on: date | None) -> None:
    report = report_of(signed(rent_ore=990_000, ends_on=ends_on), ReportKind.SIGNED)
    assert (report.from_on, report.ends_on, report.free_on) == (date(2026, 11, 23), ends_on, FREE)
    assert (report.new_rent_ore, report.noticed_ore) == (990_000, 950_000)


# --- Begun, and what we do not do for it ------------------------------------------------------------------------------


def test_a_lease_to_come_begins_by_night_on_its_day() -> None:
    lease = signed(starts_on=date(2026, 12, 1))
    assert lease.state is LeaseState.UPCOMING
    assert not list(landlord_leases.due_to_begin(TODAY))
    (due,) = landlord_leases.due_to_begin(date(2026, 12, 1))
    assert landlord_leases.begin(due, partner(lease.landlord), today=date(2026, 12, 1))
    assert records.get(Lease, lease.pk).state is LeaseState.OCCUPYING


def test_a_lease_that_cannot_begin_asks_a_person() -> None:
    place = make_leased_out(rent_ore=950_000)
    lease = signed(referred(place=place), starts_on=date(2026, 12, 1))
    make_lease(dwelling=place[0])  # an import knows it since
    with pytest.raises(StillLivedIn):
        landlord_leases.begin(lease, partner(lease.landlord), today=date(2026, 12, 1))
    found = landlord_leases.finding(records.get(Lease, lease.pk), date(2026, 12, 1))
    assert found is not None
    assert "begynne" in found.text


def test_the_house_does_nothing_of_a_landlords_work() -> None:
    lease = signed()
    rent_run.run(replace(make_context(date(2026, 12, 1)), period="2026-12"))
    assert LedgerRow.objects.count() == 0
    assert lease.inspect_from is None
    rules = rulebooks.current(TODAY)
    assert not list(expiries.run_over(date(2031, 1, 1), rules.lease_expiry))
    flagged = expiries.lease_finding(lease, date(2029, 12, 1), rules.lease_expiry)
    assert flagged is not None
    assert "utleieren" in flagged.text


@pytest.mark.parametrize(("disposal", "plans"), [(Disposal.REFERRAL, 0), (Disposal.ALLOCATION, 1)])
def test_households_in_allocated_homes_are_followed_up_and_referred_ones_are_not(disposal: Any, plans: int) -> None:
    signed(referred(place=make_leased_out(disposal=disposal, rent_ore=950_000)))
    run_job("follow_ups", TODAY)
    assert FollowUp.objects.count() == plans


def _end(lease: Any, who: Any) -> Any:
    return leases.end(lease, who, on=TODAY, reason=LeaseEnd.MUTUAL, version=lease.version, today=TODAY)


def _keys(lease: Any, who: Any) -> Any:
    return leases.hand_over_keys(lease, who, on=TODAY, version=lease.version, today=TODAY)


def _demand(lease: Any, who: Any) -> Any:
    return endings.common.allow(lease, who, "ending.register", lease.version)


def _market(lease: Any, who: Any) -> Any:
    return rents.draft_market(lease, who, new_ore=1, improvements_ore=0, reasons="x", effective_from=LATER,
                              version=lease.version, today=TODAY)  # fmt: skip


@pytest.mark.parametrize("step", [_end, _keys, _demand, _market])
def test_our_own_steps_are_refused_on_a_landlords_lease(step: Any) -> None:
    lease = signed()
    who = acting(worker(Role.DEPARTMENT_HEAD))
    with pytest.raises(LandlordsLease):
        step(lease, who)


# --- Term -----------------------------------------------------------------------------------------------------------


def new_term(lease: Any, ends_on: date | None, by: Any = None, **values: Any) -> Any:
    told = {"ends_on": ends_on, "version": lease.version, "today": date(2027, 10, 1)} | values
    return landlord_leases.report_term(lease, by or by_landlord(lease), **told)


@pytest.mark.parametrize(
    ("months", "state", "doubts"),
    [
        (48, ReportState.HANDLED, []),
        (36, ReportState.HANDLED, []),
        (30, ReportState.RECEIVED, [ReportDoubt.SHORT_TERM]),
        (None, ReportState.HANDLED, []),
    ],
)
def test_another_term_stands_on_the_lease_and_a_shorter_one_is_asked_about(
    months: int | None, state: ReportState, doubts: list[ReportDoubt]
) -> None:
    lease = signed(ends_on=add_months(TODAY, 40) - timedelta(days=1))
    ends_on = add_months(TODAY, months) - timedelta(days=1) if months else None
    report = new_term(lease, ends_on)
    assert records.get(Lease, lease.pk).ends_on == ends_on
    assert (report.kind, report.ends_on, report.state, report.doubts) == (
        ReportKind.TERM_CHANGE, ends_on, state, doubts,
    )  # fmt: skip
    assert new_term(records.get(Lease, lease.pk), ends_on).pk == report.pk  # told again


@pytest.mark.parametrize(
    ("ends_on", "problem"),
    [
        (TODAY, "ends_before_start"),
        (date(2027, 9, 30), "term_past"),
        (add_months(TODAY, 40) - timedelta(days=1), "same_term"),
    ],
)
def test_a_term_that_cannot_be_is_refused_and_nothing_is_stored(ends_on: date, problem: str) -> None:
    lease = signed(ends_on=add_months(TODAY, 40) - timedelta(days=1))
    with pytest.raises(InvalidRecord) as refused:
        new_term(lease, ends_on)
    assert refused.value.problems == {"ends_on": problem}
    assert records.get(Lease, lease.pk).version == lease.version


# --- Rent -----------------------------------------------------------------------------------------------------------


def new_rent(lease: Any, by: Any = None, **values: Any) -> Any:
    told = {"rent_ore": 980_000, "from_on": date(2027, 12, 1), "version": lease.version, "today": date(2027, 10, 1)}
    return landlord_leases.report_rent(lease, by or by_landlord(lease), **told | values)


def test_a_new_rent_follows_the_old_one_on_the_lease() -> None:
    lease = signed()
    report = new_rent(lease)
    lease = records.get(Lease, lease.pk)
    lines = [(line.amount_ore, line.valid_from, line.valid_until) for line in lease.rent_lines]
    assert lines == [(950_000, TODAY, date(2027, 11, 30)), (980_000, date(2027, 12, 1), None)]
    assert (report.new_rent_ore, report.from_on, report.state) == (980_000, date(2027, 12, 1), ReportState.HANDLED)
    assert lease.rent_set_on == date(2027, 12, 1)


@pytest.mark.parametrize(
    ("values", "doubts"),
    [
        ({"from_on": date(2027, 10, 31), "today": date(2027, 10, 1)}, {ReportDoubt.SHORT_NOTICE, ReportDoubt.TOO_SOON}),
        ({"from_on": date(2027, 12, 1), "today": date(2027, 11, 2)}, {ReportDoubt.SHORT_NOTICE}),
        ({"from_on": date(2027, 11, 23), "today": date(2027, 10, 23)}, set()),
        ({"rent_ore": 900_000, "from_on": date(2027, 1, 1), "today": date(2026, 12, 31)}, set()),
    ],
)
def test_a_rise_that_comes_too_soon_or_untold_is_stored_with_its_doubts(values: Any, doubts: Any) -> None:
    lease = signed()
    report = new_rent(lease, **values)
    assert set(report.doubts) == doubts
    assert len(tasks_about(report)) == (1 if doubts else 0)


def test_the_same_rent_told_twice_is_one_report_and_an_earlier_one_does_not_slip_in_behind() -> None:
    lease = signed()
    first = new_rent(lease, identity=ANOTHER)
    again = new_rent(records.get(Lease, lease.pk), version=lease.version - 1, identity=ANOTHER)
    assert first.pk == again.pk == ANOTHER
    assert new_rent(records.get(Lease, lease.pk)).pk == first.pk
    with pytest.raises(RentLinesOverlap):
        new_rent(records.get(Lease, lease.pk), from_on=date(2027, 11, 1), rent_ore=970_000)
    with pytest.raises(StaleState):
        new_rent(records.get(Lease, lease.pk), rent_ore=985_000, version=1)


@pytest.mark.parametrize("values", [{"rent_ore": 0}, {"rent_ore": -5}, {"from_on": date(2031, 1, 1)}])
def test_a_rent_that_cannot_be_is_refused(values: Any) -> None:
    with pytest.raises(InvalidRecord):
        new_rent(signed(), **values)


# --- Arrears --------------------------------------------------------------------------------------------------------


def warn(lease: Any, by: Any = None, **values: Any) -> Any:
    told = {"owed_ore": 950_000, "oldest_due": date(2026, 12, 1), "version": lease.version, "today": LATER}
    return landlord_leases.report_arrears(lease, by or by_landlord(lease), **told | values)


def test_a_warning_of_arrears_asks_somebody_to_speak_with_the_household_and_nav() -> None:
    lease = signed()
    report = warn(lease)
    (task,) = tasks_about(report)
    assert (task.amount_ore, task.assignee.pk) == (950_000, lease.caseworker.pk)
    assert "NAV" in task.text
    assert LedgerRow.objects.count() == 0


def test_a_repeated_warning_brings_the_open_one_up_to_date() -> None:
    lease = signed()
    first = warn(lease)
    second = warn(lease, owed_ore=1_900_000, today=LATER + timedelta(days=20), identity=ANOTHER)
    assert first.pk == second.pk
    report = records.get(LandlordReport, first.pk)
    assert (report.owed_ore, report.received_on, report.told_on) == (1_900_000, LATER, LATER + timedelta(days=20))
    assert [task.amount_ore for task in tasks_about(report)] == [1_900_000]


def test_after_one_is_followed_up_the_next_is_a_new_one() -> None:
    lease = signed()
    first = warn(lease)
    head = acting(worker(office=lease.office))
    assert landlord_leases.handle(first, head, how="Snakket med husstanden.", version=first.version, today=LATER)
    assert not landlord_leases.handle(first, head, how="Snakket med husstanden.", version=first.version, today=LATER)
    assert tasks_about(first) == []
    assert warn(lease).pk != first.pk


def test_a_report_is_followed_up_in_words_by_those_who_follow_the_lease_up() -> None:
    lease = signed()
    report = warn(lease)
    with pytest.raises(MissingReason):
        landlord_leases.handle(report, acting(lease.caseworker), how=" ", version=report.version, today=LATER)
    with pytest.raises(NoNeedToKnow):
        landlord_leases.handle(report, acting(worker()), how="Ja", version=report.version, today=LATER)
    with pytest.raises(NotAuthorised):
        landlord_leases.handle(report, by_landlord(lease), how="Ja", version=report.version, today=LATER)


@pytest.mark.parametrize(
    "values",
    [{"owed_ore": 0}, {"owed_ore": -1}, {"oldest_due": date(2026, 12, 16)}, {"oldest_due": date(2026, 11, 1)}],
)
def test_a_debt_that_cannot_be_is_refused(values: Any) -> None:
    with pytest.raises(InvalidRecord):
        warn(signed(), **values)


def test_a_new_caseworker_of_the_lease_gets_the_reports_that_wait() -> None:
    lease = signed()
    report, other = warn(lease), worker()
    records.change(lease, acting(other), values={"caseworker": other.pk}, action="assigned")
    assert records.get(LandlordReport, report.pk).caseworker.pk == other.pk
    assert [task.assignee.pk for task in tasks_about(report)] == [other.pk]


# --- Ended ----------------------------------------------------------------------------------------------------------


def ended(lease: Any, by: Any = None, **values: Any) -> Any:
    told = {"ended_on": LATER, "reason": EndReason.TENANT_NOTICE, "version": lease.version, "today": LATER}
    return landlord_leases.report_end(lease, by or by_landlord(lease), **told | values)


def test_an_ended_lease_frees_the_home_and_asks_a_person_what_comes_next() -> None:
    referral = referred()
    lease = signed(referral)
    report = ended(lease)
    lease, referral = records.get(Lease, lease.pk), records.get(type(referral), referral.pk)
    assert (lease.state, lease.ended_on, lease.end_reason) == (LeaseState.ENDED, LATER, LeaseEnd.TENANT_NOTICE)
    assert referral.state is ReferralState.ENDED
    assert reservations(referral.project.pk) == []
    assert records.get(Application, lease.application).state is ApplicationState.HOUSED
    assert (report.end_reason, len(tasks_about(report))) == (EndReason.TENANT_NOTICE, 1)
    assert Ending.objects.count() == 0  # the landlord settles its own lease


def test_an_end_told_twice_is_one_and_told_otherwise_is_refused() -> None:
    lease = signed()
    first = ended(lease, identity=ANOTHER)
    assert ended(records.get(Lease, lease.pk), version=1, identity=ANOTHER).pk == first.pk
    assert ended(records.get(Lease, lease.pk)).pk == first.pk
    with pytest.raises(TransitionRefused):
        ended(records.get(Lease, lease.pk), ended_on=LATER - timedelta(days=1))


@pytest.mark.parametrize("day", [LATER + timedelta(days=1), TODAY - timedelta(days=1)])
def test_a_lease_ends_neither_in_the_future_nor_before_it_began(day: date) -> None:
    with pytest.raises(InvalidRecord):
        ended(signed(), ended_on=day)


def test_a_lease_that_never_began_leaves_the_household_on_the_list() -> None:
    referral = referred()
    lease = signed(referral, starts_on=date(2027, 1, 1))
    ended(lease)
    lease = records.get(Lease, lease.pk)
    assert lease.ended_on < lease.starts_on
    assert records.get(Application, lease.application).state is ApplicationState.WAITING
    assert reservations(referral.project.pk) == []


def test_a_lease_of_the_municipality_is_no_landlords_to_report_of() -> None:
    landlord = make_landlord()
    lease = make_lease(landlord=landlord)
    with pytest.raises(NotLandlordsLease):
        warn(lease)


@pytest.mark.parametrize("step", [warn, new_rent, ended])
def test_another_landlord_reports_nothing(step: Any) -> None:
    lease = signed()
    with pytest.raises(NotAuthorised):
        step(lease, by=partner(ANOTHER))


def test_the_night_begins_leases_flags_those_that_cannot_and_reports_that_wait() -> None:
    day = date(2026, 12, 1)
    landlord = make_landlord()
    places = [make_leased_out(landlord=landlord, rent_ore=950_000) for _ in range(3)]
    lease, stuck = (signed(referred(place=place), starts_on=day) for place in places[:2])
    report = warn(signed(referred(place=places[2])), today=TODAY, oldest_due=TODAY)
    make_lease(dwelling=places[1][0])
    counts = run_job("landlords", day)
    assert (counts.failed, counts.others["begun"]) == (0, 1)
    assert records.get(Lease, lease.pk).state is LeaseState.OCCUPYING
    assert (len(tasks_about(report)), len(tasks_about(stuck))) == (1, 1)
    assert run_job("landlords", day).others.get("begun") == 0


# --- An answer that was lost ------------------------------------------------------------------------------------------


def told_rent(lease: Any, **values: Any) -> Any:
    told = {"rent_ore": 970_000, "from_on": LATER, "version": lease.version, "today": TODAY, "identity": ANOTHER}
    return landlord_leases.report_rent(lease, by_landlord(lease), **told | values)


def test_a_rent_that_is_stored_without_its_report_is_told_so_and_has_it_when_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lease = signed()
    with monkeypatch.context() as broken:
        broken.setattr(effects.registry, "_commands", {**effects.registry._commands, REPORT_EFFECT: _away})
        with pytest.raises(ReportDelayed) as delayed:
            told_rent(lease)
        stored = records.get(Lease, lease.pk)
        assert stored.rent_lines[-1].amount_ore == 970_000
        with pytest.raises(ReportDelayed):  # not «stale», and not «unknown»: it is stored
            landlord_leases.promised(stored, ANOTHER, by_landlord(lease))
    assert delayed.value.number == lease.number
    found = landlord_leases.promised(records.get(Lease, lease.pk), ANOTHER, by_landlord(lease))
    assert (found.pk, found.new_rent_ore) == (ANOTHER, 970_000)
    assert LandlordReport.objects(kind=ReportKind.RENT_CHANGE).count() == 1


def _away(*_: Any) -> None:
    raise AutoReconnect


def test_a_report_is_found_again_about_its_own_lease_alone() -> None:
    lease = signed()
    told_rent(lease)
    other = make_lease()
    assert landlord_leases.promised(other, ANOTHER, by_landlord(lease)) is None


def test_a_warning_that_comes_again_late_does_not_undo_a_newer_one() -> None:
    lease = signed()
    first, second, third = (ObjectId() for _ in range(3))

    def warn(owed_ore: int, identity: ObjectId) -> Any:
        held = records.get(Lease, lease.pk)
        return landlord_leases.report_arrears(
            held, by_landlord(held), owed_ore=owed_ore, oldest_due=TODAY, version=held.version, today=TODAY,
            identity=identity,
        )  # fmt: skip

    for owed_ore, identity in ((500_000, first), (800_000, second), (1_600_000, third), (800_000, second)):
        report = warn(owed_ore, identity)
    assert report.pk == first
    assert report_of(lease, ReportKind.ARREARS).owed_ore == 1_600_000
    handled = records.get(LandlordReport, report.pk)
    by = acting(records.get(Lease, lease.pk).caseworker)
    landlord_leases.handle(handled, by, how="Ringte.", version=handled.version, today=TODAY)
    assert warn(800_000, second).pk == first
    assert LandlordReport.objects(kind=ReportKind.ARREARS).count() == 1
