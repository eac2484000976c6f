"""Whether the ledger agrees with itself, lease by lease: its account, its months, what is booked beside rent."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import Adjustment, Lease
from rules import rent
from rules.deadlines import Month
from rules.terms import DataFault, RowKind
from services import accounts, ledger
from services.accounts import IDS_AT_ONCE, Stored, batched
from services.maintenance.checks_common import Trouble

NEEDED = (
    "account", "contract_number", "starts_on", "ended_on", "rent_lines", "ledger_from", "opening_ore", "follows",
    "pending.key",
)  # fmt: skip
CHARGE, CREDIT, OPENING = RowKind.CHARGE.value, RowKind.CREDIT.value, RowKind.OPENING.value
CREDIT_OF = "credit:"  # the key of what takes back a charge: this and the charge's own
BOOKED = {kind.value: sign for kind, sign in ledger.SIGNS.items()}
SIGNS = BOOKED | {CHARGE: 1, RowKind.PAYMENT.value: -1, RowKind.REVERSAL.value: 1}
Faults = Iterator[tuple[DataFault, str]]
SAME = ("lease", "kind", "amount_ore", "due_on", "period")


def ledgers() -> Iterator[Trouble]:
    """All that is wrong with each lease's rows; read once, some leases at a time."""
    for some in batched(Lease._get_collection().find({}, dict.fromkeys(NEEDED, 1)), IDS_AT_ONCE):
        rows = accounts.grouped(accounts.stored_rows([lease["_id"] for lease in some]))
        booked = _adjustments(some)
        before = _before(some)
        for lease in some:
            own = rows[lease["_id"]]
            for fault, detail in (
                *_account(lease, own),
                *_months(lease, own),
                *_followed(lease, own, before),
                *_credits(own),
                *_booked(own, booked[lease["_id"]]),
                *_opening(lease, own),
            ):
                yield Trouble(fault, "lease", lease["contract_number"], detail)


def _account(lease: Stored, rows: Sequence[Stored]) -> Faults:
    """The cached account is what the rows settle to, and each row goes the way that its kind goes."""
    held = lease["account"]
    if accounts.as_stored(rent.settle(accounts.as_row(row) for row in rows), held["rev"]) != held:
        yield DataFault.ACCOUNT_DIFFERS, ""
    for row in rows:
        if row["amount_ore"] * SIGNS.get(row["kind"], 0) < 0:
            yield DataFault.ROW_DIFFERS, RowKind(row["kind"]).label


def _months(lease: Stored, rows: Sequence[Stored]) -> Faults:
    """A rent line is charged once for a month, at most its amount, and only for a month in which it holds."""
    charges = [row for row in rows if row["kind"] == CHARGE]
    credited = _credited(rows)
    times = Counter((row["rent_line"], row["period"]) for row in charges)
    for period in sorted({period for (_, period), many in times.items() if many > 1}):
        yield DataFault.CHARGED_TWICE, period
    lines = {line["id"]: line for line in lease["rent_lines"]}
    too_much = {
        row["period"]
        for row in charges
        if row["amount_ore"] - credited[row["_id"]] > _most(lease, lines.get(row["rent_line"]), row["period"])
    }
    yield from ((DataFault.CHARGED_TOO_MUCH, period) for period in sorted(too_much))


def _most(lease: Stored, line: Stored | None, period: str) -> int:
    """The most that a line may cost in a month: nothing where the lease or the line does not reach into it."""
    month = Month.parse(period)
    if line is None or not _reaches(lease["starts_on"], lease.get("ended_on"), month):
        return 0
    if not _reaches(line["valid_from"], line.get("valid_until"), month):
        return 0
    covered = lease.get("ledger_from")
    amount: int = line["amount_ore"]
    return 0 if covered is not None and covered.date() >= month.last else amount


def _reaches(start: Any, end: Any, month: Month) -> bool:
    return start.date() <= month.last and (end is None or end.date() >= month.first)


def _credited(rows: Sequence[Stored]) -> Counter[str]:
    """What was taken back of each charge, in øre."""
    taken: Counter[str] = Counter()
    for row in rows:
        if row["kind"] == CREDIT and row["_id"].startswith(CREDIT_OF):
            taken[_charge_of(row["_id"])] -= row["amount_ore"]
    return taken


def _charge_of(credit: str) -> str:
    return credit.removeprefix(CREDIT_OF)


def _credits(rows: Sequence[Stored]) -> Faults:
    """A credit takes back no more than its charge."""
    charged = {row["_id"]: row for row in rows if row["kind"] == CHARGE}
    for key, taken in _credited(rows).items():
        if key.startswith("charge:") and (key not in charged or taken > charged[key]["amount_ore"]):
            yield DataFault.CREDIT_TOO_LARGE, key.rpartition(":")[2]


def _before(leases: Sequence[Stored]) -> Mapping[Any, list[Stored]]:
    """The rows of the leases that these took over from."""
    followed = [lease["follows"] for lease in leases if lease.get("follows") is not None]
    return accounts.grouped(accounts.stored_rows(followed)) if followed else {}


def _followed(lease: Stored, rows: Sequence[Stored], before: Mapping[Any, list[Stored]]) -> Faults:
    """A month in which one lease takes over from another costs no more than the dearer of the two."""
    earlier = before.get(lease.get("follows"), [])
    ours, theirs = _net(rows), _net(earlier)
    for period in sorted(ours.keys() & theirs.keys()):
        dearer = max(_gross(rows, period), _gross(earlier, period), _full(lease, period))
        roundings = sum(row["kind"] == CHARGE and row["period"] == period for row in (*rows, *earlier))
        if ours[period] > 0 < theirs[period] and ours[period] + theirs[period] > dearer + roundings:
            yield DataFault.CHARGED_TWICE, period


def _net(rows: Sequence[Stored]) -> Counter[str]:
    """What each month was charged, less what was taken back of it."""
    credited = _credited(rows)
    net: Counter[str] = Counter()
    for row in rows:
        if row["kind"] == CHARGE:
            net[row["period"]] += row["amount_ore"] - credited[row["_id"]]
    return net


def _gross(rows: Sequence[Stored], period: str) -> int:
    return sum(row["amount_ore"] for row in rows if row["kind"] == CHARGE and row["period"] == period)


def _full(lease: Stored, period: str) -> int:
    """What a whole month of the lease costs."""
    month, first = Month.parse(period), lease["starts_on"].date()
    day = max(first, month.first)
    return sum(line["amount_ore"] for line in lease["rent_lines"] if _holds(line, day))


def _holds(line: Stored, day: date) -> bool:
    end = line.get("valid_until")
    return line["valid_from"].date() <= day and (end is None or day <= end.date())


def _adjustments(leases: Sequence[Stored]) -> Mapping[ObjectId, list[Stored]]:
    wanted = {"lease": {"$in": [lease["_id"] for lease in leases]}}
    fields = dict.fromkeys((*SAME, "pending.key"), 1)
    return accounts.grouped(Adjustment._get_collection().find(wanted, fields))


def _booked(rows: Sequence[Stored], booked: Sequence[Stored]) -> Faults:
    """What a person or a rule has booked has its row, as it was booked; and such a row rests on what was booked."""
    by_key = {row["_id"]: row for row in rows if row["kind"] in BOOKED}
    for one in booked:
        row, label = by_key.pop(one["_id"], None), RowKind(one["kind"]).label
        if row is None and not one.get("pending"):
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
