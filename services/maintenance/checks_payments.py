"""Whether each payment is placed once: in the queue or on a lease, as it was received."""

from collections.abc import Iterator

from models import LedgerRow, Payment
from rules.terms import DataFault, PaymentState
from services.accounts import IDS_AT_ONCE, Stored, batched
from services.maintenance.checks_common import Trouble

FIELDS = ("state", "lease", "kid", "amount_ore", "pending.key")


def payments() -> Iterator[Trouble]:
    """A payment that a person looked at has its row if it is placed, with its amount, and none before."""
    for some in batched(Payment._get_collection().find({}, dict.fromkeys(FIELDS, 1)), IDS_AT_ONCE):
        wanted = {"_id": {"$in": [payment["_id"] for payment in some]}}
        rows = {row["_id"]: row for row in LedgerRow._get_collection().find(wanted, {"lease": 1, "amount_ore": 1})}
        for payment in some:
            if fault := _fault(payment, rows.get(payment["_id"])):
                yield Trouble(fault, "payment", payment["_id"])


def _fault(payment: Stored, row: Stored | None) -> DataFault | None:
    if payment["state"] == PaymentState.UNMATCHED.value:
        return DataFault.PLACED_TWICE if row is not None else None
    if payment["state"] != PaymentState.PLACED.value or payment.get("pending"):
        return None
    if row is None or row["lease"] != payment.get("lease"):
        return DataFault.NOT_PLACED
    return DataFault.ROW_DIFFERS if row["amount_ore"] != -payment["amount_ore"] else None
