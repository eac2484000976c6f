"""One call: who makes it, when, and what it has said it knows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, cast

from bson import ObjectId
from flask import current_app, g, request

from api import callers, etags
from api.callers import Callers
from api.counting import Counter
from api.problems import Problem
from api.rates import Rates
from rules.deadlines import oslo_date
from rules.terms import Scope
from services.actor import Actor

DOOR = "husrom_partner_door"


@dataclass(frozen=True)
class Door:
    """What every call goes through; one for each application."""

    callers: Callers
    rates: Rates
    counter: Counter


@dataclass
class Call:
    """A call that is let in. Handlers act as `actor`, for `landlord`, on the day `today`, at `now`.

    `identity` is the id that the record made by a POST is to have: hand it on to the service.
    """

    landlord: ObjectId
    name: str
    client: str
    supplier: str | None
    now: datetime
    today: date
    kind: str
    scopes: frozenset[Scope] = frozenset()
    matched: bool = False
    identity: ObjectId | None = None

    @cached_property
    def actor(self) -> Actor:
        """The landlord's system, as services know it."""
        return Actor.partner(self.landlord, self.name, self.now, client=self.client, supplier=self.supplier)

    def seen(self, record: Any, kind: str = "") -> int:
        """The version of the record that the caller has read (If-Match); 412 where it is another now.

        `kind` is the resource whose ETag it is, where it is not this resource's own.
        """
        self.matched = True
        return etags.expect(kind or self.kind, record.pk, record.version)


def door() -> Door:
    """The application's own."""
    return cast(Door, current_app.extensions[DOOR])


def enter(scope: Scope | None, kind: str) -> Call:
    """Let the caller in or refuse: too often 429, not known 401, no landlord or scope 403; None = any scope will do."""
    now, own = datetime.now(UTC), door()
    address = f"address:{request.remote_addr}"
    today = oslo_date(now)
    try:
        caller = own.callers.of_request(today, now.timestamp())
    except Problem as problem:
        if problem.slug != "issuer-away":  # that is not the caller's fault
            own.rates.take(address)
        raise
    known = caller.known
    g.partner_caller = caller
    own.rates.take(f"client:{known.landlord}:{known.client}:{caller.supplier or ''}")
    if scope is not None:
        callers.demand(known.scopes, scope)
    return Call(known.landlord, known.name, known.client, caller.supplier, now, today, kind, known.scopes)


Handler = Callable[..., Any]
