"""What the specification says of answers is what is answered: each status by its own name, with its headers."""

from typing import Any

from flask import Flask

from api import call
from api.rates import Rates
from rules.terms import Scope
from tests.api.calling import System, system
from tests.api.furnished import Furnished, furnish
from tests.api.operations import OPERATIONS, Operation
from tests.api.test_operations import matched, open_net, send

__all__ = ["open_net"]
TOLD = ("ETag", "Location", "Link", "Idempotency-Replayed", "WWW-Authenticate", "Retry-After", "RateLimit-Limit")


def followed(held: Any, spec: Any) -> Any:
    """What stands there, or where it points."""
    if "$ref" not in held:
        return held
    found = spec
    for part in held["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def described(app: Flask) -> dict[str, dict[str, Any]]:
    """The answers that the specification tells of, by operation and status, all in place."""
    spec = app.test_client().get("/api/v1/openapi.json").json
    return {
        operation["operationId"]: {status: followed(one, spec) for status, one in operation["responses"].items()}
        for methods in spec["paths"].values() for operation in methods.values() if isinstance(operation, dict)
    }  # fmt: skip


def of(name: str, told: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = told[name.removeprefix("partner_").replace(".", "_").replace("-", "_")]
    return found


def wrong(answer: Any, told: dict[str, Any]) -> str | None:
    """What the specification does not tell of the answer."""
    if str(answer.status_code) not in told:
        return f"{answer.status_code} {answer.text}"
    one = told[str(answer.status_code)]
    if answer.data and answer.mimetype not in one["content"]:
        return f"{answer.status_code} {answer.mimetype}"
    hidden = [name for name in TOLD if name in answer.headers and name not in one.get("headers", {})]
    return f"{answer.status_code} {hidden}" if hidden else None


def test_every_answer_is_told_of_under_its_own_status(caller: System, app: Flask) -> None:
    world, told = furnish(caller.landlord), described(app)
    nobody, narrow = (
        System(app.test_client(), caller.landlord, "husrom_feil"),
        system(app, caller.landlord, scopes=[Scope.AGREEMENTS]),
    )
    found: list[str] = []

    def tell(name: str, answer: Any) -> None:
        said = wrong(answer, of(name, told))
        if said:
            found.append(f"{name}: {said}")

    for name, one in OPERATIONS.items():
        for answer in strange(caller, one, world):
            tell(name, answer)
        tell(name, send(nobody, one, world))
        tell(name, send(narrow, one, world))
    world.records["delivery"].update(state="failed")
    for name, one in OPERATIONS.items():
        headers = matched(caller, one, world)
        for _ in range(2):
            tell(name, send(caller, one, world, **headers, **({"key": name} if one.method == "POST" else {})))
    busy = app.extensions[call.DOOR]
    app.extensions[call.DOOR] = call.Door(busy.callers, Rates("1/hour"), busy.counter)
    for name, one in OPERATIONS.items():
        tell(name, send(caller, one, world))
    assert found == []


def strange(caller: System, one: Operation, world: Furnished) -> list[Any]:
    """What is answered to calls that are wrong."""
    path, sent = one.at(world), {"Idempotency_Key": "a"}
    answers = [
        send(caller, one, world),
        send(caller, one, world, If_Match='"x"'),
        send(caller, one, world, path=f"{path}?finnes_ikke=1"),
        send(caller, one, world, path=f"{path}?cursor=x"),
        send(caller, one, world, path=one.path.format(**dict.fromkeys(world.ids, "B-finnes-ikke"))),
        caller.send(one.method, path, b"{", **sent),
        caller.send(one.method, path, b"x" * 300_000, **sent),
        caller.send(one.method, path, b"x", Content_Type="text/plain", **sent),
        caller.send(one.method, path, one.sent(world)),
    ]
    if one.method == "GET" and "ETag" in answers[0].headers:
        answers.append(caller.get(path, If_None_Match=answers[0].headers["ETag"]))
    return answers


def test_no_operation_tells_of_less_than_the_door_may_refuse(app: Flask) -> None:
    told = described(app)
    for name, one in OPERATIONS.items():
        expected = {"400", "401", "403", "413", "415", "422", "429", "503", "default", str(one.status)}
        expected |= {"404"} if one.names_a_record else set()
        expected |= {"409"} if one.method in ("POST", "PATCH") else set()
        expected |= {"412", "428"} if one.of else set()
        stated = set(of(name, told)) - {"304"}
        assert stated == expected, name
        for status in stated - {"default"}:
            assert {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"} <= set(
                of(name, told)[status]["headers"]
            )
