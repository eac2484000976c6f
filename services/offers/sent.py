"""Whether the household has heard of its offer."""

from models import Letter, Offer
from rules.letters import ON_ITS_WAY
from rules.terms import OfferChannel


def untold(offer: Offer) -> bool:
    """Whether the household had no time to answer: by letter alone, which is not on its way or came too late."""
    if offer.channel is not OfferChannel.LETTER:
        return False
    letter = Letter.objects(pk=offer.letter).only("state", "arrived_on").first() if offer.letter else None
    if letter is None or letter.state not in ON_ITS_WAY:
        return True
    return letter.arrived_on is not None and letter.arrived_on >= offer.answer_by
