"""What the steps of a referral share: who may, whether it still stands, and what a change owes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import Applicant, Application, Offer, Referral
from rules import partner_states, referrals, states
from rules.errors import HouseholdNotToRefer, HouseholdReferred, ReferralOver
from rules.terms import OfferState, PartnerEvent, ReferralState, Role
from services import merged, need_to_know, quotas, records, webhooks
from services.actor import Actor
from services.applications import refuse_disqualified
from services.effects import Owed

GIVERS = (Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)
KEEP_EFFECT, NOTICE_EFFECT, HOUSEHOLD_EFFECT = "referral_tasks", "notice_of_referral", "referral_of_household"


def party_of(application: ObjectId, actor: Actor, what: str) -> tuple[Application, Applicant]:
    """The case, and the record that stands for its person now, for those who may refer the household.

    Raises NotAuthorised, ConflictOfInterest (fvl. § 6), NoNeedToKnow.
    """
    actor.require(*GIVERS, what=what)
    case = records.get(Application, application)
    refuse_disqualified(case, actor)
    need_to_know.require(case, actor)
    return case, merged.root_of(records.get(Applicant, records.reference(case, "applicant")))


def opened(referral: Referral, actor: Actor, what: str, *, staff_only: bool = False) -> None:
    """Let the landlord pass whom the household is referred to, unless it is for staff, and those who work the case.

    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow.
    """
    if staff_only or actor.landlord is None:
        party_of(records.reference(referral, "application"), actor, what)
    else:
        actor.require_party(ObjectId(records.reference(referral, "landlord")), what=what)


def refuse_over(referral: Referral, today: date) -> None:
    """Raise ReferralOver where the referral has fallen or led to a lease, or ran out unanswered."""
    late = referrals.expires(referral.state, referral.valid_to, today)
    if referral.state not in referrals.LIVE or late:
        state = ReferralState.EXPIRED if late else referral.state
        raise ReferralOver(referral.number, state.value, referral.valid_to)


def live_of(application: ObjectId) -> Referral | None:
    """The household's referral that has not fallen (index `referral_application`)."""
    wanted = Referral.objects(application=application, state__in=list(referrals.LIVE))
    found: Referral | None = wanted.no_dereference().first()
    return found


def promised_to(person: ObjectId) -> Offer | None:
    """The municipal home that the person has said yes to and has no lease for yet (index `offer_applicant`)."""
    wanted = Offer.objects(applicant__in=merged.ids_of(person), state=OfferState.ACCEPTED)
    found: Offer | None = wanted.only("offer_number").no_dereference().first()
    return found


def refuse_household(case: Application, person: Applicant) -> None:
    """Raise HouseholdNotToRefer or HouseholdReferred where the household is not to be referred by this way."""
    if not case.on_list:
        raise HouseholdNotToRefer(case.number, referrals.OFF_LIST)
    if person.protected_address:
        raise HouseholdNotToRefer(case.number, referrals.PROTECTED)
    if promised_to(person.pk) is not None:
        raise HouseholdNotToRefer(case.number, referrals.PROMISED)
    live = live_of(case.pk)
    if live is not None:
        raise HouseholdReferred(live.number, case.number)


def owed(referral: Referral) -> list[Owed]:
    """What every change of a referral's state owes: its notice follows, its tasks. Call it before the change."""
    mark = f"{referral.pk}:{referral.version + 1}"
    return [Owed(NOTICE_EFFECT, f"{NOTICE_EFFECT}:{mark}"), Owed(KEEP_EFFECT, f"{KEEP_EFFECT}:{mark}")]


def told(referral: Referral, event: PartnerEvent) -> Owed:
    """What a change owes of which the landlord hears."""
    landlord = ObjectId(records.reference(referral, "landlord"))
    return webhooks.owed(referral, event, landlord, "referrals", referral.referral_number)


def move(
    referral: Referral,
    to: ReferralState,
    actor: Actor,
    values: dict[str, Any],
    *,
    action: str,
    version: int | None = None,
    owes: Sequence[Owed] = (),
) -> bool:
    """Bring a referral along its table; one that falls gives its home back. Raises TransitionRefused, StaleState."""
    states.check(partner_states.REFERRAL, referral.state, to)
    back = []
    if to not in referrals.LIVE and to not in (ReferralState.LEASE_SIGNED, ReferralState.ENDED):
        project, notice = (records.reference(referral, name) for name in ("project", "notice"))
        back = [quotas.owed_release(referral, project, notice)]
    every = [*back, *owed(referral), *owes]
    return records.change(referral, actor, values={"state": to, **values}, action=action, version=version, owed=every)
