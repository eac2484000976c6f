"""A payment that no bank file tells of: cash, or money seen in another account; registered by hand, once per form."""

import re
from datetime import date

from models import Lease, Payment
from rules.errors import AlreadyExists, InvalidRecord, MissingReason
from rules.terms import PaymentSource, PaymentState, RentCollector, Role
from services import records
from services.actor import Actor
from services.ledger.placing import owed_row

NONCE = re.compile(r"[0-9a-f]{32}")


def require_nonce(nonce: str) -> str:
    """What a form is known by: 32 hexadecimal digits. Raises InvalidRecord."""
    if not NONCE.fullmatch(nonce):
        raise InvalidRecord("payment", {"nonce": "missing_value"})
    return nonce


def require_ours(lease: Lease) -> None:
    """Only what the municipality collects has an account here. Raises InvalidRecord."""
    if lease.rent_collected_by is not RentCollector.MUNICIPALITY:
        raise InvalidRecord("payment", {"lease": "other_collector"})


def register(
    lease: Lease,
    actor: Actor,
    *,
    nonce: str,
    amount_ore: int,
    paid_on: date,
    today: date,
    why: str,
    reference: str | None = None,
) -> bool:
    """Book a payment of øre on a lease; False where the same form was sent before.

    Raises NotAuthorised, MissingReason, InvalidRecord (amount, day, or a lease that the landlord collects for).
    """
    actor.require(Role.ECONOMY, what="payment.register")
    if not why.strip():
        raise MissingReason("payment.register")
    problems = {
        **({"amount_ore": "not_positive"} if amount_ore <= 0 else {}),
        **({"booked_on": "future"} if paid_on > today else {}),
    }
    if problems:
        raise InvalidRecord("payment", problems)
    require_ours(lease)
    key = f"manual:{require_nonce(nonce)}"
    payment = Payment(
        key=key, source=PaymentSource.MANUAL, state=PaymentState.PLACED, amount_ore=amount_ore, booked_on=paid_on,
        kid=lease.kid, reference=reference, lease=lease.pk, note=why.strip()[:300],
    )  # fmt: skip
    try:
        records.create(payment, actor, action="payment_registered", why=why.strip(), owed=owed_row(key))
    except AlreadyExists:
        return False
    return True
