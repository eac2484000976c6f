"""What tests of jobs share: the default rulebook, a run's context, and a carrier of mail that does as it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pkgutil import resolve_name
from typing import Any

from jobs.context import Context, Counts
from models import Lease, LedgerRow
from rules.terms import RowKind
from services import accounts, audit, effects, rulebooks
from services.mails import Mail
from tests.conftest import NOON, ROOT, make_settings
from tests.factories import ACTOR

DAY = date(2026, 11, 22)


def load_rulebook() -> None:
    """Register the audit and store version 1."""
    effects.registry.record(audit.EFFECT, audit.build)
    rulebooks.load_first((ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8"), ACTOR)


def make_context(day: date = DAY, *, clock: Callable[[], datetime] = lambda: NOON, **settings: Any) -> Context:
    """A run's context; its claim is never lost."""
    made = make_settings("mongodb://127.0.0.1/husrom", **settings)
    return Context(day, day.isoformat(), made, clock, lambda: None)


def run_job(name: str, day: date = DAY, **settings: Any) -> Counts:
    """Run a job's function as the runner does, without a claim."""
    counts: Counts = resolve_name(f"jobs.{name}:run")(make_context(day, **settings))
    return counts


def book(lease: Lease, kind: RowKind, amount_ore: int, booked_on: date, *, due_on: date | None = None) -> None:
    """Put a row on a lease's ledger and settle its account."""
    row = {
        "_id": f"{kind.value}:{lease.pk}:{booked_on}:{amount_ore}",
        "lease": lease.pk,
        "kind": kind.value,
        "at": NOON,
    }
    row |= {"amount_ore": amount_ore, "booked_on": accounts.midnight(booked_on)}
    row |= {"due_on": accounts.midnight(due_on)} if due_on else {}
    LedgerRow._get_collection().insert_one(row)
    accounts.refresh([lease.pk])


@dataclass
class Tray:
    """A carrier that keeps what it is handed, or raises what it is given for each mail in turn."""

    answers: list[Exception | None] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)

    def hand_over(self, mail: Mail) -> None:
        self.mails.append(mail)
        if self.answers and (answer := self.answers.pop(0)) is not None:
            raise answer
