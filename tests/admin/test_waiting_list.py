"""The page of the waiting list: who sees it, what it tells of each place, how it is narrowed, what it costs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from flask.testing import FlaskClient

from models import Application
from models.intake import Conflict
from models.mapping import ApprovedNeed
from rules.terms import ApplicationState, HousingSituation, Role
from services import records
from tests.admin.conftest import PASSWORD
from tests.admin.office import app
from tests.admin.plain_text import strange, visible
from tests.factories import ACTOR, make_applicant, make_application, make_office

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
LIST = "/admin/venteliste/"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def worker(client_of: Clients) -> FlaskClient:
    return client_of(Role.CASEWORKER)


def waiting(number: str, situation: str = "no_dwelling", **values: Any) -> Any:
    given = {
        "application_number": number,
        "state": ApplicationState.WAITING,
        "situation": HousingSituation(situation),
        "decided_on": date(2026, 6, 1),
        "approved_need": ApprovedNeed(rooms=2),
    }
    return make_application(**given | values)


def shown(caller: FlaskClient, **args: str) -> str:
    return visible(caller.get(LIST, query_string=args).text)


def test_each_row_says_why_it_stands_where_it_stands(app: Flask, worker: FlaskClient) -> None:
    waiting("S1", children=2, factor_levels={"stability": "pressing"})
    waiting("S2", approved_need=ApprovedNeed(rooms=3, lift=True, services_night=True))
    waiting("S3", factor_levels={"stability": "ordinary"}, need_reviewed_on=date(2026, 11, 2))
    page = shown(worker)
    assert "Venteliste 3" in page
    assert "1 S1" in page
    assert "Uten egen bolig Ja 4 poeng" in page
    assert "2 delt plass" in page
    assert "Bak fordi: barn i husstanden (nei mot ja)" in page
    assert "Likt med raden over" in page
    assert "3 rom Heis eller bakkeplan Tjenester natt" in page
    assert "02.11.2026" in page
    assert "Ikke siden vedtaket" in page
    assert "01.06.2026" not in page  # how long they have waited invites no ranking
    assert strange(page) == []


def test_the_page_tells_which_housing_situations_go_before_others(app: Flask, worker: FlaskClient) -> None:
    page = shown(worker)
    first, second = page.index("Uten egen bolig, Midlertidig botilbud"), page.index("Står i fare for å miste boligen, ")
    assert page.index("Hvilken bosituasjon går foran?") < first < second


def test_a_kept_place_and_a_stale_assessment_are_marked(app: Flask, worker: FlaskClient) -> None:
    waiting("S1", assessment_stale=True)
    records.change(waiting("S2"), ACTOR, values={"state": ApplicationState.REFUSED, "kept_by": ObjectId()})
    page = shown(worker)
    assert "S1 Må vurderes på nytt" in page
    assert "S2 Plass beholdt mens klagen behandles" in page


def test_whoever_is_disqualified_sees_a_place_and_nothing_of_why(
    app: Flask, make_account: Any, client_of: Clients
) -> None:
    me = make_account(Role.CASEWORKER)
    caller = app.test_client()
    caller.post("/login", data={"email": me.email, "password": PASSWORD})
    conflict = Conflict(user=me.pk, user_name=me.name, because="Søster", on=date(2026, 11, 1), by="1")
    waiting("S1", children=2, approved_need=ApprovedNeed(rooms=4, lift=True), conflicts=[conflict])
    waiting("S2")
    page = shown(caller)
    assert "Du er inhabil i saken." in page
    assert "Bak raden over" in page
    for secret in ("4 rom Heis", "Bak fordi"):
        assert secret not in page
    assert "4 rom Heis" in shown(client_of(Role.CASEWORKER))


def test_an_empty_list_says_so(app: Flask, worker: FlaskClient) -> None:
    assert "Ingen står på ventelisten." in shown(worker)
    assert "Ingen på ventelisten passer til valgene." in shown(worker, rom="2")


def test_it_is_narrowed(app: Flask, worker: FlaskClient) -> None:
    office = make_office(name="Nord")
    waiting("S1", approved_need=ApprovedNeed(rooms=3, lift=True))
    waiting("S2", "unsuitable", office=office)
    page = shown(worker, heis="nei")
    assert "S2" in page
    assert "S1" not in page
    assert "Plassene gjelder blant dem som passer til valgene." in page
    assert "S1" in shown(worker, rom="3", heis="ja", natt="nei")
    assert "S2" in shown(worker, kontor=str(office.pk))
    assert "Ingen på ventelisten passer" in shown(worker, bolig="flat")


@pytest.mark.parametrize(
    "args", [{"rom": "mange"}, {"rom": "99"}, {"heis": "1"}, {"kontor": "x"}, {"bolig": "$ne"}, {"kontor": "0" * 24}]
)
def test_a_choice_that_cannot_be_used_empties_the_list_and_says_so(
    app: Flask, worker: FlaskClient, args: dict[str, str]
) -> None:
    waiting("S1")
    page = shown(worker, **args)
    assert "Listen er tom fordi et valg ikke kan brukes" in page
    assert "S1" not in page


@pytest.mark.parametrize("side", ["0", "-1", "99999999999999999999", "x", ""])
def test_a_page_that_is_none_is_the_nearest(app: Flask, worker: FlaskClient, side: str) -> None:
    waiting("S1")
    assert "S1" in shown(worker, side=side)


def test_nothing_but_reading_is_done_here(app: Flask, worker: FlaskClient) -> None:
    case = waiting("S1")
    shown(worker)
    assert worker.post(LIST).status_code == 405
    assert Application.objects.get().version == case.version


@pytest.mark.parametrize("role", Role)
def test_only_those_who_work_cases_see_it(app: Flask, client_of: Clients, role: Role) -> None:
    workers = {
        Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD, Role.COMMITTEE_MEMBER,
        Role.DECIDER,
    }  # fmt: skip
    caller = client_of(role)
    assert caller.get(LIST).status_code == (200 if role in workers else 403)
    assert ("Venteliste" in visible(caller.get("/admin/").text)) is (role in workers)


def test_a_protected_address_is_nowhere_on_it(app: Flask, worker: FlaskClient) -> None:
    waiting("S1", applicant=make_applicant(protected_address=True, address="Hemmeligveien 1", phone="99887766"))
    page = worker.get(LIST).text
    assert "Hemmeligveien" not in page
    assert "99887766" not in page


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The collections that are read, one by one."""
    import mongomock

    seen: list[str] = []
    original = mongomock.collection.Collection.find

    def find(self: Any, *args: Any, **kwargs: Any) -> Any:
        seen.append(self.name)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(mongomock.collection.Collection, "find", find)
    return seen


def test_a_page_costs_as_many_reads_however_long_the_list_is(app: Flask, worker: FlaskClient, reads: list[str]) -> None:
    waiting("S0001")
    reads.clear()
    shown(worker)
    few = sorted(reads)
    plain = Application._get_collection().find_one({"application_number": "S0001"})
    more = [
        plain
        | {"_id": ObjectId(), "application_number": f"S{n:04d}", "open_key": f"k{n}", "applicant": make_applicant().pk}
        for n in range(2, 80)
    ]
    Application._get_collection().insert_many(more)
    reads.clear()
    page = shown(worker)
    assert sorted(reads) == few
    assert len(few) <= 8
    assert "Side 1 av 2" in page
