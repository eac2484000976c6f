"""Import of payments against parsing them with netsgiro and the two bulk writes that it needs."""

import io
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast

import netsgiro
from pymongo import UpdateOne

from bench import seeding
from bench.results import Result
from bench.seeding import ACTOR, CHUNK, COMING, RENT_ORE, TODAY, Stored
from bench.servers import Server, empty_database
from bench.timing import seconds
from demo import bank
from models import Lease, LedgerRow
from rules.terms import ImportCount, ImportKind, RowKind
from schemas import readers
from services import imports
from services.accounts import midnight
from services.imports import Imported, Order

LIMIT = 2.0
RUN = "payments:" + "0" * 64
TAIL = b"".join(list(bank.lines((), transmission=1, sent_on=TODAY))[-2:]).decode()


def compare(server: Server, rows: int) -> Result:
    """Import that many payments, one on each of as many leases, after doing the bare minimum with them."""
    with tempfile.TemporaryFile() as file:
        write_file(file, rows)
        bare = _on_fresh(server, rows, lambda: bare_minimum(file, leases_by_kid(rows)))
        ours = _on_fresh(server, rows, lambda: check(bring_in(file), rows))
    return Result(
        what="Import mot parsing med netsgiro og to masseskrivinger",
        ours=ours, yardstick=bare, unit="s", limit=LIMIT, rows=rows,
    )  # fmt: skip


def write_file(file: BinaryIO, rows: int) -> None:
    """A bank file with a payment for each of that many leases."""
    kids = (bank.kid_of(number) for number in range(1, rows + 1))
    bank.write_many(file, kids, transmission=1, booked_on=TODAY)
    file.flush()


def bring_in(file: BinaryIO) -> Imported:
    """Read a bank file in as the command does."""
    read = readers.read(ImportKind.PAYMENTS, "innbetalinger.ocr", file, today=TODAY, allow_synthetic=False)
    return imports.run(read, Order(actor=ACTOR, today=TODAY, clock=lambda: datetime.now(UTC)))


def check(done: Imported, rows: int) -> None:
    """That all of it went in, so that nothing is measured that did not happen."""
    if done.outcome.counts[ImportCount.MATCHED] != rows or LedgerRow.objects(run=done.run.key).count() != rows:
        raise RuntimeError(f"importen tok inn {dict(done.outcome.counts)}, ikke {rows}")
    if Lease.objects(account__rev=2).count() != rows:
        raise RuntimeError("ikke alle kontoene er gjort opp")


def _on_fresh(server: Server, rows: int, act: Callable[[], object]) -> float:
    with empty_database(server):
        seeding.charged_leases(rows)
        return seconds(act)


def leases_by_kid(rows: int) -> dict[str, int]:
    """The number of each lease by its KID: given to the yardstick for nothing."""
    return {bank.kid_of(number): number for number in range(1, rows + 1)}


def bare_minimum(file: BinaryIO, leases: dict[str, int]) -> None:
    """Parse a bank file with netsgiro, a chunk at a time; insert the rows, and update each lease's account."""
    for text in _chunks(file):
        paid = [
            (leases[one.kid], int(one.amount * 100), one)
            for assignment in cast(Any, netsgiro.parse(text)).assignments
            for one in assignment.transactions
        ]
        LedgerRow._get_collection().insert_many([_row(*each) for each in paid], ordered=False)
        Lease._get_collection().bulk_write([_settled(number, paid_ore) for number, paid_ore, _ in paid], ordered=False)


def _chunks(file: BinaryIO) -> Iterator[str]:
    """The file as texts of a thousand payments (two lines each), each within the file's own start and end records."""
    file.seek(0)
    lines = io.TextIOWrapper(cast(Any, file), encoding="iso-8859-1")
    try:
        head = lines.readline() + lines.readline()
        held: list[str] = []
        for line in lines:
            if line.startswith("NY090088"):
                break
            held.append(line)
            if len(held) == 2 * CHUNK:
                yield head + "".join(held) + TAIL
                held = []
        if held:
            yield head + "".join(held) + TAIL
    finally:
        lines.detach()


def _row(number: int, paid_ore: int, payment: Any) -> Stored:
    return {
        "_id": f"payment:{bank.ACCOUNT}:0000001:0000001:{payment.number}",
        "lease": seeding.lease_id(number),
        "kind": RowKind.PAYMENT.value,
        "amount_ore": -paid_ore,
        "booked_on": midnight(payment.date),
        "kid": payment.kid,
        "reference": payment.reference,
        "run": RUN,
        "at": seeding.NOW,
    }


def _settled(number: int, paid_ore: int) -> UpdateOne:
    left = RENT_ORE - paid_ore
    account: Stored = {"rev": 2, "items": [], "credit_ore": max(-left, 0), "balance_ore": left}
    if left > 0:
        account = seeding.account(number, COMING) | {"rev": 2, "balance_ore": left}
        account["items"][0]["open_ore"] = left
    return UpdateOne({"_id": seeding.lease_id(number)}, {"$set": {"account": account}})
