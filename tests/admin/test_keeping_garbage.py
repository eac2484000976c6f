"""Whatever is typed on the steps of keeping a home, the page answers in bokmål and nothing impossible is stored."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin.keeping_doors import KEEPING_ROUTES, ON_DWELLING
from rules.terms import Role
from tests.admin.office import app
from tests.admin.plain_text import strange
from tests.admin.test_crawl import contents
from tests.admin.test_keeping_doors import STEPS, at_home, parts_of
from tests.casework import NOW, TODAY
from tests.factories import make_office

__all__ = ["app"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("app")
Clients = Callable[..., FlaskClient]
FORM = "multipart/form-data"
KEPT = frozenset({"id", "version", "url", "nonce", "csrf_token", "q"})
JUNK = {
    "nothing": [""], "a huge number": ["9" * 30], "a negative amount": ["-1"], "a day that is none": ["31.02.2026"],
    "a day out of reach": ["31.12.9999"], "ten thousand letters": ["æ" * 10_000], "a zero byte": ["\0"],
    "two of one, markup and emojis": ["<b>{{7*7}}😀", "2"],
}  # fmt: skip
NEVER = {"nothing", "ten thousand letters"}  # what no form with something to fill in can take
DESK = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER)
ONCE_BY_KEY = {  # each form makes one record under a key of its own, so that there is no version to be stale
    "/admin/befaringer/utbedring/", "/admin/leieforhold/utbedring/", "/admin/leieforhold/innbetaling/",
    "/admin/leieforhold/krediter/", "/admin/leieforhold/ettergi/", "/admin/korrigeringer/angre/",
    "/admin/konsumprisindeks/ny-maned/", "/admin/indeksregulering/varsle/",
}  # fmt: skip
AS_BEFORE = {"/admin/oppfolging/mal/", "/admin/restansesaker/husstanden/"}  # what was told may be taken away again


class Inputs(HTMLParser):
    """The names and values of a page's inputs, those of the search on top left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._chosen = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("input", "select", "textarea") and told.get("name"):
            self._chosen = told["name"] or ""
            self.found.setdefault(self._chosen, told.get("value") or "")
        if tag == "option" and told.get("value") and not self.found.get(self._chosen):
            self.found[self._chosen] = told["value"] or ""


def filled_in(page: str) -> dict[str, str]:
    """The form of a page as somebody would fill it in: a day where a day is asked for, kroner, a reason."""
    found = {name: value for name, value in Inputs(page).found.items() if name not in {"q", "csrf_token"}}
    return {name: value or guessed(name) for name, value in found.items()}


def guessed(name: str) -> str:
    words = name.split("_")
    if {"on", "by", "until", "since", "from"} & set(words):
        return f"{TODAY:%d.%m.%Y}"
    return "100" if {"ore", "each", "count", "value", "most"} & set(words) else "Det er avtalt."


@pytest.fixture(autouse=True)
def monday(clock: Any) -> None:
    clock.move_to(NOW)


def steps_of(app: Flask, lease: Any, made: dict[type[Any], Any]) -> Iterator[tuple[str, Any]]:
    """The address of each step that takes a form, with the record that it is of."""
    rules = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    for record in [*made.values(), lease, lease.dwelling]:
        name = type(record)._get_collection_name()
        for step in [*STEPS.get(name, ()), *(ON_DWELLING if name == "dwelling" else ())]:
            if f"{name}.{step}" in rules:
                yield f"{rules[f'{name}.{step}']}?id={record.pk}{parts_of(record)}", record
    yield from ((rules[name], None) for name in KEEPING_ROUTES if name in rules)


@pytest.mark.parametrize("kind", JUNK)
def test_no_step_breaks_or_stores_what_cannot_be(app: Flask, client_of: Clients, kind: str) -> None:
    lease, made = at_home()
    caller = client_of(*Role, office=lease.office, sees_protected=True)
    odd: dict[str, Any] = {}
    for address, record in steps_of(app, lease, made):
        step = address.partition("?")[0]
        before = type(record).objects.get(pk=record.pk).version if record else 0
        names = Inputs(caller.get(address).text).found.keys() - KEPT
        ours = {"id": str(record.pk), "version": str(before)} if record else {}
        answer = caller.post(address, data=dict.fromkeys(names, JUNK[kind]) | ours, content_type=FORM)
        words = strange(answer.text) if answer.status_code == 200 and answer.mimetype == "text/html" else []
        if answer.status_code >= 500 or words:
            odd[step] = (answer.status_code, words)
        stored = record is not None and type(record).objects.get(pk=record.pk).version != before
        if stored and names and kind in NEVER and step not in AS_BEFORE:
            odd[step] = "stored"
    assert odd == {}


@pytest.mark.parametrize("stale", [True, False], ids=["of another version", "by another office"])
def test_no_step_is_taken_that_may_not_be(app: Flask, client_of: Clients, memory_database: Any, stale: bool) -> None:
    lease, made = at_home()
    own = client_of(*Role, office=lease.office, sees_protected=True)
    caller = own if stale else client_of(*DESK, office=make_office(), sees_protected=True)
    steps = [(address, record, filled_in(own.get(address).text)) for address, record in steps_of(app, lease, made)]
    before, taken = contents(memory_database), set()
    for address, record, form in steps:
        step = address.partition("?")[0]
        ours = {"id": str(record.pk), "version": "0" if stale else str(version_of(record))} if record else {}
        answer = caller.post(address, data=form | ours, content_type=FORM)
        assert answer.status_code < 500, step
        if (after := contents(memory_database)) != before:
            taken.add(step)
            before = after
    assert taken == (ONCE_BY_KEY if stale else set())


def version_of(record: Any) -> int:
    return int(type(record).objects.get(pk=record.pk).version)
