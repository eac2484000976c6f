"""A resource of the tests' own with every kind of call: offices, made by landlords' systems as none ever will be."""

from typing import Any

from flask import Flask

import admin
import api
from api import resources
from api.call import Call
from api.resource import Resource
from models import Office
from rules.errors import AlreadyExists
from rules.terms import Scope
from schemas.partner.fields import Answer, Body, Day, Id, Moment, Text, Whole
from services import records
from tests.conftest import make_settings

resource = Resource("tries", "Prøver")


class Try(Answer):
    id = Id("Den.", "a", of="number")
    name = Text("Navnet.", "Sør", most=60)


class Trial(Body):
    name = Text("Navnet.", "Sør", most=60, required=True)
    at = Moment("Når.", "2026-12-01T12:00:00+01:00")
    on = Day("Dagen.", "2026-12-01")
    many = Whole("Hvor mange.", 3, least=1, most=9)


class Seen:
    """What is told of one."""

    def __init__(self, office: Any) -> None:
        self.key, self.version, self.number, self.name = office.pk, office.version, office.name, office.name


@resource.listing("", scope=Scope.DWELLINGS, schema=Try)
def listed(call: Call, *, after: Any, limit: int) -> list[Seen]:
    """Alle."""
    found = Office.objects(**({"id__gt": after} if after else {})).order_by("id").limit(limit)
    return [Seen(one) for one in found]


@resource.one("/<number>", scope=Scope.DWELLINGS, schema=Try)
def one(call: Call, number: str) -> Seen:
    """En."""
    return Seen(_of(number))


@resource.made("", scope=Scope.DWELLINGS_WRITE, schema=Try, body=Trial, at="one")
def make(call: Call, body: dict[str, Any]) -> Seen:
    """Lag en."""
    if body["name"] == "Brann":
        raise RuntimeError("it burns")
    office = Office(id=call.identity, name=body["name"])
    try:
        records.create(office, call.actor)
    except AlreadyExists:
        office = records.get(Office, call.identity)
    if body["name"] == "Røyk":
        raise RuntimeError("it burns after the write")
    return Seen(office)


@resource.made("/<number>/rename", scope=Scope.DWELLINGS_WRITE, schema=Try, body=Trial, status=200, matched=True)
def rename(call: Call, body: dict[str, Any], number: str) -> Seen:
    """Gi nytt navn."""
    office = _of(number)
    records.change(office, call.actor, values={"name": body["name"]}, version=call.seen(office))
    return Seen(office)


@resource.changed("/<number>", scope=Scope.DWELLINGS_WRITE, schema=Try, body=Trial)
def change(call: Call, body: dict[str, Any], number: str) -> Seen:
    """Endre."""
    return rename(call, body, number)


def _of(number: str) -> Any:
    office = Office.objects(name=number).first()
    return office or records.get(Office, "none")


def built(secret: str) -> Flask:
    """An application with that resource alone."""
    flask_app = Flask("husrom", static_folder=None)
    flask_app.testing = True
    settings = make_settings("mongodb://127.0.0.1/husrom", secret_key=secret, api_rate="1000/minute")
    admin.register(flask_app, settings)
    before, resources.RESOURCES = resources.RESOURCES, (resource,)
    try:
        api.register(flask_app, settings)
    finally:
        resources.RESOURCES = before
    return flask_app
