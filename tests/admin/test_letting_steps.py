"""Each step from vacancy to keys refuses whom its door should have kept out: the services ask themselves."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin.access import SCREENS
from admin.doors import EVERYONE, Doors
from letters import lease_contract
from models import Nomination
from rules.terms import Role
from tests import letting_leases
from tests.admin.office import app
from tests.casework import NOW
from tests.choosing import FIRST, agreed, allocated, gone_through, long_road, recommended, short_road, waiting
from tests.factories import make_office
from tests.letting_offers import offered, refused

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def monday(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clock.move_to(NOW)
    monkeypatch.setattr(lease_contract, "draw", letting_leases.quick_contract)


SAID = {
    "reason": "Fordi", "reasons": "Fordi", "because": "Fordi", "answer": "yes", "outcome": "agreed", "questions": "x",
    "conclusion": "x", "agree": "ja", "innstill": "ja", "kind": "viewing", "channel": "telephone", "said": "x",
    "day": "25.11.2026", "clock": "10.00", "minutes": "30", "place": "office", "told": "telephone", "on": "23.11.2026",
    "held_on": "23.11.2026", "answer_by": "28.11.2026", "keys_on": "23.11.2026", "security": "nav_guarantee",
    "security_ore": "24000", "security_received_on": "20.11.2026", "house_rules_on": "20.11.2026", "text": "x",
    "starts_on": "01.12.2026", "months": "36", "rent_ore": "8000", "section_11_1": "y", "nonce": "0" * 32, "why": "x",
    "heard_on": "23.11.2026", "heard": "Sagt.", "given_by": "Lederen",
}  # fmt: skip


def stored(database: Any) -> dict[str, list[Any]]:
    names = set(database.list_collection_names()) - {"access_entry", "throttle"}
    return {name: sorted(map(repr, database[name].find())) for name in names}


def test_the_services_refuse_whom_an_open_door_lets_in(
    app: Flask, client_of: Clients, memory_database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = waiting(FIRST, office=make_office()), waiting(FIRST)
    records_of: dict[str, list[Any]] = {
        "vacancy": [long_road([first]), gone_through(recommended(long_road([first]), first)),
                    agreed(short_road(), second), allocated(short_road(), second)],
        "nomination": [Nomination.objects.first()],
        "offer": [offered(), refused(), letting_leases.accepted()],
        "lease": [letting_leases.signed()],
    }  # fmt: skip
    caller = client_of(Role.READER)
    monkeypatch.setattr(Doors, "of", lambda _doors, _method: EVERYONE)
    before, posted = stored(memory_database), 0
    for rule in app.url_map.iter_rules():
        screen, _, method = rule.endpoint.partition(".")
        if screen not in records_of or "POST" not in (rule.methods or ()) or method not in SCREENS[screen].also:
            continue
        for record in records_of[screen]:
            form = {"id": str(record.pk), "version": str(record.version), "valgt": str(first.pk), "avtale": "1",
                    "soknad": str(second.pk), "chosen": str(first.pk)}  # fmt: skip
            caller.post(f"{rule.rule}?trinn=fraflyttet&kandidat={first.pk}", data=SAID | form)
            posted += 1
    assert posted > 80
    assert stored(memory_database) == before
