"""«Mine saker»: one's own open cases, most urgent first, and those of colleagues who are away."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from mongomock.collection import Collection

from admin import formats, lists
from models import User
from rules.terms import ApplicationState, LeaseState, Role, TaskKind, TaskState, Urgency, VacancyState
from services import records
from tests.admin.conftest import PASSWORD
from tests.admin.office import app
from tests.factories import (
    ACTOR,
    make_appeal,
    make_applicant,
    make_application,
    make_decision,
    make_dwelling,
    make_lease,
    make_task,
    make_vacancy,
)

__all__ = ["app"]
PATH = "/admin/mine-saker/"


@pytest.fixture
def me(make_account: Callable[..., User]) -> User:
    return make_account(Role.CASEWORKER, name="Kari Berg")


@pytest.fixture
def caller(app: Flask, me: User) -> FlaskClient:
    client = app.test_client()
    client.post("/login", data={"email": me.email, "password": PASSWORD})
    return client


def _task(about: Any, me: User, urgency: Urgency, **values: Any) -> None:
    make_task(
        subject_kind=about._get_collection_name(), subject_id=str(about.pk), subject_number=about.number,
        assignee=me, urgency=urgency, **{"kind": TaskKind.SLOW_CASE} | values,
    )  # fmt: skip


def _order(page: str, *numbers: str) -> list[str]:
    return sorted(numbers, key=page.index)


def test_a_consultants_vacant_dwellings_stand_there_with_their_next_step(
    app: Flask, make_account: Callable[..., User], caller: FlaskClient
) -> None:
    mine = make_account(Role.HOUSING_CONSULTANT, name="Bjørn Bolig")
    client = app.test_client()
    client.post("/login", data={"email": mine.email, "password": PASSWORD})
    calm, pressing = make_vacancy(consultant=mine.pk), make_vacancy(consultant=mine.pk)
    let, others = make_vacancy(consultant=mine.pk, state=VacancyState.CANCELLED), make_vacancy()
    _task(pressing, mine, Urgency.URGENT, kind=TaskKind.VACANCY, text="Neste steg: lag innstilling.")
    page = client.get(f"{PATH}?fane=ledige").text
    assert _order(page, calm.number, pressing.number) == [pressing.number, calm.number]
    assert str(pressing.dwelling) in page
    assert "Neste steg: lag innstilling<" in page
    assert str(pressing.dwelling) in client.get("/admin/").text
    assert let.number not in page
    assert others.number not in page
    assert "fane=ledige" not in caller.get(PATH).text  # a caseworker is given none


def test_what_is_pressing_comes_first_then_the_oldest(caller: FlaskClient, me: User) -> None:
    calm = make_application(application_number="S1", caseworker=me, received_on=date(2026, 1, 1))
    soon = make_application(application_number="S2", caseworker=me, received_on=date(2026, 3, 1))
    make_application(application_number="S3", caseworker=me, received_on=date(2025, 1, 1))
    _task(calm, me, Urgency.NOTICE)
    _task(soon, me, Urgency.SOON)
    page = caller.get(PATH).text
    assert _order(page, ">S1<", ">S2<", ">S3<") == [">S2<", ">S1<", ">S3<"]


def test_equally_pressing_cases_stand_by_the_day_of_their_task_then_by_number(caller: FlaskClient, me: User) -> None:
    due = {"S3": date(2027, 2, 25), "S4": date(2026, 12, 3), "S1": date(2027, 2, 25), "S2": None}
    for number, day in due.items():
        case = make_application(application_number=number, caseworker=me, received_on=date(2026, 1, int(number[1])))
        if day is not None:
            _task(case, me, Urgency.NOTICE, due_on=day)
    page = caller.get(PATH).text
    assert _order(page, *(f">{number}<" for number in due)) == [">S4<", ">S1<", ">S3<", ">S2<"]


def test_a_case_shows_its_most_pressing_task_and_how_many_others_wait(caller: FlaskClient, me: User) -> None:
    case = make_application(caseworker=me)
    due = formats.today() - timedelta(days=3)
    _task(case, me, Urgency.NOTICE, kind=TaskKind.SLOW_CASE)
    _task(case, me, Urgency.CRITICAL, kind=TaskKind.ARREARS, due_on=due, amount_ore=629_300)
    _task(case, me, Urgency.CRITICAL, kind=TaskKind.PENDING_APPEAL, state=TaskState.DONE)
    page = caller.get(PATH).text
    assert "Restanse" in page
    assert "6\N{NO-BREAK SPACE}293,00" in page
    assert "Sak over en måned" not in page
    assert "Klage venter" not in page
    assert "og én oppgave til" in page
    assert "(3 dager siden)" in page


def test_the_next_step_of_a_case_is_told(caller: FlaskClient, me: User) -> None:
    case = make_application(caseworker=me)
    _task(case, me, Urgency.SOON, kind=TaskKind.NEXT_STEP, text="Neste steg: ta opp søknaden.")
    assert ">Neste steg: ta opp søknaden<" in caller.get(PATH).text


def test_only_open_cases_of_my_own(caller: FlaskClient, me: User, make_account: Callable[..., User]) -> None:
    make_application(application_number="S1", caseworker=me, state=ApplicationState.WAITING)
    make_application(application_number="S2", caseworker=me, state=ApplicationState.HOUSED)
    make_application(application_number="S3", caseworker=make_account())
    page = caller.get(PATH).text
    assert ">S1<" in page
    assert ">S2<" not in page
    assert ">S3<" not in page


def test_leases_and_appeals_have_tabs_with_their_counts(caller: FlaskClient, me: User) -> None:
    make_lease(contract_number="K1", caseworker=me)
    make_lease(contract_number="K2", caseworker=me, state=LeaseState.ENDED)
    decided = make_application(application_number="S9", state=ApplicationState.REFUSED)
    make_appeal(caseworker=me, decision=make_decision(application=decided))
    leases, appeals = caller.get(PATH + "?fane=leieforhold").text, caller.get(PATH + "?fane=klager").text
    assert "K1" in leases
    assert "K2" not in leases
    assert 'Leieforhold <span class="count">1</span>' in appeals
    assert "S9" in appeals
    assert 'aria-current="page">Klager' in appeals


def test_the_home_of_a_protected_tenant_is_hidden(caller: FlaskClient, me: User) -> None:
    home = make_dwelling(address="Lønnveien 1")
    make_lease(caseworker=me, dwelling=home, tenant=make_applicant(protected_address=True))
    page = caller.get(PATH + "?fane=leieforhold").text
    assert "Skjermet" in page
    assert "Lønnveien" not in page
    records.change(records.get(User, me.pk), ACTOR, values={"sees_protected": True})
    assert "Lønnveien" in caller.get(PATH + "?fane=leieforhold").text


def test_a_deputy_sees_the_cases_of_those_who_are_away(
    caller: FlaskClient, me: User, make_account: Callable[..., User]
) -> None:
    away = {"away_from": formats.today(), "away_until": formats.today() + timedelta(days=9)}
    per = make_account(name="Per Lund", deputy=me, **away)
    case = make_application(application_number="S2026777", caseworker=per)
    _task(case, per, Urgency.SOON)
    page = caller.get(PATH).text
    assert "Du er stedfortreder for Per Lund" in page
    assert "S2026777" in page
    assert "Sak over en måned" in page
    records.change(
        records.get(User, per.pk), ACTOR, values={"away_until": formats.today() - timedelta(days=1), "away_from": None}
    )
    assert "S2026777" not in caller.get(PATH).text


def test_many_cases_come_in_pages(caller: FlaskClient, me: User) -> None:
    person = make_applicant()
    for number in range(lists.PAGE + 1):
        make_application(
            applicant=person,
            caseworker=me,
            application_number=f"S{number:03}",
            received_on=date(2026, 1, 1),
            import_run="run",
        )
    first, second = caller.get(PATH).text, caller.get(PATH + "?side=2").text
    assert "Side 1 av 2" in first
    assert first.count('<th scope="row">') == lists.PAGE
    assert second.count('<th scope="row">') == 1
    assert caller.get(PATH + "?side=99").text.count('<th scope="row">') == 1
    for silly in ("side=-1", "side=abc", "fane=tull"):
        assert caller.get(f"{PATH}?{silly}").status_code == 200


def test_nothing_to_do_says_so(caller: FlaskClient) -> None:
    assert "Ingen åpne søknader står på deg." in caller.get(PATH).text


@pytest.mark.parametrize(
    ("role", "tabs"),
    [
        (Role.CASEWORKER, ["soknader", "leieforhold", "klager"]),
        (Role.HOUSING_CONSULTANT, ["soknader", "leieforhold", "klager", "ledige"]),
        (Role.ECONOMY, ["leieforhold"]),
        (Role.PROPERTY, ["leieforhold"]),
        (Role.ADMINISTRATOR, []),
        (Role.AUDITOR, []),
    ],
)
def test_each_role_has_the_tabs_that_it_may_read(
    client_of: Callable[..., FlaskClient], role: Role, tabs: list[str]
) -> None:
    caller = client_of(role)
    answer = caller.get(PATH)
    assert answer.status_code == (200 if tabs else 403)
    assert re.findall(r"\?fane=(\w+)\"", answer.text) == tabs
    assert ("Mine saker" in caller.get("/admin/").text) is bool(tabs)


def test_the_page_costs_the_same_however_many_cases(caller: FlaskClient, me: User, monkeypatch: Any) -> None:
    reads: list[str] = []
    find, count = Collection.find, Collection.count_documents
    monkeypatch.setattr(Collection, "find", lambda self, *a, **k: reads.append(self.name) or find(self, *a, **k))
    monkeypatch.setattr(
        Collection, "count_documents", lambda self, *a, **k: reads.append(self.name) or count(self, *a, **k)
    )
    make_lease(caseworker=me)
    reads.clear()
    caller.get(PATH + "?fane=leieforhold")
    few = len(reads)
    for _ in range(20):
        make_lease(caseworker=me)
    reads.clear()
    caller.get(PATH + "?fane=leieforhold")
    assert 0 < len(reads) == few <= 10
