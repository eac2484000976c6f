"""Effects on offers: those that fall when another is taken, or with their vacancy or case, and the one that is let."""

from bson import ObjectId

from models import Application, Offer, Vacancy
from models.base import Effect, Record
from rules import offers
from rules.terms import OfferState, VacancyState
from services import records
from services.actor import Actor
from services.offers import common
from services.offers.answering import leased

LEASED_EFFECT = "offer_leased"
CLOSE_EFFECT = "close_offer"
PROMISED = "Husstanden har takket ja til et annet tilbud ({number})."
CANCELLED = "Boligen er ikke lenger ledig (ledigmelding {number})."
OVER = "Søknaden er avsluttet, eller står ikke lenger på ventelisten."


def close_others(document: Record, _effect: Effect, actor: Actor) -> None:
    """An accepted offer closes its person's other open ones; one just given is closed where it came too late.

    A command effect: doing it twice closes nothing more.
    """
    offer: Offer = records.get(Offer, document.pk)
    if offer.state is OfferState.ACCEPTED:
        because = PROMISED.format(number=offer.number)
        for other in common.open_others(offer):
            close(other, actor, because=because)
    elif offer.state is OfferState.OPEN:
        stale = outlived(offer)
        if stale:
            close(offer, actor, because=stale)


def outlived(offer: Offer) -> str:
    """Why a live offer no longer stands on anything, in words for its page; empty where it does."""
    vacancy = records.get(Vacancy, records.reference(offer, "vacancy"))
    held = vacancy.allocation
    if vacancy.state is not VacancyState.ALLOCATED or held is None or held.id != offer.allocation:
        return CANCELLED.format(number=vacancy.number)
    case = records.get(Application, records.reference(offer, "application"))
    if offers.falls_with(case.state, case.on_list):
        return OVER
    other = common.accepted_by(records.reference(offer, "applicant"), but=offer.pk)
    return PROMISED.format(number=other.number) if other and offer.state is OfferState.OPEN else ""


def close(offer: Offer, actor: Actor, *, because: str, back: bool = True) -> bool:
    """Let a live offer fall; the vacancy goes back unless it is over itself. Over before = nothing."""
    if offer.state not in offers.LIVE or leased(offer):
        return False
    owes = [common.owed_back(offer)] if back else []
    return common.move(offer, OfferState.CLOSED, actor, {"closed_because": because}, action="closed", owes=owes)


def close_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """The live offers of a vacancy that is cancelled, or of a case that is over, fall (a command effect)."""
    named = {name: ObjectId(value) for name, value in effect.args.items() if name in ("vacancy", "application")}
    if not named:
        named = {"vacancy" if isinstance(document, Vacancy) else "application": document.pk}
    because, back = (_of_vacancy if "vacancy" in named else _of_case)(next(iter(named.values())))
    if because:
        for offer in Offer.objects(**named, state__in=list(offers.LIVE)).no_dereference().order_by("id"):
            close(offer, actor, because=because, back=back)


def _of_vacancy(identity: ObjectId) -> tuple[str, bool]:
    vacancy = records.get(Vacancy, identity)
    over = vacancy.state is VacancyState.CANCELLED
    return (CANCELLED.format(number=vacancy.number) if over else ""), False


def _of_case(identity: ObjectId) -> tuple[str, bool]:
    case = records.get(Application, identity)
    return (OVER if offers.falls_with(case.state, case.on_list) else ""), True


def leased_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """The accepted offer that the stored lease rests on is done (a command effect). Raises TransitionRefused."""
    offer: Offer = records.get(Offer, ObjectId(effect.args["offer"]))
    if offer.state is OfferState.LEASED and offer.lease == document.pk:
        return
    common.move(offer, OfferState.LEASED, actor, {"lease": document.pk}, action="leased")
