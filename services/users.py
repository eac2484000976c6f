"""Local accounts: making and changing them, and the throttle on failed sign-ins."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from mongoengine import ValidationError

from models import Office, Throttle, User
from rules.errors import InvalidRecord, NotAuthorised
from rules.terms import Role
from services import records
from services.actor import Actor

FREE_FAILURES = {"account": 5, "address": 50}  # mistypes that cost nothing; an office shares one network address
FIRST_LOCK = timedelta(seconds=30)  # doubled with each further failure
LONGEST_LOCK = timedelta(minutes=15)
ABSENCE = frozenset({"away_from", "away_until", "deputy"})
FORGET_AFTER = timedelta(days=1)


def find(identity: str) -> User | None:
    """The user with that id, or None."""
    try:
        found: User | None = User.objects(pk=identity).first()
    except ValidationError:
        return None
    return found


def find_by_email(email: str) -> User | None:
    """The user with that address, whatever its case."""
    found: User | None = User.objects(email=email.strip().lower()).first()
    return found


def demo_users() -> list[User]:
    """The people a demo may sign in as, by name."""
    return list(User.objects(active=True, demo=True).order_by("pk"))


def create(
    email: str,
    name: str,
    roles: Iterable[Role],
    actor: Actor,
    *,
    office: Office | None = None,
    password_hash: str | None = None,
    demo: bool = False,
) -> User:
    """Make an account; the address is stored in lower case. Raises AlreadyExists, InvalidRecord, NotAuthorised."""
    actor.require(Role.ADMINISTRATOR, what="users.create")
    user = User(
        email=email.strip().lower(),
        name=name.strip(),
        roles=list(roles),
        office=office,
        password_hash=password_hash,
        demo=demo,
    )
    _check(user.roles)
    records.create(user, actor)
    return user


def change(
    user: User, values: Mapping[str, Any], actor: Actor, *, version: int, why: str = "", action: str = "edited"
) -> bool:
    """Change roles, office, deputy, absence or the right to sign in.

    Nobody is their own deputy, and no administrator takes the keys from themselves: so there is always one left.
    Raises NotAuthorised, InvalidRecord, AlreadyExists, StaleState.
    """
    actor.require(Role.ADMINISTRATOR, what="users.change")
    if "roles" in values:
        _check(values["roles"])
    if actor.id == str(user.pk) and Role.ADMINISTRATOR not in values.get("roles", user.roles):
        raise InvalidRecord("user", {"roles": "own_access"})
    if actor.id == str(user.pk) and not values.get("active", user.active):
        raise InvalidRecord("user", {"active": "own_access"})
    _check_absence(user, values)
    return records.change(user, actor, values=values, version=version, why=why, action=action)


def set_password(user: User, password_hash: str, actor: Actor, *, version: int | None = None) -> None:
    """Store a new password's hash; every session of the user ends, since the session carries a piece of the old one."""
    records.change(user, actor, values={"password_hash": password_hash}, action="password_set", version=version)


def change_own_password(user: User, password_hash: str, actor: Actor) -> None:
    """Store the new password of the person at the screen, whose old one the door has verified. Raises NotAuthorised."""
    _require_own(user, actor, "users.change_own_password")
    set_password(user, password_hash, actor)


def set_own_absence(user: User, values: Mapping[str, Any], actor: Actor, *, version: int) -> bool:
    """When one is away oneself, and who stands in; `values` = away_from, away_until, deputy.

    Raises NotAuthorised, InvalidRecord, StaleState.
    """
    _require_own(user, actor, "users.set_own_absence")
    if not values.keys() <= ABSENCE:
        raise NotAuthorised("users.set_own_absence")
    _check_absence(user, values)
    return records.change(user, actor, values=values, version=version)


def possible_deputies(user: User) -> list[User]:
    """The active colleagues of a user, by name."""
    return list(User.objects(active=True, pk__ne=user.pk).only("name").order_by("name", "pk"))


def office_named(name: str, actor: Actor) -> Office:
    """The office with that name, made where there is none."""
    found: Office | None = Office.objects(name=name.strip()).first()
    if found is None:
        found = Office(name=name.strip())
        records.create(found, actor)
    return found


def locked_until(email: str, address: str, now: datetime) -> datetime | None:
    """When the next sign-in may be tried, or None when it may be tried now."""
    found = Throttle.objects(pk__in=_keys(email, address))
    return max((row.locked_until for row in found if row.locked_until and row.locked_until > now), default=None)


def note_failure(email: str, address: str, now: datetime) -> None:
    """Count a failed sign-in on the account and the address; beyond the free ones each is locked, longer each time."""
    for key in _keys(email, address):
        Throttle.objects(pk=key).update_one(inc__failures=1, set__expires_at=now + FORGET_AFTER, upsert=True)
        row = Throttle.objects(pk=key).get()
        beyond = row.failures - FREE_FAILURES[key.partition(":")[0]]
        if beyond >= 0:
            lock = min(FIRST_LOCK * 2 ** min(beyond, 10), LONGEST_LOCK)
            Throttle.objects(pk=key).update_one(set__locked_until=now + lock)


def note_success(email: str, address: str) -> None:
    """Forget the account's failures; the address's stand, since others may be trying from there."""
    Throttle.objects(pk=_keys(email, address)[0]).delete()


def _shared(address: str) -> bool:
    """Whether the address says nothing of who calls: the proxy on this machine, or none at all."""
    return not address or address in {"127.0.0.1", "::1"}


def _keys(email: str, address: str) -> Sequence[str]:
    """The account's key first, then the address's where that tells callers apart."""
    values = [("account", email)] + ([] if _shared(address) else [("address", address)])
    return [f"{kind}:{hashlib.sha256(value.strip().lower().encode()).hexdigest()}" for kind, value in values]


def _require_own(user: User, actor: Actor, what: str) -> None:
    if actor.id != str(user.pk):
        raise NotAuthorised(what)


def _check_absence(user: User, values: Mapping[str, Any]) -> None:
    """Nobody is their own deputy, and an absence has a start before its end."""
    if values.get("deputy") is not None and records.same(values["deputy"], user):
        raise InvalidRecord("user", {"deputy": "own_deputy"})
    start, end = values.get("away_from", user.away_from), values.get("away_until", user.away_until)
    if end is not None and (start is None or end < start):
        raise InvalidRecord("user", {"away_until": "before_start"})


def _check(roles: Sequence[Role]) -> None:
    if not roles:
        raise InvalidRecord("user", {"roles": "missing"})
