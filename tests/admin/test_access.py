"""Who may open what: one list, one lock, and a GET that changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import access
from admin.base import View
from admin.doors import CLOSED, EVERYONE, Doors
from models import AccessEntry, Application, Office
from rules.terms import Role
from tests.factories import make_applicant, make_application, make_office

ADMIN = frozenset({Role.ADMINISTRATOR})
Clients = Callable[..., FlaskClient]


class Closed(View):
    name_one, name_many = "kontor", "Kontorer"
    column_list = ("name",)
    column_default_sort = "name"


def test_every_route_is_on_the_list(app: Flask) -> None:
    assert list(access.unlisted(app)) == []


def test_a_route_that_nobody_listed_is_found_and_refused(app: Flask, client_of: Clients) -> None:
    app.add_url_rule("/glemt", "glemt", lambda: "glemt")
    assert list(access.unlisted(app)) == ["glemt (/glemt)"]
    assert client_of(*Role).get("/glemt").status_code == 403


def test_a_screen_is_closed_until_it_is_opened(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "SCREENS", {})
    view = Closed(Office)
    assert view.doors == CLOSED
    methods = [name for _, name, _ in view._urls]
    assert len(methods) > 5
    assert [name for name in methods if view.doors.of(name)] == []


def test_routes_of_flask_admin_that_must_not_exist(app: Flask) -> None:
    rules = {rule.endpoint for rule in app.url_map.iter_rules()}
    dangerous = {"api_file_view", "delete_view", "ajax_update"}
    assert {name for name in rules if name.rpartition(".")[2] in dangerous} == set()


@pytest.mark.parametrize(
    ("roles", "path", "status"),
    [
        ((), "/admin/soknader/", 302),
        ((Role.READER,), "/admin/soknader/", 200),
        ((Role.READER,), "/admin/soknader/ny/", 403),
        ((Role.READER,), "/admin/brukere/", 403),
        ((Role.CASEWORKER,), "/admin/soknader/ny/", 200),
        ((Role.CASEWORKER,), "/admin/brukere/", 403),
        ((Role.ADMINISTRATOR,), "/admin/brukere/", 200),
    ],
)
def test_roles_open_doors(app: Flask, client_of: Clients, roles: tuple[Role, ...], path: str, status: int) -> None:
    caller = client_of(*roles) if roles else app.test_client()
    assert caller.get(path).status_code == status


def test_posting_needs_the_same_role(client_of: Clients) -> None:
    reader = client_of(Role.READER)
    assert reader.post("/admin/kontorer/ny/", data={"name": "Nytt"}).status_code == 403
    assert reader.post("/admin/kontorer/eksport/csv/").status_code == 403
    assert Office.objects.count() == 0


def test_a_visitor_is_sent_to_sign_in_and_back(app: Flask) -> None:
    answer = app.test_client().get("/admin/soknader/?flt_state=waiting")
    assert answer.headers["Location"] == "/login?next=/admin/soknader/?flt_state%3Dwaiting"


def test_a_visitor_who_posts_is_told_that_nothing_is_stored(app: Flask) -> None:
    answer = app.test_client().post("/admin/kontorer/ny/", data={"name": "Nytt"})
    assert answer.status_code == 401
    assert "Du er logget ut" in answer.text


def test_the_menu_shows_only_what_one_may_open(client_of: Clients) -> None:
    page = client_of(Role.READER).get("/admin/").text
    assert "Søknader" in page
    assert "Brukere" not in page


def test_no_get_changes_anything(app: Flask, client_of: Clients, memory_database: Any) -> None:
    application, office = make_application(), make_office()
    caller = client_of(*Role)
    ids = {"application": application.pk, "office": office.pk, "applicant": make_applicant().pk}
    before = _contents(memory_database)
    called = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.arguments:
            continue
        screen = rule.endpoint.partition(".")[0]
        answer = caller.get(f"{rule.rule}?id={ids.get(screen, '')}&name=applicant")
        assert answer.status_code < 500 or rule.rule == "/readyz", rule.rule  # no scheduler runs here
        called += 1
    assert called > 20
    assert _contents(memory_database) == before


def test_a_get_on_what_changes_is_refused(client: FlaskClient) -> None:
    for path in ("/admin/soknader/eksport/csv/", "/admin/soknader/tilbake/", "/admin/soknader/valgte/", "/logout"):
        assert client.get(path).status_code == 405, path
    assert AccessEntry.objects.count() == 0


def test_row_actions_have_doors_of_their_own(client_of: Clients) -> None:
    application = make_application()
    rows = {"action": "take", "rowid": f"{application.pk}:1"}
    assert client_of(Role.READER).post("/admin/soknader/valgte/", data=rows).status_code == 403
    assert Doors(also={"take": ADMIN}).of("take") == ADMIN
    assert Doors(read=EVERYONE).of("take") == frozenset()
    assert Application.objects.get().version == 1


def _contents(database: Any) -> dict[str, list[Any]]:
    return {name: list(database[name].find()) for name in database.list_collection_names()}
