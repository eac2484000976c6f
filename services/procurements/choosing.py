"""The choice among the bids: one deciding write on the procurement, which the bids follow; made anew until used."""

from collections.abc import Collection
from datetime import date
from typing import Any

from bson import ObjectId

from models import Bid, Procurement
from models.base import Effect, Record
from models.procurement import Choice
from rules import bids as rules
from rules import partner_states, states
from rules.errors import (
    AgainstOrder,
    BiddingOpen,
    BidsUndecided,
    ChoiceStands,
    InvalidRecord,
    MissingReason,
    TransitionRefused,
)
from rules.terms import BidState
from services import records
from services.actor import Actor
from services.again import again
from services.effects import Owed
from services.procurements import bidding
from services.procurements.bidding import CONSIDERED, FOLLOW_EFFECT, PROCURERS

NOT_SEEN = -1


def choose(
    procurement: Procurement,
    actor: Actor,
    *,
    chosen: Collection[ObjectId],
    reasons: str,
    against_order: str = "",
    version: int,
    today: date,
) -> bool:
    """Choose one or more bids, with reasons; the others are not chosen. The same choice again = nothing.

    Raises NotAuthorised, PhaseNotYet, ProcurementClosed, ChoiceStands (another), BiddingOpen (the last day is not
    past), BidsUndecided (not scored), InvalidRecord (none, or a bid that is not considered), MissingReason,
    AgainstOrder (passed over without a reason), StaleState.
    """
    actor.require(*PROCURERS, what="procurement.choose")
    bidding.announced(procurement)
    if procurement.choice is not None:
        if set(procurement.choice.bids) == set(chosen):
            return False
        raise ChoiceStands(procurement.number)
    require_over(procurement, today)
    held = [bid for bid in bidding.bids_of(procurement) if bid.state in CONSIDERED]
    _check_bids(procurement, held, chosen)
    if not reasons.strip():
        raise MissingReason("procurement.choose")
    _check_order(procurement, held, chosen, against_order)
    choice = Choice(
        bids=[bid.pk for bid in held if bid.pk in chosen],
        reasons=reasons.strip(),
        against_order=against_order.strip() or None,
        on=today,
        by=actor.id,
        by_name=actor.name,
        seen={str(bid.pk): bid.total for bid in held},
    )
    _settle(procurement, choice, actor, action="bids_chosen", version=version)
    stands: Procurement = records.get(Procurement, procurement.pk)
    if stands.choice is None:  # it fell: a bid was scored, dismissed or registered in the same instant
        raise records.stale(stands, version)
    return True


def require_over(procurement: Procurement, today: date) -> None:
    """Refuse a choice while bids may come. Raises ProcurementClosed, PhaseNotYet (nothing announced), BiddingOpen."""
    call = bidding.announced(procurement)
    if today <= call.bids_by:
        raise BiddingOpen(procurement.number, call.bids_by)


def _check_bids(procurement: Procurement, held: Collection[Bid], chosen: Collection[ObjectId]) -> None:
    waiting = tuple(bid.bid_number for bid in held if bidding.waits(bid))
    if waiting:
        raise BidsUndecided(procurement.number, waiting)
    if not chosen or set(chosen) - {bid.pk for bid in held}:
        raise InvalidRecord("procurement", {"chosen": "no_bid_chosen"})


def _check_order(
    procurement: Procurement, held: Collection[Bid], chosen: Collection[ObjectId], against_order: str
) -> None:
    totals = {str(bid.pk): bid.total for bid in held if bid.total is not None}
    better = set(rules.passed_over(totals, {str(one) for one in chosen}))
    if better and not against_order.strip():
        named = tuple(bid.bid_number for bid in held if str(bid.pk) in better)
        raise AgainstOrder(procurement.number, named)


def take_back(procurement: Procurement, actor: Actor, *, why: str, version: int) -> bool:
    """Take the choice back, so that it can be made anew; none to take back = nothing.

    Raises NotAuthorised, MissingReason, ChoiceUsed (an agreement rests on it), PhaseNotYet, ProcurementClosed,
    StaleState.
    """
    actor.require(*PROCURERS, what="procurement.choose")
    if procurement.choice is None:
        return False
    bidding.announced(procurement)
    if not why.strip():
        raise MissingReason("procurement.choose")
    bidding.refuse_used(procurement)
    return _settle(procurement, None, actor, action="choice_taken_back", why=why.strip(), version=version)


def _settle(
    procurement: Procurement, choice: Choice | None, actor: Actor, *, action: str, version: int, why: str = ""
) -> bool:
    owed = [Owed(FOLLOW_EFFECT, f"{FOLLOW_EFFECT}:{procurement.pk}:{procurement.version + 1}")]
    values = {"choice": choice}
    return records.change(procurement, actor, values=values, action=action, why=why, owed=owed, version=version)


def follow_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the bids to what the choice says now (a command effect); there already = nothing.

    A choice that was made by other points than a bid turns out to have falls instead.
    """
    again(lambda: _follow_all(document, actor))


def _follow_all(document: Record, actor: Actor) -> None:
    procurement: Procurement = records.get(Procurement, document.pk)
    chosen, bids = (
        set(procurement.choice.bids) if procurement.choice is not None else None,
        bidding.bids_of(procurement),
    )
    if procurement.choice is not None and _overtaken(procurement.choice, bids):
        _settle(procurement, None, actor, action="choice_fell", version=procurement.version)
        return
    for bid in bids:
        if bid.state in CONSIDERED:
            _follow(bid, _wanted(bid, chosen), actor)


def _overtaken(choice: Choice, bids: Collection[Bid]) -> bool:
    """Whether a bid that the choice is yet to reach is another than it was made by."""
    if not choice.seen:
        return False
    other = any(bid.state is BidState.RECEIVED and choice.seen.get(str(bid.pk), NOT_SEEN) != bid.total for bid in bids)
    return other or any(bid.state is BidState.DISMISSED and bid.pk in choice.bids for bid in bids)


def _wanted(bid: Bid, chosen: Collection[ObjectId] | None) -> BidState:
    if chosen is None:
        return BidState.RECEIVED
    return BidState.CHOSEN if bid.pk in chosen else BidState.NOT_CHOSEN


def _follow(bid: Bid, to: BidState, actor: Actor) -> None:
    if bid.state is to:
        return
    try:
        states.check(partner_states.BID, bid.state, to)
    except TransitionRefused:  # chosen before, and not now: the choice between is gone already
        _follow(bid, BidState.RECEIVED, actor)
    values: dict[str, Any] = {"state": to}
    records.change(bid, actor, values=values, action="choice_followed")


def order_of(bids: Collection[Bid]) -> tuple[rules.Place, ...]:
    """The order of the bids that are considered and have a total."""
    return rules.order({str(bid.pk): bid.total for bid in bids if bid.state in CONSIDERED and bid.total is not None})
