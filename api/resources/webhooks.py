"""Addresses that are told of events: registered, changed, tried, removed; and what was sent to each."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId

from api.call import Call
from api.resource import Resource
from rules.terms import Scope
from schemas.partner import filters, hooks
from services import partner, webhooks
from services.partner import DeliverySeen, HookMade, HookSeen

resource = Resource(
    "webhooks",
    "Varslinger",
    "Adresser som får vite at noe har skjedd. En melding sier hvilken post det gjelder, aldri om hvem, og er signert.",
    example="6721f0c2a5d1e9b3c4d5e6f7",
)


@resource.listing("", scope=Scope.WEBHOOKS, schema=hooks.Webhook)
def listed(call: Call, *, after: ObjectId | None, limit: int) -> Sequence[HookSeen]:
    """Egne varslinger, de eldste først."""
    return partner.webhooks(call.landlord, after=after, limit=limit)


@resource.one("/<number>", scope=Scope.WEBHOOKS, schema=hooks.Webhook)
def one(call: Call, number: str) -> HookSeen:
    """En varsling."""
    return partner.see_hook(partner.get_webhook(call.landlord, number))


@resource.made("", scope=Scope.WEBHOOKS_WRITE, body=hooks.WebhookRegistered, schema=hooks.WebhookMade, at="one")
def register(call: Call, body: dict[str, Any]) -> HookMade:
    """Sett opp en varsling. `secret` vises bare nå, og signerer alle meldinger."""
    landlord = partner.get_landlord(call.landlord)
    hook, secret = webhooks.register(landlord, call.actor, **body, today=call.today, identity=call.identity)
    return partner.see_new_hook(hook, secret)


@resource.changed("/<number>", scope=Scope.WEBHOOKS_WRITE, body=hooks.WebhookChange, schema=hooks.Webhook)
def change(call: Call, body: dict[str, Any], number: str) -> HookSeen:
    """Endre adressen eller hva det varsles om, sett på pause, eller start igjen."""
    found = partner.get_webhook(call.landlord, number)
    webhooks.change(found, call.actor, values=body, version=call.seen(found))
    return partner.see_hook(partner.get_webhook(call.landlord, number))


@resource.removed("/<number>", scope=Scope.WEBHOOKS_WRITE)
def remove(call: Call, number: str) -> None:
    """Fjern en varsling. Meldinger i kø blir ikke sendt."""
    found = partner.get_webhook(call.landlord, number)
    webhooks.remove(found, call.actor, version=call.seen(found))


@resource.made("/<number>/secret", scope=Scope.WEBHOOKS_WRITE, schema=hooks.WebhookMade, status=200, matched=True)
def renew_secret(call: Call, number: str) -> HookMade:
    """Bytt nøkkelen som meldingene signeres med. Den gamle signerer ved siden av et døgn, så dere rekker å bytte."""
    found = partner.get_webhook(call.landlord, number)
    secret = webhooks.renewed_before(found, call.identity)  # by a call whose answer was lost
    if secret is None:
        secret = webhooks.renew_secret(
            found, call.actor, version=call.seen(found), today=call.today, identity=call.identity
        )
    return partner.see_new_hook(partner.get_webhook(call.landlord, number), secret)


@resource.made("/<number>/test", scope=Scope.WEBHOOKS_WRITE, schema=hooks.Delivery, status=202)
def test(call: Call, number: str) -> DeliverySeen:
    """Send en prøvemelding."""
    found = partner.get_webhook(call.landlord, number)
    return partner.see_delivery(webhooks.send_trial(found, call.actor, now=call.now, identity=call.identity))


@resource.listing("/<number>/deliveries", scope=Scope.WEBHOOKS, schema=hooks.Delivery, filters=filters.Deliveries,
                  paged=False)  # fmt: skip
def deliveries(
    call: Call, number: str, *, after: ObjectId | None, limit: int, **wanted: Any  # noqa: ARG001 - one page
) -> Sequence[DeliverySeen]:  # fmt: skip
    """De siste meldingene til adressen, de nyeste først, høyst hundre. Listen har én side: `next` er alltid null."""
    return partner.deliveries(partner.get_webhook(call.landlord, number), limit=limit, **wanted)


@resource.made("/<number>/deliveries/<delivery>/replay", scope=Scope.WEBHOOKS_WRITE, schema=hooks.Delivery, status=202)
def replay(call: Call, number: str, delivery: str) -> DeliverySeen:
    """Send en melding som ikke kom fram, en gang til."""
    hook = partner.get_webhook(call.landlord, number)
    webhooks.replay(partner.get_delivery(hook, delivery), call.actor, now=call.now)
    return partner.see_delivery(partner.get_delivery(hook, delivery))
