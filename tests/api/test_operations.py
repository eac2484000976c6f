"""Every operation of the partner API against what may be wrong with a call: none is forgotten, nothing is stored."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from models import DOCUMENTS, AccessEntry, ApiCalls, ApiKey, AuditEntry, Disclosure, IdempotentAnswer
from rules.errors import NamesBusy
from rules.terms import Scope
from services.webhooks import network
from tests.api.calling import System, another_landlord, problem, system
from tests.api.furnished import SECRETS, Furnished, furnish
from tests.api.operations import OPERATIONS, Operation

PLUMBING = (AccessEntry, ApiCalls, ApiKey, AuditEntry, Disclosure, IdempotentAnswer)
STRANGE = ("~~~", "x" * 300, "%00", "%C3%A6", "B1000%20", "~", "..", "null")


@pytest.fixture(autouse=True)
def open_net() -> Iterator[None]:
    """Every name is a public address; nothing is sent."""
    held = network.current()
    network.use(network.Network(base_url="http://127.0.0.1:8000", resolve=lambda *_: ["93.184.216.34"]))
    yield
    network.use(held)


@pytest.fixture
def world(caller: System) -> Furnished:
    return furnish(caller.landlord)


def told(
    check: Callable[[str, Operation], str | None], only: Callable[[Operation], bool] = lambda _: True
) -> list[str]:
    """What is wrong, by operation."""
    found = ((name, check(name, one)) for name, one in OPERATIONS.items() if only(one))
    return [f"{name}: {wrong}" for name, wrong in found if wrong]


def send(caller: System, one: Operation, world: Furnished, *, path: str = "", body: Any = ..., **headers: str) -> Any:
    """The operation as it is meant, except what is given."""
    path = path or one.at(world)
    body = one.sent(world) if body is ... else body
    if one.method == "GET":
        return caller.get(path, **headers)
    if one.method == "DELETE":
        return caller.delete(path, **headers)
    return caller.post(path, body, **headers) if one.method == "POST" else caller.patch(path, body, **headers)


def matched(caller: System, one: Operation, world: Furnished) -> dict[str, str]:
    return {"If_Match": caller.get(one.of.format(**world.ids)).headers["ETag"]} if one.of else {}


def stored() -> dict[str, list[Any]]:
    """All that the database holds, but for what is noted of the calls themselves."""
    kinds = [kind for kind in DOCUMENTS if kind not in PLUMBING]
    return {kind.__name__: list(kind._get_collection().find({})) for kind in kinds}


def unless(status: int) -> Callable[[Any], str | None]:
    return lambda answer: None if answer.status_code == status else f"{answer.status_code} {answer.text[:200]}"


def test_every_operation_stands_in_the_table(app: Flask) -> None:
    served = {
        rule.endpoint: method
        for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")
        if not rule.endpoint.startswith("partner_pages.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }  # fmt: skip
    assert served == {name: one.method for name, one in OPERATIONS.items()}


def test_every_operation_does_what_it_says_and_shows_no_secret(caller: System, world: Furnished) -> None:
    world.records["delivery"].update(state="failed")
    seen: list[str] = []

    def check(_: str, one: Operation) -> str | None:
        answer = send(caller, one, world, **matched(caller, one, world))
        seen.append(answer.text)
        return unless(one.status)(answer)

    assert told(check) == []
    leaked = {name for name, secret in SECRETS.items() if any(secret in text for text in seen)}
    assert leaked == set()
    assert "".join(seen).count("whsec_") == 2  # shown once as it is made, and once as it is renewed


def test_no_operation_is_open_without_a_key_or_without_its_scope(caller: System, world: Furnished, app: Flask) -> None:
    before = stored()
    nobody = System(app.test_client(), caller.landlord, "husrom_feil")
    assert told(lambda _, one: unless(401)(send(nobody, one, world, If_Match='"x"'))) == []

    def narrow(_: str, one: Operation) -> str | None:
        opens = {one.scope, *(scope for scope in Scope if one.scope and scope.value == f"{one.scope.value}.write")}
        other = system(app, caller.landlord, scopes=[scope for scope in Scope if scope not in opens])
        return unless(403)(send(other, one, world, If_Match='"x"'))

    assert told(narrow, lambda one: one.scope is not None) == []
    assert stored() == before


def test_another_landlords_record_is_not_there(caller: System, world: Furnished, app: Flask) -> None:
    other = system(app, another_landlord("Tredje Eiendom AS"))
    before = stored()

    def check(_: str, one: Operation) -> str | None:
        answer = send(other, one, world, If_Match='"x"')
        if one.names_a_record:
            return unless(404)(answer)
        if one.path in ("/me", "/webhooks") or one.method == "GET":
            return None if not any(f'"{held}"' in answer.text for held in world.ids.values()) else answer.text
        return unless(422)(answer)

    assert told(check) == []
    after = stored()
    assert after.pop("Webhook")[:-1] == before.pop("Webhook")  # its own new one
    assert after == before


def test_a_change_names_what_it_has_seen(caller: System, world: Furnished) -> None:
    before = stored()
    assert told(lambda _, one: unless(428)(send(caller, one, world)), lambda one: bool(one.of)) == []
    for seen in ('"x"', '"x", "y"', 'W/"x"'):
        assert told(lambda _, one, seen=seen: unless(412)(send(caller, one, world, If_Match=seen)),
                    lambda one: bool(one.of)) == []  # fmt: skip
    assert stored() == before


def test_every_post_has_its_key(caller: System, world: Furnished) -> None:
    before = stored()

    def check(_: str, one: Operation) -> str | None:
        answer = caller.post(one.at(world), one.sent(world), key="", If_Match='"x"')
        return unless(400)(answer)

    assert told(check, lambda one: one.method == "POST") == []
    assert stored() == before


def test_no_operation_takes_garbage(caller: System, world: Furnished) -> None:
    before = stored()
    bodies = {
        b"{": 400, b"": 400, b"\xff": 400, b'{"a": NaN}': 400, b'{"a": 1, "a": 2}': 400,
        b"[]": 422, b"null": 422, b'"x"': 422, b'{"finnes_ikke": 1}': 422,
    }  # fmt: skip
    for body, status in bodies.items():
        assert told(
            lambda _, one, body=body, status=status: unless(status)(
                send(caller, one, world, body=body, If_Match='"x"')
            ),
            lambda one: isinstance(one.body, dict),
        ) == [], body  # fmt: skip
    for query, status in {
        "limit=0": 422,
        "limit=x": 422,
        "finnes_ikke=1": 422,
        "state=x": 422,
    }.items():
        assert told(
            lambda _, one, query=query, status=status: unless(status)(caller.get(f"{one.at(world)}?{query}")),
            lambda one: one.method == "GET" and one.path != "/me" and not one.path.endswith("}"),
        ) == [], query  # fmt: skip
    assert stored() == before


def test_what_is_sent_where_nothing_is_read_is_refused_by_its_name(caller: System, world: Furnished) -> None:
    before = stored()

    def fields(answer: Any) -> str | None:
        named = [one["field"] for one in answer.json.get("errors", ())]
        return None if (answer.status_code, named) == (422, ["finnes_ikke"]) else f"{answer.status_code} {answer.text}"

    assert (
        told(lambda _, one: fields(send(caller, one, world, path=f"{one.at(world)}?finnes_ikke=1", If_Match='"x"')))
        == []
    )

    def unread(body: bytes, check: Callable[[Any], str | None], **headers: str) -> None:
        def sent(_: str, one: Operation) -> str | None:
            return check(caller.send(one.method, one.at(world), body, If_Match='"x"', Idempotency_Key="a", **headers))

        assert told(sent, lambda one: one.body is None) == [], body

    unread(b'{"finnes_ikke": 1}', fields)
    unread(b"{broken", unless(400))
    unread(b"[]", unless(422))
    unread(b"{}", unless(415), Content_Type="text/plain")
    assert stored() == before


def test_an_empty_object_is_nothing(caller: System, world: Furnished) -> None:
    def check(_: str, one: Operation) -> str | None:
        key = {"Idempotency_Key": one.path} if one.method == "POST" else {}
        return unless(one.status)(caller.send(one.method, one.at(world), b" {} ", **key, **matched(caller, one, world)))

    assert told(check, lambda one: one.body is None and not one.path.endswith("replay")) == []


def test_an_id_that_no_record_has_is_not_there(caller: System, world: Furnished) -> None:
    before = stored()
    for strange in STRANGE:
        held = dict.fromkeys(world.ids, strange)
        assert told(
            lambda _, one, held=held: unless(404)(
                send(caller, one, world, path=one.path.format(**held), If_Match='"x"')
            ),
            lambda one: one.names_a_record,
        ) == [], strange  # fmt: skip
    assert stored() == before


def test_who_registers_an_address_while_too_many_names_are_looked_up_is_told_to_come_back(caller: System) -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise NamesBusy

    network.use(network.Network(base_url="http://127.0.0.1:8000", resolve=resolve))
    body = {"url": "https://utleier.example/husrom", "events": ["referral.created"]}
    answer = caller.post("/webhooks", body, key="once")
    problem(answer, 503, "names-busy")
    assert answer.headers["Retry-After"] == "30"
    network.use(network.Network(base_url="http://127.0.0.1:8000", resolve=lambda *_: ["93.184.216.34"]))
    assert caller.post("/webhooks", body, key="once").status_code == 201


def test_a_message_goes_by_one_id_alone(caller: System, world: Furnished) -> None:
    world.records["delivery"].update(state="failed")
    before, hook, known = stored(), world.ids["webhook"], world.ids["delivery"]
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for other in (f"{known}=", f"{known}==", f"{known}\n", f"{known}*", f"{known[:4]} {known[4:]}", f"{known}====",
                  *(known[:-1] + sign for sign in last if sign != known[-1])):  # fmt: skip
        answer = caller.post(f"/webhooks/{hook}/deliveries/{quote(other)}/replay")
        assert answer.status_code == 404, other
    assert stored() == before
    assert caller.post(f"/webhooks/{hook}/deliveries/{known}/replay").status_code == 202


def test_a_post_sent_again_is_answered_as_it_was(caller: System, world: Furnished) -> None:
    world.records["delivery"].update(state="failed")

    def check(name: str, one: Operation) -> str | None:
        headers = matched(caller, one, world)
        first = caller.post(one.at(world), one.sent(world), key=f"samme-{name}", **headers)
        before = stored()
        again = caller.post(one.at(world), one.sent(world), key=f"samme-{name}", **headers)
        if (again.status_code, again.data) != (first.status_code, first.data):
            return f"{first.text[:200]} / {again.text[:200]}"
        return None if stored() == before and first.status_code == one.status else first.text

    assert told(check, lambda one: one.method == "POST") == []
