"""A landlord's addresses that are told of events, and what was sent to each."""

from base64 import urlsafe_b64decode
from binascii import Error
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from bson import ObjectId

from models import Landlord, Webhook, WebhookDelivery
from rules.errors import NotFound
from rules.terms import DeliveryState, PartnerEvent, Scope, WebhookState
from services import records
from services.actor import Actor
from services.partner import finding
from services.webhooks import public_id

HOOK_FIELDS = ("url", "events", "state", "made_on", "failures", "last_error")
SHOWN = (WebhookState.ACTIVE, WebhookState.PAUSED, WebhookState.FAILING)
MOST_DELIVERIES = 100


@dataclass(frozen=True, kw_only=True)
class HookSeen:
    """An address that is told of events; its secret is shown once, as it is registered."""

    key: ObjectId
    version: int
    id: str
    url: str
    events: tuple[PartnerEvent, ...]
    state: WebhookState
    made_on: date
    failures: int
    last_error: str | None


@dataclass(frozen=True, kw_only=True)
class DeliverySeen:
    """One message to one address."""

    key: str
    version: int
    id: str
    event: PartnerEvent
    state: DeliveryState
    tries: int
    queued_at: datetime
    next_at: datetime | None
    delivered_at: datetime | None
    status: int | None
    error: str | None


@dataclass(frozen=True, kw_only=True)
class HookMade(HookSeen):
    """A new address, or one with a new secret, which is shown this once."""

    secret: str


@dataclass(frozen=True, kw_only=True)
class CallerSeen:
    """Who calls, for whom, and what is open to it."""

    key: str
    version: int
    organisation_number: str
    name: str
    client: str
    supplier: str | None
    scopes: tuple[Scope, ...]


def get_landlord(identity: ObjectId) -> Landlord:
    """The landlord that the caller acts for; raises NotFound."""
    found: Landlord = records.get(Landlord, identity)
    return found


def caller(identity: ObjectId, actor: Actor, scopes: Collection[Scope]) -> CallerSeen:
    """Who calls: the landlord, the client that acts for it, and its scopes in their fixed order; raises NotFound."""
    found = get_landlord(identity)
    opened = tuple(scope for scope in Scope if scope in scopes)
    return CallerSeen(
        key=":".join((str(identity), actor.client, actor.supplier or "", *(scope.value for scope in opened))),
        version=found.version,
        organisation_number=found.organisation_number,
        name=found.name,
        client=actor.client,
        supplier=actor.supplier,
        scopes=opened,
    )


def webhooks(landlord: ObjectId, *, after: ObjectId | None = None, limit: int) -> list[HookSeen]:
    """The landlord's addresses, oldest first, without those removed (index `webhook_landlord`)."""
    found = finding.page(Webhook, landlord, HOOK_FIELDS, after=after, limit=limit, state__in=list(SHOWN))
    return [see_hook(one) for one in found]


def get_webhook(landlord: ObjectId, identity: str) -> Webhook:
    """The landlord's address, to be changed; raises NotFound, for one removed too."""
    found: Webhook = finding.get_by_id(Webhook, landlord, identity)
    if found.state is WebhookState.REMOVED:
        raise finding.missing(Webhook, identity)
    return found


def see_hook(one: Webhook) -> HookSeen:
    """What the landlord sees of its address."""
    plain = {name: getattr(one, name) for name in HOOK_FIELDS if name != "events"}
    return HookSeen(key=one.pk, version=one.version, id=str(one.pk), events=tuple(one.events), **plain)


def see_new_hook(one: Webhook, secret: str) -> HookMade:
    """What the landlord sees of its new address, with the secret."""
    return HookMade(**vars(see_hook(one)), secret=secret)


def deliveries(hook: Webhook, *, limit: int, state: DeliveryState | None = None) -> list[DeliverySeen]:
    """The latest messages to the address, newest first (index `webhook_delivery_webhook`)."""
    wanted = {} if state is None else {"state": state}
    found = WebhookDelivery.objects(webhook=hook.pk, **wanted).no_dereference().order_by("-queued_at", "key")
    return [see_delivery(one) for one in found.limit(min(limit, MOST_DELIVERIES))]


def see_delivery(one: WebhookDelivery) -> DeliverySeen:
    """What the landlord sees of a message."""
    return DeliverySeen(
        key=one.key,
        version=one.tries,
        id=public_id(one.key),
        event=one.event,
        state=one.state,
        tries=one.tries,
        queued_at=one.queued_at,
        next_at=one.next_at if one.state is DeliveryState.QUEUED else None,
        delivered_at=one.delivered_at,
        status=one.status,
        error=one.error,
    )


def get_delivery(hook: Webhook, public: str) -> WebhookDelivery:
    """The message to the address that goes by that id; raises NotFound."""
    key = _key(public)
    found: WebhookDelivery | None = WebhookDelivery.objects(pk=key).no_dereference().first() if key else None
    if found is None or records.reference(found, "webhook") != hook.pk:
        raise NotFound("webhook_delivery", public)
    return found


def _key(public: str) -> str | None:
    try:
        held = urlsafe_b64decode(public + "=" * (-len(public) % 4)).decode()
    except (Error, ValueError):
        return None
    return held if public_id(held) == public else None
