"""The rent run against the two bulk writes that it needs, and how much memory it takes.

python -m bench.rent ADDRESS ROWS: one run on a seeded database; prints the growth of memory, in MB.
"""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from pymongo import UpdateOne

from bench import seeding
from bench.memory import FULL, forget_peak, peak
from bench.results import Result
from bench.seeding import ACTOR, CHUNK, PAST, RENT_ORE, TODAY, Stored
from bench.servers import Server, empty_database, open_database
from bench.timing import seconds
from models import Lease, LedgerRow
from rules import rent
from rules.deadlines import Month
from rules.terms import RowKind
from services import ledger
from services.accounts import midnight
from services.batches import batched

LIMIT, MEMORY_LIMIT = 2.0, 1.3
MONTH = Month(2026, 12)
DUE = date(2026, 12, 21)


def compare(server: Server, rows: int) -> Iterator[Result]:
    """Charge that many leases, each of which owes a month already, after doing the bare minimum with them."""
    bare = _on_fresh(server, rows, lambda: bare_minimum(rows))
    ours = _on_fresh(server, rows, lambda: check(charge(), rows))
    yield Result(
        what="Månedens husleie mot to masseskrivinger",
        ours=ours, yardstick=bare, unit="s", limit=LIMIT, rows=rows,
    )  # fmt: skip
    few = rows // 10 if rows >= 10 * FULL else rows // 2
    yield Result(
        what=f"Minnevekst ved månedens husleie, mot {few} leieforhold",
        ours=_growth(server, rows), yardstick=_growth(server, few), unit="MB", limit=MEMORY_LIMIT, rows=rows,
    )  # fmt: skip


def seed(rows: int) -> None:
    """Leases that each owe October's rent, with its row in the ledger."""
    seeding.Leases().write(range(1, rows + 1), lambda _: PAST)
    seeding.write(LedgerRow, (seeding.charge(number, PAST) for number in range(1, rows + 1)))


def charge() -> int:
    """December's rent as the job charges it; returns the new rows."""
    return sum(ledger.charge_month(*MONTH, ACTOR, today=TODAY, run=f"rent_run:{MONTH}"))


def check(new: int, rows: int) -> None:
    """That all of it was charged, so that nothing is measured that did not happen."""
    if new != rows or Lease.objects(account__balance_ore=2 * RENT_ORE).count() != rows:
        raise RuntimeError(f"husleien ble krevd av {new} leieforhold, ikke {rows}")


def _on_fresh(server: Server, rows: int, act: Any) -> float:
    with empty_database(server):
        seed(rows)
        return seconds(act)


def bare_minimum(rows: int) -> None:
    """Insert the month's rows and update each lease's account, a thousand at a time; what to write is given."""
    for some in batched(range(1, rows + 1), CHUNK):
        LedgerRow._get_collection().insert_many([seeding.charge(number, DUE) for number in some], ordered=False)
        Lease._get_collection().bulk_write([_settled(number) for number in some], ordered=False)


def _settled(number: int) -> UpdateOne:
    items = [
        {
            "row": seeding.charge_key(number, due_on),
            "kind": RowKind.CHARGE.value,
            "due_on": midnight(due_on),
            "open_ore": RENT_ORE,
        }
        for due_on in (PAST, DUE)
    ]
    account: Stored = {"rev": 2, "items": items, "credit_ore": 0, "balance_ore": 2 * RENT_ORE}
    account["oldest_due"] = midnight(PAST)
    return UpdateOne({"_id": seeding.lease_id(number)}, {"$set": {"account": account}})


def _growth(server: Server, rows: int) -> float:
    with empty_database(server) as address:
        seed(rows)
        command = [sys.executable, "-m", "bench.rent", address, str(rows)]
        return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def main(address: str, rows: str) -> None:
    """Charge the month in the database and print the growth, in MB."""
    open_database(address)
    charge_one = Lease.objects.count()  # the connection, the models and the calendar are there before it is counted
    rent.charges_for(rent.RentedLease("x", TODAY, ()), *MONTH)
    forget_peak()
    before = peak()
    new = charge()
    grown = peak() - before
    check(new, min(int(rows), charge_one))
    print(grown)


if __name__ == "__main__":
    main(*sys.argv[1:])
