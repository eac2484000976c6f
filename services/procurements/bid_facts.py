"""What a bid says: sound, said once in a procurement, and put right with a reason until it has points (S000)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import Bid, Procurement
from models.procurement import SizeWanted
from rules import bids as rules
from rules.errors import BidScored, BidStands, InvalidRecord, MissingReason, TransitionRefused
from rules.terms import BidState
from services import records
from services.actor import Actor
from services.procurements import taking
from services.procurements.bidding import CONSIDERED, announced, opened

FACTS = ("project_name", "address", "mix", "rent_ore_m2", "ready_on", "description", "received_on")


def homes_of(mix: Sequence[SizeWanted], otherwise: int) -> int:
    """How many homes the sizes are, `otherwise` where none are named. Raises InvalidRecord (too many accessible)."""
    if any(one.accessible > one.homes for one in mix):
        raise InvalidRecord("bid", {"mix": "more_accessible"})
    return sum(one.homes for one in mix) if mix else otherwise


def require_first(
    procurement: Procurement, *, landlord: ObjectId, project_name: str, address: str, but: ObjectId
) -> None:
    """Refuse the landlord's project at that place a second time while the first is considered. Raises BidStands.

    Asked for the person who types, who has overlooked it: no limit rests on it, so two at the same instant both stand.
    """
    others = Bid.objects(procurement=procurement.pk, landlord=landlord, state__in=CONSIDERED, pk__ne=but)
    wanted = _said(project_name, address)
    for one in others.only("bid_number", "project_name", "address").order_by("id"):
        if _said(one.project_name, one.address) == wanted:
            raise BidStands(procurement.number, one.bid_number)


def _said(project_name: str, address: str) -> tuple[str, str]:
    return rules.compared(project_name), rules.compared(address)


def edit(bid: Bid, actor: Actor, *, values: Mapping[str, Any], why: str, version: int, today: date) -> bool:
    """Put right what was registered wrongly, with a reason, before the bid has points; the same again = nothing.

    `values` are of `FACTS`; a bid on another day is late or not by that day. Raises NotAuthorised, MissingReason,
    BidScored, TransitionRefused (dismissed or withdrawn), ChoiceStands, ProcurementClosed, InvalidRecord, BidStands,
    StaleState.
    """
    procurement = opened(bid, actor, version)
    if bid.state is not BidState.RECEIVED:
        raise TransitionRefused("bid", bid.state.value, BidState.RECEIVED.value)
    if bid.scores:
        raise BidScored(bid.number)
    told = {name: values[name] for name in FACTS if name in values}
    moved = {name: value for name, value in told.items() if not records.same(getattr(bid, name), value)}
    if not moved:
        return False
    if not why.strip():
        raise MissingReason("bid")
    if "received_on" in moved:
        taking.require_taking(procurement, received_on=moved["received_on"], today=today)
        moved |= _lateness(bid, rules.is_late(moved["received_on"], announced(procurement).bids_by))
    if "mix" in moved:
        moved["homes"] = homes_of(moved["mix"], bid.homes)
    name, place = moved.get("project_name", bid.project_name), moved.get("address", bid.address)
    landlord = records.reference(bid, "landlord")
    require_first(procurement, landlord=landlord, project_name=name, address=place, but=bid.pk)
    return records.change(bid, actor, values=moved, action="bid_corrected", why=why.strip(), version=version)


def _lateness(bid: Bid, late: bool) -> dict[str, Any]:
    return {"late": late, "late_reason": bid.late_reason if late else None}
