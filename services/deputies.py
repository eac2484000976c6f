"""Who stands in for whom while they are away; reads only."""

from collections.abc import Iterator, Mapping
from datetime import date

from bson import ObjectId

from models import User
from services import records


def stood_in_for(deputy: ObjectId, today: date) -> list[User]:
    """Colleagues who are away and whose work falls to this user, by way of deputies who are away too; by name."""
    present = User.objects(active=True, away_from__lte=today).no_dereference()
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
