"""What follows a referral, and what it follows: its notice, its household, the lease that came of it."""

from bson import ObjectId

from models import Agreement, Applicant, Application, Lease, Offer, Referral
from models.base import Effect, Record
from rules import offers, referrals
from rules.deadlines import oslo_date
from rules.terms import OfferState, ReferralState
from services import merged, notices, quotas, records
from services.actor import Actor
from services.referrals import common
from services.referrals.closing import withdrawn
from services.referrals.tending import FELL, keep

LEASED_EFFECT, ENDED_EFFECT, PERSON_EFFECT = "referral_leased", "referral_ended", "referral_of_person"
AGREEMENT_EFFECT = "referral_of_agreement"
HOUSEHOLD_EFFECT = common.HOUSEHOLD_EFFECT
PROMISED = "Husstanden har takket ja til en kommunal bolig ({number})."
OVER = "Søknaden er avsluttet, eller står ikke lenger på ventelisten."


def notice_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the notice to where the referral has come (a command effect)."""
    held: Referral = records.get(Referral, document.pk)
    notice, today = ObjectId(records.reference(held, "notice")), oslo_date(actor.at)
    notices.follow(notice, ObjectId(held.pk), held.state, held.rejection, actor, today)


def household_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Let a live referral fall whose household said yes to a municipal home, or whose case is over (a command).

    Follows offers and applications, and is owed by a referral that is opened or accepted.
    """
    for held in _live_about(document):
        if because := _fallen(held):
            withdrawn(held, actor, because=because, on=oslo_date(actor.at), action=FELL)


def _live_about(document: Record) -> list[Referral]:
    if isinstance(document, Offer):
        if document.state is not OfferState.ACCEPTED:
            return []
        wanted = {"applicant__in": merged.ids_of(records.reference(document, "applicant"))}
    elif isinstance(document, Application):
        wanted = {"application": document.pk}
    else:
        wanted = {"pk": document.pk}
    found = Referral.objects(**wanted, state__in=list(referrals.LIVE)).no_dereference().order_by("id")
    return [one for one in found if Lease.objects(referral=one.pk).only("id").first() is None]


def _fallen(held: Referral) -> str:
    """Why a live referral no longer stands on anything, in words for its page; empty where it does."""
    case: Application = records.get(Application, records.reference(held, "application"))
    if offers.falls_with(case.state, case.on_list):
        return OVER
    promised = common.promised_to(ObjectId(records.reference(held, "applicant")))
    return PROMISED.format(number=promised.number) if promised else ""


def person_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Ask the consultant at once where a referred person's address is protected since (a command; follows persons)."""
    person: Applicant = records.get(Applicant, document.pk)
    wanted = {"applicant__in": merged.ids_of(person.pk), "state__in": list(referrals.LIVE)}
    for held in Referral.objects(**wanted).no_dereference().order_by("id"):
        keep(held, actor, oslo_date(actor.at))


def agreement_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Ask the consultants at once whose households are on their way under an agreement that is broken, or mended since.

    A command that follows agreements.
    """
    agreement: Agreement = records.get(Agreement, document.pk)
    project, today = records.reference(agreement, "project"), oslo_date(actor.at)
    if project is None:
        return
    for held in Referral.objects(project=project, state__in=list(referrals.LIVE)).no_dereference().order_by("id"):
        if records.reference(held, "agreement") == agreement.pk:
            keep(held, actor, today)


def leased_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """The accepted referral that the stored lease rests on is done (a command effect on the lease).

    Args: `referral`. Done before = nothing. Raises TransitionRefused (it fell before the lease was stored).
    """
    held: Referral = records.get(Referral, ObjectId(effect.args["referral"]))
    project = ObjectId(records.reference(held, "project"))
    if held.state is ReferralState.ACCEPTED:
        values = {"lease": document.pk}
        common.move(held, ReferralState.LEASE_SIGNED, actor, values, action="referral_leased")
    elif held.lease != document.pk:
        common.move(held, ReferralState.LEASE_SIGNED, actor, {}, action="referral_leased")  # refuses, by the table
    quotas.keep_lease(project, ObjectId(held.pk), ObjectId(document.pk), actor)


def ended_by_effect(_document: Record, effect: Effect, actor: Actor) -> None:
    """The lease of the referral is over (a command effect on the lease). Args: `referral`. Done before = nothing."""
    held: Referral = records.get(Referral, ObjectId(effect.args["referral"]))
    if held.state is ReferralState.LEASE_SIGNED:
        common.move(held, ReferralState.ENDED, actor, {}, action="referral_ended")
