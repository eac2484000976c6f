"""Every page that a link leads to, from cases in every state of their way: reading changes nothing, and is ours."""

import html
import io
import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from letters import decision_letter
from models import Application
from rules.terms import LetterKind, Role
from services import meetings, rulebooks
from tests.admin.office import app
from tests.admin.plain_text import strange
from tests.appealing import forwarded, letter_of, lodged, quick_letters, taken_up
from tests.casework import NOW, TODAY, acting, assessed, decided, members, proposed, quick_draw, worker
from tests.factories import make_applicant, make_application, make_lease, make_vacancy

__all__ = ["app", "quick_letters"]  # fixtures, used here

pytestmark = pytest.mark.usefixtures("app", "quick_letters")
Clients = Callable[..., FlaskClient]
LINK = re.compile(r'(?:href|src)="(/admin/(?!static)[^"#]*)')
RETURN = re.compile(r"[?&]url=.*$")  # where a page leads back to
FEW = 6
LISTS = re.compile(r"[?&](?:sort|desc|page|flt_\w+|search)=")  # a list in another order is the same page


@pytest.fixture(autouse=True)
def drawn_quickly(monkeypatch: pytest.MonkeyPatch, clock: Any) -> None:
    clock.move_to(NOW)
    monkeypatch.setattr(decision_letter, "draw", quick_draw)


def whole_office() -> None:
    """A case at each step of its way, a meeting with one on its agenda, a draft of the rulebook, a double."""
    make_application()
    assessed()
    proposed()
    decided()
    lodged()
    letter_of(forwarded(), LetterKind.APPEAL_FORWARDED)
    taken_up()
    around, case = members(), proposed()
    meeting = meetings.plan(TODAY, "10:00", "Rådhuset", around[0], around, acting(worker()), now=NOW)
    meetings.set_on_agenda(meeting, case, acting(worker()), version=case.version)
    double = make_applicant()
    make_applicant(first_name=double.first_name, last_name=double.last_name, born_on=double.born_on)
    rulebooks.copy(1, "Ny regelbok", acting(worker(Role.ADMINISTRATOR)))
    lease = make_lease()
    make_vacancy(dwelling=lease.dwelling, lease=lease, vacated_on=TODAY - timedelta(days=20))


def contents(database: Any) -> dict[str, list[Any]]:
    names = set(database.list_collection_names()) - {"access_entry", "throttle"}
    return {name: list(database[name].find()) for name in sorted(names)}


def walked(caller: FlaskClient) -> dict[str, Any]:
    """The pages that links lead to from the start, with their answers; of each step, the first few records."""
    found: dict[str, Any] = {}
    waiting, taken = ["/admin/"], Counter[str]()
    while waiting:
        path = RETURN.sub("", waiting.pop(0))
        step = path.partition("?")[0]
        if path in found or taken[step] == FEW:
            continue
        taken[step] += 1
        answer = found[path] = caller.get(path)
        if answer.mimetype == "text/html":
            links = (html.unescape(one) for one in LINK.findall(answer.text))
            waiting += [one for one in links if not LISTS.search(one)]
    return found


@pytest.mark.parametrize("role", [None, Role.READER, Role.COMMITTEE_MEMBER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_reading_changes_nothing_and_every_answer_is_ours(
    app: Flask, client_of: Clients, memory_database: Any, role: Role | None
) -> None:
    whole_office()
    caller = client_of(*([role] if role else Role))
    before = contents(memory_database)
    answers = walked(caller)
    assert len(answers) > 40
    assert contents(memory_database) == before
    assert {path: one.status_code for path, one in answers.items() if one.status_code not in (200, 302, 303)} == {}
    for path, one in answers.items():
        assert one.headers["Cache-Control"] == "no-store", path
        assert one.headers["X-Content-Type-Options"] == "nosniff", path
        assert "default-src 'none'" in one.headers["Content-Security-Policy"], path
    pages = {path: one.text for path, one in answers.items() if one.status_code == 200 and one.mimetype == "text/html"}
    odd = {path: strange(re.sub("Last (ned|opp)", "", text)) for path, text in pages.items()}
    assert {path: words for path, words in odd.items() if words} == {}


def test_no_form_is_taken_without_its_token(app: Flask, client_of: Clients, memory_database: Any) -> None:
    whole_office()
    caller = client_of(*Role)
    app.config["WTF_CSRF_ENABLED"] = True
    before = contents(memory_database)
    rules = [one for one in app.url_map.iter_rules() if "POST" in (one.methods or ()) and not one.arguments]
    assert len(rules) > 90
    case = str(Application.objects.first().pk)
    answers = {one.rule: caller.post(one.rule, data={"id": case}).status_code for one in rules}
    people = {rule: code for rule, code in answers.items() if not rule.startswith("/api/")}  # where no cookie is read
    assert {rule: code for rule, code in people.items() if code not in (400, 403)} == {}
    assert {code for rule, code in answers.items() if rule not in people} == {401}
    form = {"id": case, "files": (io.BytesIO(b"%PDF-1.7"), "a.pdf")}
    sent = caller.post("/admin/soknader/journal/", data=form, content_type="multipart/form-data")
    assert sent.status_code == 400
    assert contents(memory_database) == before
