"""A payment is taken off a lease, once, and if it was another's it is put there: two rows, and the first one stays."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import Lease, LedgerRow, Payment
from models.base import Effect, Record
from rules.errors import AlreadyExists, MissingReason, NotFound, NotReversible, SameLease
from rules.terms import PaymentSource, PaymentState, Role, RowKind
from services import records
from services.actor import Actor
from services.effects import Owed
from services.ledger.givebacks import Spare
from services.ledger.manual import require_ours
from services.ledger.placing import owed_row

MOVE_EFFECT, REVERSED_EFFECT = "payment_moved", "payment_reversed"


def reversal_key(row: str) -> str:
    """The id of the row, and of the document, that takes a row back."""
    return f"reversal:{row}"


def reversal_of(row: str) -> Payment | None:
    """What took the row back, if anything did."""
    found: Payment | None = Payment.objects(pk=reversal_key(row)).first()
    return found


def reverse(row: str, actor: Actor, *, why: str, today: date) -> None:
    """Take a payment's row back on today's date, with a reason.

    Raises NotAuthorised, MissingReason, NotFound, NotReversible.
    """
    _take_back(_reversible(row, actor, why), actor, why=why, today=today)


def move(row: str, lease: Lease, actor: Actor, *, why: str, today: date) -> None:
    """Take a payment's row back and put the money, from the day it was paid, on the lease that it belongs to.

    The second part is owed by the first, so neither stands alone for long, whatever dies.
    Raises NotAuthorised, MissingReason, NotFound, NotReversible, SameLease, InvalidRecord.
    """
    found = _reversible(row, actor, why)
    if records.reference(found, "lease") == lease.pk:
        raise SameLease(lease.contract_number)
    require_ours(lease)
    _take_back(found, actor, why=why, today=today, more=[Owed(MOVE_EFFECT, f"move:{row}", {"lease": str(lease.pk)})])


def _reversible(row: str, actor: Actor, why: str) -> LedgerRow:
    actor.require(Role.ECONOMY, what="payment.reverse")
    if not why.strip():
        raise MissingReason("payment.reverse")
    found: LedgerRow | None = LedgerRow.objects(pk=row).no_dereference().first()
    if found is None:
        raise NotFound("ledger_row", row)
    if found.kind is not RowKind.PAYMENT:
        raise NotReversible(found.kind.label)
    before = reversal_of(row)
    if before is not None:
        raise NotReversible(found.kind.label, before.booked_on)
    lease, ore = records.reference(found, "lease"), -found.amount_ore
    if not Spare.of([(lease, ore)]).take(lease, ore):  # the bank has taken it back
        raise NotReversible(found.kind.label, _by_bank(lease, ore))
    return found


def _by_bank(lease: ObjectId, ore: int) -> date | None:
    """The last day on which that amount was taken off the lease."""
    taken = LedgerRow.objects(lease=lease, kind=RowKind.REVERSAL, amount_ore=ore).no_dereference()
    last = taken.order_by("-booked_on").first()
    return last.booked_on if last is not None else None


def _take_back(row: LedgerRow, actor: Actor, *, why: str, today: date, more: Sequence[Owed] = ()) -> None:
    key = reversal_key(row.key)
    taken = Payment(
        key=key, source=PaymentSource.MANUAL, state=PaymentState.PLACED, amount_ore=row.amount_ore, booked_on=today,
        kid=row.kid, reference=row.reference, lease=records.reference(row, "lease"), note=why.strip()[:300],
        of=row.key,
    )  # fmt: skip
    first, *rest = owed_row(key)
    owed = [first, *more, Owed(REVERSED_EFFECT, f"reversed:{row.key}"), *rest]
    try:
        records.create(taken, actor, action="taken_back", why=why.strip(), owed=owed)
    except AlreadyExists:
        raise NotReversible(row.kind.label, today) from None


def mark_reversed(document: Record, _effect: Effect, actor: Actor) -> None:
    """Let the payment itself say that it was taken back, where it has a document (a command effect)."""
    taken: Any = document
    payment: Payment | None = Payment.objects(pk=taken.of).first()
    if payment is not None and payment.state is PaymentState.PLACED:
        records.change(payment, actor, values={"state": PaymentState.REVERSED}, action="taken_back")


def move_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Put what was taken back on the lease that it belongs to (a command effect)."""
    taken: Any = document
    row: LedgerRow = LedgerRow.objects(pk=taken.of).get()
    key = f"moved:{row.key}"
    moved = Payment(
        key=key, source=PaymentSource.MANUAL, state=PaymentState.PLACED, amount_ore=-row.amount_ore,
        booked_on=row.booked_on, kid=row.kid, reference=row.reference,
        lease=records.get(Lease, effect.args["lease"]).pk, note=taken.note, of=row.key,
    )  # fmt: skip
    try:
        records.create(moved, actor, action="placed", why=taken.note or "", owed=owed_row(key))
    except AlreadyExists:
        return
