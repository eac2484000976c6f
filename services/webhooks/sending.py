"""Messages to landlords' addresses: claimed by one sender at a time, signed, sent, tried again, given up, replayed.

Told at least once: a sender that dies after the address has the message leaves it to be sent again, with the same id.
A message that is nobody's but our own fault counts as one that failed: it is not tried for ever.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Protocol

from pymongo.errors import ConnectionFailure

from models import Webhook, WebhookDelivery
from rules import states
from rules import webhooks as rules
from rules.deadlines import oslo_date
from rules.errors import AddressRefused, NamesBusy, StaleState
from rules.partner_states import DELIVERY, WEBHOOK
from rules.terms import DeliveryState, PartnerEvent, Role, WebhookFailure, WebhookState
from rules.webhooks import Target
from services import disclosures, queueing, records
from services.actor import Actor
from services.webhooks import network
from services.webhooks.telling import public_id

CLAIM = timedelta(minutes=2)  # longer than the slowest answer; after that another may try
AT_ONCE = 200
DONE = range(200, 300)
REDIRECTS = range(300, 400)


class Outcome(Enum):
    """What became of one message."""

    DELIVERED = "delivered"
    WAITING = "waiting"
    GIVEN_UP = "given_up"
    TAKEN = "taken"  # another sender was first


@dataclass(frozen=True, kw_only=True)
class Post:
    """One message as it is sent: to one of these very addresses, under the target's name."""

    target: Target
    addresses: Sequence[str]
    headers: Mapping[str, str]
    body: bytes


class NotDelivered(Exception):
    """There is no answer; `why` is what came instead."""

    def __init__(self, why: WebhookFailure) -> None:
        super().__init__(why.value)
        self.why = why


class Carrier(Protocol):
    """Hands messages over."""

    def send(self, post: Post) -> int:
        """The status that was answered; raises NotDelivered."""


def due(now: datetime) -> list[WebhookDelivery]:
    """Messages whose time has come, and those whose sender died; the longest waiting first."""
    after = now + timedelta(milliseconds=1)  # the embedded server loses the bound of `$lte` inside a longer index
    found = WebhookDelivery.objects.no_dereference().order_by("next_at", "key")
    sending = found.filter(state=DeliveryState.SENDING, claimed_until__lt=after).limit(AT_ONCE)
    queued = found.filter(state=DeliveryState.QUEUED, next_at__lt=after).limit(AT_ONCE)
    return [*sending, *queued]


def address_of(delivery: WebhookDelivery) -> object:
    """Which address the message is for."""
    return records.reference(delivery, "webhook")


def deliver(delivery: WebhookDelivery, carrier: Carrier, actor: Actor) -> Outcome:
    """Claim a message, look its address up anew, and send it; what fails waits, longer each time, or is given up.

    A fault of our own is raised on, for the log, once it is noted on the message.
    """
    if not queueing.claim(delivery, DeliveryState.SENDING, actor.at + CLAIM):
        return Outcome.TAKEN
    if delivery.tries - delivery.tries_before > rules.MOST_TRIES:  # whoever took it on has died of it each time
        return _failed(delivery, WebhookFailure.OURS, None, actor)
    hook = Webhook.objects(pk=address_of(delivery)).no_dereference().first()
    if hook is None or not _takes(hook, delivery.event):
        _move(delivery, DeliveryState.FAILED, set__error=WebhookFailure.STOPPED.value)
        return Outcome.GIVEN_UP
    try:
        post = _post(hook, delivery, actor.at)
        if delivery.referral is not None:
            disclosures.log_number(delivery.referral, delivery.key, post.target.host[:200], actor.at)
        status = carrier.send(post)
    except NamesBusy:  # our own fault: no try of the address
        _move(delivery, DeliveryState.QUEUED, inc__tries_before=1, set__next_at=actor.at + rules.RETRY_AFTER[0])
        return Outcome.WAITING
    except AddressRefused as refusal:
        return _failed(delivery, WebhookFailure(refusal.why), None, actor)
    except NotDelivered as failure:
        return _failed(delivery, failure.why, None, actor)
    except ConnectionFailure:  # the database is away, so nothing can be noted: it is taken over later
        raise
    except Exception:
        _failed(delivery, WebhookFailure.OURS, None, actor)
        raise
    return _answered(hook, delivery, status, actor)


def _answered(hook: Webhook, delivery: WebhookDelivery, status: int, actor: Actor) -> Outcome:
    if status not in DONE:
        why = WebhookFailure.REDIRECT if status in REDIRECTS else WebhookFailure.STATUS
        return _failed(delivery, why, status, actor)
    _move(delivery, DeliveryState.DELIVERED, set__delivered_at=actor.at, set__status=status, unset__error=1)
    _forget_failures(hook)
    return Outcome.DELIVERED


def replay(delivery: WebhookDelivery, actor: Actor, *, now: datetime) -> bool:
    """Put a message that was sent or given up back in the queue, under its own id; False where it waits there.

    Raises NotAuthorised, StaleState.
    """
    actor.require_party(records.reference(delivery, "landlord"), Role.ADMINISTRATOR, what="webhooks.replay")
    if delivery.state in (DeliveryState.QUEUED, DeliveryState.SENDING):
        return False
    again = {"tries_before": delivery.tries, "next_at": now, "expires_at": now + rules.KEPT}
    update = {f"set__{name}": value for name, value in again.items()}
    if not _move(delivery, DeliveryState.QUEUED, unset__error=1, unset__status=1, unset__delivered_at=1, **update):
        raise StaleState("webhook_delivery", delivery.event.label)
    return True


def _takes(hook: Webhook, event: PartnerEvent) -> bool:
    trial = event is PartnerEvent.TEST and hook.state is not WebhookState.REMOVED
    return hook.state is WebhookState.ACTIVE or trial


def _post(hook: Webhook, delivery: WebhookDelivery, now: datetime) -> Post:
    """The message for the address as it stands now; raises AddressRefused, NamesBusy."""
    target, addresses = network.current().reach(hook.url)
    old = hook.old_secret_until is not None and oslo_date(now) <= hook.old_secret_until
    secrets = [hook.secret, *([hook.old_secret] if old and hook.old_secret else [])]
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Husrom",
        "Husrom-Event": delivery.event.value,
        "Husrom-Delivery": public_id(delivery.key),
        "Husrom-Signature": rules.signature(secrets, int(now.timestamp()), delivery.body),
    }
    return Post(target=target, addresses=addresses, headers=headers, body=delivery.body.encode())


def _move(delivery: WebhookDelivery, state: DeliveryState, **update: Any) -> bool:
    return queueing.move(delivery, DELIVERY, state, **update)


def _failed(delivery: WebhookDelivery, why: WebhookFailure, status: int | None, actor: Actor) -> Outcome:
    """Note the failure on both; the message waits for its next try, or is given up."""
    told = {"set__error": why.value} | ({"unset__status": 1} if status is None else {"set__status": status})
    wait = rules.next_try(delivery.tries - delivery.tries_before)
    if wait is None:
        _move(delivery, DeliveryState.FAILED, **told)
    else:
        _move(delivery, DeliveryState.QUEUED, set__next_at=actor.at + wait, **told)
    _count_failure(address_of(delivery), why, actor)
    return Outcome.GIVEN_UP if wait is None else Outcome.WAITING


def _count_failure(address: object, why: WebhookFailure, actor: Actor) -> None:
    """Count it in no history; one that has failed long enough is told no more."""
    same = Webhook.objects(pk=address)
    same.filter(failed_from=None).update_one(set__failed_from=actor.at)
    same.update_one(inc__failures=1, set__last_error=why.value)
    hook: Webhook = same.no_dereference().get()
    since = hook.failed_from or actor.at
    if hook.state is WebhookState.ACTIVE and rules.is_failing(hook.failures, since, actor.at):
        states.check(WEBHOOK, hook.state, WebhookState.FAILING)
        with contextlib.suppress(StaleState):  # another sender was first, or somebody has just changed it
            records.change(hook, actor, values={"state": WebhookState.FAILING}, action="webhook_failing")


def _forget_failures(hook: Webhook) -> None:
    clean = {"set__failures": 0, "unset__failed_from": 1, "unset__last_error": 1}
    Webhook.objects(pk=hook.pk, failures__gt=0).update_one(**clean)
