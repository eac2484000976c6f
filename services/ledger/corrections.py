"""Rent that was charged though it is not owed, or the other way: credited, and charged again when that was wrong.

What a lease should have been charged is counted anew from its rent lines and its end, and compared with what stands.
Rows are never changed: the difference is a credit («credit:<charge>») or one more charge («<charge>:2»).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bson import ObjectId

from models import Adjustment, Lease, LedgerRow
from models.base import Effect, Record
from rules import rent
from rules.deadlines import Month, month_periods, oslo_date
from rules.terms import RowKind
from services import accounts, records
from services.actor import Actor
from services.ledger import rented
from services.ledger.adjustments import book
from services.ledger.rows import store_rows

CREDIT_EFFECT = "credit_rent"  # follows a lease's end and its rent lines
RENT_FIELDS = ("ended_on", "rent_lines", "rent_collected_by")
MOST_ROUNDS = 10
CREDITED = "Husleien for {period} er regnet på nytt etter kontraktens husleie og sluttdag."


class RentContended(RuntimeError):
    """Others kept changing the same lease; nothing is lost, the effect is tried again."""


@dataclass
class _Booked:
    """What stands for one rent line and month: its sum, and how many times it has been corrected."""

    net_ore: int = 0
    period: str = ""
    charged: bool = False
    corrections: int = 0


@dataclass
class _Books:
    """All that a lease has been charged, by the key of each charge; the first and the last month of it."""

    found: dict[str, _Booked] = field(default_factory=lambda: defaultdict(_Booked))
    first: Month | None = None
    last: Month | None = None
    credited: set[Month] = field(default_factory=set)


def correct_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Bring what a lease is charged in step with a change of its end or its rent lines (a command effect)."""
    lease: Any = document
    version = int(effect.key.rsplit(":", 1)[1])
    entry = next((one for one in lease.history if one.version == version), None)
    changes = entry.changes if entry is not None else {}
    correct(lease.pk, actor, since=_since(lease, changes))
    if followed := [held for held in changes.get("follows", ()) if held is not None]:
        correct(ObjectId(str(followed[0])), actor, since=lease.starts_on)


def _since(lease: Any, changes: Any) -> date:
    """The first day that the change may bear on."""
    days = [held for held in changes.get("ended_on", ()) if held is not None]
    lines = changes.get("rent_lines")
    if lines:
        old, new = ({line["id"]: line for line in held or ()} for held in lines)
        differing = [line for key, line in [*old.items(), *new.items()] if old.get(key) != new.get(key)]
        known = [line for line in differing if line["id"] in old and line["id"] in new]
        days += [line["valid_from"] for line in differing if line["id"] not in old or line["id"] not in new]
        days += [until for line in known if (until := line.get("valid_until"))]
        days += [line["valid_from"] for line in known if line["amount_ore"] != old[line["id"]]["amount_ore"]]
    return min((_day(one) for one in days), default=lease.starts_on)


def _day(held: Any) -> date:
    found: date = held.date() if hasattr(held, "date") else held
    return found


def correct(lease: ObjectId, actor: Actor, *, since: date) -> int:
    """Credit or charge what a lease's charges from the month of `since` on differ by; returns how many it took.

    Only months that have been charged are looked at, and the last ones of a lease that has ended. Two who do this at
    once read each other's rows and agree. Raises RentContended.
    """
    today, done = oslo_date(actor.at), 0
    for _ in range(MOST_ROUNDS):
        held = rented.read(lease)
        if held is None:
            return done
        todo = list(_differences(held, since, today))
        if not todo:
            return done
        document = records.get(Lease, lease)
        for charge, difference, booked in todo:
            _book(document, charge, difference, booked, actor, today)
            done += 1
    raise RentContended(str(lease))


def charged_after(lease: ObjectId, day: date) -> list[str]:
    """The months («2026-12») that a lease still owes though their first comes after the day, oldest first."""
    owed: Counter[str] = Counter()
    for booked in _books(lease).found.values():
        if booked.charged:
            owed[booked.period] += booked.net_ore
    return sorted(period for period, net in owed.items() if net > 0 and Month.parse(period).first > day)


def _differences(held: dict[str, Any], since: date, today: date) -> Iterator[tuple[rent.Charge, int, _Booked]]:
    lease = rented.rented(held, rented.followed(held["_id"]))
    books = _books(held["_id"])
    for month in _months(held, lease, books, since, today):
        wanted = {one.key: one for one in rent.charges_for(lease, month.year, month.month)}
        stand = {
            rent.charge_key(lease.key, line.key, str(month)): line.key for line in lease.lines
        }  # fmt: skip
        for key, line in stand.items():
            booked, target = books.found.get(key, _Booked()), wanted.get(key)
            difference = (target.amount_ore if target else 0) - booked.net_ore
            if difference or (target is not None and not booked.charged):
                first = month.first
                yield target or rent.Charge(key, line, str(month), 0, first, first), difference, booked


def _months(held: dict[str, Any], lease: rent.RentedLease, books: _Books, since: date, today: date) -> list[Month]:
    """The months to compare: from the change on, and those that were credited before, to the last that is charged."""
    now = Month.of(today).first
    last = books.last.first if books.last else None
    if lease.ended_on is not None and (lease.prorated or last is not None):
        end = min(Month.of(lease.ended_on).first, now)
        last = max(last or end, end)
    if last is None:
        return []
    covered = held.get("ledger_from")
    since = max(since, books.first.first) if books.first else since  # what was before Husrom is no matter of ours
    found = {*month_periods(since, last), *books.credited}
    return sorted(month for month in found if covered is None or covered.date() < month.first)


def _books(lease: ObjectId) -> _Books:
    books = _Books()
    for row in LedgerRow.objects(lease=lease, kind=RowKind.CHARGE).only("key", "amount_ore", "period"):
        one = books.found[rent.charge_of(row.key)]
        one.net_ore, one.charged, one.period = one.net_ore + row.amount_ore, True, row.period
        one.corrections += row.key != rent.charge_of(row.key)
        month = Month.parse(row.period)
        books.first, books.last = min(books.first or month, month), max(books.last or month, month)
    credited = Adjustment.objects(lease=lease, kind=RowKind.CREDIT).only("key", "amount_ore", "period")
    for credit in credited.no_dereference():
        key = credit.key.removeprefix("undo:")  # one that was taken back by hand is owed again
        if not key.startswith("credit:charge:"):
            continue
        one = books.found[rent.charge_of(key.removeprefix("credit:"))]
        one.net_ore, one.corrections = one.net_ore + credit.amount_ore, one.corrections + 1
        books.credited.add(Month.parse(credit.period))
    return books


def _book(lease: Lease, charge: rent.Charge, difference: int, booked: _Booked, actor: Actor, today: date) -> None:
    """One credit, or one more charge; what another has booked meanwhile is met in the next round."""
    again = f":{booked.corrections + 1}" if booked.corrections else ""
    if difference < 0:
        book(
            lease, actor, kind=RowKind.CREDIT, amount_ore=-difference, key=f"credit:{charge.key}{again}",
            why=CREDITED.format(period=charge.period), today=today, period=charge.period,
        )  # fmt: skip
        return
    row = rented.charge_row(lease.pk, charge, actor.at, None) | {"amount_ore": difference}
    if booked.charged:
        row["_id"] = f"{charge.key}:{booked.corrections + 2}"
    store_rows([row])
    accounts.refresh([lease.pk])
