"""The landlords' door on a real server: the same POST at the same instant makes one record."""

from datetime import date
from typing import Any

from bson import ObjectId
from flask import Flask

from models import ApiKey, IdempotentAnswer
from rules.errors import HusromError
from rules.terms import Scope
from services import api_access
from services.actor import Actor
from tests import factories
from tests.conftest import NOON
from tests.wire.racing import at_once

TODAY = date(2026, 11, 22)


def test_one_of_many_claims_a_key_and_the_others_wait_or_hear_its_answer(app: Flask) -> None:
    landlord = ObjectId()

    def claim() -> Any:
        try:
            return api_access.claim(landlord, "one", "print", NOON)
        except api_access.KeyBusy:
            return None

    found = at_once([claim] * 6)
    won = [one for one in found if one is not None]
    assert len(won) == 1
    api_access.remember(won[0], 201, b"{}", {"ETag": '"a"'})
    again = api_access.claim(landlord, "one", "print", NOON)
    assert (again.status, again.body, again.made) == (201, b"{}", won[0].made)
    assert IdempotentAnswer.objects.count() == 1
    assert bytes(IdempotentAnswer._get_collection().find_one()["body"]) != b"{}"


def test_one_of_many_takes_over_what_died(app: Flask) -> None:
    landlord = ObjectId()
    first = api_access.claim(landlord, "two", "print", NOON)
    later = NOON + api_access.WEEK / 100

    def claim() -> Any:
        try:
            return api_access.claim(landlord, "two", "print", later).made
        except api_access.KeyBusy:
            return None

    found = at_once([claim] * 4)
    assert sorted(map(str, found)) == sorted([str(first.made), "None", "None", "None"])
    api_access.remember(first, 201, b"late", {})  # the first wakes up: it has lost its claim
    assert IdempotentAnswer.objects(status__exists=True).count() == 0


def test_a_key_has_one_successor(app: Flask) -> None:
    actor, own = Actor.system(NOON), {"today": TODAY, "expires_on": date(2027, 11, 22), "secret": "s" * 40}
    api_access.issue(factories.make_landlord(), actor, label="A", scopes=[Scope.LEASES], **own)
    keys = [ApiKey.objects.get() for _ in range(4)]
    found = at_once([lambda one=one: api_access.rotate(one, actor, version=1, **own)[0] for one in keys])
    assert sum(not isinstance(one, HusromError) for one in found) == 1
    assert ApiKey.objects.count() == 2
