"""Who of those that wait a vacant dwelling suits, in the order of the key, and whom it does not suit and why."""

from collections.abc import Sequence
from datetime import date

from bson import ObjectId

from models import Application, Vacancy
from rules import priority
from rules.errors import NotFound
from rules.matching import exclusions
from rules.rulebook import Rules
from rules.sifting import Sifted
from rules.terms import Exclusion
from services import records
from services.candidates import reading

Match = Sifted  # `fits`, `excluded`, `counts`, `why(id)`, `fit(id)`: ids are the applications', as text


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


def why_not(vacancy: Vacancy, application: Application, rules: Rules, *, today: date) -> tuple[Exclusion, ...]:
    """Why the dwelling does not suit one household, whether it waits or not; empty where it does."""
    known = reading.persons([records.reference(vacancy, "dwelling")], today)
    (home,) = reading.homes([vacancy])
    row = Application._get_collection().find_one({"_id": application.pk}, reading.READ)
    if row is None:
        raise NotFound("application", application.number)
    return exclusions(home, reading.need(row, known), rules.letting.extra_rooms)


def _match(
    vacancies: Sequence[Vacancy], rules: Rules, ties: Sequence[bytes], office: ObjectId | None, today: date
) -> list[Match]:
    known = reading.persons([records.reference(one, "dwelling") for one in vacancies], today)
    pool = reading.pool(known, rules.policy)
    return [
        Sifted(pool, home, rules.letting.extra_rooms, tie, office)
        for home, tie in zip(reading.homes(vacancies), ties, strict=True)
    ]
