"""Plans and benefits on a real server: of several at one instant one does it, and money is posted once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from letters import guarantee_letter, plan_letter
from models import Allowance, ArrearsCase, GuaranteeClaim, Lease, LedgerRow, Letter
from models.fields import is_ciphertext
from rules.errors import AlreadyExists, LetterDiffers, PlanStands, StaleState
from rules.keeping_policy import Dated
from rules.terms import ArrearsState, GuaranteeState, LetterState, PlanState, Role, RowKind, Security
from services import accounts, benefits, ledger, plans, records, rulebooks
from services.actor import Actor
from tests.casework import NOW, SENDER, TODAY
from tests.clockwork import load_rulebook
from tests.services.test_benefits import WANTED
from tests.services.test_plans import FIRST, TERMS, again, agreed, in_arrears, pay, planner, post, quick
from tests.wire.racing import outcomes


@pytest.fixture(autouse=True)
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    load_rulebook()
    monkeypatch.setattr(plan_letter, "draw", quick)
    monkeypatch.setattr(guarantee_letter, "draw", quick)


def agreeing(case: ArrearsCase) -> Callable[[], object]:
    """What was looked at by one person, ready to be agreed."""
    held, actor = again(case), planner()
    letter = plans.draw(held, actor, SENDER, terms=TERMS, version=held.version, now=NOW)
    return lambda: bool(plans.agree(held, actor, SENDER, terms=TERMS, letter=letter.pk, version=held.version, now=NOW))


def test_of_two_who_agree_a_plan_at_once_one_does() -> None:
    _lease, case = in_arrears()
    works = [agreeing(case)]
    held = again(case)
    works.append(lambda: bool(plans.agree(
        held, planner(), SENDER, terms=TERMS, letter=Letter.objects.get().pk, version=held.version, now=NOW
    )))  # fmt: skip
    results = outcomes(works)
    assert results.count(True) == 1
    assert set(results) - {True} <= {StaleState, PlanStands, LetterDiffers}
    case = again(case)
    assert [plan.state for plan in case.plans] == [PlanState.RUNNING]
    assert case.state is ArrearsState.PLAN
    assert records.get(Letter, case.plans[0].letter).state is LetterState.RELEASED


def test_a_payment_and_the_breach_job_at_once_leave_a_plan_that_is_one_or_the_other() -> None:
    lease, case = agreed()
    late = date(2026, 12, 8)
    job = Actor.system(NOW + timedelta(days=15))

    def look() -> object:
        return plans.look(again(case), job, late)

    def paid() -> object:
        post(lease, [pay(lease, 300_000, FIRST)])
        return None

    outcomes([look, paid, look])
    case = again(case)
    found = plans.standing(case, case.plans[0], late, rulebooks.current(late))
    assert (case.plans[0].state, case.state) in (
        (PlanState.RUNNING, ArrearsState.PLAN), (PlanState.BROKEN, ArrearsState.OPEN),
    )  # fmt: skip
    assert found.state is PlanState.RUNNING
    assert accounts.of(records.get(Lease, lease.pk)).balance_ore == 300_000
    assert len([entry for entry in case.history if entry.action == "plan_broken"]) <= 1
    assert plans.look(case, job, late) is None


def test_of_two_nights_that_find_a_breach_at_once_one_tells_of_it() -> None:
    _lease, case = agreed()
    late = date(2026, 12, 8)
    job = Actor.system(NOW + timedelta(days=15))
    seen = [again(case) for _ in range(3)]
    results = outcomes([lambda one=one: plans.look(one, job, late) for one in seen])  # type: ignore[misc]
    assert results.count(PlanState.BROKEN) == 1
    assert set(results) <= {PlanState.BROKEN, StaleState}
    assert [entry.action for entry in again(case).history].count("plan_broken") == 1


def test_of_two_who_book_interest_at_once_one_does_though_they_name_other_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = rulebooks.current

    def current(day: date) -> Any:
        rules = real(day)
        kept = replace(rules.keeping, interest=True, interest_rates=(Dated(date(2026, 1, 1), 1000),))
        return replace(rules, keeping=kept)

    monkeypatch.setattr(rulebooks, "current", current)
    lease, _case = in_arrears()
    held = [records.get(Lease, lease.pk) for _ in range(3)]
    by = planner(Role.ECONOMY)
    results = outcomes([
        lambda one=one, n=n: plans.book(one, by, until=TODAY - timedelta(days=n), version=one.version, today=TODAY)  # type: ignore[misc]
        for n, one in enumerate(held)
    ])  # fmt: skip
    assert [one is StaleState for one in results].count(False) == 1
    assert LedgerRow.objects(kind=RowKind.INTEREST).count() == 1


def test_of_many_who_claim_a_guarantee_or_note_its_payment_at_once_one_does() -> None:
    lease, _case = in_arrears(security=Security.NAV_GUARANTEE, security_ore=2_400_000)
    lease = records.get(Lease, lease.pk)
    by = planner()
    letter = benefits.draw(lease, by, SENDER, wanted=WANTED, version=lease.version, now=NOW)

    def claim() -> object:
        made = benefits.claim(lease, by, SENDER, wanted=WANTED, letter=letter.pk, version=lease.version, now=NOW)
        return bool(made)

    results = outcomes([claim] * 4)
    assert results.count(True) == 1
    assert set(results) <= {True, AlreadyExists, LetterDiffers}
    seen = [GuaranteeClaim.objects.get() for _ in range(3)]
    results = outcomes([
        lambda one=one: benefits.note_paid(one, by, paid_ore=400_000, paid_on=TODAY, version=one.version, today=TODAY)  # type: ignore[misc]
        for one in seen
    ])  # fmt: skip
    assert results.count(True) == 1
    assert GuaranteeClaim.objects.get().state is GuaranteeState.PAID
    assert LedgerRow.objects(kind=RowKind.SETTLEMENT).count() == 1
    assert accounts.of(records.get(Lease, lease.pk)).balance_ore == 200_000


def test_of_many_who_note_an_application_at_once_one_does() -> None:
    lease, _case = in_arrears()
    by = planner()
    results = outcomes([lambda: bool(benefits.apply(lease, by, applied_on=TODAY, today=TODAY))] * 4)
    assert sorted(map(str, results)) == sorted(map(str, [True] + [AlreadyExists] * 3))


def test_what_is_written_of_persons_is_stored_encrypted() -> None:
    lease, case = in_arrears(security=Security.DEPOSIT, security_ore=2_400_000)
    lease, by = records.get(Lease, lease.pk), planner()
    plans.pause(again(case), by, until=TODAY, reason="Syk.", version=again(case).version, today=TODAY)
    benefits.apply(lease, by, applied_on=TODAY, note="Ny jobb.", today=TODAY)
    letter = benefits.draw(lease, by, SENDER, wanted=WANTED, version=lease.version, now=NOW)
    benefits.claim(lease, by, SENDER, wanted=WANTED, letter=letter.pk, version=lease.version, now=NOW)
    stored = ArrearsCase._get_collection().find_one({})
    assert stored is not None
    assert is_ciphertext(stored["pauses"][0]["reason"])
    for kind, names in ((Allowance, ("note",)), (GuaranteeClaim, ("reasons", "guarantor"))):
        held = kind._get_collection().find_one({})
        assert held is not None
        assert all(is_ciphertext(held[name]) for name in names)


def test_a_plan_that_is_kept_by_night_and_by_a_posting_at_once_ends_once() -> None:
    lease, case = agreed()
    post(lease, [pay(lease, 600_000, FIRST)])
    job = Actor.system(NOW + timedelta(days=10))
    seen = again(case)

    def credit() -> object:
        return ledger.book(lease, job, kind=RowKind.CREDIT, amount_ore=100, key="credit:1", why="Øre.", today=FIRST)

    outcomes([credit, lambda: plans.look(seen, job, FIRST)])
    case = again(case)
    assert [plan.state for plan in case.plans] == [PlanState.KEPT]
    assert [entry.action for entry in case.history].count("plan_kept") == 1
