"""Payment plans and pauses: agreed, kept, broken, called off; interest booked once for each day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId

from letters import guarantee_letter, plan_letter
from letters.paper import Drawn
from models import Adjustment, ArrearsCase, Lease, LedgerRow, Letter, Task
from rules.errors import (
    InterestBooked,
    InterestOff,
    InvalidRecord,
    LetterDiffers,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    PauseStands,
    PlanGone,
    PlanStands,
    StaleState,
    TransitionRefused,
)
from rules.keeping_policy import Dated
from rules.terms import (
    ArrearsState,
    LeaseState,
    LetterState,
    PlanState,
    Role,
    RowKind,
    TaskKind,
    TaskState,
)
from services import accounts, ledger, plans, records, rulebooks
from services.plans import Terms
from tests.casework import NOW, SENDER, TODAY, acting, house, worker
from tests.clockwork import run_job
from tests.factories import make_lease, make_office
from tests.keepers import make_arrears_case

__all__ = ["house"]  # a fixture, used here

FIRST = date(2026, 12, 1)
RENT, OWED = 800_000, 600_000
TERMS = Terms(FIRST, count=2)


def quick(told: Any) -> Drawn:
    return Drawn("Brev", told.envelope.language, f"%PDF-1.7 quick {told!r}".encode())


@pytest.fixture(autouse=True)
def paper(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_letter, "draw", quick)
    monkeypatch.setattr(guarantee_letter, "draw", quick)


def row(lease: Lease, key: str, kind: RowKind, ore: int, on: date, due: date | None = None) -> dict[str, Any]:
    stored = {
        "_id": key, "lease": lease.pk, "kind": kind.value, "amount_ore": ore,
        "booked_on": accounts.midnight(on), "at": NOW,
    }  # fmt: skip
    return stored | ({"due_on": accounts.midnight(due)} if due else {})


def post(lease: Lease, rows: Sequence[dict[str, Any]]) -> None:
    ledger.store_rows(rows)
    accounts.refresh([lease.pk])


def charge(lease: Lease, month: date, ore: int = RENT) -> dict[str, Any]:
    return row(lease, f"charge:{lease.pk}:{month}", RowKind.CHARGE, ore, month, month.replace(day=20))


def pay(lease: Lease, ore: int, on: date) -> dict[str, Any]:
    return row(lease, f"payment:{lease.pk}:{on}:{ore}", RowKind.PAYMENT, -ore, on)


def in_arrears(**values: Any) -> tuple[Lease, ArrearsCase]:
    """A lease that owes 6 000 kroner of October's rent, and its open case."""
    lease = make_lease(**values)
    post(lease, [charge(lease, date(2026, 10, 1)), pay(lease, RENT - OWED, date(2026, 10, 25))])
    return lease, make_arrears_case(lease=lease, owed_ore=OWED)


def planner(*roles: Role, **values: Any) -> Any:
    return acting(worker(*(roles or (Role.HOUSING_CONSULTANT,)), **values))


def again(case: ArrearsCase) -> Any:
    return records.get(ArrearsCase, case.pk)


def agree(case: ArrearsCase, terms: Terms = TERMS, *, by: Any = None, why: str = "", **values: Any) -> ObjectId:
    actor = by or planner()
    letter = plans.draw(case, actor, SENDER, terms=terms, version=case.version, now=NOW)
    given = {"letter": letter.pk, "version": case.version, "now": NOW} | values
    return plans.agree(case, actor, SENDER, terms=terms, why=why, **given)


def agreed(**values: Any) -> tuple[Lease, Any]:
    lease, case = in_arrears(**values)
    agree(case)
    return lease, again(case)


# --- Agreed ---------------------------------------------------------------------------------------------------------


def test_a_plan_runs_for_what_is_overdue_with_its_letter_on_the_dispatch_list() -> None:
    lease, case = agreed()
    plan = case.plans[0]
    assert (case.state, plan.state, plan.debt_ore, plan.agreed_on) == (
        ArrearsState.PLAN, PlanState.RUNNING, OWED, TODAY,
    )  # fmt: skip
    assert [(one.due_on, one.amount_ore) for one in plan.instalments] == [
        (FIRST, 300_000), (date(2027, 1, 1), 300_000),
    ]  # fmt: skip
    letter = records.get(Letter, plan.letter)
    assert (letter.state, letter.lease.pk) == (LetterState.RELEASED, lease.pk)
    assert case.pending == []


def test_what_falls_due_later_is_no_part_of_the_debt() -> None:
    lease, case = in_arrears()
    post(lease, [charge(lease, date(2026, 12, 1))])
    assert plans.ground_of(case, planner(), TODAY).debt_ore == OWED


def test_nothing_is_planned_where_nothing_is_owed() -> None:
    lease, case = in_arrears()
    post(lease, [pay(lease, OWED, TODAY)])
    with pytest.raises(InvalidRecord) as refusal:
        agree(case)
    assert set(refusal.value.problems) == {"debt_ore"}


def test_a_debt_that_changed_after_the_letter_was_looked_at_is_looked_at_anew() -> None:
    lease, case = in_arrears()
    letter = plans.draw(case, planner(), SENDER, terms=TERMS, version=case.version, now=NOW)
    post(lease, [pay(lease, 100, TODAY)])
    with pytest.raises(LetterDiffers):
        agree(case, letter=letter.pk)
    assert again(case).plans == []


def test_one_plan_runs_at_a_time_and_is_replaced_only_with_a_reason() -> None:
    _lease, case = agreed()
    with pytest.raises(PlanStands):
        agree(case, Terms(FIRST, count=3))
    agree(case, Terms(FIRST, count=3), why="Lavere inntekt.")
    case = again(case)
    assert [plan.state for plan in case.plans] == [PlanState.CANCELLED, PlanState.RUNNING]
    assert case.plans[0].why == "Lavere inntekt."
    assert case.state is ArrearsState.PLAN


def test_an_old_version_is_refused_and_nothing_is_stored() -> None:
    _lease, case = in_arrears()
    old = again(case)
    agree(case)
    with pytest.raises(StaleState):
        agree(old)
    assert len(again(case).plans) == 1


@pytest.mark.parametrize("role", [Role.READER, Role.PROPERTY, Role.AUDITOR, Role.COMMITTEE_MEMBER])
def test_who_does_not_follow_rent_up_agrees_nothing(role: Role) -> None:
    _lease, case = in_arrears()
    with pytest.raises(NotAuthorised):
        agree(case, by=planner(role))


def test_another_office_has_no_part_in_it_but_the_department_head_has() -> None:
    _lease, case = in_arrears(office=make_office())
    with pytest.raises(NoNeedToKnow):
        agree(case, by=planner(office=make_office()))
    assert agree(case, by=planner(Role.DEPARTMENT_HEAD, office=make_office()))


def test_a_closed_case_has_no_plan() -> None:
    _lease, case = in_arrears()
    records.change(case, planner(), values={"state": ArrearsState.CLOSED})
    with pytest.raises(TransitionRefused):
        agree(case)


def test_a_debt_after_the_tenancy_is_paid_down_as_well() -> None:
    _lease, case = in_arrears(state=LeaseState.ENDED, ended_on=date(2026, 10, 31))
    agree(case)
    assert again(case).state is ArrearsState.PLAN


def test_a_plan_is_called_off_with_a_reason() -> None:
    _lease, case = agreed()
    plan = case.plans[0].id
    with pytest.raises(MissingReason):
        plans.cancel(case, planner(), plan=plan, why=" ", version=case.version, today=TODAY)
    assert plans.cancel(case, planner(), plan=plan, why="Flytter.", version=case.version, today=TODAY)
    case = again(case)
    assert (case.state, case.plans[0].state, case.plans[0].why) == (
        ArrearsState.OPEN, PlanState.CANCELLED, "Flytter.",
    )  # fmt: skip
    assert records.get(Letter, case.plans[0].letter).state is LetterState.VOID
    with pytest.raises(PlanGone):
        plans.cancel(case, planner(), plan=plan, why="En gang til.", version=case.version, today=TODAY)


# --- Kept or broken -------------------------------------------------------------------------------------------------


def open_tasks(lease: Lease, kind: TaskKind = TaskKind.PAYMENT_PLAN) -> list[Task]:
    return list(Task.objects(kind=kind, subject_id=str(lease.pk), state=TaskState.OPEN))


def test_the_night_finds_a_missed_instalment_asks_a_person_and_sends_nothing() -> None:
    lease, case = agreed()
    letters = Letter.objects.count()
    assert run_job("payment_plans", date(2026, 12, 7)).numbers() == {"selected": 1, "done": 1, "failed": 0}
    counts = run_job("payment_plans", date(2026, 12, 8))
    assert counts.numbers()["broken"] == 1
    case = again(case)
    plan = case.plans[0]
    assert (case.state, plan.state, plan.missed_on) == (ArrearsState.OPEN, PlanState.BROKEN, FIRST)
    assert plan.ended_on == date(2026, 12, 8)
    assert [task.amount_ore for task in open_tasks(lease)] == [OWED]
    assert Letter.objects.count() == letters
    assert run_job("payment_plans", date(2026, 12, 9)).numbers()["selected"] == 0


def test_a_missed_rent_breaks_the_plan_as_well() -> None:
    lease, case = agreed()
    post(lease, [charge(lease, date(2026, 12, 1)), pay(lease, 300_000, FIRST)])
    run_job("payment_plans", date(2026, 12, 29))
    assert again(case).plans[0].missed_on == date(2026, 12, 20)


def test_a_household_that_pays_keeps_its_plan_to_the_end() -> None:
    lease, case = agreed()
    post(lease, [pay(lease, 300_000, FIRST)])
    run_job("payment_plans", date(2026, 12, 20))
    assert again(case).state is ArrearsState.PLAN
    post(lease, [pay(lease, 300_000, date(2026, 12, 30))])
    assert run_job("payment_plans", date(2026, 12, 31)).numbers()["kept"] == 1
    case = again(case)
    assert (case.plans[0].state, case.plans[0].ended_on) == (PlanState.KEPT, date(2026, 12, 31))
    assert case.state is not ArrearsState.PLAN
    assert open_tasks(lease) == []


def test_money_that_is_taken_back_breaks_the_plan_at_once() -> None:
    lease, case = agreed()
    post(lease, [pay(lease, 300_000, FIRST)])
    later = datetime(2026, 12, 15, 9, tzinfo=UTC)
    actor = replace(planner(Role.ECONOMY), at=later)
    post(lease, [row(lease, "reversal:1", RowKind.REVERSAL, 300_000, later.date())])
    ledger.book(
        lease, actor, kind=RowKind.CREDIT, amount_ore=100, key="credit:1", why="Øreavrunding.", today=later.date()
    )
    case = again(case)
    assert (case.plans[0].state, case.plans[0].missed_on) == (PlanState.BROKEN, FIRST)
    assert open_tasks(lease)[0].opened_on == later.date()


def test_a_new_plan_settles_the_task_of_the_broken_one() -> None:
    lease, case = agreed()
    run_job("payment_plans", date(2026, 12, 8))
    assert open_tasks(lease)
    case = again(case)
    agree(case)
    assert open_tasks(lease) == []
    assert [plan.state for plan in again(case).plans] == [PlanState.BROKEN, PlanState.RUNNING]


def test_calling_a_broken_plan_off_changes_nothing() -> None:
    _lease, case = agreed()
    run_job("payment_plans", date(2026, 12, 8))
    case = again(case)
    with pytest.raises(PlanGone):
        plans.cancel(case, planner(), plan=case.plans[0].id, why="Brutt.", version=case.version, today=TODAY)


# --- Pauses ---------------------------------------------------------------------------------------------------------


def pause(case: ArrearsCase, until: date = TODAY + timedelta(days=14), reason: str = "Venter på NAV.") -> bool:
    return plans.pause(case, planner(), until=until, reason=reason, version=case.version, today=TODAY)


def test_a_pause_lasts_to_its_last_day_and_ends_by_itself() -> None:
    _lease, case = in_arrears()
    until = TODAY + timedelta(days=14)
    assert pause(case)
    case = again(case)
    assert plans.pause_on(case, until) is not None
    assert plans.pause_on(case, until + timedelta(days=1)) is None
    with pytest.raises(PauseStands):
        pause(case)


def test_a_pause_is_ended_early_with_a_reason() -> None:
    _lease, case = in_arrears()
    pause(case)
    case = again(case)
    held = case.pauses[0].id
    with pytest.raises(MissingReason):
        plans.resume(case, planner(), pause=held, why="", version=case.version, today=TODAY)
    plans.resume(case, planner(), pause=held, why="NAV har svart.", version=case.version, today=TODAY)
    case = again(case)
    assert (case.pauses[0].ended_on, case.pauses[0].why) == (TODAY, "NAV har svart.")
    assert plans.pause_on(case, TODAY) is None
    with pytest.raises(PlanGone):
        plans.resume(case, planner(), pause=held, why="Igjen.", version=case.version, today=TODAY)


@pytest.mark.parametrize(
    ("until", "reason", "refusal"),
    [
        pytest.param(TODAY - timedelta(days=1), "Grunn.", InvalidRecord, id="gone by"),
        pytest.param(date(2027, 2, 24), "Grunn.", InvalidRecord, id="a day too long"),
        pytest.param(TODAY, "  ", MissingReason, id="no reason"),
    ],
)
def test_a_pause_needs_a_reason_and_a_day_within_reach(until: date, reason: str, refusal: type[Exception]) -> None:
    _lease, case = in_arrears()
    with pytest.raises(refusal):
        pause(case, until, reason)
    assert again(case).pauses == []


# --- Interest -------------------------------------------------------------------------------------------------------


@pytest.fixture
def interest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rulebook that takes ten percent."""
    real = rulebooks.current

    def current(day: date) -> Any:
        rules = real(day)
        kept = replace(rules.keeping, interest=True, interest_rates=(Dated(date(2026, 1, 1), 1000),))
        return replace(rules, keeping=kept)

    monkeypatch.setattr(rulebooks, "current", current)


def book(lease: Lease, until: date, by: Any = None, version: int | None = None) -> int:
    lease = records.get(Lease, lease.pk) if version is None else lease
    actor = by or planner(Role.ECONOMY)
    return plans.book(lease, actor, until=until, version=lease.version if version is None else version, today=TODAY)


def test_rent_that_is_paid_early_ends_no_plan() -> None:
    """Money pays the oldest debt first: for some days nothing is overdue, though an instalment is still to come."""
    lease, _case = agreed()
    post(lease, [charge(lease, date(2026, 12, 1)), pay(lease, OWED // 2, date(2026, 12, 1))])
    post(lease, [pay(lease, RENT, date(2026, 12, 10))])
    for day in (date(2026, 12, 11), date(2026, 12, 12)):
        run_job("payment_plans", day)
        run_job("arrears", day)
        held = ArrearsCase.objects.get()
        assert (held.state, held.plans[-1].state, held.next_step) == (ArrearsState.PLAN, PlanState.RUNNING, None)
        assert Task.objects(kind=TaskKind.ARREARS, state=TaskState.OPEN).count() == 0
    post(lease, [pay(lease, OWED // 2, date(2026, 12, 28))])
    run_job("payment_plans", date(2026, 12, 29))
    run_job("arrears", date(2026, 12, 29))
    held = ArrearsCase.objects.get()
    assert (held.state, held.plans[-1].state) == (ArrearsState.CLOSED, PlanState.KEPT)


def test_interest_is_booked_once_for_each_day(interest: None) -> None:
    lease, _case = in_arrears()
    first = book(lease, date(2026, 11, 10))
    assert first == 3_726  # five days of 8 000 kroner, sixteen of 6 000
    with pytest.raises(InterestBooked):
        book(lease, date(2026, 11, 10))
    second = book(lease, TODAY)
    assert second > 0
    posted = {one.key: one.amount_ore for one in Adjustment.objects(kind=RowKind.INTEREST)}
    assert posted == {f"interest:{lease.pk}:2026-11-10": first, f"interest:{lease.pk}:2026-11-23": second}
    assert LedgerRow.objects(kind=RowKind.INTEREST).count() == 2
    assert records.get(Lease, lease.pk).interest_until == TODAY


def test_the_two_parts_come_to_the_whole(interest: None) -> None:
    one, _ = in_arrears()
    parts = book(one, date(2026, 11, 10)) + book(one, TODAY)
    other, _ = in_arrears()
    assert abs(book(other, TODAY) - parts) <= 1


def test_interest_needs_a_rulebook_that_takes_it_an_economist_and_a_day_gone_by(interest: None) -> None:
    lease, _case = in_arrears()
    with pytest.raises(NotAuthorised):
        book(lease, TODAY, planner())
    with pytest.raises(InvalidRecord):
        book(lease, TODAY + timedelta(days=1))
    with pytest.raises(StaleState):
        book(lease, TODAY, version=0)
    assert Adjustment.objects.count() == 0


def test_the_default_rulebook_takes_no_interest() -> None:
    lease, _case = in_arrears()
    with pytest.raises(InterestOff):
        book(lease, TODAY)


def test_where_nothing_bears_interest_only_the_day_is_kept(interest: None) -> None:
    lease = make_lease()
    assert book(lease, TODAY) == 0
    assert Adjustment.objects.count() == 0


def test_interest_is_taken_of_a_debt_after_the_tenancy(interest: None) -> None:
    lease, _case = in_arrears(state=LeaseState.ENDED, ended_on=date(2026, 10, 31))
    assert book(lease, TODAY) > 0
