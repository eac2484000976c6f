"""Housing allowance and guarantee: noted step by step, asked after when nobody answers, posted once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from letters import guarantee_letter
from models import Allowance, Lease, LedgerRow, Letter, Task
from models import GuaranteeClaim as Claim
from rules.errors import (
    AlreadyExists,
    GuaranteeTooHigh,
    InvalidRecord,
    LetterDiffers,
    MissingReason,
    NoNeedToKnow,
    NoSecurity,
    NotAuthorised,
    NotInArrears,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    AllowanceState,
    ArrearsState,
    Copy,
    GuaranteeState,
    LeaseState,
    LetterState,
    Role,
    RowKind,
    Security,
    TaskKind,
    TaskState,
)
from services import accounts, benefits, records
from services.benefits import Wanted
from tests.casework import NOW, SENDER, TODAY, acting, house, worker
from tests.clockwork import run_job
from tests.factories import ACTOR, make_lease, make_office
from tests.keepers import make_allowance
from tests.services.test_plans import charge, in_arrears, open_tasks, planner, post, quick

__all__ = ["house"]  # a fixture, used here

ADDRESS = "NAV Eksempel\nStorgata 1\n9400 Eksempel"
WANTED = Wanted(500_000, "Husleien for oktober er ikke betalt.", ADDRESS)


@pytest.fixture(autouse=True)
def paper(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarantee_letter, "draw", quick)


# --- Housing allowance ----------------------------------------------------------------------------------------------


def applied(lease: Lease | None = None, on: date = TODAY, **values: Any) -> Any:
    lease = lease or make_lease()
    return again(benefits.apply(lease, planner(), applied_on=on, today=TODAY, **values))


def again(record: Any) -> Any:
    identity = getattr(record, "pk", record)
    kind = type(record) if hasattr(record, "pk") else Allowance
    return records.get(kind, identity)


def granted(lease: Lease | None = None) -> Any:
    held = applied(lease)
    benefits.grant(held, planner(), amount_ore=310_000, answered_on=TODAY, version=held.version, today=TODAY)
    return again(held)


def test_an_application_counts_from_the_month_it_is_in_time_for() -> None:
    lease = make_lease()
    held = applied(lease, on=date(2026, 11, 20), note=" Søkt på nett. ")
    assert (held.first_month, held.note, held.contract_number) == ("2026-11", "Søkt på nett.", lease.contract_number)
    assert benefits.allowance_of(lease.pk).pk == held.pk  # type: ignore[union-attr]


def test_a_lease_has_one_open_allowance() -> None:
    lease = make_lease()
    applied(lease)
    with pytest.raises(AlreadyExists):
        applied(lease)


def test_it_is_granted_refused_or_ended_by_its_table() -> None:
    held = granted()
    assert (held.state, held.amount_ore) == (AllowanceState.GRANTED, 310_000)
    with pytest.raises(TransitionRefused):
        benefits.refuse(held, planner(), answered_on=TODAY, version=held.version, today=TODAY)
    benefits.end(held, planner(), ended_on=TODAY, version=held.version, today=TODAY)
    lease = records.reference(held, "lease")
    assert benefits.allowance_of(lease) is None
    refused = applied(records.get(Lease, lease))
    benefits.refuse(refused, planner(), answered_on=TODAY, note="For høy inntekt.", version=1, today=TODAY)
    assert again(refused).state is AllowanceState.REFUSED


@pytest.mark.parametrize(
    ("do", "field"),
    [
        pytest.param(lambda held, by: benefits.grant(held, by, amount_ore=0, answered_on=TODAY, version=1, today=TODAY),
                     "amount_ore", id="nothing granted"),
        pytest.param(lambda held, by: benefits.grant(held, by, amount_ore=1, answered_on=TODAY + timedelta(days=1),
                                                     version=1, today=TODAY), "answered_on", id="tomorrow"),
        pytest.param(lambda held, by: benefits.refuse(held, by, answered_on=TODAY - timedelta(days=9), version=1,
                                                      today=TODAY), "answered_on", id="before it was applied for"),
        pytest.param(lambda held, by: benefits.grant(held, by, amount_ore=1, first_month="2026-13", answered_on=TODAY,
                                                     version=1, today=TODAY), "first_month", id="a thirteenth month"),
        pytest.param(lambda held, by: benefits.end(held, by, ended_on=date(2026, 1, 1), version=1, today=TODAY),
                     "ended_on", id="ended before"),
    ],
)  # fmt: skip
def test_a_day_or_an_amount_that_cannot_be_is_refused(do: Callable[..., object], field: str) -> None:
    with pytest.raises(InvalidRecord) as refusal:
        do(applied(), planner())
    assert set(refusal.value.problems) == {field}


def test_it_is_paid_to_the_municipality_only_in_arrears_with_a_reason_and_back_again() -> None:
    lease, case = in_arrears()
    held = granted(lease)
    by = planner(Role.ECONOMY)
    with pytest.raises(MissingReason):
        benefits.transport(held, by, since=TODAY, why=" ", version=held.version)
    benefits.transport(held, by, since=TODAY, why="To måneder er ikke betalt.", version=held.version)
    held = again(held)
    assert (held.transport_on, held.transport_until) == (TODAY, None)
    benefits.end_transport(held, by, until=TODAY, why="Gjelden er betalt.", version=held.version)
    held = again(held)
    assert held.transport_until == TODAY
    with pytest.raises(TransitionRefused):
        benefits.end_transport(held, by, until=TODAY, why="En gang til.", version=held.version)
    records.change(again(case), ACTOR, values={"state": ArrearsState.CLOSED})
    with pytest.raises(NotInArrears):
        benefits.transport(held, by, since=TODAY, why="Igjen.", version=held.version)


def test_what_is_only_applied_for_is_not_paid_to_anybody() -> None:
    lease, _case = in_arrears()
    held = applied(lease)
    with pytest.raises(TransitionRefused):
        benefits.transport(held, planner(), since=TODAY, why="Restanse.", version=held.version)


def test_payment_to_the_municipality_ends_with_the_allowance() -> None:
    lease, _case = in_arrears()
    held = granted(lease)
    benefits.transport(held, planner(), since=TODAY, why="Restanse.", version=held.version)
    held = again(held)
    benefits.end(held, planner(), ended_on=TODAY, version=held.version, today=TODAY)
    assert again(held).transport_until == TODAY


def test_an_application_without_an_answer_is_asked_after_by_night_and_settles_with_the_answer() -> None:
    lease = make_lease()
    held = make_allowance(lease=lease, applied_on=TODAY)
    run_job("payment_plans", TODAY + timedelta(days=30))
    assert open_tasks(lease, TaskKind.ALLOWANCE) == []
    run_job("payment_plans", TODAY + timedelta(days=31))
    assert len(open_tasks(lease, TaskKind.ALLOWANCE)) == 1
    held = again(held)
    benefits.refuse(held, planner(), answered_on=TODAY, version=held.version, today=TODAY)
    assert open_tasks(lease, TaskKind.ALLOWANCE) == []


def test_who_does_not_follow_the_lease_up_notes_nothing() -> None:
    lease = make_lease(office=make_office())
    for actor, refusal in ((planner(Role.PROPERTY), NotAuthorised), (planner(office=make_office()), NoNeedToKnow)):
        with pytest.raises(refusal):
            benefits.apply(lease, actor, applied_on=TODAY, today=TODAY)
    assert benefits.apply(lease, planner(Role.ECONOMY), applied_on=TODAY, today=TODAY)


# --- The guarantee --------------------------------------------------------------------------------------------------


def secured(**values: Any) -> Any:
    given = {"security": Security.NAV_GUARANTEE, "security_ore": 2_400_000} | values
    lease, _case = in_arrears(**given)
    return records.get(Lease, lease.pk)


def draw(lease: Any, wanted: Wanted = WANTED, by: Any = None) -> Letter:
    return benefits.draw(lease, by or planner(), SENDER, wanted=wanted, version=lease.version, now=NOW)


def claim(lease: Any, wanted: Wanted = WANTED, by: Any = None, letter: Any = None) -> Any:
    seen = letter or draw(lease, wanted, by).pk
    made = benefits.claim(lease, by or planner(), SENDER, wanted=wanted, letter=seen, version=lease.version, now=NOW)
    return records.get(Claim, made)


def test_a_claim_goes_to_the_guarantor_and_waits_as_a_task() -> None:
    lease = secured()
    made = claim(lease)
    assert (made.state, made.claimed_ore, made.answer_by) == (
        GuaranteeState.CLAIMED, 500_000, TODAY + timedelta(days=30),
    )  # fmt: skip
    letter = records.get(Letter, made.letter)
    assert letter.state is LetterState.RELEASED
    assert [(one.copy, one.address) for one in letter.addressees] == [(Copy.GUARANTOR, ADDRESS)]
    assert [task.amount_ore for task in open_tasks(lease, TaskKind.GUARANTEE)] == [500_000]


def test_a_claim_is_no_more_than_is_owed_and_secured() -> None:
    lease = secured()
    with pytest.raises(GuaranteeTooHigh) as refusal:
        claim(lease, Wanted(600_001, "For mye.", ADDRESS))
    assert refusal.value.most_ore == 600_000
    poor = secured(security_ore=100_000)
    with pytest.raises(GuaranteeTooHigh) as refusal:
        claim(poor)
    assert refusal.value.most_ore == 100_000


@pytest.mark.parametrize("lacking", [{"security": None, "security_ore": None}, {"security_ore": None}])
def test_a_lease_without_security_has_nothing_to_claim(lacking: dict[str, Any]) -> None:
    with pytest.raises(NoSecurity):
        claim(secured(**lacking))


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        pytest.param(Wanted(500_000, " ", ADDRESS), "reasons", id="no reasons"),
        pytest.param(Wanted(500_000, "Grunn.", "NAV\n\n"), "guarantor", id="no address"),
        pytest.param(Wanted(0, "Grunn.", ADDRESS), "claimed_ore", id="nothing"),
    ],
)
def test_a_claim_that_says_too_little_is_refused(wanted: Wanted, field: str) -> None:
    with pytest.raises(InvalidRecord) as refusal:
        claim(secured(), wanted)
    assert set(refusal.value.problems) == {field}


def test_one_claim_waits_at_a_time_and_nothing_is_sent_for_the_second() -> None:
    lease = secured()
    claim(lease)
    letter = draw(lease)
    with pytest.raises(AlreadyExists):
        claim(lease, letter=letter.pk)
    assert records.get(Letter, letter.pk).state is LetterState.DRAFT


def test_a_letter_of_another_amount_is_not_the_one_that_was_looked_at() -> None:
    lease = secured()
    letter = draw(lease)
    with pytest.raises(LetterDiffers):
        claim(lease, Wanted(400_000, WANTED.reasons, ADDRESS), letter=letter.pk)


def test_what_is_paid_is_posted_once_and_lowers_the_debt() -> None:
    lease = secured()
    made = claim(lease)
    by = planner(Role.ECONOMY)
    assert benefits.note_paid(made, by, paid_ore=400_000, paid_on=TODAY, version=made.version, today=TODAY)
    row = LedgerRow.objects.get(key=f"guarantee:{made.pk}")
    assert (row.kind, row.amount_ore, row.lease.pk) == (RowKind.SETTLEMENT, -400_000, lease.pk)
    assert accounts.of(records.get(Lease, lease.pk)).balance_ore == 200_000
    assert open_tasks(lease, TaskKind.GUARANTEE) == []
    made = records.get(Claim, made.pk)
    with pytest.raises(TransitionRefused):
        benefits.note_paid(made, by, paid_ore=400_000, paid_on=TODAY, version=made.version, today=TODAY)
    assert LedgerRow.objects(kind=RowKind.SETTLEMENT).count() == 1


def test_what_was_paid_before_lowers_what_is_left_of_the_security() -> None:
    lease = secured(security_ore=500_000)
    made = claim(lease)
    benefits.note_paid(made, planner(), paid_ore=400_000, paid_on=TODAY, version=made.version, today=TODAY)
    post(lease, [charge(lease, date(2026, 11, 1))])
    assert benefits.ground_of(lease, planner(), TODAY).facts.left_ore == 100_000


@pytest.mark.parametrize(
    ("paid", "on", "field"),
    [
        pytest.param(0, TODAY, "paid_ore", id="nothing"),
        pytest.param(500_001, TODAY, "paid_ore", id="more than was claimed"),
        pytest.param(1, TODAY + timedelta(days=1), "paid_on", id="tomorrow"),
        pytest.param(1, TODAY - timedelta(days=1), "paid_on", id="before it was claimed"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(paid: int, on: date, field: str) -> None:
    made = claim(secured())
    with pytest.raises(InvalidRecord) as refusal:
        benefits.note_paid(made, planner(), paid_ore=paid, paid_on=on, version=made.version, today=TODAY)
    assert set(refusal.value.problems) == {field}


def test_a_claim_is_refused_or_withdrawn_with_words() -> None:
    made = claim(secured())
    with pytest.raises(MissingReason):
        benefits.note_refused(made, planner(), answer=" ", version=made.version)
    with pytest.raises(StaleState):
        benefits.withdraw(made, planner(), why="Betalt.", version=made.version - 1)
    benefits.withdraw(made, planner(), why="Betalt.", version=made.version)
    made = records.get(Claim, made.pk)
    assert made.state is GuaranteeState.WITHDRAWN
    assert records.get(Letter, made.letter).state is LetterState.VOID  # nobody posts it afterwards
    with pytest.raises(TransitionRefused):
        benefits.note_refused(made, planner(), answer="Nei.", version=made.version)


def test_recourse_is_of_what_was_paid_and_moves_no_money() -> None:
    lease = secured()
    made = claim(lease)
    with pytest.raises(TransitionRefused):
        benefits.note_recourse(made, planner(), recourse_ore=1, recourse_on=TODAY, version=made.version, today=TODAY)
    benefits.note_paid(made, planner(), paid_ore=400_000, paid_on=TODAY, version=made.version, today=TODAY)
    made = records.get(Claim, made.pk)
    with pytest.raises(InvalidRecord):
        benefits.note_recourse(
            made, planner(), recourse_ore=400_001, recourse_on=TODAY, version=made.version, today=TODAY
        )
    rows = LedgerRow.objects.count()
    benefits.note_recourse(made, planner(), recourse_ore=400_000, recourse_on=TODAY, version=made.version, today=TODAY)
    assert records.get(Claim, made.pk).recourse_ore == 400_000
    assert LedgerRow.objects.count() == rows


def test_a_claim_that_nobody_answers_grows_urgent() -> None:
    lease = secured()
    claim(lease)
    run_job("payment_plans", TODAY + timedelta(days=31))
    task = Task.objects.get(kind=TaskKind.GUARANTEE, state=TaskState.OPEN)
    assert task.urgency.value == "urgent"


def test_the_debt_of_an_ended_lease_is_claimed_too() -> None:
    lease = secured(state=LeaseState.ENDED, ended_on=date(2026, 10, 31))
    assert claim(lease).state is GuaranteeState.CLAIMED


def test_economy_draws_no_letter_and_another_office_claims_nothing() -> None:
    lease = secured(office=make_office())
    with pytest.raises(NotAuthorised):
        draw(lease, by=planner(Role.ECONOMY))
    with pytest.raises(NoNeedToKnow):
        draw(lease, by=acting(worker(office=make_office())))
