"""Whether a call takes a bid, and the call held as the bid answers it: from then on it is not changed (S000)."""

from datetime import date

from bson import ObjectId

from models import Procurement
from models.procurement import Announcement
from rules.errors import ChoiceStands, InvalidRecord
from services import records
from services.actor import Actor
from services.again import again
from services.procurements.bidding import announced


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
