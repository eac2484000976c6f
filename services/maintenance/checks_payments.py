"""Whether each payment is placed once, in the queue or on a lease, as it was received, and taken back at most once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from models import LedgerRow, Payment
from rules.terms import DataFault, PaymentState, RowKind
from services.accounts import Stored
from services.batches import batched
from services.maintenance.checks_common import Trouble, owes_row, standing

FIELDS = ("state", "lease", "kid", "amount_ore", "of", "pending.key")
BY_HAND = ("manual:", "reversal:", "moved:")  # the keys of what a person books
REVERSAL, PAYMENT = RowKind.REVERSAL.value, RowKind.PAYMENT.value
WAITS = (PaymentState.UNMATCHED.value, PaymentState.RETURNED.value)


def payments() -> Iterator[Trouble]:
    """A payment that a person looked at has its row if it is placed, with its amount, and none before."""
    for some in batched(Payment._get_collection().find({}, dict.fromkeys(FIELDS, 1))):
        rows = _rows([payment["_id"] for payment in some])
        undone = _rows([payment["of"] for payment in some if payment.get("of")])
        for payment in some:
            fault = _fault(payment, rows.get(payment["_id"]))
            if fault is None and payment.get("of"):
                fault = _undoing(payment, undone.get(payment["of"]))
            if fault is not None:
                yield Trouble(fault, "payment", payment["_id"])


def _rows(keys: Sequence[str]) -> Mapping[str, Stored]:
    found: dict[str, Stored] = {}
    for some in batched(keys):
        rows = LedgerRow._get_collection().find({"_id": {"$in": some}}, {"lease": 1, "amount_ore": 1})
        found |= {row["_id"]: row for row in rows}
    return found


def _fault(payment: Stored, row: Stored | None) -> DataFault | None:
    if payment["state"] in WAITS:
        return DataFault.PLACED_TWICE if row is not None else None
    if payment["state"] != PaymentState.PLACED.value or owes_row(payment):
        return None
    if row is None or row["lease"] != payment.get("lease"):
        return DataFault.NOT_PLACED
    return DataFault.ROW_DIFFERS if row["amount_ore"] != -payment["amount_ore"] else None


def _undoing(payment: Stored, row: Stored | None) -> DataFault | None:
    """A reversal takes back a row of its own lease, a move puts its money on another's."""
    if row is None:
        return DataFault.REVERSED_NOTHING
    reversal = payment["_id"].startswith("reversal:")
    same = (row["lease"] == payment.get("lease")) is reversal
    amount = row["amount_ore"] if reversal else -row["amount_ore"]
    return None if same and payment["amount_ore"] == amount else DataFault.ROW_DIFFERS


def documents_of(rows: Mapping[Any, Sequence[Stored]]) -> Set[str]:
    """The keys of those rows that have a document as payment: what a person booked, placed or took back."""
    moves = [row["_id"] for own in rows.values() for row in own if row["kind"] == REVERSAL or _by_hand(row)]
    return standing(Payment, moves)


def _by_hand(row: Stored) -> bool:
    return bool(row["kind"] == PAYMENT and row["_id"].startswith(BY_HAND))


def taken_back(rows: Sequence[Stored], documents: Set[str]) -> Iterator[tuple[DataFault, str]]:
    """What the bank takes back of a lease was paid on it, once for each time; what a person books has its document."""
    for row in rows:
        if row["_id"].startswith(BY_HAND) and row["_id"] not in documents:
            yield DataFault.ROW_UNKNOWN, RowKind(row["kind"]).label
    paid = Counter(-row["amount_ore"] for row in rows if row["kind"] == PAYMENT)
    # What a person has put on the lease from the queue is that person's word.
    files = [row for row in rows if row["kind"] == REVERSAL and row["_id"] not in documents]
    back = Counter(row["amount_ore"] for row in rows if row["kind"] == REVERSAL)
    for ore in dict.fromkeys(row["amount_ore"] for row in files):
        if back[ore] > paid[ore]:
            yield DataFault.REVERSED_TWICE if paid[ore] else DataFault.REVERSED_NOTHING, RowKind.REVERSAL.label
