"""The landlords' door on the web server as it runs in earnest: what the test client cannot send."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from api.bodies import MOST_BYTES
from config.settings import Settings
from models import Webhook
from rules.deadlines import oslo_date
from rules.terms import Scope
from services import api_access
from services.actor import Actor
from tests.api.calling import another_landlord
from tests.processes import environment, web_server


@pytest.fixture
def place(app: Flask, settings: Settings, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Where the server is, and a key that opens it."""
    now = datetime.now(UTC)
    today, secret = oslo_date(now), settings.secret_key
    actor = Actor.system(now)
    _, key = api_access.issue(
        another_landlord(),
        actor,
        label="Fagsystem",
        scopes=tuple(Scope),
        today=today,
        secret=secret,
        expires_on=today + timedelta(days=1),
    )
    with web_server(environment(settings), tmp_path) as url:
        yield urlsplit(url).netloc, key


def chunked(place: tuple[str, str], body: bytes) -> tuple[int, Any]:
    """Register a webhook by a body whose length is not told."""
    host, key = place
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Idempotency-Key": "en"}
    connection = HTTPConnection(host, timeout=30)
    pieces = (body[start : start + 50_000] for start in range(0, len(body), 50_000))
    connection.request("POST", "/api/v1/webhooks", pieces, headers, encode_chunked=True)
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    return answer.status, told


def test_a_body_that_hides_its_length_is_refused_and_not_cut_off(place: tuple[str, str]) -> None:
    body = json.dumps({"url": "https://93.184.215.14/husrom", "events": ["referral.created"]}).encode()
    whole = body + b" " * (MOST_BYTES - len(body))
    status, told = chunked(place, whole + b"garbage")
    assert (status, told["type"].rpartition("/")[2]) == (413, "too-large")
    assert Webhook.objects.count() == 0
    assert chunked(place, whole)[0] == 201
