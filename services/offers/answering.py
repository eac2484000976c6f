"""The household's answer: yes, no, taken back, or none at all (S004 step 10)."""

from datetime import date, datetime

from models import Lease, Offer
from rules import offers
from rules.deadlines import oslo_date
from rules.errors import (
    AlreadyExists,
    InvalidRecord,
    MissingReason,
    OfferAccepted,
    OfferExpired,
    TransitionRefused,
)
from rules.terms import OfferState, RefusalReason
from services import records
from services.actor import Actor
from services.effects import Owed
from services.offers import common
from services.offers.common import Party
from services.offers.sent import untold

LEFT_EFFECT = "allocations_of_household"  # other dwellings that it got, and that were not offered yet, go back


def accept(offer: Offer, actor: Actor, *, version: int, now: datetime) -> bool:
    """Note that the household says yes; its other open offers fall. Said before = nothing.

    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, OfferExpired, OfferAccepted (another is accepted),
    HouseholdReferred (a landlord has accepted them), TransitionRefused (answered otherwise, off the waiting list, or
    the dwelling is not theirs any longer), StaleState.
    """
    if offer.state is OfferState.ACCEPTED:
        return False
    party = common.opened(offer, actor, "offer.answer", version)
    today = oslo_date(now)
    _check_yes(offer, party, today)
    values = {"answered_on": today, "answer_noted_by_name": actor.name, "applicant": party.person.pk}
    mark = f"{offer.pk}:{offer.version + 1}"
    owes = [
        Owed(common.CLOSE_OTHERS_EFFECT, f"{common.CLOSE_OTHERS_EFFECT}:{mark}"),
        Owed(LEFT_EFFECT, f"{LEFT_EFFECT}:{mark}", {"application": str(party.application.pk)}),
    ]
    try:
        return common.move(offer, OfferState.ACCEPTED, actor, values, action="accepted", version=version, owes=owes)
    except AlreadyExists:
        _refuse_other(offer)  # the index let the other one in; it says which
        raise


def _check_yes(offer: Offer, party: Party, today: date) -> None:
    if offer.state is OfferState.EXPIRED or offers.is_expired(offer.answer_by, today):
        raise OfferExpired(offer.number, offer.answer_by)
    if not party.application.on_list:
        raise TransitionRefused("application", party.application.state.value, OfferState.ACCEPTED.value)
    _refuse_other(offer)
    common.refuse_referred(records.reference(offer, "applicant"))
    vacancy = common.vacancy_of(offer)
    if not common.is_theirs(vacancy, offer):
        if records.get(Offer, offer.pk).version != offer.version:  # it went with the offer: who was first is told
            raise records.stale(offer, offer.version)
        raise TransitionRefused("vacancy", vacancy.state.value, OfferState.ACCEPTED.value)


def _refuse_other(offer: Offer) -> None:
    other = common.accepted_by(records.reference(offer, "applicant"), but=offer.pk)
    if other is not None:
        raise OfferAccepted(other.number)


def decline(offer: Offer, actor: Actor, *, reason: RefusalReason, said: str = "", version: int, now: datetime) -> bool:
    """Note that the household says no, or takes its yes back before the lease; a person judges the reason.

    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, InvalidRecord (no reason of a household's, or
    another than those named and not told), TransitionRefused (answered, or a lease is made), StaleState.
    """
    common.opened(offer, actor, "offer.answer", version)
    if reason is RefusalReason.NO_ANSWER:
        raise InvalidRecord("offer", {"reason": "missing_value"})
    if reason is RefusalReason.OTHER and not said.strip():
        raise InvalidRecord("offer", {"said": "nothing_said"})
    _refuse_leased(offer, OfferState.DECLINED)
    values = {
        "answered_on": oslo_date(now),
        "answer_noted_by_name": actor.name,
        "reason": reason,
        "reason_said": said.strip() or None,
    }
    taken_back = offer.state is OfferState.ACCEPTED
    action = "acceptance_taken_back" if taken_back else "declined"
    owes = [common.owed_back(offer)]
    return common.move(offer, OfferState.DECLINED, actor, values, action=action, version=version, owes=owes)


def undo_acceptance(offer: Offer, actor: Actor, *, why: str, version: int, now: datetime) -> bool:
    """Take back a yes that was noted by mistake: the offer is open again, with the answer date it had.

    Offers that fell when it was noted stay so. A no cannot be undone: the dwelling went back in the same breath.
    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, MissingReason, OfferExpired (it would expire at once),
    TransitionRefused (not accepted, or a lease is made), StaleState.
    """
    common.opened(offer, actor, "offer.answer", version)
    if offer.state is not OfferState.ACCEPTED:
        raise TransitionRefused("offer", offer.state.value, OfferState.OPEN.value)
    if not why.strip():
        raise MissingReason("offer.undo")
    _refuse_leased(offer, OfferState.OPEN)
    if offers.is_expired(offer.answer_by, oslo_date(now)):
        raise OfferExpired(offer.number, offer.answer_by)
    values = {"answered_on": None, "answer_noted_by_name": None}
    return common.move(
        offer, OfferState.OPEN, actor, values, action="acceptance_undone", version=version, why=why.strip()
    )


def _refuse_leased(offer: Offer, to: OfferState) -> None:
    """Raise TransitionRefused where a lease rests on the offer, though the offer may not say so yet."""
    if offer.lease is not None or leased(offer):
        raise TransitionRefused("offer", OfferState.LEASED.value, to.value)


def leased(offer: Offer) -> bool:
    """Whether a lease names the offer (index `lease_offer`)."""
    return Lease.objects(offer=offer.pk).only("pk").first() is not None


def expire(offer: Offer, actor: Actor, *, today: date) -> bool:
    """Let an offer that nobody answered in time run out; what it means is a person's to say. Done before = nothing.

    One that was given by letter alone, and whose letter is not on its way, was never given: it stays open.
    Raises TransitionRefused (answered, or the day is not over), StaleState.
    """
    if offer.state is OfferState.EXPIRED:
        return False
    if offer.state is OfferState.OPEN and not offers.is_expired(offer.answer_by, today):
        raise TransitionRefused("offer", offer.state.value, OfferState.EXPIRED.value)
    if untold(offer):
        return False
    owes = [common.owed_back(offer)]
    values = {"reason": RefusalReason.NO_ANSWER}
    return common.move(offer, OfferState.EXPIRED, actor, values, action="expired", owes=owes)
