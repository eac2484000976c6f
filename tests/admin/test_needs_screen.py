"""The overview of the need on its screen: counted, completed, settled, compared, and told of without singling out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from flask.testing import FlaskClient

from models import AccessEntry, NeedOverview
from models.mapping import ApprovedNeed
from rules.terms import ApplicationState, LeaseState, NeedState, Role
from services import records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, TODAY
from tests.factories import make_agreement, make_application, make_dwelling, make_lease, make_project, make_vacancy
from tests.partners import make_need_overview

__all__ = ["app"]  # a fixture, used here
Clients = Callable[..., FlaskClient]
SCREEN = "behovsoversikter"
ADDED = {
    "term": "short", "homes": "6", "rooms": "2", "area": "Hele kommunen", "target_group": "refugee",
    "why": "Bosetting etter anmodning.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def by(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.HOUSING_CONSULTANT, name="Kari Konsulent")


def page(caller: FlaskClient, step: str, record: Any) -> str:
    answer = caller.get(f"/admin/{SCREEN}/{step}/", query_string={"id": str(record.pk)})
    assert answer.status_code == 200, answer.text
    assert strange(answer.text) == []
    return visible(answer.text)


def begin(caller: FlaskClient, nonce: str = "") -> NeedOverview:
    asked = visible(caller.get(f"/admin/{SCREEN}/ny/").text)
    assert "Regn ut behovet" in asked
    assert "Felt merket" not in asked
    data = {"nonce": nonce or str(ObjectId())}
    assert caller.post(f"/admin/{SCREEN}/ny/", data=data, follow_redirects=True).status_code == 200
    return NeedOverview.objects.order_by("-id").first()


def fresh(overview: NeedOverview) -> NeedOverview:
    return records.get(NeedOverview, overview.pk)


def test_an_overview_is_counted_completed_and_settled(by: FlaskClient) -> None:
    for _ in range(7):
        make_application(state=ApplicationState.WAITING, approved_need=ApprovedNeed(rooms=2))
    make_lease(state=LeaseState.OCCUPYING, ends_on=TODAY + timedelta(days=30))
    make_vacancy(dwelling=make_dwelling(rooms=2, place="HARSTAD"))
    overview = begin(by)
    shown = page(by, "vis", overview)
    for words in (
        "Kort sikt, til 23.11.2027",
        "Lang sikt, til 23.11.2031",
        "Etter størrelse",
        "Hele kommunen",
        "HARSTAD",
    ):
        assert words in shown, words
    assert "Små tall kan gjelde enkeltpersoner" in shown
    page(by, "legg-til", overview)
    assert "Lagt til." in do(by, SCREEN, "legg-til", overview, **ADDED)
    assert "+6 boliger, kort sikt: 2 rom, Hele kommunen, flyktning" in page(by, "vis", overview)
    assert "Skriv en vurdering før" in do(by, SCREEN, "fastsett", fresh(overview))
    assert "Vurderingen er lagret" in do(by, SCREEN, "vurdering", fresh(overview), summary="Det mangler små boliger.")
    assert "Ingenting var endret" in do(by, SCREEN, "beregn", fresh(overview))
    make_application(state=ApplicationState.WAITING, approved_need=ApprovedNeed(rooms=2))
    told = do(by, SCREEN, "beregn", fresh(overview))
    assert "Tallene er beregnet på nytt." in told
    assert "Venter 8" in told
    assert "Oversikten er fastsatt" in do(by, SCREEN, "fastsett", fresh(overview))
    assert fresh(overview).state is NeedState.SETTLED
    told = do(by, SCREEN, "legg-til", fresh(overview), **ADDED)
    assert "blir stående som den var" in told
    assert "Legg til boliger" not in page(by, "vis", overview)


def test_homes_whose_agreement_runs_out_are_to_be_replaced(by: FlaskClient) -> None:
    project = make_project()
    make_agreement(landlord=project.landlord, project=project, ends_on=TODAY + timedelta(days=30))
    for _ in range(6):
        make_lease(dwelling=make_dwelling(project=project, landlord=project.landlord), ends_on=None)
    overview = begin(by)
    shown = page(by, "vis", overview)
    assert "Avtalen utløper 6" in shown
    assert "6 boliger hos utleiere faller bort fordi avtalen utløper: må erstattes, eller avtalen fornyes." in shown
    assert "2 rom 0 0 6 0 0 6" in shown  # the row of the picture: six lack
    told = page(by, "publisering", overview)
    assert "«Avtalen utløper» er boliger hos utleiere som må erstattes, eller avtalen fornyes." in told
    assert "Størrelse Venter Må ha ny bolig Avtalen utløper Lagt til Ledige 2 rom 0 0 om lag 5 0 0" in told
    file = by.post(f"/admin/{SCREEN}/tall/", data={"id": str(overview.pk)}).text
    assert "Må ha ny bolig;Avtalen utløper;Lagt til;Ledige;Mangler" in file
    assert "Kort sikt;2;Nei;HARSTAD;Vanskeligstilt;0;0;6;0;0;6" in file


def test_an_addition_is_taken_away_once(by: FlaskClient) -> None:
    overview = begin(by)
    do(by, SCREEN, "legg-til", overview, **ADDED)
    assert "Tatt bort." in do(by, SCREEN, "ta-bort", fresh(overview), nr="0")
    assert "alt tatt bort" in do(by, SCREEN, "ta-bort", fresh(overview), nr="0")
    assert fresh(overview).additions == []


@pytest.mark.parametrize(
    "wrong", [{"homes": ""}, {"homes": "0"}, {"rooms": "40"}, {"area": "Månen"}, {"why": " "}, {"term": "soon"}]
)
def test_what_is_wrong_with_an_addition_is_said_at_the_field(by: FlaskClient, wrong: dict[str, str]) -> None:
    overview = begin(by)
    assert "rettes" in do(by, SCREEN, "legg-til", overview, **ADDED | wrong)
    assert fresh(overview).additions == []


def test_a_later_overview_shows_the_change(by: FlaskClient) -> None:
    earlier = make_need_overview(state=NeedState.SETTLED, overview_number="BO2025-009")
    make_application(state=ApplicationState.WAITING, approved_need=ApprovedNeed(rooms=2))
    shown = page(by, "vis", begin(by))
    assert f"Endringen er regnet fra {earlier.number} per 01.11.2026" in shown
    assert "−4" in shown  # one waits now; seven waited, and two were free


def test_small_numbers_are_not_in_what_is_published(by: FlaskClient) -> None:
    for rooms in (2, 2, 2, 2, 2, 2, 2, 2, 5):
        make_application(state=ApplicationState.WAITING, approved_need=ApprovedNeed(rooms=rooms))
    shown = page(by, "publisering", begin(by))
    assert "om lag 10" in shown
    assert "færre enn 5" in shown
    assert "5 rom færre enn 5" in shown


def test_the_numbers_are_taken_out_as_a_file_and_that_is_logged(by: FlaskClient) -> None:
    overview = make_need_overview()
    answer = by.post(f"/admin/{SCREEN}/tall/", data={"id": str(overview.pk)})
    assert "Kort sikt;2;Nei;HARSTAD;Vanskeligstilt;7;0;0;0;2;5" in answer.text
    assert AccessEntry.objects(document="need_overview").count() == 1


def test_readers_see_it_and_change_nothing(app: Flask, client_of: Clients) -> None:
    reader, overview = client_of(Role.READER), make_need_overview()
    assert "Skriv vurdering" not in page(reader, "vis", overview)
    page(reader, "publisering", overview)
    for step in ("beregn", "fastsett", "ta-bort", "tall"):
        assert reader.post(f"/admin/{SCREEN}/{step}/", data={"id": str(overview.pk)}).status_code == 403
    assert reader.get(f"/admin/{SCREEN}/legg-til/", query_string={"id": str(overview.pk)}).status_code == 403
