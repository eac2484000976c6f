"""What a person books beside rent and payments: a credit, a debt that is written off, and the taking back of either."""

from datetime import date

from models import Adjustment, Lease
from rules.errors import AlreadyUndone, InvalidRecord, MissingReason, NothingToGiveBack
from rules.terms import Role, RowKind
from services import accounts, records
from services.actor import Actor
from services.ledger.adjustments import book, store
from services.ledger.manual import require_nonce, require_ours

WRITERS_OFF = (Role.DEPARTMENT_HEAD,)  # who gives up the municipality's claim is not the one who keeps its books


def credit(lease: Lease, actor: Actor, *, nonce: str, amount_ore: int, why: str, today: date) -> bool:
    """Take øre off what the lease is charged, for instance for a fault in the home; False where it was done before.

    Raises NotAuthorised, MissingReason, InvalidRecord.
    """
    actor.require(Role.ECONOMY, what="adjustment.credit")
    return _book(lease, actor, RowKind.CREDIT, nonce=nonce, amount_ore=amount_ore, why=why, today=today)


def write_off(lease: Lease, actor: Actor, *, nonce: str, amount_ore: int, why: str, today: date) -> bool:
    """Give up øre of what the lease owes, by the department head; False where it was done before.

    Raises NotAuthorised, MissingReason, InvalidRecord, NothingToGiveBack.
    """
    actor.require(*WRITERS_OFF, what="adjustment.write_off")
    done = Adjustment.objects(pk=f"{RowKind.WRITE_OFF.value}:{nonce}").first()
    owed = max(accounts.of(lease).balance_ore, 0)
    if done is None and amount_ore > owed:
        raise NothingToGiveBack(owed)
    return _book(lease, actor, RowKind.WRITE_OFF, nonce=nonce, amount_ore=amount_ore, why=why, today=today)


def _book(lease: Lease, actor: Actor, kind: RowKind, *, nonce: str, amount_ore: int, why: str, today: date) -> bool:
    if amount_ore <= 0:
        raise InvalidRecord("adjustment", {"amount_ore": "not_positive"})
    require_ours(lease)
    key = f"{kind.value}:{require_nonce(nonce)}"
    return book(lease, actor, kind=kind, amount_ore=amount_ore, key=key, why=why, today=today)


def undo(adjustment: Adjustment, actor: Actor, *, why: str, today: date) -> None:
    """Take a posting back with one of the opposite amount: once, and only the posting itself.

    Raises NotAuthorised, MissingReason, AlreadyUndone.
    """
    wanted = WRITERS_OFF if adjustment.kind is RowKind.WRITE_OFF else (Role.ECONOMY,)
    actor.require(*wanted, what="adjustment.undo")
    if not why.strip():
        raise MissingReason("adjustment.undo")
    opposite = Adjustment(
        key=undo_key(adjustment),
        lease=records.reference(adjustment, "lease"),
        contract_number=adjustment.contract_number,
        tenant=records.reference(adjustment, "tenant"),
        office=records.reference(adjustment, "office"),
        kind=adjustment.kind,
        amount_ore=-adjustment.amount_ore,
        booked_on=today,
        period=adjustment.period,
        why=why.strip(),
        about_kind=adjustment.about_kind,
        about=adjustment.about,
        undoes=adjustment.key,
        by_name=actor.name,
    )
    if adjustment.undoes or _given_back(adjustment) or not store(opposite, actor):
        raise AlreadyUndone(adjustment.key)


def undo_key(adjustment: Adjustment) -> str:
    """The id of what takes the posting back."""
    return f"undo:{adjustment.key}"


def _given_back(adjustment: Adjustment) -> bool:
    """Whether the step that booked it has credited it: a claim or a fee that was taken back."""
    keys = [f"{adjustment.key}:back", f"back:{adjustment.key}"]
    return Adjustment.objects(pk__in=keys).only("key").first() is not None


def undone(adjustment: Adjustment) -> bool:
    """Whether the posting was taken back, or takes one back itself."""
    taken = Adjustment.objects(pk=undo_key(adjustment)).first() is not None
    return bool(adjustment.undoes) or taken or _given_back(adjustment)
