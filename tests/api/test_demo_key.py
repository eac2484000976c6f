"""A key of the demo opens in demo mode alone: a database that once was a demo lets nobody in by it."""

from datetime import timedelta

import pytest
from flask import Flask

from api import call
from models import ApiKey
from rules.terms import Scope
from services import api_access
from services.actor import Actor
from tests import factories
from tests.api.calling import LAST_DAY, SECRET, TODAY, System, another_landlord, problem


def given(app: Flask) -> System:
    actor, landlord = Actor.system(factories.ACTOR.at), another_landlord()
    _, text = api_access.issue(
        landlord, actor, label="Demo", scopes=tuple(Scope), today=TODAY, expires_on=LAST_DAY, secret=SECRET, demo=True
    )
    return System(app.test_client(), landlord, text)


def test_a_key_of_the_demo_opens_in_demo_mode_alone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    caller, callers = given(app), app.extensions[call.DOOR].callers
    problem(caller.get("/me"), 401, "not-signed-in")
    monkeypatch.setattr(callers, "demo", True)
    assert caller.get("/me").status_code == 200


def test_the_successor_of_a_key_of_the_demo_is_one_too(app: Flask) -> None:
    given(app)
    key = ApiKey.objects.get()
    later = TODAY + timedelta(days=200)
    made, _ = api_access.rotate(
        key, Actor.system(factories.ACTOR.at), version=1, today=TODAY, secret=SECRET, expires_on=later
    )
    assert made.demo
