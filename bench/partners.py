"""A landlord's call against a bare Flask handler that makes the same database calls, and against Eve."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pymongo.monitoring
from bson import ObjectId
from flask import Flask, Response
from flask.testing import FlaskClient
from mongoengine import get_db

from app import create_app
from bench import eve_peer, partner_town
from bench.partner_town import Town
from bench.replaying import Command, Recorder, ask_again, fresh
from bench.results import Result
from bench.servers import FIELD_KEY, Server, empty_database
from bench.timing import in_turn
from config.settings import Settings
from rules.deadlines import oslo_date

PAGE = 50
SLOWEST = 1 / 0.6  # ours is at least 0.6 times as fast as the bare handler


def compare(server: Server, rows: int) -> Iterator[Result]:
    """Reading a page of homes and reporting a vacancy, at so many homes of a hundredth as many landlords."""
    recorder = Recorder()
    pymongo.monitoring.register(recorder)
    with empty_database(server) as address:
        town = partner_town.build(address, recorder, rows, oslo_date(datetime.now(UTC)))
        caller = _caller(address)
        read, reported = _get(caller, town), _post(caller, town)
        eve = eve_peer.build(town.address, town.landlord, town.key.split("_")[1], PAGE)
        bare_read, bare_reported = _bare(town, read), _bare(town, reported)
        ours, bare, theirs = in_turn(read, bare_read, eve.get, repeats=30)
        yield _result(f"Partner: lese {PAGE} boliger, mot de samme databasekallene", ours, bare, SLOWEST, rows)
        yield _result(f"Partner: lese {PAGE} boliger, mot Eve", ours, theirs, 1.0, rows)
        ours, bare, theirs = in_turn(reported, bare_reported, eve.post, repeats=20)
        yield _result("Partner: melde ledig bolig, mot de samme databasekallene", ours, bare, SLOWEST, rows)
        yield _result("Partner: melde ledig bolig, mot at Eve lagrer ett dokument", ours, theirs, None, rows)


def _result(what: str, ours: float, yardstick: float, limit: float | None, rows: int) -> Result:
    return Result(what=what, ours=ours * 1000, yardstick=yardstick * 1000, unit="ms", limit=limit, rows=rows)


def _caller(address: str) -> FlaskClient:
    settings = Settings(
        mongodb_uri=address, secret_key=FIELD_KEY, field_key=FIELD_KEY, base_url="http://127.0.0.1:8000",
        api_rate="1000000/minute",
    )  # fmt: skip
    return create_app(settings).test_client()


def _get(caller: FlaskClient, town: Town) -> Callable[[], object]:
    headers = {"Authorization": f"Bearer {town.key}"}

    def read() -> object:
        answer = caller.get(f"/api/v1/dwellings?limit={PAGE}", headers=headers)
        found = len(answer.get_json()["items"]) if answer.status_code == 200 else 0
        if found != PAGE:
            raise RuntimeError(f"svarte {answer.status_code} med {found} boliger")
        return answer

    return read


def _post(caller: FlaskClient, town: Town) -> Callable[[], object]:
    def report() -> object:
        ready = town.today + timedelta(days=30)
        body = {"dwelling": next(town.homes), "available_from": f"{ready}", "rent_ore": 900_000}
        headers = {"Authorization": f"Bearer {town.key}", "Idempotency-Key": str(ObjectId())}
        answer = caller.post("/api/v1/vacancies", json=body, headers=headers)
        if answer.status_code != 201:
            raise RuntimeError(f"svarte {answer.status_code}: {answer.text}")
        return answer

    return report


def _bare(town: Town, ours: Callable[[], object]) -> Callable[[], object]:
    """What is left of our handler when all but the database calls and the JSON are taken away."""
    ours()  # what is looked up once stands remembered
    town.commands.commands, town.commands.on = [], True
    ours()
    town.commands.on = False
    commands = town.commands.commands
    database: Any = get_db()  # the same client: the same majority, the same journal
    app = Flask("bare")
    answers = app.test_client()

    @app.route("/", methods=["GET", "POST"])
    def bare() -> Any:
        found = ask_again(database, commands, fresh(commands, "notice_number"))
        return Response(json.dumps(found, default=str), mimetype="application/json")

    def call() -> object:
        answer = answers.get("/")
        if answer.status_code != 200:
            raise RuntimeError(f"den bare svarte {answer.status_code}")
        return answer

    _same_calls(town.commands, commands, call)
    return call


def _same_calls(recorder: Recorder, wanted: list[Command], call: Callable[[], object]) -> None:
    """Stop where the bare handler does not ask the server for the same, in the same order."""
    recorder.commands, recorder.on = [], True
    call()
    recorder.on = False
    if [next(iter(one.items())) for one in recorder.commands] != [next(iter(one.items())) for one in wanted]:
        raise RuntimeError("den bare gjør andre kall")
