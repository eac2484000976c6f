"""Whatever comes to a ledger, in whatever order: the sums are kept, the account is the same, the books agree."""

import io
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from itertools import count
from random import Random
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.bank import Transfer, giro_file
from models import Adjustment, ArrearsCase, Lease, LedgerRow, Payment
from rules.errors import HusromError
from rules.terms import ImportKind, PaymentState, Role, RowKind
from schemas import readers
from services import accounts, imports, ledger
from services.actor import Actor
from services.imports import Order
from services.ledger import Received
from services.maintenance.checks_ledger import ledgers
from services.maintenance.checks_payments import payments
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, NOW, make_lease
from wiring import register_effects

TODAY = date(2026, 11, 22)
RENT = 800_000
MONTHS = (7, 8, 9, 10, 11)
numbers = count(1)
few = settings(
    max_examples=12, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
chance = st.randoms(use_true_random=False)


@pytest.fixture(autouse=True)
def house() -> None:
    load_rulebook()
    register_effects()


def acting(*roles: Role) -> Actor:
    return Actor(id="o", name="Oda", at=NOW, roles=frozenset(roles))


ECONOMY, HEAD = acting(Role.ECONOMY), acting(Role.DEPARTMENT_HEAD)


def home() -> Lease:
    number = next(numbers)
    made: Lease = make_lease(contract_number=f"K{number}", kid=f"77{number:06}", rent_ore=RENT)
    return made


def nonce(lease: Lease, key: str) -> str:
    """What a form of that name on the lease would be known by."""
    return uuid5(NAMESPACE_OID, f"{lease.pk}{key}").hex


def clear() -> None:
    """Nobody's books but those of the example."""
    for kind in (Lease, LedgerRow, Payment, Adjustment, ArrearsCase):
        kind._get_collection().delete_many({})


# --- What may come --------------------------------------------------------------------------------------------------

Act = Callable[[Lease], Any]


def charge(month: int) -> Act:
    return lambda _lease: list(ledger.charge_month(2026, month, ACTOR, today=TODAY))


def bank(key: str, ore: int) -> Act:
    return lambda lease: ledger.receive(
        [Received(f"payment:{lease.pk}:{key}", lease.kid, ore, date(2026, 9, 20), "36564131118")], ACTOR, run=None
    )


def fee(key: str) -> Act:
    return lambda lease: ledger.book(
        lease, ACTOR, kind=RowKind.FEE, amount_ore=3_500, key=f"fee:{lease.pk}:{key}", why="Purring", today=TODAY,
        due_on=date(2026, 12, 1),
    )  # fmt: skip


def credit(key: str, ore: int) -> Act:
    return lambda lease: ledger.credit(
        lease, ECONOMY, nonce=nonce(lease, key), amount_ore=ore, why="Mangel", today=TODAY
    )


def charge_again() -> Act:
    """The rent of every month is run once more."""
    return lambda lease: [charge(month)(lease) for month in MONTHS]


COMMON: Sequence[Act] = (
    *(charge(month) for month in MONTHS),
    *(bank(str(at), ore) for at, ore in enumerate([RENT, RENT, RENT // 2, 1, 3 * RENT])),
    fee("a"),
    fee("b"),
    credit("c", 120_000),
    credit("d", 5),
    bank("back", -RENT),  # backed by one of the two payments of that amount, or waits until it is
)


def account(lease: Lease) -> tuple[int, int, list[tuple[date, int]]]:
    found = accounts.of(Lease.objects.get(pk=lease.pk))
    return found.balance_ore, found.credit_ore, [(item.due_on, item.open_ore) for item in found.items]


def booked(lease: Lease) -> Counter[RowKind]:
    sums: Counter[RowKind] = Counter()
    for row in LedgerRow.objects(lease=lease.pk):
        sums[row.kind] += row.amount_ore
    return sums


def check(lease: Lease) -> None:
    """The balance is the sum of the rows, and the house finds nothing wrong."""
    assert account(lease)[0] == sum(booked(lease).values())
    assert [*ledgers(), *payments()] == []


@few
@given(st.lists(st.sampled_from(range(len(COMMON))), unique=True), chance)
def test_the_order_in_which_things_come_is_of_no_matter(picked: list[int], random: Random) -> None:
    clear()
    found = []
    for _ in range(2):
        lease = home()
        for at in picked:
            COMMON[at](lease)
        found.append((account(lease), booked(lease)))
        check(lease)
        clear()
        random.shuffle(picked)
    assert found[0] == found[1]


@few
@given(st.lists(st.sampled_from(range(len(COMMON))), max_size=8))
def test_what_comes_twice_is_booked_once(picked: list[int]) -> None:
    clear()
    lease = home()
    for at in picked:
        COMMON[at](lease)
    before = account(lease)
    for at in picked:
        COMMON[at](lease)
    assert account(lease) == before
    check(lease)


UNDOING = st.lists(st.tuples(st.sampled_from(["reverse", "undo", "write off", "pay"]), st.integers(0, 9)), max_size=8)


@few
@given(st.lists(st.sampled_from(range(len(COMMON))), max_size=8), UNDOING)
def test_whatever_a_person_takes_back_the_sums_are_kept(picked: list[int], undoing: list[tuple[str, int]]) -> None:
    clear()
    lease = home()
    for at in picked:
        COMMON[at](lease)
    for what, at in undoing:
        before, fresh = sum(booked(lease).values()), Lease.objects.get(pk=lease.pk)
        try:
            moved = by_hand(what, at, fresh)
        except HusromError:
            moved = 0  # refused: nothing is half stored
        assert account(lease)[0] == before + moved
        check(lease)


def by_hand(what: str, at: int, lease: Lease) -> int:
    """What a person does; returns how it moves the debt."""
    if what == "reverse":
        rows = list(LedgerRow.objects(lease=lease.pk, kind=RowKind.PAYMENT).order_by("key"))
        if not rows:
            return 0
        row = rows[at % len(rows)]
        ledger.reverse(row.key, ECONOMY, why="Feil", today=TODAY)
        return -int(row.amount_ore)
    if what == "undo":
        held = list(Adjustment.objects(lease=lease.pk).order_by("key"))
        if not held:
            return 0
        one = held[at % len(held)]
        ledger.undo(one, HEAD if one.kind is RowKind.WRITE_OFF else ECONOMY, why="Feil", today=TODAY)
        return -int(one.amount_ore)
    if what == "write off":
        done = ledger.write_off(lease, HEAD, nonce=nonce(lease, f"w{at}"), amount_ore=1_000, why="Tapt", today=TODAY)
        return -1_000 if done else 0
    placed = bank(f"again{at}", 7_000)(lease)
    return -7_000 * int(placed.matched)


# --- Files ----------------------------------------------------------------------------------------------------------


def files(leases: Sequence[Lease], sent: int) -> list[bytes]:
    """Four files of the bank's: paid, paid twice, unknown, taken back before or after the payment itself is read."""
    first, second, third = (lease.kid for lease in leases)
    days = date(2026, 9, 18), date(2026, 9, 25), date(2026, 10, 19), date(2026, 10, 23)
    content = [
        [Transfer(first, RENT, days[0]), Transfer(second, RENT // 2, days[0])],
        [Transfer(first, -RENT, days[1]), Transfer("88999999", 4_200, days[1]), Transfer(third, 2 * RENT, days[1])],
        [Transfer(first, RENT, days[2]), Transfer(first, RENT, days[2]), Transfer(second, RENT, days[2])],
        [Transfer(third, -300, days[3]), Transfer(second, -RENT, days[3])],
    ]
    return [
        giro_file(transfers, transmission=sent + at, sent_on=transfers[0].booked_on)
        for at, transfers in enumerate(content)
    ]


def bring(data: bytes) -> None:
    read = readers.read(ImportKind.PAYMENTS, "fil.ocr", io.BytesIO(data), today=TODAY, allow_synthetic=True)
    imports.run(read, Order(actor=ACTOR, today=TODAY, clock=lambda: NOW))


@few
@given(st.permutations(range(4)))
def test_files_in_any_order_give_the_same_balances(order: list[int]) -> None:
    found = []
    for turn in (range(4), order):
        clear()
        leases = [home() for _ in range(3)]
        list(ledger.charge_month(2026, 9, ACTOR, today=TODAY))
        every = files(leases, sent=4 * next(numbers))
        for at in turn:
            bring(every[at])
        waiting = sorted(one.amount_ore for one in Payment.objects(state=PaymentState.UNMATCHED))
        found.append(([account(lease) for lease in leases], waiting))
        assert [*ledgers(), *payments()] == []
    assert found[0] == found[1]
