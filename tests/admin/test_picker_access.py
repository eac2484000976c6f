"""Who may look records up while filling in a form or a filter: nobody more than may read the records."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import Office, Unit, User
from rules.terms import Role
from tests.admin.office import app
from tests.factories import make_user
from tests.makers import furnish

__all__ = ["app"]  # a fixture, used here

STAFF = (User, Office, Unit)
WORKERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
Clients = Callable[..., FlaskClient]


@pytest.mark.parametrize("role", list(Role))
def test_a_picker_gives_nothing_that_the_role_may_not_read(app: Flask, client_of: Clients, role: Role) -> None:
    caller = client_of(role)
    for screen in app.extensions["husrom_desk"].screens.values():
        if role not in screen.doors.of("ajax_lookup"):
            continue
        for name, picker in screen.pickers.items():
            reads = role in screen.desk.screen_of(picker.model).doors.read
            first = name.split(".")[0]
            step = first if first in screen.doors.also else "create_view"
            works = name.startswith("filter.") or role in screen.doors.of(step)
            expected = 200 if reads or (picker.model in STAFF and works) else 403
            answer = caller.get(f"/admin/{screen.slug}/oppslag/?name={name}")
            assert answer.status_code == expected, (screen.slug, name)


@pytest.mark.parametrize(
    ("role", "path", "expected"),
    [
        (Role.PROPERTY, "leieforhold/oppslag/?name=filter.tenant", 403),
        (Role.ECONOMY, "leieforhold/oppslag/?name=filter.tenant&offset=20", 403),
        (Role.CASEWORKER, "leieforhold/oppslag/?name=filter.tenant", 200),
        (Role.READER, "soknader/oppslag/?name=assign", 403),
        *((role, "soknader/oppslag/?name=assign", 200) for role in WORKERS),
    ],
)
def test_policy(app: Flask, client_of: Clients, role: Role, path: str, expected: int) -> None:
    furnish()
    assert client_of(role).get(f"/admin/{path}").status_code == expected


def shown(caller: FlaskClient, name: str) -> list[Any]:
    return [words for _, words in caller.get(f"/admin/leieforhold/oppslag/?name={name}").json]


def test_a_filter_offers_only_colleagues_whom_the_list_names(app: Flask, client_of: Clients) -> None:
    lease = next(one for model, one in furnish().items() if model.__name__ == "Lease")
    named = make_user(name="Berit Brukt", roles=[Role.CASEWORKER])
    make_user(name="Ulla Ubrukt", roles=[Role.CASEWORKER])
    type(lease).objects(pk=lease.pk).update(set__caseworker=named)
    (only,) = shown(client_of(Role.PROPERTY), "filter.caseworker")
    assert only.startswith("Berit Brukt")


@pytest.mark.parametrize(("role", "count"), [(Role.PROPERTY, 0), (Role.ECONOMY, 0), (Role.CASEWORKER, 1)])
def test_a_closed_picker_has_no_input(app: Flask, client_of: Clients, role: Role, count: int) -> None:
    assert client_of(role).get("/admin/leieforhold/").text.count('name="flt_tenant"') == count
