"""Landlords' addresses that are told of events: registered, signed, sent, tried again, replayed (domain 4.3)."""

from services.webhooks.hooks import change, register, remove, renew_secret, renewed_before, send_trial
from services.webhooks.network import Network, Resolver, use
from services.webhooks.sending import Carrier, NotDelivered, Outcome, Post, address_of, deliver, due, replay
from services.webhooks.standing import TASK_EFFECT, keep_task
from services.webhooks.telling import EVENT_EFFECT, owed, public_id, standing, tell_by_effect

__all__ = [
    "EVENT_EFFECT",
    "TASK_EFFECT",
    "Carrier",
    "Network",
    "NotDelivered",
    "Outcome",
    "Post",
    "Resolver",
    "address_of",
    "change",
    "deliver",
    "due",
    "keep_task",
    "owed",
    "public_id",
    "register",
    "remove",
    "renew_secret",
    "renewed_before",
    "replay",
    "send_trial",
    "standing",
    "tell_by_effect",
    "use",
]
