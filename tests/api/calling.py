"""A landlord's system that calls: over the whole door, on an in-memory database."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import admin
import api
from api import call
from api.rates import Rates
from rules.terms import Scope
from services import api_access
from services.actor import Actor
from tests import factories
from tests.conftest import make_settings

TODAY, LAST_DAY = date(2026, 11, 22), date(2027, 11, 22)
SECRET = secrets.token_urlsafe(48)
_keys = count(1)


@cache
def built() -> Flask:
    """The application with both doors, put together once for each process: it holds no data."""
    flask_app = Flask("husrom", static_folder=None)
    flask_app.testing = True
    settings = make_settings("mongodb://127.0.0.1/husrom", secret_key=SECRET, api_rate="1000/minute")
    admin.register(flask_app, settings)
    api.register(flask_app, settings)
    return flask_app


def fresh(app: Flask) -> Flask:
    """The application as no caller has met it."""
    door = app.extensions[call.DOOR]
    counter = type(door.counter)(patient=True)
    door.callers.forget()
    app.extensions[call.DOOR] = call.Door(door.callers, Rates("1000/minute"), counter)
    return app


@dataclass
class System:
    """A landlord's system with its key."""

    client: FlaskClient
    landlord: Any
    key: str
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self._send("GET", path, None, headers)

    def post(self, path: str, body: Any = None, *, key: str | None = None, **headers: str) -> TestResponse:
        """POST under an Idempotency-Key of its own, unless one is given; `key=""` sends none."""
        own = f"k{next(_keys)}" if key is None else key
        return self._send("POST", path, body, {**({"Idempotency-Key": own} if own else {}), **headers})

    def patch(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self._send("PATCH", path, body, headers)

    def delete(self, path: str, **headers: str) -> TestResponse:
        return self._send("DELETE", path, None, headers)

    def send(self, method: str, path: str, body: Any, **headers: str) -> TestResponse:
        """Any method with any body."""
        return self._send(method, path, body, headers)

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> TestResponse:
        """`If_Match="…"` and the like name headers; a body that is bytes goes as it is."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Authorization": f"Bearer {self.key}", **self.headers, **named}
        url = path if path.startswith("/api/") else f"/api/v1{path}"
        if isinstance(body, bytes):
            content = {"data": body, "content_type": named.pop("Content-Type", "application/json")}
            sent.pop("Content-Type", None)
            return self.client.open(url, method=method, headers=sent, **content)
        return self.client.open(url, method=method, headers=sent, **({} if body is None else {"json": body}))


def another_landlord(name: str = "Annen Eiendom AS") -> Any:
    """A landlord with a number of its own."""
    return factories.make_landlord(organisation_number=next(_numbers), name=name)


def organisation_numbers() -> Iterator[str]:
    """Valid organisation numbers, made up."""
    for number in count(83000001):
        digits = f"{number}"
        remainder = (
            sum(int(digit) * weight for digit, weight in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
        )
        if remainder != 1:
            yield f"{digits}{(11 - remainder) % 11}"


_numbers = organisation_numbers()


def system(app: Flask, landlord: Any = None, *, scopes: Any = tuple(Scope)) -> System:
    """A landlord's system whose key opens everything, or the scopes given."""
    landlord = landlord or another_landlord()
    actor = Actor.system(factories.ACTOR.at)
    _, text = api_access.issue(
        landlord, actor, label="Fagsystem", scopes=scopes, today=TODAY, expires_on=LAST_DAY, secret=SECRET
    )
    return System(app.test_client(), landlord, text)


def problem(answer: TestResponse, status: int, slug: str) -> Any:
    """The problem document that the answer is, after a look at what every one of them has."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"].endswith(f"/api/v1/problems/{slug}"), answer.text
    assert answer.json["status"] == status
    assert answer.json["title"]
    assert "Set-Cookie" not in answer.headers
    return answer.json
