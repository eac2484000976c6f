"""What stands on an arrears case's page: whose it is, the law alone, where to look, and when nothing is to be done."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rules.terms import Role
from services import arrears, plans
from tests.admin.office import app
from tests.admin.plain_text import visible
from tests.arrears_cases import STEP, actor_of, asked, debtor, fresh, look, noon
from tests.factories import make_applicant, make_office
from tests.makers import make_payment

__all__ = ["app"]  # fixture, used here

DAY = date(2026, 10, 5)
Sign = Callable[..., FlaskClient]


@pytest.fixture
def office(app: Flask) -> Any:
    return make_office()


@pytest.fixture
def sign(client_of: Any, clock: Any, office: Any) -> Sign:
    clock.move_to(noon(DAY))
    return lambda role=Role.HOUSING_CONSULTANT: client_of(role, office=office)


def page_of(caller: FlaskClient, case: Any, step: str = "vis") -> str:
    answer = caller.get(f"/admin/restansesaker/{step}/", query_string={"id": str(case.pk)})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_page_says_whose_case_it_is_and_of_sources_the_law_alone(sign: Sign, office: Any) -> None:
    by = sign()
    case = look(debtor(office=office, tenant=make_applicant(first_name="Amina", last_name="Prøvesen")), DAY)
    page = page_of(by, case)
    assert "Amina Prøvesen" in visible(page[page.index("<h1>") : page.index("</h1>")])
    text = visible(page)
    assert "Inkassoloven § 9" in text
    assert "S002" not in text


def test_a_contact_is_with_the_household_or_with_nav(sign: Sign, office: Any) -> None:
    by = sign()
    page = page_of(by, look(debtor(office=office), DAY), "kontakt")
    for words in (">Husstanden<", ">NAV<"):
        assert words in page


@pytest.mark.parametrize(
    ("role", "said", "link"),
    [
        (Role.HOUSING_CONSULTANT, "Be økonomi se etter den.", False),
        (Role.ECONOMY, "Åpne køen", True),
    ],
)
def test_a_payment_without_a_place_is_looked_for_where_it_is(
    sign: Sign, office: Any, role: Role, said: str, link: bool
) -> None:
    by = sign(role)
    make_payment(amount_ore=800_000, booked_on=DAY)
    page = page_of(by, look(debtor(office=office), DAY))
    assert said in visible(page)
    assert ("innbetalinger/?flt_state=unmatched" in page[page.index('id="neste"') :]) is link


@pytest.mark.parametrize("step", ["godkjenn", "si-nei"])
def test_a_leader_reads_why_and_what_is_best_for_the_children_before_answering(
    sign: Sign, office: Any, step: str
) -> None:
    by = sign(Role.UNIT_LEADER)
    case = look(debtor(office=office), DAY)
    arrears.note_household(
        case, actor_of(case, DAY), children=True, nav_opt_out_on=None, version=case.version, today=DAY
    )
    page = page_of(by, asked(fresh(case), STEP.EVICTION_NOTICE, DAY, best_interest="Skolen er nær."), step)
    for words in (
        "Varsel etter tvangsfullbyrdelsesloven § 4-18",
        "Alt annet er prøvd.",
        "Skolen er nær.",
        "05.10.2026",
    ):
        assert words in visible(page)
    assert "<table" not in page  # a table among the facts is too narrow to read


def test_a_case_that_waits_asks_for_nothing_and_does_not_press(sign: Sign, office: Any) -> None:
    by = sign()
    case = look(debtor(office=office), DAY)
    plans.pause(
        case, actor_of(case, DAY), until=DAY + timedelta(days=10), reason="Venter på lønn.", version=case.version,
        today=DAY,
    )  # fmt: skip
    page = page_of(by, fresh(case))
    box = visible(page[page.index('id="neste"') : page.index('id="stigen"')])
    assert "Neste steg: Følg med" in box
    assert "Utsatt til og med 15.10.2026." in box
    for words in ("Haster", "Innen"):
        assert words not in box
