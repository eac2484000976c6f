"""What our own people tell a landlord of a household, by telephone or letter: logged with the step that tells it.

A landlord without a system is told of a referral by whoever makes it. One with a system reads it there, and that is
logged then; but where staff note the landlord's yes, the name is told by them, whatever system the landlord has.
"""

from datetime import UTC, date, datetime, time, timedelta

from bson import ObjectId

from models import ApiCalls, ApiKey, Project, Referral, Webhook
from models.base import Effect, Record
from rules.terms import KeyState, ReferralState, WebhookState
from services import disclosures, records
from services.actor import Actor
from services.effects import Owed
from services.referrals.tending import FELL

TOLD_EFFECT = "told_by_staff"
CALLED_WITHIN = timedelta(days=90)  # a system that is silent for longer is one that nobody reads in any more


def has_system(landlord: ObjectId, today: date) -> bool:
    """Whether the landlord reads in a system of its own: has a key in use, an address that is told, or called of late.

    Calls count beside keys, as a landlord may come in by Maskinporten alone.
    """
    keys = ApiKey.objects(landlord=landlord, state__in=[KeyState.ACTIVE], expires_on__gte=today)
    hooks = Webhook.objects(landlord=landlord, state__in=[WebhookState.ACTIVE])
    return any(found.only("pk").first() is not None for found in (keys, hooks)) or has_called(landlord, today)


def has_called(landlord: ObjectId, today: date) -> bool:
    """Whether a system of the landlord's has called within the last quarter (index `api_calls_landlord`)."""
    since = datetime.combine(today - CALLED_WITHIN, time.min, UTC)
    return ApiCalls.objects(landlord=landlord, hour__gte=since).only("pk").first() is not None


def owed_opening(referral: Referral, project_version: int, today: date) -> list[Owed]:
    """What a new referral owes: who referred stands in its project's history, under that version."""
    if has_system(records.reference(referral, "landlord"), today):
        return []
    return [_owed(referral, ReferralState.REFERRED, "project", project_version)]


def owed_acceptance(referral: Referral, actor: Actor) -> list[Owed]:
    """What a yes owes that staff note for the landlord. Call it before the change."""
    if actor.landlord is not None:
        return []
    return [_owed(referral, ReferralState.ACCEPTED, "referral", referral.version + 1)]


def _owed(referral: Referral, state: ReferralState, where: str, version: int) -> Owed:
    args = {"state": state.value, "where": where, "version": version}
    return Owed(TOLD_EFFECT, f"{TOLD_EFFECT}:{state.value}:{referral.pk}", args)


def told_by_effect(document: Record, effect: Effect, _actor: Actor) -> None:
    """Log what was told, by whoever took the step and when (a command effect on the referral); logged before = done."""
    referral: Referral = records.get(Referral, document.pk)
    kept = records.get(Project, records.reference(referral, "project"))
    history = kept.history if effect.args["where"] == "project" else referral.history
    version = int(effect.args["version"])
    entry = next(one for one in history if one.version == version)
    mine = effect.args["where"] == "referral"
    if mine and any(one.version == version + 1 and one.action == FELL for one in referral.history):
        return  # the yes fell as it was given: whoever noted it was told not to tell
    disclosures.log_step(referral, ReferralState(effect.args["state"]), entry.by_name, effect.key, entry.at)
