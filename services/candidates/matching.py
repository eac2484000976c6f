"""Who of those that wait a vacant dwelling suits, in the order of the key, and whom it does not suit and why."""

from collections.abc import Sequence
from datetime import date

from bson import ObjectId

from models import Vacancy
from rules import priority
from rules.rulebook import Rules
from rules.sifting import Sifted
from services import records
from services.candidates import reading

Match = Sifted  # `fits`, `excluded`, `counts`, `why(id)`, `fit(id)`, `above(id)`: ids are the applications', as text


def match(vacancy: Vacancy, rules: Rules, *, office: ObjectId | None = None, today: date, tie: bytes) -> Match:
    """Hold everybody on the waiting list against one vacant dwelling.

    `tie` is the vacancy's own key for equals (`priority.tie_key(secret, str(vacancy.pk))`). With an office, its
    households alone are listed; the ranks are among all. Whether an assessment must be looked at again is a mark.
    """
    (found,) = _match([vacancy], rules, [tie], office, today)
    return found


def match_many(vacancies: Sequence[Vacancy], rules: Rules, *, today: date, secret: bytes) -> list[Match]:
    """The same for many vacancies, in their order; the waiting list is read once. `secret` makes each one's tie key."""
    return _match(vacancies, rules, [priority.tie_key(secret, str(one.pk)) for one in vacancies], None, today)


def _match(
    vacancies: Sequence[Vacancy], rules: Rules, ties: Sequence[bytes], office: ObjectId | None, today: date
) -> list[Match]:
    known = reading.persons([records.reference(one, "dwelling") for one in vacancies], today)
    pool = reading.pool(known, rules.policy)
    own = str(office) if office else None
    return [
        Sifted(pool, home, rules.letting.extra_rooms, tie, own)
        for home, tie in zip(reading.homes(vacancies), ties, strict=True)
    ]
