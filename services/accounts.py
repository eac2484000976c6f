"""The account cached on each lease: recomputed from the rows, never incremented (design 3.6)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bson import ObjectId
from pymongo import UpdateOne

from models import Lease, LedgerRow
from rules import rent
from rules.terms import RowKind
from services.batches import batched

ACCOUNTS_AT_ONCE = 1000  # each bulk of writes waits for the journal
MOST_ROUNDS = 20
ROW_FIELDS = {"lease": 1, "kind": 1, "amount_ore": 1, "booked_on": 1, "due_on": 1}

Stored = Mapping[str, Any]


class AccountContended(RuntimeError):
    """Others kept changing the same accounts; nothing is lost, the next refresh settles them."""


def refresh(leases: Iterable[ObjectId]) -> int:
    """Settle the rows of these leases and replace the accounts that differ; returns how many were replaced.

    Each is replaced under the guard `account.rev`; whoever misses re-reads. Raises AccountContended.
    """
    return sum(_refresh(some) for some in batched(dict.fromkeys(leases), ACCOUNTS_AT_ONCE))


def _refresh(leases: Sequence[ObjectId]) -> int:
    replaced = 0
    for _ in range(MOST_ROUNDS):
        updates = [update for some in batched(leases) for update in _updates(some)]
        if not updates:
            return replaced
        written: int = Lease._get_collection().bulk_write(updates, ordered=False).modified_count
        replaced += written
        if written == len(updates):
            return replaced
    raise AccountContended(len(leases))


def _updates(leases: Sequence[ObjectId]) -> Iterator[UpdateOne]:
    """The accounts of these leases (at most 50) that differ from their rows, as guarded writes."""
    # The revisions are read before the rows: a row that comes in between belongs to someone who refreshes after us.
    stored = {
        row["_id"]: row["account"] for row in Lease._get_collection().find({"_id": {"$in": leases}}, {"account": 1})
    }
    rows = rows_of(leases)
    for lease, before in stored.items():
        rev = before["rev"]
        after = as_stored(rent.settle(rows[lease]), rev)
        if after != before:
            guard = {"_id": lease, "account.rev": rev}
            yield UpdateOne(guard, {"$set": {"account": after | {"rev": rev + 1}}})


def rows_of(leases: Sequence[ObjectId], until: date | None = None) -> Mapping[ObjectId, list[rent.Row]]:
    """The ledger rows of each lease (at most 50 leases), those booked on or before `until` where it is given."""
    wanted: dict[str, Any] = {"lease": {"$in": list(leases)}}
    if until is not None:
        # Not `$lte` the day itself: the embedded server loses its bound inside a longer index.
        wanted["booked_on"] = {"$lt": midnight(until + timedelta(days=1))}
    rows: dict[ObjectId, list[rent.Row]] = defaultdict(list)
    for row in LedgerRow._get_collection().find(wanted, ROW_FIELDS):
        rows[row["lease"]].append(as_row(row))
    return rows


def stored_rows(leases: Sequence[ObjectId]) -> Iterator[Stored]:
    """The whole ledger rows of these leases as they are stored, in no order."""
    for some in batched(leases):
        yield from LedgerRow._get_collection().find({"lease": {"$in": some}})


def grouped(rows: Iterable[Stored]) -> Mapping[ObjectId, list[Stored]]:
    """Stored rows by their lease; one without rows has none."""
    found: dict[ObjectId, list[Stored]] = defaultdict(list)
    for row in rows:
        found[row["lease"]].append(row)
    return found


def as_row(stored: Stored) -> rent.Row:
    """A stored row as the rules know it."""
    due = stored.get("due_on")
    return rent.Row(
        key=stored["_id"],
        kind=RowKind(stored["kind"]),
        amount_ore=stored["amount_ore"],
        booked_on=stored["booked_on"].date(),
        due_on=due.date() if due else None,
    )


def as_stored(account: rent.Account, rev: int) -> dict[str, Any]:
    """A settled account as the lease carries it."""
    stored: dict[str, Any] = {
        "rev": rev,
        "items": [
            {"row": item.row, "kind": item.kind.value, "due_on": midnight(item.due_on), "open_ore": item.open_ore}
            for item in account.items
        ],
        "credit_ore": account.credit_ore,
        "balance_ore": account.balance_ore,
    }
    if account.oldest_due is not None:
        stored["oldest_due"] = midnight(account.oldest_due)
    return stored


def of(lease: Lease) -> rent.Account:
    """The cached account of a loaded lease as the rules know it."""
    cached = lease.account
    items = tuple(rent.OpenItem(item.row, item.kind, item.due_on, item.open_ore) for item in cached.items)
    return rent.Account(items, cached.credit_ore, cached.oldest_due, cached.balance_ore)


def midnight(day: date) -> datetime:
    """A day as it is stored."""
    return datetime.combine(day, time(), UTC)
