"""The price index: a month entered, a value corrected with a reason, a series read as a table."""

from models import PriceIndex, RentChange
from rules import price_index
from rules.deadlines import Month, add_months
from rules.errors import IndexHole, InvalidRecord, MissingReason
from rules.price_index import Index
from rules.terms import Role
from services import records
from services.actor import Actor

KEEPERS = (Role.ECONOMY, Role.ADMINISTRATOR, Role.DEPARTMENT_HEAD)
LEAST, MOST = 1_00, 10_000_00  # a CPI is near a hundred: what is far from it is a slip


def enter(actor: Actor, *, series: str, month: str, value: int, source: str) -> PriceIndex:
    """Store the value of a month, in hundredths; the months of a series have no hole between them.

    Raises NotAuthorised, InvalidRecord, AlreadyExists (correct it instead), IndexHole.
    """
    actor.require(*KEEPERS, what="price_index.enter")
    _check(series, month, value, source)
    held = table(series)
    hole = price_index.missing_months([*held.values, month])
    if hole:
        raise IndexHole(series, hole[0])
    entry = PriceIndex(
        key=price_index.key_of(series, month), series=series, month=month, value=value, source=source.strip()
    )
    records.create(entry, actor, action="index_entered")
    return entry


def correct(entry: PriceIndex, actor: Actor, *, value: int, source: str, why: str, version: int) -> bool:
    """Set a value right; changes that are in force stand, since they were lawful by the table of their day.

    Raises NotAuthorised, MissingReason, InvalidRecord, StaleState.
    """
    actor.require(*KEEPERS, what="price_index.correct")
    if not why.strip():
        raise MissingReason("price_index.correct")
    _check(entry.series, entry.month, value, source)
    values = {"value": value, "source": source.strip()}
    return records.change(entry, actor, values=values, action="index_corrected", why=why.strip(), version=version)


def _check(series: str, month: str, value: int, source: str) -> None:
    problems = {}
    if not series.strip():
        problems["series"] = "missing_value"
    try:
        Month.parse(month)
    except ValueError:
        problems["month"] = "no_month"
    if not LEAST <= value <= MOST:
        problems["value"] = "out_of_range"
    if not source.strip():
        problems["source"] = "missing_value"
    if problems:
        raise InvalidRecord("price_index", problems)


def table(series: str) -> Index:
    """A series as the rules know it (index `price_index_series`)."""
    found = PriceIndex.objects(series=series).only("month", "value").order_by("-month")
    return Index(series, {entry.month: entry.value for entry in found})


def next_month(series: str) -> str | None:
    """The month that the series lacks next; None where it is empty."""
    latest = table(series).latest
    return str(Month.of(add_months(Month.parse(latest).first, 1))) if latest else None


def used_by(entry: PriceIndex) -> int:
    """How many changes of rent were made by the value."""
    both = ({"series": entry.series, "new_month": entry.month}, {"series": entry.series, "base_month": entry.month})
    return sum(RentChange.objects(**one).count() for one in both)
