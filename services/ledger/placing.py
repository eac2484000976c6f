"""A payment that waits is put on a lease, or given back: by a person with a reason, or by the rule that finds it."""

from typing import Any

from bson import ObjectId

from models import Lease, LedgerRow, Payment
from models.base import Effect, Record
from rules import states
from rules.errors import InvalidRecord, MissingReason
from rules.terms import PaymentState, RentCollector, Role
from services import records
from services.actor import Actor
from services.effects import Owed
from services.ledger.received import Received, payment_row
from services.ledger.rows import REFRESH_EFFECT

ROW_EFFECT = "ledger_row"
REVIEW_EFFECT = "review_arrears"  # done by services.arrears, which lies above


def owed_row(key: str) -> list[Owed]:
    """What a payment on a lease owes: its row, the account settled with it, and the arrears looked at."""
    return [Owed(ROW_EFFECT, key), Owed(REFRESH_EFFECT, f"refresh:{key}"), Owed(REVIEW_EFFECT, f"review:{key}")]


def place(payment: Payment, lease: Lease, actor: Actor, *, version: int, why: str) -> None:
    """Put an unmatched payment on a lease; its row has the payment's key, so it is booked once.

    Raises NotAuthorised, MissingReason, TransitionRefused, StaleState, InvalidRecord (the landlord collects its rent).
    """
    actor.require(Role.ECONOMY, Role.ADMINISTRATOR, what="payment.place")
    _require_reason(why, "payment.place")
    if lease.rent_collected_by is not RentCollector.MUNICIPALITY:
        raise InvalidRecord("payment", {"lease": "other_collector"})
    _place(payment, lease.pk, actor, version=version, why=why)


def place_by_rule(payment: Payment, lease: ObjectId, actor: Actor, *, why: str) -> bool:
    """Put a waiting payment on the lease that a file has shown to be its own. Raises StaleState."""
    return _place(payment, lease, actor, why=why)


def _place(payment: Payment, lease: ObjectId, actor: Actor, *, why: str, version: int | None = None) -> bool:
    states.check(states.PAYMENT, payment.state, PaymentState.PLACED)
    values = {"state": PaymentState.PLACED, "lease": lease}
    return records.change(
        payment, actor, values=values, action="placed", why=why, version=version, owed=owed_row(payment.key)
    )


def give_back(payment: Payment, actor: Actor, *, version: int, why: str) -> None:
    """Close a waiting payment that is not for a lease: money goes back to the payer, a reversal needs nothing more.

    Raises NotAuthorised, MissingReason, TransitionRefused, StaleState.
    """
    actor.require(Role.ECONOMY, what="payment.give_back")
    _require_reason(why, "payment.give_back")
    state = PaymentState.RETURNED if payment.amount_ore >= 0 else PaymentState.REVERSED
    if payment.state is not PaymentState.UNMATCHED:  # one that stands on a lease is reversed there first
        states.check(states.PAYMENT, payment.state, PaymentState.RETURNED)
    values = {"state": state, "note": why.strip()[:300]}
    records.change(payment, actor, values=values, action="given_back", why=why, version=version)


def _require_reason(why: str, what: str) -> None:
    if not why.strip():
        raise MissingReason(what)


def build_row(document: Record, effect: Effect, actor: Actor) -> LedgerRow:
    """The ledger row of a payment that stands on a lease (a record effect)."""
    payment: Any = document
    received = Received(
        effect.key, payment.kid or "", payment.amount_ore, payment.booked_on, payment.account or "", payment.reference
    )
    row = payment_row(received, records.reference(payment, "lease"), actor.at, payment.import_run)
    return LedgerRow(key=row.pop("_id"), **row)
