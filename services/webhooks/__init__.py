"""Landlords' addresses that are told of events: registered, signed, sent, tried again, replayed (domain 4.3)."""

from services.webhooks.telling import EVENT_EFFECT, owed

__all__ = ["EVENT_EFFECT", "owed"]
