"""A landlord's key that is taken over from ends a week after its successor was made, though we die in between."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import ApiKey
from rules.errors import AlreadyExists
from rules.terms import KeyState, Scope
from services import api_access, effects, records
from services.actor import Actor
from tests.casework import NOW, TODAY, house
from tests.factories import ACTOR, make_landlord

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

LATE = Actor.system(NOW + timedelta(minutes=2))
SECRET = "s" * 40
WEEK = timedelta(days=7)


def issued(lasts: int = 200) -> ApiKey:
    landlord, last = make_landlord(), TODAY + timedelta(days=lasts)
    told = {"label": "Fagsystem", "scopes": [Scope.LEASES], "today": TODAY, "expires_on": last, "secret": SECRET}
    return api_access.issue(landlord, ACTOR, **told)[0]


def rotated(key: ApiKey) -> ApiKey:
    last = TODAY + timedelta(days=365)
    return api_access.rotate(key, ACTOR, version=key.version, today=TODAY, expires_on=last, secret=SECRET)[0]


def last_day(key: ApiKey) -> date:
    found: date = records.get(ApiKey, key.pk).expires_on
    return found


def killed(monkeypatch: pytest.MonkeyPatch, key: ApiKey) -> ApiKey:
    """The successor that is made by a process that dies once it is stored."""
    with monkeypatch.context() as patch:
        patch.setattr(effects, "run", lambda *_: True)
        return rotated(key)


def finish() -> None:
    """Do what `finish_effects` does."""
    for left in list(effects.due(LATE.at)):
        effects.finish(left, LATE)


@pytest.mark.parametrize(("lasts", "then"), [(200, 7), (7, 7), (3, 3)])
def test_the_old_key_goes_on_for_a_week_or_as_long_as_it_would(lasts: int, then: int) -> None:
    key = issued(lasts)
    rotated(key)
    assert last_day(key) == TODAY + timedelta(days=then)


def test_the_old_key_ends_though_the_process_dies_once_the_new_one_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    key = issued()
    made = killed(monkeypatch, key)
    finish()
    assert last_day(key) == TODAY + WEEK
    assert (records.get(ApiKey, made.pk).pending, ApiKey.objects.count()) == ([], 2)
    finish()
    assert [entry.action for entry in records.get(ApiKey, key.pk).history] == ["key_issued", "key_rotated"]
    with pytest.raises(AlreadyExists):
        rotated(records.get(ApiKey, key.pk))


def test_a_key_that_was_blocked_meanwhile_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    key: Any = issued()
    made = killed(monkeypatch, key)
    key.reload()
    api_access.revoke(key, ACTOR, why="Kom på avveier.", version=key.version, today=TODAY)
    finish()
    assert (records.get(ApiKey, key.pk).state, records.get(ApiKey, made.pk).pending) == (KeyState.REVOKED, [])


def blocked(key: ApiKey) -> None:
    stored = records.get(ApiKey, key.pk)
    assert api_access.revoke(stored, ACTOR, why="Sendt til feil mottaker.", version=stored.version, today=TODAY)


def test_a_key_whose_successor_is_blocked_asks_for_another_and_may_have_it() -> None:
    key = issued()
    lost = rotated(key)
    assert [api_access.finding(one) for one in api_access.expiring(TODAY)] == [None]
    blocked(lost)
    (runs_out,) = api_access.expiring(TODAY)
    assert (runs_out.pk, runs_out.expires_on) == (key.pk, TODAY + WEEK)
    assert api_access.finding(runs_out) is not None
    made = rotated(runs_out)
    assert (records.get(ApiKey, made.pk).replaces, last_day(key)) == (key.pk, TODAY + WEEK)
    assert api_access.finding(records.get(ApiKey, key.pk)) is None
    with pytest.raises(AlreadyExists):
        rotated(records.get(ApiKey, key.pk))


def test_a_successor_that_is_blocked_before_it_took_over_shortens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    key = issued()
    made = killed(monkeypatch, key)
    blocked(made)
    finish()
    assert (last_day(key), records.get(ApiKey, made.pk).pending) == (TODAY + timedelta(days=200), [])
    assert rotated(records.get(ApiKey, key.pk)).replaces == key.pk
