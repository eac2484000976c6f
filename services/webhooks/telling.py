"""What a change owes the landlord's addresses: a message that says which record, never of whom."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime

from bson import ObjectId

from models import Referral, Webhook, WebhookDelivery
from models.base import Effect, Record
from rules import public_ids
from rules import webhooks as rules
from rules.terms import DeliveryState, PartnerEvent, WebhookFailure, WebhookState
from services import effects, records
from services.actor import Actor
from services.effects import Owed
from services.webhooks import network

EVENT_EFFECT = "tell_landlord"
TOLD = (WebhookState.ACTIVE, WebhookState.FAILING)  # what a failing one misses is kept, to be replayed
API = "/api/v1"


def owed(document: Record, event: PartnerEvent, landlord: ObjectId, resource: str, number: str) -> Owed:
    """What a change of the document owes its landlord; `resource` and `number` are the record's place in the API.

    Call it before the change is made: the key carries the version that the change leads to.
    """
    mark = f"{event.value}:{document.pk}:{document.version + 1}"
    args = {"event": event.value, "landlord": str(landlord), "resource": resource, "number": number, "mark": mark}
    return Owed(EVENT_EFFECT, f"{EVENT_EFFECT}:{mark}", args)


def tell_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Put one message in the queue for each of the landlord's addresses that wants the event, once (a command)."""
    args = effect.args
    event, landlord = PartnerEvent(args["event"]), ObjectId(args["landlord"])
    at = _happened_at(document, args["mark"]) or actor.at
    referral = ObjectId(document.pk) if isinstance(document, Referral) else None
    place = {"kind": args["resource"], "number": args["number"]}
    for hook in standing(landlord):
        if event in hook.events:
            put(hook, event, args["mark"], place, at=at, now=actor.at, referral=referral)


def standing(landlord: ObjectId) -> list[Webhook]:
    """The landlord's addresses that are told, and those that are to be told again once they are mended."""
    return list(Webhook.objects(landlord=landlord, state__in=TOLD).no_dereference().order_by("id"))


def put(
    hook: Webhook, event: PartnerEvent, mark: str, place: Mapping[str, str], *, at: datetime, now: datetime,
    referral: ObjectId | None = None,
) -> WebhookDelivery:  # fmt: skip
    """Store the message under its key, or return the one that stands there; `now` is the clock's time."""
    key = f"{hook.pk}:{mark}"
    url = f"{network.current().base_url}{API}/{place['kind']}/{public_ids.public(place['number'])}"
    failing = hook.state is WebhookState.FAILING and event is not PartnerEvent.TEST
    delivery = WebhookDelivery(
        key=key,
        webhook=hook.pk,
        landlord=records.reference(hook, "landlord"),
        event=event,
        referral=referral,
        body=rules.body(event, public_id(key), _aware(at), {**place, "url": url}),
        state=DeliveryState.FAILED if failing else DeliveryState.QUEUED,
        error=WebhookFailure.STOPPED.value if failing else None,
        queued_at=now,
        next_at=now,
        expires_at=now + rules.KEPT,
    )
    effects.insert_once(delivery)
    return delivery


def public_id(key: str) -> str:
    """The id that the landlord's system knows a message by, the same each time it is sent."""
    return urlsafe_b64encode(key.encode()).rstrip(b"=").decode()


def _happened_at(document: Record, mark: str) -> datetime | None:
    version = int(mark.rpartition(":")[2])
    return next((entry.at for entry in document.history if entry.version == version), None)


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
