"""Whether a call takes a bid, and the call held as the bid answers it: from then on it is not changed (S000)."""

from datetime import date, datetime, timedelta

from bson import ObjectId

from models import Bid, Procurement
from models.procurement import Announcement
from rules.errors import ChoiceStands, InvalidRecord, PhaseRests
from services import records
from services.actor import Actor
from services.again import again
from services.procurements.bidding import announced

HELD_FOR = timedelta(minutes=1)  # between the hold and its bid lie two writes; one that is older came to nothing


def hold(procurement: Procurement, bid: ObjectId, actor: Actor) -> Announcement:
    """The call that the bid answers, which from now on is not changed; held before = nothing written.

    Raises ProcurementClosed, PhaseNotYet, ChoiceStands, StaleState (the call was changed since it was read).
    """
    return again(lambda: _hold(procurement, bid, actor))


def _hold(procurement: Procurement, bid: ObjectId, actor: Actor) -> Announcement:
    held: Procurement = records.get(Procurement, procurement.pk)
    call: Announcement = _open_call(held)
    if call != procurement.announcement:
        raise records.stale(held, procurement.version)
    if bid not in held.taken_bids:
        records.change(held, actor, values={"taken_bids": [*held.taken_bids, bid]}, action="bid_taken")
    return call


def keep(procurement: Procurement, bid: ObjectId, actor: Actor) -> None:
    """Hold the call anew for a bid that is stored, where it was let go of meanwhile. Raises as `hold`."""
    held: Procurement = records.get(Procurement, procurement.pk)
    if bid not in held.taken_bids:
        hold(procurement, bid, actor)


def require_untaken(procurement: Procurement, actor: Actor) -> None:
    """Refuse to change a call that a bid is in for, or coming in for. Raises PhaseRests, StaleState.

    One held for a bid that never came is let go of first, and by a write of its own: whoever stores that bid after we
    look for bids finds the hold gone, and asks for it anew (`keep`).
    """
    lost = held_in_vain(procurement, actor.at)
    if lost:
        left = [one for one in procurement.taken_bids if one not in lost]
        records.change(procurement, actor, values={"taken_bids": left}, action="bid_let_go")
    if procurement.taken_bids or Bid.objects(procurement=procurement.pk).only("pk").first() is not None:
        raise PhaseRests(procurement.number, "bids")


def held_in_vain(procurement: Procurement, now: datetime) -> list[ObjectId]:
    """The bids that the call is held for and that never came: whoever registered them died in between."""
    came = {one.pk for one in Bid.objects(pk__in=procurement.taken_bids).only("pk")}
    return [one for one in procurement.taken_bids if one not in came and not _just_now(procurement, one, now)]


def _just_now(procurement: Procurement, bid: ObjectId, now: datetime) -> bool:
    told = ((entry.at, entry.changes.get("taken_bids", (None, None))) for entry in procurement.history)
    holds = [at for at, (old, new) in told if bid in (new or ()) and bid not in (old or ())]
    return bool(holds) and now - holds[-1] <= HELD_FOR


def require_taking(procurement: Procurement, *, received_on: date, today: date) -> None:
    """Refuse a bid that came that day, before anything is made of it.

    Raises ProcurementClosed, PhaseNotYet (nothing announced), ChoiceStands, InvalidRecord (the day).
    """
    _check_day(received_on, _open_call(procurement).published_on, today)


def _open_call(procurement: Procurement) -> Announcement:
    call: Announcement = announced(procurement)
    if procurement.choice is not None:
        raise ChoiceStands(procurement.number)
    return call


def _check_day(received_on: date, published_on: date, today: date) -> None:
    if received_on > today:
        raise InvalidRecord("bid", {"received_on": "future"})
    if received_on < published_on:
        raise InvalidRecord("bid", {"received_on": "before_announcement"})
