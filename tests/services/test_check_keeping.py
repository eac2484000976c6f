"""check-data on what is kept about homes: cases, plans, rent changes and endings against the ledger and the leases."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bson import ObjectId

from models import ArrearsCase, JobRun, Lease, LedgerRow
from models.lease import RentLine
from rules.terms import ArrearsState, DataFault, EndingState, JobState, PlanState, RentChangeState, RentLineKind
from services import accounts, ledger, maintenance
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, NOW, make_lease
from tests.keepers import make_arrears_case, make_ending, make_plan, make_rent_change
from wiring import register_effects

TODAY = date(2026, 11, 22)
EARLY = NOW.replace(hour=4)


@pytest.fixture(autouse=True)
def lease() -> Lease:
    """A lease that owes October's rent, with its case, a plan for it, a change in force; and the night's run."""
    load_rulebook()
    register_effects()
    lines = [
        RentLine(id="1", kind=RentLineKind.BASE, amount_ore=800_000, valid_from=date(2026, 1, 1),
                 valid_until=date(2026, 9, 30)),
        RentLine(id="2", kind=RentLineKind.BASE, amount_ore=824_000, valid_from=date(2026, 10, 1)),
    ]  # fmt: skip
    made: Lease = make_lease(contract_number="K1", rent_lines=lines)
    list(ledger.charge_month(2026, 10, ACTOR, today=TODAY))
    raw(LedgerRow).update_many({}, {"$set": {"at": EARLY.replace(day=1)}})
    make_arrears_case(case_number="R1", lease=made, state=ArrearsState.PLAN, plans=[make_plan()])
    make_rent_change(lease=made, state=RentChangeState.IN_FORCE, effective_from=date(2026, 10, 1))
    JobRun(
        key="arrears:2026-11-22", job="arrears", period="2026-11-22", day=TODAY, state=JobState.DONE, holder="x",
        started_at=EARLY, lease_until=EARLY, finished_at=EARLY,
    ).save(force_insert=True)  # fmt: skip
    return made


def raw(kind: Any) -> Any:
    return kind._get_collection()


def close_case() -> None:
    raw(ArrearsCase).update_one({}, {"$set": {"state": ArrearsState.CLOSED.value, "plans": []}})


def paid_before() -> None:
    """The debt was paid before the night's run, and the case stands open all the same, without a plan."""
    raw(ArrearsCase).update_one(
        {}, {"$set": {"state": ArrearsState.OPEN.value, "plans.0.state": PlanState.BROKEN.value}}
    )
    pay(EARLY.replace(day=20))


def pay(at: Any) -> None:
    row = raw(LedgerRow).find_one({})
    raw(LedgerRow).insert_one(
        {"_id": "payment:x", "lease": row["lease"], "kind": "payment", "amount_ore": -row["amount_ore"],
         "booked_on": accounts.midnight(TODAY), "at": at}
    )  # fmt: skip
    accounts.refresh([row["lease"]])


def another_open(kind: type[Any]) -> Callable[[], None]:
    def spoil() -> None:
        one = raw(kind).find_one({})
        for name in [name for name in raw(kind).index_information() if name.endswith("_one_open")]:
            raw(kind).drop_index(name)
        numbers = {name: "X" for name in one if name.endswith("_number") and name != "contract_number"}
        raw(kind).insert_one(one | {"_id": ObjectId()} | numbers)

    return spoil


def uneven_plan() -> None:
    raw(ArrearsCase).update_one({}, {"$set": {"plans.0.debt_ore": 1}})


def plan_without_state() -> None:
    raw(ArrearsCase).update_one({}, {"$set": {"state": ArrearsState.OPEN.value}})


def state_without_plan() -> None:
    raw(ArrearsCase).update_one({}, {"$set": {"plans.0.state": PlanState.BROKEN.value}})


def line_gone() -> None:
    raw(Lease).update_one({}, {"$set": {"rent_lines.1.amount_ore": 830_000}})


def moved_out_of_a_running_lease() -> None:
    make_ending(ending_number="A1", lease=Lease.objects.get(), state=EndingState.MOVED_OUT)


def found() -> list[tuple[DataFault, str]]:
    return [(one.fault, one.number) for one in maintenance.check_data(NOW).troubles]


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda: None, []),
        (close_case, [(DataFault.CASE_MISSING, "K1")]),
        (paid_before, [(DataFault.CASE_WITHOUT_DEBT, "K1")]),
        (lambda: pay(EARLY.replace(day=20)), []),  # a plan runs: rent that is paid early pays the old debt first
        (lambda: pay(NOW), []),  # since the run: the next one sees to it
        (another_open(ArrearsCase), [
            (DataFault.INDEX_MISSING, "arrears_case.arrears_case_one_open"), (DataFault.TWO_OPEN, "K1"),
        ]),
        (uneven_plan, [(DataFault.PLAN_DIFFERS, "R1")]),
        (plan_without_state, [(DataFault.PLAN_DIFFERS, "R1")]),
        (state_without_plan, [(DataFault.PLAN_DIFFERS, "R1")]),
        (line_gone, [(DataFault.RENT_NOT_SET, "K1")]),
        (moved_out_of_a_running_lease, [(DataFault.STILL_RUNNING, "A1")]),
    ],
)  # fmt: skip
def test_what_disagrees_is_found(spoil: Callable[[], None], expected: list[object]) -> None:
    spoil()
    assert found() == expected
