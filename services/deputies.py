"""Who stands in for whom while they are away; reads only."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from bson import ObjectId

from models import User
from services import records

MOST_AWAY = 1000  # fetched at once: whoever is away never costs a page more than one read


def user(identity: Any) -> User | None:
    """The user with that id, or None."""
    found: User | None = User.objects(pk=identity).no_dereference().first() if identity else None
    return found


def present(owner: User | None, today: date, read: Callable[[Any], User | None] = user) -> User | None:
    """The first in the chain of deputies who is there; where all are away, the first whose account is in use.

    `read` gives the user of an id, for those who ask for many.
    """
    chain: list[User] = []
    step = owner
    while step is not None and step not in chain:
        chain.append(step)
        step = read(records.reference(step, "deputy"))
    in_use = [person for person in chain if person.active]
    return next((person for person in in_use if not person.away(today)), next(iter(in_use), None))


def stood_in_for(deputy: ObjectId, today: date) -> list[User]:
    """Colleagues who are away and whose work falls to this user, by way of deputies who are away too; by name."""
    present = User.objects(active=True, away_from__lte=today).no_dereference().batch_size(MOST_AWAY)
    away = {user.pk: user for user in present if user.away(today)}
    found = [user for user in away.values() if user.pk != deputy and deputy in _deputies(user, away)]
    return sorted(found, key=lambda user: (user.name, user.pk))


def _deputies(user: User, away: Mapping[ObjectId, User]) -> Iterator[ObjectId]:
    """Who stands in, from the user's own deputy to the first who is there."""
    seen = {user.pk}
    step: User | None = user
    while step is not None:
        following = records.reference(step, "deputy")
        if following is None or following in seen:
            return
        seen.add(following)
        yield following
        step = away.get(following)
