"""What a tenant is asked to pay at moving out: for more than ordinary wear alone, once, with its undoing (§ 10-3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models import Adjustment, Inspection, Lease
from models.base import Effect, Record
from models.inspection import Room
from rules import inspections as rules
from rules.errors import (
    AlreadyExists,
    ClaimStands,
    ClaimUnreasoned,
    InvalidRecord,
    MissingReason,
    NotTheirClaim,
    OrdinaryWear,
    TransitionRefused,
)
from rules.terms import InspectionKind, InspectionState, Role, RoomStandard, RowKind
from services import ledger, records, rulebooks
from services.actor import Actor
from services.effects import Owed
from services.inspections.common import copied, move_in_of, opened, owed, standards_of

CLAIMERS = (Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
CLAIM_EFFECT = "inspection_claim"
BACK_EFFECT = "inspection_claim_back"


@dataclass(frozen=True)
class Charge:
    """What is claimed for one room, in øre, and for what."""

    amount_ore: int
    why: str


NOTHING = Charge(0, "")


def claim(
    inspection: Inspection,
    actor: Actor,
    charges: Mapping[str, Charge],
    *,
    why: str,
    version: int,
    today: date,
) -> bool:
    """Claim what the signed protocol shows; `charges` are by the room's id, `why` is for what needs a reason.

    The amount is booked on the lease, due after the rulebook's days for settling up.
    Raises NotAuthorised, NoNeedToKnow, TransitionRefused (not signed, not at moving out), OrdinaryWear,
    ClaimUnreasoned (nobody knows how a room was, or late), ClaimStands, InvalidRecord (nothing claimed), StaleState.
    """
    actor.require(*CLAIMERS, what="inspection.claim")
    if inspection.claim_stands:
        raise ClaimStands(inspection.number, inspection.claimed_by_name or "")
    opened(inspection, actor, "inspection.claim", version)
    if not claimable(inspection):
        raise TransitionRefused("inspection", inspection.state.value, "claimed")
    rooms = _charged(inspection, charges)
    _check_reasons(inspection, charges, why, today)
    values = {
        "rooms": rooms,
        "claim_ore": rules.total([room.charge_ore for room in rooms]),
        "claim_stands": True,
        "claim_number": inspection.claim_number + 1,
        "claimed_on": today,
        "claimed_by": actor.id,
        "claimed_by_name": actor.name,
        "claim_why": why.strip() or None,
    }
    dues = [Owed(CLAIM_EFFECT, claim_key(inspection, inspection.claim_number + 1)), *owed(inspection)]
    try:
        return records.change(inspection, actor, values=values, action="claim_booked", owed=dues, version=version)
    except AlreadyExists as error:
        raise _standing(inspection) or error from error


def claimable(inspection: Inspection) -> bool:
    """Whether something can be claimed after it: a signed inspection at moving out."""
    signed = inspection.state is InspectionState.SIGNED and inspection.kind is InspectionKind.MOVE_OUT
    return signed and not inspection.claim_stands and records.reference(inspection, "lease") is not None


def chargeable(inspection: Inspection) -> list[tuple[Room, RoomStandard | None]]:
    """The rooms that something may be claimed for, with how they were at moving in."""
    moved_in = standards_of(move_in_of(inspection))
    found = ((room, rules.before(room.name, moved_in)) for room in inspection.rooms)
    return [(room, was) for room, was in found if rules.may_claim(room.standard, was)]


def is_late(inspection: Inspection, today: date) -> bool:
    """Whether the claim comes later than the rulebook's days after the inspection."""
    days = rulebooks.current(today).keeping.settlement_days
    return inspection.held_on is not None and rules.is_late(inspection.held_on, today, days)


def _charged(inspection: Inspection, charges: Mapping[str, Charge]) -> list[Room]:
    open_to = {str(room.id) for room, _ in chargeable(inspection)}
    wanted = {room: charge for room, charge in charges.items() if charge.amount_ore > 0}
    worn = tuple(room.name for room in inspection.rooms if str(room.id) in wanted and str(room.id) not in open_to)
    if worn:
        raise OrdinaryWear(inspection.number, worn)
    if not wanted or set(wanted) - open_to:
        raise InvalidRecord("inspection", {"claim_ore": "nothing_claimed"})
    if any(not charge.why.strip() for charge in wanted.values()):
        raise InvalidRecord("inspection", {"charge_why": "charge_unexplained"})
    found = []
    for room in inspection.rooms:
        charge = wanted.get(str(room.id), NOTHING)
        found.append(copied(room, charge_ore=charge.amount_ore, charge_why=charge.why.strip() or None))
    return found


def _check_reasons(inspection: Inspection, charges: Mapping[str, Charge], why: str, today: date) -> None:
    if why.strip():
        return
    late = is_late(inspection, today)
    unknown = any(was is None for room, was in chargeable(inspection) if charges.get(str(room.id), NOTHING).amount_ore)
    if late or unknown:
        raise ClaimUnreasoned(inspection.number, late)


def _standing(inspection: Inspection) -> ClaimStands | None:
    held = Inspection.objects(lease=records.reference(inspection, "lease")).no_dereference().order_by("id")
    found = next((one for one in held if one.claim_stands), None)
    return ClaimStands(found.number, found.claimed_by_name or "") if found else None


def undo_claim(inspection: Inspection, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Take a claim back by a posting the other way; by whoever booked it. Taken back before = nothing.

    Raises NotAuthorised, NoNeedToKnow, NotTheirClaim, MissingReason, StaleState.
    """
    actor.require(*CLAIMERS, what="inspection.claim")
    if not inspection.claim_stands:
        return False
    opened(inspection, actor, "inspection.claim", version)
    if inspection.claimed_by != actor.id:
        raise NotTheirClaim(inspection.number, inspection.claimed_by_name or "")
    if not why.strip():
        raise MissingReason("inspection.claim")
    key = f"{BACK_EFFECT}:{inspection.pk}:{inspection.claim_number}"
    args = {"on": today.isoformat(), "number": inspection.claim_number}
    dues = [Owed(BACK_EFFECT, key, args), *owed(inspection)]
    values = {"claim_stands": False}
    return records.change(
        inspection, actor, values=values, action="claim_taken_back", why=why.strip(), owed=dues, version=version
    )


def claim_key(inspection: Inspection, number: int) -> str:
    """The key that a claim is booked under: once for each time it is made."""
    return f"claim:{inspection.pk}" if number == 1 else f"claim:{inspection.pk}:{number}"


def book_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Book the claim on the lease (a command effect); booked before = nothing."""
    inspection: Any = document
    lease = records.get(Lease, records.reference(inspection, "lease"))
    on = inspection.claimed_on
    ledger.book(
        lease,
        actor,
        kind=RowKind.CLAIM,
        amount_ore=inspection.claim_ore,
        key=effect.key,
        why=_told(inspection),
        today=on,
        due_on=on + timedelta(days=rulebooks.current(on).keeping.settlement_days),
        about=inspection,
    )


def _told(inspection: Any) -> str:
    rooms = [f"{room.name}: {room.charge_why}" for room in inspection.rooms if room.charge_ore]
    return f"Krav etter befaring {inspection.number}. {'; '.join(rooms)}"


def take_back_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Book the posting the other way (a command effect); booked before = nothing."""
    inspection: Any = document
    key = claim_key(inspection, int(effect.args["number"]))
    claimed: Adjustment = records.get(Adjustment, key)
    if ledger.undone(claimed):  # by economy: the same money is not given back twice
        return
    ledger.book(
        records.get(Lease, records.reference(inspection, "lease")),
        actor,
        kind=RowKind.CREDIT,
        amount_ore=claimed.amount_ore,
        key=f"{key}:back",
        why=f"Kravet etter befaring {inspection.number} er trukket.",
        today=date.fromisoformat(effect.args["on"]),
        about=inspection,
    )
