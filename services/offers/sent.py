"""Whether the household has heard of its offer."""

from bson import ObjectId

from models import Letter, Offer
from rules.terms import LetterState, OfferChannel

ON_ITS_WAY = (LetterState.DISPATCHED, LetterState.ARRIVED)
IN_HOUSE = (LetterState.DRAFT, LetterState.RELEASED)


def on_its_way(identity: ObjectId | None) -> bool:
    """Whether the letter was posted and has not come back."""
    found = Letter.objects(pk=identity).only("state").first() if identity else None
    return found is not None and found.state in ON_ITS_WAY


def untold(offer: Offer) -> bool:
    """Whether the household has heard nothing yet: by letter alone, and that is not on its way."""
    return offer.channel is OfferChannel.LETTER and not on_its_way(offer.letter)
