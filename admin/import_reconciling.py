"""Avstemming: what a bank file said beside what became of it, and the records behind each figure."""

from dataclasses import dataclass
from typing import Any

from flask import abort, request

from admin import formats
from admin.desk import Desk
from admin.import_words import account_words
from models import ImportRun, Lease
from services.ledger import reconciliation
from services.ledger.reconciliation import Part, Reconciliation, Sum

BOOKED, QUEUED = "fort", "ko"
HEADINGS = {BOOKED: "Ført på leieforhold", QUEUED: "Lagt i kø"}


@dataclass(frozen=True)
class Row:
    """One part of the file in words; each figure is a number and kroner."""

    account: str
    name: str
    figures: tuple[tuple[str, str], ...]
    refused: str
    missing: str


@dataclass(frozen=True)
class Shown:
    """The reconciliation as the page shows it."""

    agrees: bool
    verdict: str
    rows: tuple[Row, ...]
    total: Row
    now: tuple[tuple[str, str], ...]


def shown(run: ImportRun) -> Shown | None:
    """The reconciliation of a run; None where it kept nothing of its file."""
    if not run.statement:
        return None
    found = reconciliation.of_run(run.key, run.statement)
    states = sorted(found.queue.items(), key=lambda pair: pair[0].label)
    now = tuple((f"Fra køen: {state.inside}", _both(one)) for state, one in states)
    return Shown(found.agrees, _verdict(found), tuple(_row(part) for part in found.parts), _row(found.total), now)


def _verdict(found: Reconciliation) -> str:
    total = found.total
    if found.agrees:
        return f"Filen stemmer: alle {_both(total.told)} er gjort rede for."
    words = []
    if total.missing != Sum():
        words.append(f"{formats.kroner(total.missing.ore)} av det filen oppgir, er avvist og ikke ført.")
    if found.lost != Sum():
        words.append(f"{formats.kroner(found.lost.ore)} som ble ført da filen ble lest, står ikke lenger.")
    return " ".join(["Filen stemmer ikke.", *words])


def _row(part: Part) -> Row:
    figures = tuple(
        (formats.number(one.count), formats.kroner(one.ore))
        for one in (part.told, part.booked, part.queued, part.known)
    )
    return Row(
        account_words(part.account), part.name, figures, formats.number(part.refused), formats.kroner(part.missing.ore)
    )


def _both(one: Sum) -> str:
    return f"{formats.number(one.count)} ({formats.kroner(one.ore)})"


def behind(desk: Desk, run: ImportRun) -> dict[str, Any]:
    """What the page of the records behind a figure shows: some at a time, by the bank's own order."""
    what, after = request.args.get("tall", ""), request.args.get("etter", "")
    if what not in HEADINGS:
        abort(404)
    held: list[Any] = (reconciliation.booked_by if what == BOOKED else reconciliation.queued_by)(run.key, after)
    more = held[-1].pk if len(held) == reconciliation.ROWS_SHOWN else ""
    rows = [
        (
            formats.day(one.booked_on),
            one.kid or "Uten KID",
            formats.kroner(-one.amount_ore if what == BOOKED else one.amount_ore),
            one.lease.contract_number if isinstance(one.lease, Lease) else "",
            one.state.label if what == QUEUED else "",
            desk.page_url(one),
        )
        for one in held
    ]
    return {"heading": HEADINGS[what], "what": what, "rows": rows, "more": more}
