"""A landlord's keys: made, shown once, taken over from, blocked."""

import hmac
import secrets
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from bson import ObjectId

from letters import task_texts
from models import ApiKey, Landlord, Record
from models.base import Effect
from rules import partner_states, states
from rules.errors import InvalidRecord, LandlordInactive, TransitionRefused
from rules.terms import KeyState, Role, Scope, TaskKind, Urgency
from services import records
from services.actor import Actor
from services.effects import Owed
from services.tasks import Finding

PREFIX = "husrom_"
KNOWN_BY = len(PREFIX) + 8  # characters that the key is known by in lists and logs
RANDOM_BYTES = 32
LONGEST = timedelta(days=2 * 365)
SOON = timedelta(days=30)
OVERLAP = timedelta(days=7)  # how long a key that is taken over from goes on
ISSUERS = (Role.ADMINISTRATOR,)
SHORTEN_EFFECT = "shorten_key"


def issue(
    landlord: Landlord,
    actor: Actor,
    *,
    label: str,
    scopes: Iterable[Scope],
    today: date,
    expires_on: date,
    secret: str,
    identity: ObjectId | None = None,
    demo: bool = False,
) -> tuple[ApiKey, str]:
    """Make a key for the landlord's system; returns it with its text, which is kept nowhere and shown once.

    A key of the demo (`demo`) opens in demo mode alone.
    Raises NotAuthorised, InvalidRecord, LandlordInactive, AlreadyExists (a form that was sent before).
    """
    actor.require(*ISSUERS, what="issue_key")
    told = {"label": label.strip(), "scopes": sorted(set(scopes), key=lambda scope: scope.value), "demo": demo}
    key = ApiKey(id=identity, issued_on=today, expires_on=expires_on, by_name=actor.name, **told)
    return key, _store(key, landlord, actor, secret)


def rotate(
    key: ApiKey, actor: Actor, *, version: int, today: date, expires_on: date, secret: str
) -> tuple[ApiKey, str]:
    """Make the key's successor with the same scopes; the old one goes on for a week at most.

    Raises NotAuthorised, StaleState, TransitionRefused (blocked), InvalidRecord, LandlordInactive, AlreadyExists (has
    a successor in use).
    """
    actor.require(*ISSUERS, what="issue_key")
    records.check_version(key, version)
    if key.state is not KeyState.ACTIVE:
        raise TransitionRefused(partner_states.KEY.document, key.state.value, KeyState.ACTIVE.value)
    landlord = records.get(Landlord, records.reference(key, "landlord"))
    told = {"label": key.label, "scopes": list(key.scopes), "demo": key.demo, "replaces": key.pk}
    made = ApiKey(id=ObjectId(), issued_on=today, expires_on=expires_on, by_name=actor.name, **told)
    return made, _store(made, landlord, actor, secret, Owed(SHORTEN_EFFECT, f"{SHORTEN_EFFECT}:{made.pk}"))


def _store(key: ApiKey, landlord: Landlord, actor: Actor, secret: str, *owed: Owed) -> str:
    if not landlord.active:
        raise LandlordInactive(landlord.number)
    if not key.issued_on < key.expires_on <= key.issued_on + LONGEST:
        raise InvalidRecord("api_key", {"expires_on": "key_days"})
    text = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    key.landlord, key.prefix, key.digest = landlord, text[:KNOWN_BY], digest(text, secret)
    records.create(key, actor, action="key_issued", owed=owed)
    return text


def shorten_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """End the key that this one takes over from a week after this was made, or when it would have (a command).

    One that was blocked meanwhile takes over from none.
    """
    successor: ApiKey = records.get(ApiKey, document.pk)
    if successor.state is not KeyState.ACTIVE:
        return
    key: ApiKey = records.get(ApiKey, successor.replaces)
    if key.state is KeyState.ACTIVE:
        last = min(key.expires_on, successor.issued_on + OVERLAP)
        records.change(key, actor, values={"expires_on": last}, action="key_rotated")


def revoke(key: ApiKey, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Block the key at once; False where it is blocked already. Raises NotAuthorised, StaleState.

    It takes over from none any more, so that the key before it may have another successor; that one keeps the end it
    was given, for whoever blocks a key may have seen both go astray.
    """
    actor.require(*ISSUERS, what="revoke_key")
    if key.state is KeyState.REVOKED:
        return False
    states.check(partner_states.KEY, key.state, KeyState.REVOKED)
    values = {"state": KeyState.REVOKED, "revoked_on": today, "replaces": None}
    return records.change(key, actor, values=values, action="key_revoked", why=why, version=version)


def expiring(today: date) -> Iterator[ApiKey]:
    """Keys in use that run out soon, the first first (index `api_key_expires`)."""
    found = ApiKey.objects(state=KeyState.ACTIVE, expires_on__gte=today, expires_on__lt=today + SOON).no_dereference()
    yield from found.order_by("expires_on", "id")


def finding(key: ApiKey) -> Finding | None:
    """What a key that runs out soon asks for; nothing where it has a successor in use already."""
    if ApiKey.objects(replaces__in=[key.pk], state=KeyState.ACTIVE).only("pk").first() is not None:
        return None
    return Finding(
        kind=TaskKind.API_KEY,
        subject_kind="api_key",
        subject_id=str(key.pk),
        subject_number=key.prefix,
        since=key.expires_on.isoformat(),
        urgency=Urgency.SOON,
        text=task_texts.key_expires(),
        role=Role.ADMINISTRATOR,
        due_on=key.expires_on,
    )


def digest(text: str, secret: str) -> str:
    """What is stored of a key: its HMAC-SHA-256 under a key drawn from the installation's secret."""
    own: Any = hmac.new(secret.encode(), b"husrom api key", sha256).digest()
    return hmac.new(own, text.encode(), sha256).hexdigest()
