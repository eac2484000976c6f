"""Interest on arrears, booked by economy up to a day: once for each day, only where the rulebook says so."""

from dataclasses import dataclass
from datetime import date, timedelta

from models import Lease
from models.base import Effect, Record
from rules import interest
from rules.deadlines import oslo_date
from rules.errors import InterestBooked, InterestOff, InvalidRecord
from rules.interest import Span
from rules.rulebook import Rules
from rules.terms import Role, RowKind
from services import accounts, ledger, records, rulebooks
from services.actor import Actor
from services.effects import Owed

BOOKERS = (Role.ECONOMY,)
BOOK_EFFECT = "book_interest"
WHY = "Forsinkelsesrente til og med {day:%d.%m.%Y} (forsinkelsesrenteloven §§ 2 og 3)."


@dataclass(frozen=True)
class Reckoning:
    """What the debt bore from the day after the last booking to the day asked for."""

    first: date
    last: date
    spans: tuple[Span, ...]

    @property
    def amount_ore(self) -> int:
        return interest.amount(self.spans)


def reckon(lease: Lease, until: date, actor: Actor, today: date) -> Reckoning:
    """The interest that would be booked up to and including a day, gone by or today.

    Raises NotAuthorised, InterestOff, InterestBooked, InvalidRecord (a day to come).
    """
    actor.require(*BOOKERS, what="interest.book")
    rules = rulebooks.current(today)
    if not rules.keeping.interest:
        raise InterestOff
    if until > today:
        raise InvalidRecord("lease", {"until": "future"})
    if lease.interest_until is not None and until <= lease.interest_until:
        raise InterestBooked(lease.number, lease.interest_until)
    return _reckon(lease, _first(lease), until, rules)


def _first(lease: Lease) -> date:
    """The day after the last that was booked for; that of the first rent where none was."""
    return lease.interest_until + timedelta(days=1) if lease.interest_until is not None else lease.starts_on


def _reckon(lease: Lease, first: date, until: date, rules: Rules) -> Reckoning:
    rows = accounts.rows_of([lease.pk], until)[lease.pk]
    return Reckoning(first, until, interest.spans(rows, first, until, rules.keeping.interest_rates))


def book(lease: Lease, actor: Actor, *, until: date, version: int, today: date) -> int:
    """Book the interest up to and including a day; returns its øre, 0 = nothing bore interest and only the day is kept.

    The lease keeps the day in the write that decides, so no two book the same days; the posting follows.
    Raises as reckon(), StaleState.
    """
    records.check_version(lease, version)
    found = reckon(lease, until, actor, today)
    args = {"first": found.first.isoformat(), "until": until.isoformat()}
    records.change(
        lease, actor, values={"interest_until": until}, action="interest_booked", version=version,
        owed=[Owed(BOOK_EFFECT, f"interest:{lease.pk}:{until}", args)],
    )  # fmt: skip
    return found.amount_ore


def book_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Post the interest of the days that a lease has been marked for (a command effect)."""
    lease: Lease = records.get(Lease, document.pk)
    first, until = (date.fromisoformat(effect.args[name]) for name in ("first", "until"))
    booked_on = oslo_date(actor.at)
    found = _reckon(lease, first, until, rulebooks.current(booked_on))
    if found.amount_ore:
        ledger.book(
            lease, actor, kind=RowKind.INTEREST, amount_ore=found.amount_ore, key=effect.key, why=WHY.format(day=until),
            today=booked_on, due_on=booked_on,
        )  # fmt: skip
