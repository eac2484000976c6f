"""What the bank takes back: only a payment that stands on the lease can be taken off it again."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from bson import ObjectId

from models import LedgerRow, Payment
from rules.terms import PaymentState, QueueCause, RowKind
from services.batches import batched

Pair = tuple[ObjectId, int]  # a lease and an amount in øre
MOVES = [RowKind.PAYMENT.value, RowKind.REVERSAL.value]


class Spare:
    """How many payments of an amount stand on a lease that nobody has taken back."""

    def __init__(self) -> None:
        self._ahead: Counter[Pair] = Counter()  # a preview's: what would have been booked by now
        self._left: Counter[Pair] = Counter()

    @classmethod
    def of(cls, pairs: Collection[Pair]) -> "Spare":
        """What is spare of these, as the ledger stands."""
        found = cls()
        found.learn(pairs)
        return found

    def add(self, pairs: Iterable[Pair]) -> None:
        """Count payments that are not in the ledger yet."""
        self._ahead.update(pairs)

    def learn(self, pairs: Collection[Pair]) -> None:
        """Read anew what is spare of these."""
        self._left = Counter()
        for leases in batched({lease for lease, _ in pairs}):
            wanted = {"lease": {"$in": leases}, "kind": {"$in": MOVES}}
            for row in LedgerRow._get_collection().find(wanted, {"lease": 1, "amount_ore": 1}):
                ore = row["amount_ore"]
                self._left[row["lease"], abs(ore)] += 1 if ore < 0 else -1

    def take(self, lease: ObjectId, ore: int) -> bool:
        """Whether one of that amount is spare; then it no longer is."""
        pair = (lease, ore)
        if self._left[pair] + self._ahead[pair] <= 0:
            return False
        self._left[pair] -= 1
        return True


def waiting_reversals(kids: Collection[str]) -> Iterator[Payment]:
    """What the bank took back of payments with these KIDs before they were read, oldest key first."""
    waiting = Payment.objects(cause=QueueCause.UNKNOWN_REVERSAL, state=PaymentState.UNMATCHED).order_by("key")
    yield from (payment for payment in waiting.no_dereference() if payment.kid in kids)
