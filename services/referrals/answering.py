"""The landlord answers: a viewing, yes, or no with a lawful reason (domain 4.3, husll. § 1-8)."""

from datetime import datetime

from models import Applicant, Application, Referral
from models.referral import Viewing
from rules import referrals
from rules.deadlines import oslo_date
from rules.errors import HouseholdNotToRefer, InvalidRecord, TransitionRefused
from rules.terms import ReferralState, RejectionReason
from services import merged, records
from services.actor import Actor
from services.effects import Owed
from services.referrals import common, telling

LONGEST_NOTE = 2000


def arrange_viewing(referral: Referral, actor: Actor, *, at: datetime, version: int, now: datetime) -> bool:
    """Set when the household sees the home, or move it; the same time = nothing. `at` is an instant with its zone.

    Raises NotAuthorised, NoNeedToKnow, ReferralOver, InvalidRecord (past, or after the last day), TransitionRefused
    (accepted), StaleState.
    """
    common.opened(referral, actor, "referral.viewing")
    if at.tzinfo is None:
        raise InvalidRecord("referral", {"viewing": "no_zone"})
    moved = referral.viewing is None or not records.same(referral.viewing.at, at)
    if referral.state is ReferralState.VIEWING and not moved:
        return False
    common.refuse_over(referral, oslo_date(now))
    if referral.state not in referrals.UNANSWERED:
        raise TransitionRefused("referral", referral.state.value, ReferralState.VIEWING.value)
    problem = referrals.viewing_problem(at, now, referral.valid_to, oslo_date(at))
    if problem:
        raise InvalidRecord("referral", {"viewing": problem})
    values = {"viewing": Viewing(at=at)}
    if referral.state is ReferralState.REFERRED:
        return common.move(referral, ReferralState.VIEWING, actor, values, action="viewing_arranged", version=version)
    return records.change(
        referral, actor, values=values, action="viewing_moved", version=version, owed=common.owed(referral)
    )


def accept(referral: Referral, actor: Actor, *, version: int, now: datetime) -> bool:
    """The landlord takes the household: it is told its name and how to reach it. Said before = nothing.

    Where staff note the yes, what they tell the landlord is logged with it.

    Raises NotAuthorised, NoNeedToKnow, ReferralOver, HouseholdNotToRefer (promised another home, off the list, or
    shielded since), StaleState.
    """
    common.opened(referral, actor, "referral.answer")
    if referral.state is ReferralState.ACCEPTED:
        return False
    today = oslo_date(now)
    common.refuse_over(referral, today)
    refuse_household(referral)
    mark = f"{referral.pk}:{referral.version + 1}"
    # A yes to a municipal home in the same instant stands, and this one falls.
    owes = [Owed(common.HOUSEHOLD_EFFECT, f"{common.HOUSEHOLD_EFFECT}:{mark}")]
    changed = common.move(
        referral, ReferralState.ACCEPTED, actor, {"answered_on": today}, action="referral_accepted", version=version,
        owes=[*owes, *telling.owed_acceptance(referral, actor)],
    )  # fmt: skip
    refuse_fallen(referral)
    return changed


def refuse_household(referral: Referral) -> None:
    """Raise HouseholdNotToRefer where the household may not be named to the landlord any longer."""
    case: Application = records.get(Application, records.reference(referral, "application"))
    person = merged.root_of(records.get(Applicant, records.reference(referral, "applicant")))
    why = ""
    if person.protected_address:
        why = referrals.PROTECTED
    elif not case.on_list:
        why = referrals.OFF_LIST
    elif common.promised_to(person.pk) is not None:
        why = referrals.PROMISED
    if why:
        raise HouseholdNotToRefer(referral.number, why)


def refuse_fallen(referral: Referral) -> None:
    """Raise HouseholdNotToRefer where the yes fell in the instant it was given."""
    held: Referral = records.get(Referral, referral.pk)
    if held.state is ReferralState.WITHDRAWN:
        raise HouseholdNotToRefer(referral.number, referrals.PROMISED)


def reject(
    referral: Referral, actor: Actor, *, reason: RejectionReason, note: str, version: int, now: datetime
) -> bool:
    """The landlord says no, with one of the lawful reasons; people judge it. The same no again = nothing.

    Raises NotAuthorised, NoNeedToKnow, ReferralOver, InvalidRecord (too long a note), StaleState.
    """
    common.opened(referral, actor, "referral.answer")
    if referral.state is ReferralState.REJECTED and referral.rejection is reason:
        return False
    today = oslo_date(now)
    common.refuse_over(referral, today)
    if len(note.strip()) > LONGEST_NOTE:
        raise InvalidRecord("referral", {"rejection_note": "too_long"})
    values = {"answered_on": today, "rejection": reason, "rejection_note": note.strip() or None}
    return common.move(referral, ReferralState.REJECTED, actor, values, action="referral_rejected", version=version)
