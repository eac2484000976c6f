"""Addresses that are told of events: registered, changed, stopped, tried; the secret is shown once."""

import contextlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bson import ObjectId

from models import Landlord, Webhook, WebhookDelivery
from rules import states
from rules import webhooks as rules
from rules.errors import AlreadyExists, InvalidRecord, TooManyAddresses
from rules.partner_states import WEBHOOK
from rules.terms import PartnerEvent, Role, WebhookState
from services import records
from services.actor import Actor
from services.webhooks import network, telling

SECRET_BYTES = 32
FIELDS = frozenset({"url", "events", "state"})
WANTED: tuple[PartnerEvent, ...] = tuple(event for event in PartnerEvent if event is not PartnerEvent.TEST)


def register(
    landlord: Landlord,
    actor: Actor,
    *,
    url: str,
    events: Iterable[PartnerEvent],
    today: date,
    identity: ObjectId | None = None,
) -> tuple[Webhook, str]:
    """Tell an address of these events from now on; returns it with the secret that messages are signed with.

    Raises AddressRefused, NamesBusy, TooManyAddresses, InvalidRecord, NotAuthorised.
    """
    actor.require_party(landlord.pk, Role.ADMINISTRATOR, what="webhooks.register")
    stored = Webhook.objects(pk=identity, landlord=landlord.pk).first() if identity else None
    if stored is not None:
        return stored, stored.secret
    chosen = _chosen(events)
    free = _free(landlord.pk)
    if free:
        network.current().reach(url)
    told = {"landlord": landlord, "url": url, "events": chosen, "secret": new_secret(), "made_on": today}
    for slot in free:
        with contextlib.suppress(AlreadyExists):  # another has just taken the place: the next one may be free
            hook = Webhook(id=identity, slot=slot, **told)
            hook = records.create_once(hook, actor, action="webhook_registered")
            return hook, hook.secret
    raise TooManyAddresses(rules.MOST_HOOKS)


def change(hook: Webhook, actor: Actor, *, values: Mapping[str, Any], version: int) -> bool:
    """Set `url`, `events`, or `state` (active, paused); one that is used again begins with a clean sheet.

    Raises AddressRefused, NamesBusy, InvalidRecord, TransitionRefused, NotAuthorised, StaleState.
    """
    _require(hook, actor, "webhooks.change")
    unknown = set(values) - FIELDS
    if unknown:
        raise InvalidRecord("webhook", dict.fromkeys(sorted(unknown), "unknown"))
    _require_present(hook)
    wanted = dict(values)
    if "events" in wanted:
        wanted["events"] = _chosen(wanted["events"])
    state = wanted.get("state", hook.state)
    if state is not hook.state:
        _check_state(hook, state)
    starts = state is WebhookState.ACTIVE and hook.state is not WebhookState.ACTIVE
    if starts or wanted.get("url", hook.url) != hook.url:
        network.current().reach(wanted.get("url", hook.url))
        wanted |= {"failures": 0, "failed_from": None, "last_error": None}
    return records.change(hook, actor, values=wanted, action=_action(hook, state), version=version)


def remove(hook: Webhook, actor: Actor, *, version: int) -> bool:
    """Tell the address no more; messages in the queue are not sent. Raises NotAuthorised, StaleState."""
    _require(hook, actor, "webhooks.remove")
    if hook.state is WebhookState.REMOVED:
        return False
    states.check(WEBHOOK, hook.state, WebhookState.REMOVED)
    values = {"state": WebhookState.REMOVED, "old_secret": None, "old_secret_until": None}
    return records.change(hook, actor, values=values, action="webhook_removed", version=version)


def renew_secret(hook: Webhook, actor: Actor, *, version: int, today: date, identity: ObjectId | None = None) -> str:
    """Sign with a new secret, which is returned once; the old one signs beside it until the day after.

    `identity` is the call's own, by which `renewed_before` knows it again.
    Raises TransitionRefused, NotAuthorised, StaleState.
    """
    _require(hook, actor, "webhooks.renew_secret")
    _require_present(hook)
    secret = new_secret()
    values = {
        "secret": secret,
        "secret_for": identity,
        "old_secret": hook.secret,
        "old_secret_until": today + timedelta(days=rules.OLD_SECRET_DAYS),
    }
    records.change(hook, actor, values=values, action="webhook_secret_renewed", version=version)
    return secret


def renewed_before(hook: Webhook, identity: ObjectId | None) -> str | None:
    """The secret, where it is this very call that renewed it and only the answer was lost."""
    return hook.secret if identity is not None and hook.secret_for == identity else None


def send_trial(hook: Webhook, actor: Actor, *, now: datetime, identity: ObjectId | None = None) -> WebhookDelivery:
    """Put a message in the queue that says nothing but that it comes from us; a stopped address gets it too.

    Raises TransitionRefused, NotAuthorised.
    """
    _require(hook, actor, "webhooks.test")
    _require_present(hook)
    mark = f"{PartnerEvent.TEST.value}:{identity or ObjectId()}"
    place = {"kind": "webhooks", "number": str(hook.pk)}
    return telling.put(hook, PartnerEvent.TEST, mark, place, at=now, now=now)


def new_secret() -> str:
    """256 random bits, recognisable where they lie about."""
    return f"whsec_{secrets.token_urlsafe(SECRET_BYTES)}"


def _require(hook: Webhook, actor: Actor, what: str) -> None:
    actor.require_party(records.reference(hook, "landlord"), Role.ADMINISTRATOR, what=what)


def _require_present(hook: Webhook) -> None:
    """Nothing is done with a removed address; raises TransitionRefused."""
    if hook.state is WebhookState.REMOVED:
        states.check(WEBHOOK, WebhookState.REMOVED, WebhookState.ACTIVE)


def _check_state(hook: Webhook, state: WebhookState) -> None:
    if state not in (WebhookState.ACTIVE, WebhookState.PAUSED):
        raise InvalidRecord("webhook", {"state": "not_to_choose"})
    states.check(WEBHOOK, hook.state, state)


def _chosen(events: Iterable[PartnerEvent]) -> list[PartnerEvent]:
    """The events in their fixed order, each once; raises InvalidRecord where there is none."""
    wanted = set(events)
    chosen = [event for event in WANTED if event in wanted]
    if not chosen or wanted - set(WANTED):
        raise InvalidRecord("webhook", {"events": "not_to_choose" if wanted else "required"})
    return chosen


def _free(landlord: ObjectId) -> list[int]:
    """The places that no address of the landlord has; those of before there were places count too."""
    taken = list(Webhook.objects(landlord=landlord, state__ne=WebhookState.REMOVED).scalar("slot"))
    free = [slot for slot in range(rules.MOST_HOOKS) if slot not in taken]
    return free[: max(0, rules.MOST_HOOKS - len(taken))]


def _action(hook: Webhook, state: WebhookState) -> str:
    if state is hook.state:
        return "webhook_changed"
    return "webhook_resumed" if state is WebhookState.ACTIVE else "webhook_paused"
