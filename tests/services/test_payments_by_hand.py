"""Payments and postings by hand: once per form, taken back once, moved without anything half done."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models import Adjustment, Lease, LedgerRow, Payment
from rules.errors import (
    AlreadyUndone,
    InvalidRecord,
    MissingReason,
    NotAuthorised,
    NotFound,
    NothingToGiveBack,
    NotReversible,
    SameLease,
    StaleState,
    TransitionRefused,
)
from rules.terms import PaymentSource, PaymentState, RentCollector, Role, RowKind
from services import effects, ledger
from services.actor import Actor
from services.ledger import Received
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, NOW, make_dwelling, make_lease
from wiring import register_effects

TODAY = date(2026, 11, 22)
NONCE = "0123456789abcdef" * 2
ECONOMY = Actor(id="o", name="Oda", at=NOW, roles=frozenset({Role.ECONOMY}))
HEAD = Actor(id="h", name="Hanne", at=NOW, roles=frozenset({Role.DEPARTMENT_HEAD}))
NOBODY = Actor(id="s", name="S", at=NOW, roles=frozenset({Role.CASEWORKER, Role.ADMINISTRATOR}))
ROW = "payment:1"


@pytest.fixture(autouse=True)
def house() -> None:
    load_rulebook()
    register_effects()
    for effect in (ledger.REVIEW_EFFECT,):
        effects.registry.command(effect, lambda *_: None)


def paid(ore: int = 500, *, key: str = ROW, **values: Any) -> Lease:
    lease = make_lease(dwelling=make_dwelling(), **values)
    ledger.receive([Received(key, lease.kid, ore, TODAY, "36564131118", "B1")], ACTOR, run=None)
    return lease


def queued(ore: int = 500) -> Payment:
    ledger.receive([Received("payment:q", "00700039", ore, TODAY, "36564131118")], ACTOR, run=None)
    return Payment.objects(pk="payment:q").get()


def rows(lease: Lease) -> list[tuple[str, int, date]]:
    return [(row.key, row.amount_ore, row.booked_on) for row in LedgerRow.objects(lease=lease).order_by("key")]


def balance(lease: Lease) -> int:
    return Lease.objects(pk=lease.pk).get().account.balance_ore


def register(lease: Lease, actor: Actor = ECONOMY, **values: Any) -> bool:
    told = {"nonce": NONCE, "amount_ore": 500, "paid_on": date(2026, 11, 20), "today": TODAY, "why": "Kontant i luka"}
    return ledger.register(lease, actor, **{**told, **values})


# --- Registered by hand ---------------------------------------------------------------------------------------------


def test_a_form_sent_twice_books_once() -> None:
    lease = make_lease()
    assert [register(lease), register(lease)] == [True, False]
    payment = Payment.objects.get()
    assert (payment.source, payment.state, payment.lease) == (PaymentSource.MANUAL, PaymentState.PLACED, lease)
    assert rows(lease) == [(f"manual:{NONCE}", -500, date(2026, 11, 20))]
    assert balance(lease) == -500


@pytest.mark.parametrize(
    ("values", "actor", "refusal"),
    [
        pytest.param({"amount_ore": 0}, ECONOMY, InvalidRecord, id="nothing"),
        pytest.param({"amount_ore": -1}, ECONOMY, InvalidRecord, id="less than nothing"),
        pytest.param({"paid_on": date(2026, 11, 23)}, ECONOMY, InvalidRecord, id="tomorrow"),
        pytest.param({"why": " "}, ECONOMY, MissingReason, id="without a reason"),
        pytest.param({"nonce": "x"}, ECONOMY, InvalidRecord, id="not from the form"),
        pytest.param({}, NOBODY, NotAuthorised, id="without the role"),
    ],
)
def test_what_is_not_registered(values: dict[str, Any], actor: Actor, refusal: type[Exception]) -> None:
    lease = make_lease()
    with pytest.raises(refusal):
        register(lease, actor, **values)
    assert (rows(lease), Payment.objects.count()) == ([], 0)


def test_a_lease_that_the_landlord_collects_for_takes_nothing() -> None:
    lease = make_lease(rent_collected_by=RentCollector.LANDLORD)
    for act in (
        lambda: register(lease),
        lambda: ledger.place(queued(), lease, ECONOMY, version=1, why="x"),
        lambda: ledger.credit(lease, ECONOMY, nonce=NONCE, amount_ore=1, why="x", today=TODAY),
    ):
        with pytest.raises(InvalidRecord):
            act()
    assert LedgerRow.objects.count() == 0


# --- Taken back, and moved -------------------------------------------------------------------------------------------


def test_a_payment_of_a_file_is_taken_back_once_on_the_day() -> None:
    lease = paid()
    ledger.reverse(ROW, ECONOMY, why="Betalt for en annen", today=TODAY)
    assert rows(lease) == [(ROW, -500, TODAY), (f"reversal:{ROW}", 500, TODAY)]
    assert (balance(lease), LedgerRow.objects(pk=f"reversal:{ROW}").get().kind) == (0, RowKind.REVERSAL)
    with pytest.raises(NotReversible) as told:
        ledger.reverse(ROW, ECONOMY, why="En gang til", today=TODAY)
    assert told.value.reversed_on == TODAY


def test_what_the_bank_took_back_is_not_taken_back_by_hand_as_well() -> None:
    lease = paid()
    ledger.receive([Received("payment:back", lease.kid, -500, TODAY, "36564131118", "B1")], ACTOR, run=None)
    assert balance(lease) == 0
    with pytest.raises(NotReversible) as told:
        ledger.reverse(ROW, ECONOMY, why="x", today=TODAY)
    assert (told.value.reversed_on, balance(lease)) == (TODAY, 0)


@pytest.mark.parametrize("place", [lambda lease: register(lease), lambda lease: ledger.place(
    queued(), lease, ECONOMY, version=1, why="Ringte")])  # fmt: skip
def test_a_payment_with_a_document_says_itself_that_it_was_taken_back(place: Callable[[Lease], object]) -> None:
    lease = make_lease()
    place(lease)
    key = Payment.objects.get().key
    ledger.reverse(key, ECONOMY, why="Feil leieforhold", today=TODAY)
    assert Payment.objects(pk=key).get().state is PaymentState.REVERSED
    assert (balance(lease), len(rows(lease))) == (0, 2)


def test_only_a_payment_that_is_there_is_taken_back() -> None:
    lease = paid()
    list(ledger.charge_month(2026, 11, ACTOR, today=TODAY))
    charge = LedgerRow.objects(kind=RowKind.CHARGE).first().key
    ledger.reverse(ROW, ECONOMY, why="x", today=TODAY)
    for row, refusal in [("payment:9", NotFound), (charge, NotReversible), (f"reversal:{ROW}", NotReversible)]:
        with pytest.raises(refusal):
            ledger.reverse(row, ECONOMY, why="x", today=TODAY)
    assert len(rows(lease)) == 3


@pytest.mark.parametrize(
    ("actor", "why", "refusal"), [(NOBODY, "x", NotAuthorised), (ECONOMY, "  ", MissingReason)]
)  # fmt: skip
def test_who_takes_back_has_the_role_and_a_reason(actor: Actor, why: str, refusal: type[Exception]) -> None:
    lease, other = paid(), make_lease(dwelling=make_dwelling())
    for act in (lambda: ledger.reverse(ROW, actor, why=why, today=TODAY),
                lambda: ledger.move(ROW, other, actor, why=why, today=TODAY)):  # fmt: skip
        with pytest.raises(refusal):
            act()
    assert balance(lease) == -500


def test_a_moved_payment_stands_on_the_other_lease_from_the_day_it_was_paid() -> None:
    lease, other = paid(), make_lease(dwelling=make_dwelling())
    later = date(2026, 11, 25)
    ledger.move(ROW, other, ECONOMY, why="Feil KID på giroen", today=later)
    assert rows(lease) == [(ROW, -500, TODAY), (f"reversal:{ROW}", 500, later)]
    assert rows(other) == [(f"moved:{ROW}", -500, TODAY)]
    assert (balance(lease), balance(other)) == (0, -500)
    ledger.move(f"moved:{ROW}", lease, ECONOMY, why="Det var riktig likevel", today=later)
    assert (balance(lease), balance(other)) == (-500, 0)


def test_a_payment_is_not_moved_to_where_it_stands_nor_twice() -> None:
    lease, other = paid(), make_lease(dwelling=make_dwelling())
    with pytest.raises(SameLease):
        ledger.move(ROW, lease, ECONOMY, why="x", today=TODAY)
    ledger.move(ROW, other, ECONOMY, why="x", today=TODAY)
    with pytest.raises(NotReversible):
        ledger.move(ROW, other, ECONOMY, why="x", today=TODAY)
    assert balance(other) == -500


@pytest.mark.parametrize("dies_at", [ledger.ROW_EFFECT, ledger.MOVE_EFFECT, ledger.REVERSED_EFFECT])
def test_a_move_that_is_cut_off_is_made_up(dies_at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lease, other = paid(), make_lease(dwelling=make_dwelling())
    real = effects.registry.carry_out

    def dies(document: Any, effect: Any, actor: Actor) -> None:
        if effect.kind == dies_at:
            raise OSError
        real(document, effect, actor)

    monkeypatch.setattr(effects.registry, "carry_out", dies)
    ledger.move(ROW, other, ECONOMY, why="Feil KID", today=TODAY)
    monkeypatch.setattr(effects.registry, "carry_out", real)
    for _ in range(3):
        for document in Payment.objects(pending__ne=[]):
            effects.run(document, ACTOR)
    assert (balance(lease), balance(other), len(rows(lease)), len(rows(other))) == (0, -500, 2, 1)


# --- The queue --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ore", "state"), [(500, PaymentState.RETURNED), (-500, PaymentState.REVERSED)])
def test_what_is_not_ours_leaves_the_queue_for_good(ore: int, state: PaymentState) -> None:
    payment = queued(ore)
    with pytest.raises(MissingReason):
        ledger.give_back(payment, ECONOMY, version=1, why="")
    with pytest.raises(StaleState):
        ledger.give_back(payment, ECONOMY, version=7, why="x")
    ledger.give_back(payment, ECONOMY, version=1, why="Gjelder barnehagen")
    assert (payment.state, payment.note) == (state, "Gjelder barnehagen")
    for act in (ledger.give_back, lambda *a, **k: ledger.place(a[0], make_lease(), *a[1:], **k)):
        with pytest.raises(TransitionRefused):
            act(payment, ECONOMY, version=2, why="x")
    assert LedgerRow.objects.count() == 0


def test_what_stands_on_a_lease_is_not_given_back_from_the_queue() -> None:
    payment, lease = queued(), make_lease()
    ledger.place(payment, lease, ECONOMY, version=1, why="x")
    with pytest.raises(TransitionRefused):
        ledger.give_back(payment, ECONOMY, version=payment.version, why="x")


# --- Credits and write-offs -----------------------------------------------------------------------------------------


def indebted() -> Lease:
    lease = make_lease(rent_ore=1000, starts_on=date(2026, 9, 1))
    list(ledger.charge_month(2026, 10, ACTOR, today=TODAY))
    lease.reload()
    return lease


def test_a_credit_is_booked_once_and_taken_back_once() -> None:
    lease = indebted()
    told = {"nonce": NONCE, "amount_ore": 300, "why": "Uten varmtvann", "today": TODAY}
    assert [ledger.credit(lease, ECONOMY, **told), ledger.credit(lease, ECONOMY, **told)] == [True, False]
    assert balance(lease) == 700
    booked = Adjustment.objects.get()
    assert not ledger.undone(booked)
    ledger.undo(booked, ECONOMY, why="Feil leieforhold", today=TODAY)
    assert (balance(lease), ledger.undone(booked)) == (1000, True)
    opposite = Adjustment.objects(pk=f"undo:{booked.key}").get()
    for one in (booked, opposite):
        with pytest.raises(AlreadyUndone):
            ledger.undo(one, ECONOMY, why="x", today=TODAY)


def test_the_department_head_alone_writes_off_and_no_more_than_is_owed() -> None:
    lease = indebted()
    told = {"nonce": NONCE, "why": "Gjeldsordning", "today": TODAY}
    with pytest.raises(NotAuthorised):
        ledger.write_off(lease, ECONOMY, amount_ore=1, **told)
    with pytest.raises(NothingToGiveBack) as owed:
        ledger.write_off(lease, HEAD, amount_ore=1001, **told)
    assert owed.value.owed_ore == 1000
    assert ledger.write_off(lease, HEAD, amount_ore=1000, **told)
    assert balance(lease) == 0
    assert not ledger.write_off(Lease.objects.get(), HEAD, amount_ore=1000, **told)
    booked = Adjustment.objects.get()
    with pytest.raises(NotAuthorised):
        ledger.undo(booked, ECONOMY, why="x", today=TODAY)
    ledger.undo(booked, HEAD, why="Gjeldsordningen falt", today=TODAY)
    assert balance(lease) == 1000


@pytest.mark.parametrize(
    ("values", "refusal"), [({"amount_ore": 0}, InvalidRecord), ({"nonce": "g" * 32}, InvalidRecord),
                            ({"why": " "}, MissingReason)]
)  # fmt: skip
def test_what_is_not_credited(values: dict[str, Any], refusal: type[Exception]) -> None:
    told = {"nonce": NONCE, "amount_ore": 1, "why": "x", "today": TODAY}
    with pytest.raises(refusal):
        ledger.credit(make_lease(), ECONOMY, **{**told, **values})
    assert LedgerRow.objects.count() == 0
