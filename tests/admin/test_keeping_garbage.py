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
from tests.admin.test_keeping_doors import STEPS, at_home, parts_of
from tests.casework import NOW

__all__ = ["app"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("app")
Clients = Callable[..., FlaskClient]
KEPT = frozenset({"id", "version", "url", "nonce", "csrf_token", "q"})
JUNK = {
    "nothing": [""], "a huge number": ["9" * 30], "a negative amount": ["-1"], "a day that is none": ["31.02.2026"],
    "a day out of reach": ["31.12.9999"], "emojis": ["😀" * 30], "ten thousand letters": ["æ" * 10_000],
    "two of one": ["1", "2"], "a zero byte": ["\0"], "markup": ["<b>{{7*7}}"],
}  # fmt: skip
NEVER = {"nothing", "ten thousand letters"}  # what no form with something to fill in can take
AS_BEFORE = {"/admin/oppfolging/mal/", "/admin/restansesaker/husstanden/"}  # what was told may be taken away again


class Inputs(HTMLParser):
    """The names and values of a page's inputs, those of the search on top left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("input", "select", "textarea") and told.get("name"):
            self.found.setdefault(told["name"] or "", told.get("value") or "")


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


FORM = "multipart/form-data"
