"""Dwellings on the agenda: put on, chosen for in the room, postponed; closed to those who may not know."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import AccessEntry, Application, Meeting, User
from models.intake import Conflict
from rules.terms import ApplicationState, ItemOutcome, MeetingState, Role, VacancyState
from services import meetings, records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, TODAY, acting
from tests.choosing import SECOND, by_committee, fresh, recommended, waiting
from tests.factories import ACTOR, make_office

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
WHY = "Bomiljøet der tåler ikke flere."


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


class Room:
    """A committee of two at their screens, its secretary, and a dwelling recommended to the first of two."""

    def __init__(self, client_of: Clients) -> None:
        buildings, nav = make_office(agency="Bygg- og eiendomstjenesten"), make_office(agency="NAV")
        self.chair_at = client_of(Role.COMMITTEE_MEMBER, name="Mona Møteleder", office=buildings)
        self.member_at = client_of(Role.COMMITTEE_MEMBER, name="Nils Navn", office=nav)
        self.secretary_at = client_of(Role.HOUSING_CONSULTANT, name="Siri Sekretær", office=make_office())
        self.chair, self.member, self.secretary = (
            User.objects.get(name=name) for name in ("Mona Møteleder", "Nils Navn", "Siri Sekretær")
        )
        around = [self.chair, self.member]
        self.meeting = meetings.plan(TODAY, "09:00", "Rådhuset", self.chair, around, acting(self.secretary), now=NOW)
        office = make_office()
        self.first, self.second = waiting(office=office), waiting(SECOND, office=office)
        self.vacancy = recommended(by_committee(), self.first)

    def read(self) -> None:
        self.vacancy, self.meeting = fresh(self.vacancy), records.get(Meeting, self.meeting.pk)

    def put(self) -> "Room":
        meetings.set_home_on_agenda(self.meeting, self.vacancy, acting(self.secretary), version=self.vacancy.version)
        self.read()
        return self

    def open(self) -> "Room":
        there = [self.chair.pk, self.member.pk]
        meetings.open_meeting(self.meeting, there, acting(self.chair), version=self.meeting.version, now=NOW)
        self.read()
        return self

    def page(self, client: FlaskClient) -> str:
        return client.get(f"/admin/moter/vis/?id={self.meeting.pk}").text

    def do(self, client: FlaskClient, step: str, **form: Any) -> str:
        self.read()
        seen = {"vacancy": str(self.vacancy.pk), "home_version": str(self.vacancy.version)}
        told = do(client, "moter", step, self.meeting, **seen | form)
        self.read()
        return told


@pytest.fixture
def room(app: Flask, client_of: Clients) -> Room:
    return Room(client_of)


def test_the_dwelling_is_put_on_the_agenda_from_its_own_page_and_from_the_meetings(room: Room) -> None:
    url = f"/admin/ledige-boliger/vis/?id={room.vacancy.pk}"
    assert "Sett på dagsorden" in visible(room.secretary_at.get(url).text)
    form = room.secretary_at.get(f"/admin/ledige-boliger/sett-pa-dagsorden/?id={room.vacancy.pk}").text
    assert strange(form) == []
    told = do(room.secretary_at, "ledige-boliger", "sett-pa-dagsorden", room.vacancy, meeting=str(room.meeting.pk))
    assert f"Boligen står på dagsorden i møte {room.meeting.meeting_number}" in told
    room.read()
    told = do(room.secretary_at, "ledige-boliger", "ta-av-dagsorden", room.vacancy)
    assert "Boligen er tatt av dagsorden." in told
    page = visible(room.page(room.secretary_at))
    assert f"Boliger som venter på utvalget 1 {room.vacancy.number}" in page
    room.read()
    row = f"{room.vacancy.pk}:{room.vacancy.version}"
    assert f"Boligen {room.vacancy.number} står på dagsorden." in room.do(room.secretary_at, "sett-pa-boliger", row=row)
    assert "Kryss av for minst én bolig." in room.do(room.secretary_at, "sett-pa-boliger")


def test_the_page_shows_candidates_in_order_with_the_advice_and_logs_them(room: Room) -> None:
    page = room.put().open().page(room.chair_at)
    told = visible(page)
    assert strange(page) == []
    for words in (f"Innstilt: {room.first.number}", "Har størst behov.", room.second.number, "1 voksen"):
        assert words in told
    assert room.first.applicant.last_name not in told
    opened = {one.number for one in AccessEntry.objects(by_name="Mona Møteleder", document="application")}
    assert {room.first.number, room.second.number} <= opened


def test_one_recommended_who_is_no_candidate_any_more_is_told_before_anybody_chooses(room: Room) -> None:
    room.put().open()
    words = f"{room.first.number} kan ikke få boligen nå"
    assert words not in visible(room.page(room.chair_at))
    case = records.get(Application, room.first.pk)
    records.change(case, ACTOR, values={"state": ApplicationState.HOUSED}, action="housed")
    told = visible(room.page(room.chair_at))
    assert words in told
    assert room.second.number in told


def test_those_who_are_not_called_see_the_dwelling_and_not_the_candidates(room: Room, client_of: Clients) -> None:
    page = visible(room.put().open().page(client_of(Role.COMMITTEE_MEMBER, office=make_office())))
    assert room.vacancy.number in page
    assert "Kandidatene vises for dem som er kalt inn til møtet." in page
    assert "Har størst behov." not in page
    assert room.second.number not in page


def test_a_disqualified_member_sees_no_candidates_and_does_not_choose(room: Room) -> None:
    room.put().open()
    own = records.get(Application, room.first.pk)
    conflict = Conflict(user=room.member.pk, user_name=room.member.name, because="Søster.", on=TODAY)
    records.change(own, ACTOR, values={"conflicts": [conflict]})
    page = visible(room.page(room.member_at))
    assert "Du er inhabil for en av kandidatene" in page
    assert "Har størst behov." not in page
    told = room.do(room.member_at, "tildel", valgt=str(room.first.pk))
    assert "inhabil" in told
    assert "Ikke vedtaksført" in visible(room.page(room.chair_at))


def test_the_one_recommended_is_chosen_with_one_click(room: Room) -> None:
    page = room.put().open().page(room.chair_at)
    picked = re.findall(r'name="valgt" value="([0-9a-f]{24})" checked', page)
    assert picked == [str(room.first.pk)]
    told = room.do(room.chair_at, "tildel", valgt=picked[0])
    assert f"Boligen {room.vacancy.number} er tildelt." in told
    assert f"Tildelt {room.first.number}" in told
    assert "Valgt av Mona Møteleder, Nils Navn." in told
    assert room.vacancy.state is VacancyState.ALLOCATED


def test_another_needs_a_reason_and_nothing_picked_says_so(room: Room) -> None:
    room.put().open()
    assert room.first.number in room.do(room.chair_at, "tildel", valgt=str(room.second.pk))
    assert room.vacancy.state is VacancyState.PROPOSED
    assert "Velg hvem som skal få boligen." in room.do(room.chair_at, "tildel")
    assert "Velg hvem som skal få boligen." in room.do(room.chair_at, "tildel", valgt="x")
    room.do(room.chair_at, "tildel", valgt=str(room.second.pk), over=WHY)
    assert [one.reason for one in room.vacancy.allocation.passed_over] == [WHY]
    page = visible(room.secretary_at.get(f"/admin/ledige-boliger/vis/?id={room.vacancy.pk}").text)
    assert f"Gikk forbi {room.first.number}: {WHY}" in page


def test_an_old_page_chooses_nothing(room: Room) -> None:
    room.put().open()
    told = room.do(room.chair_at, "tildel", valgt=str(room.first.pk), home_version=str(room.vacancy.version - 1))
    assert "endret" in told
    assert room.vacancy.state is VacancyState.PROPOSED


def test_a_secretary_chooses_nothing_but_postpones(room: Room) -> None:
    room.put().open()
    data = {"id": str(room.meeting.pk), "vacancy": str(room.vacancy.pk), "valgt": str(room.first.pk)}
    assert room.secretary_at.post("/admin/moter/tildel/", data=data).status_code == 403
    assert "Skriv begrunnelsen, og lagre på nytt." in room.do(room.secretary_at, "utsett-bolig")
    assert room.vacancy.meeting == room.meeting.pk
    told = room.do(room.secretary_at, "utsett-bolig", why="Venter på brannvesenet.")
    assert "er utsatt" in told
    assert "Merknad i protokollen: Venter på brannvesenet." in visible(room.page(room.chair_at))


def test_a_meeting_is_closed_with_a_dwelling_left_and_it_waits_for_the_next(room: Room) -> None:
    room.put().open()
    page = room.page(room.chair_at)
    assert "Boliger som ikke er tildelt, blir utsatt" in page
    told = room.do(room.chair_at, "avslutt")
    assert "Møtet er avsluttet" in told
    assert room.meeting.state is MeetingState.CLOSED
    assert room.meeting.homes[0].outcome is ItemOutcome.POSTPONED
    assert [one.pk for one in meetings.ready_homes()] == [room.vacancy.pk]


def test_unknown_dwellings_are_not_found(room: Room) -> None:
    room.put().open()
    data = {"id": str(room.meeting.pk), "vacancy": "x", "valgt": str(room.first.pk)}
    assert room.chair_at.post("/admin/moter/tildel/", data=data).status_code == 404
