"""The lease's page is calm: what is owed leads to its case, and what nothing is told of takes one box."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin.views.keeping.gathering import HEADING, gathered
from admin.views.related import Section
from rules.terms import ArrearsState, Role
from tests.admin.office import app
from tests.admin.plain_text import strange, visible
from tests.factories import make_lease
from tests.keepers import make_arrears_case

__all__ = ["app"]  # fixture, used here

Clients = Callable[..., FlaskClient]
OPEN_CASE = "Åpne restansesaken"


def page(caller: FlaskClient, lease: Any) -> str:
    return caller.get("/admin/leieforhold/vis/", query_string={"id": str(lease.pk)}).text


def test_parts_with_nothing_in_them_share_a_box(app: Flask, client_of: Clients) -> None:
    shown = page(client_of(Role.CASEWORKER), make_lease())
    text = visible(shown)
    assert f">{HEADING}</h2>" in shown
    assert "Klager og hendelser Ingen klager er registrert. Registrer klage" in " ".join(text.split())
    assert ">Klager og hendelser</h2>" not in shown
    assert strange(shown) == []


@pytest.mark.parametrize(
    ("state", "role", "leads"),
    [
        (ArrearsState.OPEN, Role.CASEWORKER, True),
        (ArrearsState.PLAN, Role.ECONOMY, True),
        (ArrearsState.CLOSED, Role.CASEWORKER, False),
        (ArrearsState.OPEN, Role.PROPERTY, False),
    ],
)
def test_the_open_case_is_one_press_away(
    app: Flask, client_of: Clients, state: ArrearsState, role: Role, leads: bool
) -> None:
    lease = make_lease()
    case = make_arrears_case(lease=lease, state=state)
    shown = page(client_of(role), lease)
    actions = shown.split("<h1", 1)[1].split("Opplysninger", 1)[0]
    assert (OPEN_CASE in actions and str(case.pk) in actions) is leads


def box(name: str, **values: Any) -> Section:
    return Section(name, (("Hva", ""),), values.pop("rows", ()), f"Ingen {name}.", **values)


def test_only_boxes_with_nothing_to_read_and_one_way_on_are_gathered() -> None:
    told, many, foot = box("a", rows=(("x",),)), box("b", changes=(("1", "/1"), ("2", "/2"))), box("c", foot="Frist.")
    first, second = box("d", changes=(("Nytt", "/ny"),)), box("e")
    assert gathered([told, None, first]) == [told, None, first]
    *kept, last = gathered([first, told, many, None, foot, second])
    assert kept == [told, many, None, foot]
    assert last is not None
    assert [[str(cell) for cell in row] for row in last.rows] == [
        ["d", "Ingen d.", '<a href="/ny">Nytt</a>'],
        ["e", "Ingen e.", ""],
    ]
    unable = gathered([box("d"), second])[-1]
    assert unable is not None
    assert [len(row) for row in unable.rows] == [len(unable.titles)] * 2
