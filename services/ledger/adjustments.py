"""What is booked beside rent and payments: credits, fees, interest, claims, settlements, write-offs; each once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from models import Adjustment, Lease, LedgerRow
from models.base import Effect, Record
from rules.errors import AlreadyExists, InvalidRecord, MissingReason
from rules.terms import RowKind
from services import audit, records
from services.actor import Actor
from services.effects import Owed
from services.ledger.placing import REVIEW_EFFECT
from services.ledger.rows import REFRESH_EFFECT

ADJUSTMENT_EFFECT = "adjustment_row"
SIGNS: Mapping[RowKind, int] = {  # which way each kind moves the debt
    RowKind.FEE: 1, RowKind.INTEREST: 1, RowKind.CLAIM: 1,
    RowKind.CREDIT: -1, RowKind.SETTLEMENT: -1, RowKind.WRITE_OFF: -1,
}  # fmt: skip


def book(
    lease: Lease,
    actor: Actor,
    *,
    kind: RowKind,
    amount_ore: int,
    key: str,
    why: str,
    today: date,
    due_on: date | None = None,
    period: str | None = None,
    about: Record | None = None,
) -> bool:
    """Book an amount of øre (the size, without sign) on a lease; False where the key stands already.

    The key says what it is of («fee:<case>:<step>»), so that it is booked once. Whoever calls has asked for the right.
    Raises InvalidRecord (no amount, or a kind that is not booked so), MissingReason.
    """
    if kind not in SIGNS or amount_ore <= 0:
        raise InvalidRecord("adjustment", {"amount_ore": "missing_value"})
    if not why.strip():
        raise MissingReason(f"adjustment.{kind.value}")
    adjustment = Adjustment(
        key=key,
        lease=lease.pk,
        contract_number=lease.contract_number,
        tenant=records.reference(lease, "tenant"),
        office=records.reference(lease, "office"),
        kind=kind,
        amount_ore=SIGNS[kind] * amount_ore,
        booked_on=today,
        due_on=due_on,
        period=period,
        why=why.strip(),
        about_kind=audit.collection(about) if about is not None else None,
        about=str(about.pk) if about is not None else None,
        by_name=actor.name,
    )
    return store(adjustment, actor)


def store(adjustment: Adjustment, actor: Actor) -> bool:
    """Store a posting with its row; False where its key stands already."""
    try:
        records.create(adjustment, actor, action="booked", owed=_owed(adjustment.key))
    except AlreadyExists:
        return False
    return True


def _owed(key: str) -> list[Owed]:
    return [
        Owed(ADJUSTMENT_EFFECT, key),
        Owed(REFRESH_EFFECT, f"refresh:{key}"),
        Owed(REVIEW_EFFECT, f"review:{key}"),
    ]


def build_adjustment(document: Record, effect: Effect, actor: Actor) -> LedgerRow:
    """The ledger row of an adjustment (a record effect)."""
    booked: Any = document
    return LedgerRow(
        key=effect.key,
        lease=records.reference(booked, "lease"),
        kind=booked.kind,
        amount_ore=booked.amount_ore,
        booked_on=booked.booked_on,
        due_on=booked.due_on,
        period=booked.period,
        at=actor.at,
    )


def owed_review(document: Record, *, new: bool = False) -> Owed:
    """What a change that bears on a lease's arrears owes: the case and its task brought up to date.

    The document names its lease. Call it before the change is made; `new` = it is not stored yet.
    """
    version = 1 if new else document.version + 1
    return Owed(REVIEW_EFFECT, f"{REVIEW_EFFECT}:{document.pk}:{version}")
