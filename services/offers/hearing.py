"""A household that took no offer is asked why, by letter, before anybody judges its reason (fvl. § 16)."""

from datetime import date, datetime

from bson import ObjectId

from letters import offer_letter
from letters.offer_letter import RefusalHearing
from letters.paper import Drawn, Sender
from models import Letter, Offer
from rules import offers
from rules.deadlines import oslo_date
from rules.errors import TransitionRefused
from rules.terms import LetterKind, LetterState, OfferState
from services import dispatch, records, rulebooks
from services.actor import Actor
from services.offers import common
from services.offers.common import Party

ASKED = (LetterState.RELEASED, LetterState.DISPATCHED, LetterState.ARRIVED)


def draw_hearing(offer: Offer, actor: Actor, sender: Sender, *, version: int, now: datetime) -> Letter:
    """Draw the question why the household refused, as a draft to be looked at. Raises as ask_hearing()."""
    party = _to_hear(offer, actor, version)
    today = oslo_date(now)
    drawn, _ = _hearing(offer, party, sender, today)
    return common.keep_draft(party, LetterKind.REFUSAL_HEARING, drawn, actor, about=offer.pk, today=today)


def ask_hearing(
    offer: Offer, actor: Actor, *, sender: Sender, letter: ObjectId | None = None, version: int, now: datetime
) -> bool:
    """Ask the household by letter why it refused; `letter` is the draft that was looked at.

    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, TransitionRefused (not refused, judged, or asked before),
    LetterDiffers, UndrawableText, StaleState.
    """
    party = _to_hear(offer, actor, version)
    today = oslo_date(now)
    drawn, due = _hearing(offer, party, sender, today)
    draft = common.draft_of(party, LetterKind.REFUSAL_HEARING, drawn, letter, actor, about=offer.pk, today=today)
    values = {"hearing_letter": draft.pk, "hearing_due": due}
    owed = [dispatch.owed_release(draft.pk), *common.owed(offer)]
    return records.change(offer, actor, values=values, action="hearing_asked", version=version, owed=owed)


def _to_hear(offer: Offer, actor: Actor, version: int) -> Party:
    party = common.opened(offer, actor, "offer.judge", version)
    if offer.state not in offers.TO_JUDGE or offer.judgement is not None or asked(offer):
        raise TransitionRefused("offer", offer.state.value, "heard")
    return party


def asked(offer: Offer) -> bool:
    """Whether the household is asked by a letter that is to be sent or on its way."""
    found = Letter.objects(pk=offer.hearing_letter).only("state").first() if offer.hearing_letter else None
    return found is not None and found.state in ASKED


def _hearing(offer: Offer, party: Party, sender: Sender, today: date) -> tuple[Drawn, date]:
    rules = rulebooks.current(today)
    due = offers.told_hearing_due(today, rules.posting_days, rules.letting.hearing_days)
    envelope = dispatch.envelope(party.application, party.person, sender, today)
    told = RefusalHearing(
        envelope=envelope,
        offered_on=offer.offered_on,
        answered=offer.state is OfferState.DECLINED,
        answer_by=due,
        texts=rules.policy.texts[envelope.language],
    )
    return offer_letter.draw_hearing(told), due
