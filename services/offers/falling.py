"""Effects on offers: those that fall when another is taken, or with their vacancy or case, and the one that is let."""

from bson import ObjectId

from letters import task_texts
from models import Application, Lease, Offer, Vacancy
from models.base import Effect, Record
from rules import offers
from rules.deadlines import oslo_date
from rules.terms import LeaseState, OfferState, Role, TaskKind, Urgency
from services import records, tasks
from services.actor import Actor
from services.effects import Owed
from services.offers import common
from services.offers.answering import leased
from services.tasks import Finding

LEASED_EFFECT = "offer_leased"
CLOSE_EFFECT, TELL_EFFECT = "close_offer", "offer_fell"
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
    if because := fallen(offer):
        return because
    other = common.accepted_by(records.reference(offer, "applicant"), but=offer.pk)
    return PROMISED.format(number=other.number) if other and offer.state is OfferState.OPEN else ""


def fallen(offer: Offer) -> str:
    """The same for its allocation and its case alone, whatever else the household was offered."""
    vacancy = common.vacancy_of(offer)
    if not common.is_theirs(vacancy, offer):
        return CANCELLED.format(number=vacancy.number)
    case = records.get(Application, records.reference(offer, "application"))
    return OVER if offers.falls_with(case.state, case.on_list) else ""


def close(offer: Offer, actor: Actor, *, because: str) -> bool:
    """Let a live offer fall; the vacancy goes back where it was its allocation that stood. Over before = nothing.

    Where it was ours that it fell, and not the household's own doing, somebody must tell the household.
    """
    if offer.state not in offers.LIVE or leased(offer):
        return False
    owes = [common.owed_back(offer)]
    if not common.is_theirs(common.vacancy_of(offer), offer):
        owes.append(Owed(TELL_EFFECT, f"{TELL_EFFECT}:{offer.pk}"))
    return common.move(offer, OfferState.CLOSED, actor, {"closed_because": because}, action="closed", owes=owes)


def ask_to_tell(document: Record, _effect: Effect, actor: Actor) -> None:
    """Ask the consultant to tell a household that its offer fell (a command effect)."""
    today = oslo_date(actor.at)
    finding = Finding.about(
        document,
        TaskKind.OFFER_FELL,
        today,
        caseworker="consultant",
        urgency=Urgency.URGENT,
        text=task_texts.offer_fell(),
        due_on=today,
        role=Role.HOUSING_CONSULTANT,
    )
    tasks.flag(finding, actor, today)


def close_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """The live offers that a vacancy or a case no longer bears fall (a command effect).

    Owed by a vacancy that is cancelled or whose allocation came to nothing, and by a case that is over.
    """
    named = {name: ObjectId(value) for name, value in effect.args.items() if name in ("vacancy", "application")}
    if not named:
        named = {"vacancy" if isinstance(document, Vacancy) else "application": document.pk}
    for offer in Offer.objects(**named, state__in=list(offers.LIVE)).no_dereference().order_by("id"):
        if because := fallen(offer):
            close(offer, actor, because=because)


def leased_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """The accepted offer that the stored lease rests on is done (a command effect). Raises TransitionRefused.

    One that fell before the lease was stored takes the lease with it (`services.leases`), and stays as it is.
    """
    offer: Offer = records.get(Offer, ObjectId(effect.args["offer"]))
    if offer.state is OfferState.LEASED and offer.lease == document.pk:
        return
    if offer.state not in offers.LIVE and records.get(Lease, document.pk).state is LeaseState.ENDED:
        return
    common.move(offer, OfferState.LEASED, actor, {"lease": document.pk}, action="leased")
