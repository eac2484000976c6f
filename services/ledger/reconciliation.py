"""What a bank file said held against what stands of it: on leases, in the queue, known before, refused."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from models import LedgerRow, Payment
from rules.deadlines import Month
from rules.terms import PaymentState, RowKind
from services.accounts import midnight

ROWS_SHOWN = 100


@dataclass(frozen=True)
class Sum:
    """A number of payments and what they come to in øre (what the bank takes back is negative)."""

    count: int = 0
    ore: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.count + other.count, self.ore + other.ore)

    def __sub__(self, other: "Sum") -> "Sum":
        return Sum(self.count - other.count, self.ore - other.ore)


@dataclass(frozen=True)
class Part:
    """One assignment or notice of the file: what it said, and what its payments became when it was read."""

    account: str
    name: str
    told: Sum
    booked: Sum
    queued: Sum
    known: Sum
    refused: int

    @property
    def missing(self) -> Sum:
        """What the file said that is neither booked, waiting nor known."""
        return self.told - self.booked - self.queued - self.known


@dataclass(frozen=True)
class Reconciliation:
    """The parts, and what stands now of the run: rows of the file, and its queue by what became of each payment."""

    parts: tuple[Part, ...]
    rows: Sum
    queue: Mapping[PaymentState, Sum]

    @property
    def total(self) -> Part:
        """All parts as one."""
        sums = {name: sum((getattr(part, name) for part in self.parts), Sum()) for name in _SUMS}
        return Part("", "", **sums, refused=sum(part.refused for part in self.parts))

    @property
    def lost(self) -> Sum:
        """What was booked or queued when the file was read and no longer stands: it must be nothing."""
        return self.total.booked - self.rows + self.total.queued - sum(self.queue.values(), Sum())

    @property
    def agrees(self) -> bool:
        """Whether all that the file said stands somewhere, and still does."""
        return self.total.missing == Sum() and self.lost == Sum()


_SUMS = ("told", "booked", "queued", "known")


def of_run(run: str, statement: Sequence[Mapping[str, Any]]) -> Reconciliation:
    """The reconciliation of an import run with what it kept of its file (indexes `ledger_run`, `payment_run`)."""
    parts = tuple(
        Part(
            one["account"],
            one["part"],
            **{name: Sum(one[name], one[f"{name}_ore"]) for name in _SUMS},
            refused=one["refused"],
        )
        for one in statement
    )
    queue: dict[PaymentState, Sum] = {}
    on_leases = Sum()
    fields = {"state": 1, "amount_ore": 1, "lease": 1}
    for payment in Payment._get_collection().find({"import_run": run}, fields):
        state, one = PaymentState(payment["state"]), Sum(1, payment["amount_ore"])
        queue[state] = queue.get(state, Sum()) + one
        if payment.get("lease") is not None:
            on_leases += one
    grouped = [{"$match": {"run": run}}, {"$group": {"_id": "$kind", "n": {"$sum": 1}, "ore": {"$sum": "$amount_ore"}}}]
    rows = sum((Sum(one["n"], -one["ore"]) for one in LedgerRow._get_collection().aggregate(grouped)), Sum())
    return Reconciliation(parts, rows - on_leases, queue)


def booked_by(run: str, after: str = "") -> list[LedgerRow]:
    """The next rows that stand on leases from the run, by key; those placed by hand from its queue among them."""
    rows = LedgerRow.objects(run=run, key__gt=after).order_by("key")
    return list(rows.limit(ROWS_SHOWN))


def queued_by(run: str, after: str = "") -> list[Payment]:
    """The next payments that the run put in the queue, by key, whatever became of them."""
    return list(Payment.objects(import_run=run, key__gt=after).order_by("key").limit(ROWS_SHOWN))


# --- A month ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MonthSums:
    """A month of the whole ledger in øre: balance in, what each kind of row moved it, balance out."""

    opening_ore: int
    moved: Mapping[RowKind, Sum]

    @property
    def closing_ore(self) -> int:
        return self.opening_ore + sum(one.ore for one in self.moved.values())


def of_month(month: Month) -> MonthSums:
    """What was booked with a day of the month, by kind (index `ledger_booked`)."""
    start, end = midnight(month.first), midnight(month.last + timedelta(days=1))
    before = list(_grouped({"booked_on": {"$lt": start}}))
    during = _grouped({"booked_on": {"$gte": start, "$lt": end}})
    return MonthSums(sum(one.ore for _, one in before), dict(during))


def _grouped(wanted: Mapping[str, Any]) -> Iterator[tuple[RowKind, Sum]]:
    group = {"_id": "$kind", "n": {"$sum": 1}, "ore": {"$sum": "$amount_ore"}}
    for one in LedgerRow._get_collection().aggregate([{"$match": wanted}, {"$group": group}]):
        yield RowKind(one["_id"]), Sum(one["n"], one["ore"])
