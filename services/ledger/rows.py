"""Rows of the ledger: inserted once under their own key, never changed (design 3.6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bson import ObjectId
from pymongo.errors import BulkWriteError

from models import Lease, LedgerRow
from models.base import Effect, Record
from rules.terms import RowKind
from services import accounts, audit, records
from services.accounts import midnight
from services.actor import Actor
from services.effects import Owed

OPENING_EFFECT, REFRESH_EFFECT = "opening_row", "refresh_account"


def store_rows(rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows as stored; a key that stands already is done. Returns how many are new."""
    return len(rows) - len(insert_rows(rows))


def insert_rows(rows: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """The same; returns the keys of those that stood already."""
    if not rows:
        return frozenset()
    try:
        LedgerRow._get_collection().insert_many(rows, ordered=False)
    except BulkWriteError as error:
        return frozenset(rows[problem["index"]]["_id"] for problem in audit.duplicates(error))
    return frozenset()


def opening_key(lease: ObjectId) -> str:
    """The id of a lease's opening row."""
    return f"opening:{lease}"


def opening_row(lease: Any, at: datetime) -> dict[str, Any]:
    """What the tenant owed (or had to the good, negative) when the lease was brought in; due on `ledger_from`."""
    return {
        "_id": opening_key(lease.pk),
        "lease": lease.pk,
        "kind": RowKind.OPENING.value,
        "amount_ore": lease.opening_ore,
        "booked_on": midnight(lease.ledger_from),
        "due_on": midnight(lease.ledger_from),
        "run": lease.import_run,
        "at": at,
    }


def owed_by_opening(lease: Any) -> list[Owed]:
    """What a lease with an opening balance owes: its row, and the account settled with it."""
    if not lease.opening_ore:
        return []
    key = opening_key(lease.pk)
    return [Owed(OPENING_EFFECT, key), Owed(REFRESH_EFFECT, f"refresh:{key}")]


def open_many(leases: Sequence[Any], at: datetime) -> None:
    """Pay that for many new leases in bulk."""
    opened = [lease for lease in leases if lease.opening_ore]
    store_rows([opening_row(lease, at) for lease in opened])
    accounts.refresh(lease.pk for lease in opened)


def build_opening(document: Record, _effect: Effect, actor: Actor) -> LedgerRow:
    """The opening row of a lease (a record effect)."""
    row = opening_row(document, actor.at)
    return LedgerRow(key=row.pop("_id"), **row)


def refresh_account(document: Record, _effect: Effect, _actor: Actor) -> None:
    """Settle the account of the lease, or of the one that a payment was placed on (a command effect)."""
    lease = document.pk if isinstance(document, Lease) else records.reference(document, "lease")
    accounts.refresh([lease])
