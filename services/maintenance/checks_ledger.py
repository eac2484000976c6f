"""Whether the ledger agrees with itself, lease by lease: its account, its months, what is booked beside rent."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Adjustment, Lease
from rules import rent
from rules.deadlines import Month
from rules.terms import DataFault, RowKind
from services import accounts, ledger
from services.accounts import Stored
from services.batches import batched
from services.maintenance.checks_common import Trouble, owes_row
from services.maintenance.checks_payments import documents_of, taken_back

NEEDED = (
    "account", "contract_number", "imported", "starts_on", "ended_on", "rent_lines", "ledger_from", "opening_ore",
    "follows",
    "pending.key",
)  # fmt: skip
CHARGE, CREDIT, OPENING = RowKind.CHARGE.value, RowKind.CREDIT.value, RowKind.OPENING.value
KEY_PARTS = 3  # colons in the key of a charge
CREDIT_OF = ("credit:charge:", "undo:credit:charge:")  # the keys of what takes back a charge, and of what undoes that
BOOKED = {kind.value: sign for kind, sign in ledger.SIGNS.items()}
SIGNS = BOOKED | {CHARGE: 1, RowKind.PAYMENT.value: -1, RowKind.REVERSAL.value: 1}
Faults = Iterator[tuple[DataFault, str]]
SAME = ("lease", "kind", "amount_ore", "due_on", "period")


def ledgers() -> Iterator[Trouble]:
    """All that is wrong with each lease's rows; read once, some leases at a time."""
    for some in batched(Lease._get_collection().find({}, dict.fromkeys(NEEDED, 1))):
        rows = accounts.grouped(accounts.stored_rows([lease["_id"] for lease in some]))
        booked, before, after, documents = _adjustments(some), _before(some), _after(some), documents_of(rows)
        for lease in some:
            own = rows[lease["_id"]]
            for fault, detail in (
                *_account(lease, own),
                *_months(lease, own, after.get(lease["_id"])),
                *_followed(lease, own, before),
                *_booked(own, booked[lease["_id"]]),
                *_opening(lease, own),
                *taken_back(own, documents),
            ):
                yield Trouble(fault, "lease", lease["contract_number"], detail)


def _account(lease: Stored, rows: Sequence[Stored]) -> Faults:
    """The cached account is what the rows settle to, and each row goes the way that its kind goes."""
    held = lease["account"]
    if accounts.as_stored(rent.settle(accounts.as_row(row) for row in rows), held["rev"]) != held:
        yield DataFault.ACCOUNT_DIFFERS, ""
    for row in rows:
        if row["amount_ore"] * SIGNS.get(row["kind"], 0) < 0 and not row["_id"].startswith("undo:"):
            yield DataFault.ROW_DIFFERS, RowKind(row["kind"]).label


def _months(lease: Stored, rows: Sequence[Stored], follower: Stored | None) -> Faults:
    """A rent line costs no more in a month than its amount, for the days that it and the lease reach into it.

    Counted here anew, not by the rule that charges; a lease whose change still owes its corrections is left alone.
    """
    if lease.get("pending"):
        return
    lines = {line["id"]: line for line in lease["rent_lines"]}
    times = Counter(rent.charge_of(row["_id"]) for row in rows if row["kind"] == CHARGE)
    faults = set()
    for key, net in _net(rows).items():
        line, period = key.split(":")[2:4] if key.count(":") >= KEY_PARTS else ("", "")
        if net < 0:
            faults.add((DataFault.CREDIT_TOO_LARGE, period))
        elif period and net > _most(lease, lines.get(line), Month.parse(period), follower):
            faults.add((DataFault.CHARGED_TWICE if times[key] > 1 else DataFault.CHARGED_TOO_MUCH, period))
    yield from sorted(faults)


def _net(rows: Sequence[Stored]) -> Counter[str]:
    """What each rent line was charged for each month, by the key of its first charge, less what was taken back."""
    net: Counter[str] = Counter()
    for row in rows:
        if row["kind"] == CHARGE:
            net[rent.charge_of(row["_id"])] += row["amount_ore"]
        elif row["kind"] == CREDIT and row["_id"].startswith(CREDIT_OF):
            net[rent.charge_of(row["_id"][row["_id"].index("charge:") :])] += row["amount_ore"]
    return net


def _most(lease: Stored, line: Stored | None, month: Month, follower: Stored | None) -> int:
    """The most that a line may cost in a month; an imported lease owes the whole month that it begins (ADR 8)."""
    if line is None:
        return 0
    covered, end = lease.get("ledger_from"), lease.get("ended_on")
    if end is not None and follower is not None and follower.get("ledger_from") is not None:
        end = max(end, follower["ledger_from"])  # the month that it was charged for before it was followed
    first = max(_day(lease["starts_on"]), _day(line["valid_from"]), month.first)
    last = min(_day(end, month.last), _day(line.get("valid_until"), month.last), month.last)
    if covered is not None and _day(covered) >= month.first and lease.get("imported"):
        return 0
    amount: int = line["amount_ore"]
    if lease.get("imported"):
        return amount if first == month.first <= last else 0
    days = max((last - first).days + 1, 0)
    return amount if days == month.last.day else amount * days // month.last.day + bool(days)


def _day(stored: datetime | None, default: date = date.max) -> date:
    return stored.date() if stored is not None else default


def _before(leases: Sequence[Stored]) -> Mapping[Any, list[Stored]]:
    """The rows of the leases that these took over from."""
    followed = [lease["follows"] for lease in leases if lease.get("follows") is not None]
    return accounts.grouped(accounts.stored_rows(followed)) if followed else {}


def _after(leases: Sequence[Stored]) -> Mapping[ObjectId, Stored]:
    """The leases that take over from these, by the one they take over from."""
    wanted = {"follows": {"$in": [lease["_id"] for lease in leases]}}
    return {one["follows"]: one for one in Lease._get_collection().find(wanted, {"follows": 1, "ledger_from": 1})}


def _followed(lease: Stored, rows: Sequence[Stored], before: Mapping[Any, list[Stored]]) -> Faults:
    """A month in which one lease takes over from another costs no more than the dearer of the two."""
    earlier = before.get(lease.get("follows"), [])
    if lease.get("pending"):
        return
    ours, theirs = _by_month(_net(rows)), _by_month(_net(earlier))
    for period in sorted(ours.keys() & theirs.keys()):
        lines = {row["rent_line"] for row in (*rows, *earlier) if row.get("period") == period}
        dearer = max(_gross(rows, period), _gross(earlier, period), _full(lease, period)) + len(lines)
        if ours[period] > 0 < theirs[period] and ours[period] + theirs[period] > dearer:
            yield DataFault.CHARGED_TWICE, period


def _by_month(net: Counter[str]) -> Counter[str]:
    months: Counter[str] = Counter()
    for key, ore in net.items():
        months[key.rpartition(":")[2]] += ore
    return months


def _gross(rows: Sequence[Stored], period: str) -> int:
    """What the month's first charges came to, before anything was corrected."""
    return sum(
        row["amount_ore"]
        for row in rows
        if row["kind"] == CHARGE and row["period"] == period and row["_id"] == rent.charge_of(row["_id"])
    )


def _full(lease: Stored, period: str) -> int:
    """What a whole month of the lease costs."""
    day = max(_day(lease["starts_on"]), Month.parse(period).first)
    return sum(
        line["amount_ore"]
        for line in lease["rent_lines"]
        if _day(line["valid_from"]) <= day <= _day(line.get("valid_until"))
    )


def _adjustments(leases: Sequence[Stored]) -> Mapping[ObjectId, list[Stored]]:
    wanted = {"lease": {"$in": [lease["_id"] for lease in leases]}}
    fields = dict.fromkeys((*SAME, "pending.key"), 1)
    return accounts.grouped(Adjustment._get_collection().find(wanted, fields))


def _booked(rows: Sequence[Stored], booked: Sequence[Stored]) -> Faults:
    """What a person or a rule has booked has its row, as it was booked; and such a row rests on what was booked."""
    by_key = {row["_id"]: row for row in rows if row["kind"] in BOOKED}
    for one in booked:
        row, label = by_key.pop(one["_id"], None), RowKind(one["kind"]).label
        if row is None and not owes_row(one):
            yield DataFault.ROW_MISSING, label
        elif row is not None and any(one.get(name) != row.get(name) for name in SAME):
            yield DataFault.ROW_DIFFERS, label
    yield from ((DataFault.ROW_UNKNOWN, RowKind(row["kind"]).label) for row in by_key.values())


def _opening(lease: Stored, rows: Sequence[Stored]) -> Faults:
    """The opening balance is the one that the lease was brought in with."""
    if lease.get("pending"):  # it may be what is owed
        return
    opened = [row["amount_ore"] for row in rows if row["kind"] == OPENING]
    if opened != [ore for ore in [lease.get("opening_ore") or 0] if ore]:
        yield DataFault.ROW_DIFFERS if opened else DataFault.ROW_MISSING, RowKind.OPENING.label
