"""An agreement rests on the choice of its bid: the procurement holds that choice while it is signed.

So a choice that is taken back in the same instant is refused, or the signing is: never both done.
"""

from bson import ObjectId

from models import Agreement, Bid, Procurement
from rules.errors import BidNotChosen
from services import records
from services.actor import Actor
from services.again import again


def hold(agreement: Agreement, actor: Actor) -> None:
    """Hold the choice for the signing; held before = nothing. Raises BidNotChosen, StaleState."""
    again(lambda: _write(agreement, actor, holds=True))


def let_go(agreement: Agreement, actor: Actor) -> None:
    """The agreement is signed, or is not to be. Not held = nothing. Raises StaleState."""
    again(lambda: _write(agreement, actor, holds=False))


def _write(agreement: Agreement, actor: Actor, *, holds: bool) -> None:
    held: Procurement = records.get(Procurement, records.reference(agreement, "procurement"))
    if holds:
        _refuse_unchosen(held, agreement)
    others = [one for one in held.signing if one != agreement.pk]
    values = {"signing": [*others, ObjectId(agreement.pk)] if holds else others}
    action = "agreement_signing" if holds else "agreement_signing_over"
    records.change(held, actor, values=values, action=action)


def _refuse_unchosen(procurement: Procurement, agreement: Agreement) -> None:
    if procurement.choice is None or agreement.bid not in procurement.choice.bids:
        bid: Bid = records.get(Bid, agreement.bid)
        raise BidNotChosen(bid.bid_number, bid.state.value)
