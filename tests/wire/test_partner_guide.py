"""The landlords' guide does what it says: its curl and Python run on a real server, staff doing their part between."""

import json
import os
import re
import runpy
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from api.call import DOOR
from config.settings import Settings
from jobs.https import PostCarrier
from models import Lease, Referral, VacancyNotice, WebhookDelivery
from rules.deadlines import oslo_date
from rules.terms import DeliveryState, LeaseState, Scope, Security
from services import api_access, records, referrals, webhooks
from services.actor import Actor
from services.webhooks import Network, network
from tests.api.calling import another_landlord
from tests.casework import acting
from tests.clockwork import load_rulebook
from tests.conftest import ROOT, leave_out
from tests.letting_offers import consultant, waiting
from tests.partners import make_leased_out

GUIDE = (ROOT / "docs" / "partner.md").read_text(encoding="utf-8")
CLIENT = ROOT / "docs" / "examples" / "landlord.py"


def blocks(language: str) -> dict[str, str]:
    """The guide's pieces of code, by the words of their first line."""
    found = re.findall(rf"```{language}\n# ([^\n]+)\n(.*?)```", GUIDE, re.S)
    return dict(found)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Receiver(BaseHTTPRequestHandler):
    """The landlord's end."""

    came: list[tuple[Any, bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.came.append((self.headers, body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def receiving() -> Iterator[str]:
    Receiver.came.clear()
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    before = network.current()
    webhooks.use(Network(base_url="http://127.0.0.1", loopback=True))
    try:
        yield f"http://127.0.0.1:{server.server_port}/husrom"
    finally:
        webhooks.use(before)
        server.shutdown()
        server.server_close()
        thread.join()


def curl(name: str, environ: dict[str, str]) -> Any:
    words = ["bash", "-c", blocks("sh")[name]]
    done = subprocess.run(words, env=os.environ | environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{name}: {done.stdout} {done.stderr}"
    return json.loads(done.stdout)


def refer(number: str, case: Any, now: datetime) -> Any:
    """What staff do: the municipality refers the household."""
    notice = VacancyNotice.objects(notice_number=number).get()
    identity = referrals.refer(
        notice, case, acting(consultant(), now), valid_to=oslo_date(now) + timedelta(days=14),
        guarantee=Security.MUNICIPAL_GUARANTEE, guarantee_ore=2_400_000, why="Boligen passer husstanden.",
        version=notice.version, now=now,
    )  # fmt: skip
    return records.get(Referral, identity)


def send_all(now: datetime) -> None:
    for delivery in webhooks.due(now):
        webhooks.deliver(delivery, PostCarrier(), Actor.system(now))


def test_the_guide_is_a_whole_story_that_runs(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if shutil.which("curl") is None:
        leave_out("runs curl", "there is none", unless="CI")
    load_rulebook()
    now = datetime.now(UTC)
    today, landlord = oslo_date(now), another_landlord()
    home, _, _ = make_leased_out(landlord=landlord, family_suitable=True, rooms=4)
    case = waiting(adults=2, children=1)
    _, key = api_access.issue(
        landlord,
        Actor.system(now),
        label="Fagsystem",
        scopes=tuple(Scope),
        today=today,
        secret=settings.secret_key,
        expires_on=today + timedelta(days=1),
    )
    with serving(app) as base, receiving() as receiver:
        environ = {
            "HUSROM": base,
            "KEY": key,
            "HOME_ID": home.number,
            "FREE_FROM": str(today + timedelta(days=7)),
            "TODAY": str(today),
            "RECEIVER": receiver,
        }
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        assert curl("hvem er vi", environ)["name"] == landlord.name
        secret = curl("sett opp varsling", environ)["secret"]
        notice = curl("meld ledig", environ)["id"]
        assert curl("meld ledig", environ)["id"] == notice  # the same key: nothing is reported twice
        assert VacancyNotice.objects.count() == 1

        referral = refer(notice, case, now)
        (listed,) = curl("se tilvisninger som venter på svar", environ)["items"]
        assert (listed["id"], listed["name"]) == (referral.number, None)

        send_all(datetime.now(UTC))
        headers, body = Receiver.came[0]
        assert json.loads(body)["resource"]["number"] == referral.number
        assert WebhookDelivery.objects.get().state is DeliveryState.DELIVERED

        scene: dict[str, Any] = runpy.run_path(str(CLIENT))
        scene |= {"secret": secret, "headers": headers, "body": body}
        steps = blocks("python")
        assert list(steps) == [
            "svar på tilvisningen",
            "meld leieavtalen",
            "meld ny leietid",
            "varsle om restanse",
            "meld at leieforholdet er slutt",
            "er meldingen fra Husrom?",
        ]
        for step in steps.values():
            exec(compile(step, "docs/partner.md", "exec"), scene)
        assert scene["household"][0] == records.get(Referral, referral.pk).applicant.name
        assert scene["ours"]
        for other, header in ((body + b" ", headers["Husrom-Signature"]), (body, "t=1,v1=00"), (body, "")):
            assert not scene["is_from_husrom"](secret, header, other)
        assert not scene["is_from_husrom"](secret, headers["Husrom-Signature"], body, now=now.timestamp() + 3600)
        assert Lease.objects.get(contract_number=scene["signed"]["id"]).state is LeaseState.ENDED
        scene["main"]()
        app.extensions[DOOR].counter.flush()  # what was counted, before the database goes
