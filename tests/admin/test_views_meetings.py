"""Committee meetings on the screen: planned with a form, held on one page, closed on minutes that can be opened."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from letters import decision_letter
from models import AccessEntry, Application, Decision, Meeting, User
from rules.terms import AccessKind, ItemOutcome, MeetingState, Role
from services import decisions, meetings
from tests import casework
from tests.admin.office import app, do
from tests.admin.plain_text import visible
from tests.casework import acting, proposed
from tests.factories import make_office

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
SUNDAY = date(2026, 11, 22)  # the day of the clock
NOON = casework.datetime(2026, 11, 22, 11, 0, tzinfo=casework.UTC)
REASONS = "Husstanden fyller vilkårene."


@pytest.fixture(autouse=True)
def quick_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decision_letter, "draw", casework.quick_draw)


class Room:
    """A committee of two, both signed in, and their secretary."""

    def __init__(self, client_of: Clients) -> None:
        buildings, nav = make_office(agency="Bygg- og eiendomstjenesten"), make_office(agency="NAV")
        self.chair_at = client_of(Role.COMMITTEE_MEMBER, name="Mona Møteleder", office=buildings)
        self.member_at = client_of(Role.COMMITTEE_MEMBER, name="Nils Navn", office=nav)
        self.secretary_at = client_of(Role.HOUSING_CONSULTANT, name="Siri Sekretær", office=make_office())
        self.chair, self.member, self.secretary = (
            User.objects.get(name=name) for name in ("Mona Møteleder", "Nils Navn", "Siri Sekretær")
        )
        self.meeting: Any = None

    def plan(self, held_on: date = SUNDAY) -> "Room":
        people = [self.chair, self.member]
        self.meeting = meetings.plan(
            held_on, "09:00", "Rådhuset", self.chair, people, acting(self.secretary, NOON), now=NOON
        )
        return self

    def put(self, case: Application) -> Application:
        meetings.set_on_agenda(self.meeting, case, acting(self.secretary, NOON), version=case.version)
        self.meeting.reload()
        return case

    def page(self, client: FlaskClient) -> str:
        return client.get(f"/admin/moter/vis/?id={self.meeting.pk}").text

    def do(self, client: FlaskClient, step: str, case: Application | None = None, **form: Any) -> str:
        self.meeting.reload()
        extra = {"application": str(case.pk), "case_version": str(case.version)} if case else {}
        if step == "avgjor" and case is not None:
            extra["letter"] = str(case.proposal.letter)
        return do(client, "moter", step, self.meeting, **extra | form)

    def open(self) -> str:
        return self.do(self.chair_at, "apne", present=[str(self.chair.pk), str(self.member.pk)])


@pytest.fixture
def room(app: Flask, clock: Any, client_of: Clients) -> Room:
    return Room(client_of)


def case_of_today(**values: Any) -> Any:
    return proposed(now=NOON, **values)


# --- Planning --------------------------------------------------------------------------------------------------------


def test_a_meeting_is_planned_by_the_secretary_with_all_members_ticked_beforehand(room: Room) -> None:
    form = room.secretary_at.get("/admin/moter/ny/").text
    assert form.count("checked") == 2
    assert "Nils Navn – NAV" in form
    data = {
        "held_on": "24.11.2026", "starts_at": "9.30", "place": "Rådhuset", "chair": str(room.chair.pk),
        "members": [str(room.member.pk)],
    }  # fmt: skip
    page = visible(room.secretary_at.post("/admin/moter/ny/", data=data, follow_redirects=True).text)
    stored = Meeting.objects.get()
    assert (stored.meeting_number, stored.starts_at, len(stored.members)) == ("HU 2026/1", "09:30", 2)
    assert "HU 2026/1" in page
    assert "9.30" in page


def test_a_plan_sent_twice_calls_one_meeting_and_a_form_used_again_another(room: Room) -> None:
    nonce = re.findall(r'name="nonce"[^>]*value="([0-9a-f]{32})"', room.secretary_at.get("/admin/moter/ny/").text)[0]
    data = {
        "held_on": "24.11.2026", "starts_at": "09:00", "place": "Rådhuset", "chair": str(room.chair.pk),
        "members": [str(room.member.pk)], "nonce": nonce,
    }  # fmt: skip
    for _ in range(2):
        page = room.secretary_at.post("/admin/moter/ny/", data=data, follow_redirects=True).text
        assert "HU 2026/1" in visible(page)
    assert Meeting.objects.count() == 1
    again = room.secretary_at.post("/admin/moter/ny/", data=data | {"held_on": "25.11.2026"}, follow_redirects=True)
    assert "HU 2026/2" in visible(again.text)
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"held_on": "21.11.2026"}, "Datoen er passert."),
        ({"held_on": ""}, "Skriv datoen for møtet."),
        ({"starts_at": "kvart over ni"}, "Skriv klokkeslettet som 09.00."),
        ({"chair": ""}, "Velg hvem som leder møtet."),
        ({"chair": "garbage"}, "Velg"),
        ({"members": ["garbage"]}, "Velg"),
        ({"members": []}, "Det er for få medlemmer"),
        ({"place": " "}, "Skriv hvor møtet holdes."),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(room: Room, changed: dict[str, Any], said: str) -> None:
    data: dict[str, Any] = {
        "held_on": "24.11.2026", "starts_at": "09:00", "place": "Rådhuset", "chair": str(room.chair.pk),
        "members": [str(room.member.pk)],
    }  # fmt: skip
    assert said in visible(room.secretary_at.post("/admin/moter/ny/", data=data | changed).text)
    assert Meeting.objects.count() == 0


def test_members_act_in_meetings_but_do_not_plan_them_and_others_see_none(room: Room, client_of: Clients) -> None:
    room.plan()
    assert room.chair_at.get("/admin/moter/ny/").status_code == 403
    assert room.chair_at.get("/admin/moter/").status_code == 200
    for role in (Role.READER, Role.ECONOMY, Role.PROPERTY, Role.ADMINISTRATOR, Role.DECIDER):
        assert client_of(role).get(f"/admin/moter/vis/?id={room.meeting.pk}").status_code == 403


def test_the_office_says_whom_its_people_speak_for(room: Room, client_of: Clients) -> None:
    office = make_office()
    admin = client_of(Role.ADMINISTRATOR)
    form = {"id": str(office.pk), "name": office.name, "agency": "NAV", "active": "y", "version": "1"}
    admin.post(f"/admin/kontorer/rediger/?id={office.pk}", data=form)
    office.reload()
    assert office.agency == "NAV"


# --- The agenda ------------------------------------------------------------------------------------------------------


def test_ready_cases_are_ticked_on_to_the_agenda_and_taken_off(room: Room) -> None:
    case, other = case_of_today(), case_of_today()
    room.plan()
    assert f"Sak {case.number}" in visible(room.page(room.secretary_at))
    told = room.do(room.secretary_at, "sett-pa", row=[f"{case.pk}:{case.version}", f"{other.pk}:1"])
    assert f"Sak {case.number} står på dagsorden." in told
    assert "har endret" in told  # the other was seen in an old version
    case.reload()
    assert f"Sak {case.number} er tatt av dagsorden." in room.do(room.secretary_at, "ta-av", case)
    assert Meeting.objects.get().items == []
    assert "Kryss av for minst én sak." in room.do(room.secretary_at, "sett-pa")


def test_the_case_itself_is_put_on_an_agenda_and_taken_off(room: Room) -> None:
    case = case_of_today()
    worker_at, url = room.secretary_at, f"/admin/soknader/sett-pa-dagsorden/?id={case.pk}"
    assert "Ingen møter er planlagt." in visible(worker_at.get(url).text)
    room.plan(SUNDAY + timedelta(days=2))
    assert "HU 2026/1 – 24.11.2026 kl. 09.00" in visible(worker_at.get(url).text)
    assert "Velg et møte." in do(worker_at, "soknader", "sett-pa-dagsorden", case, meeting="")
    told = do(worker_at, "soknader", "sett-pa-dagsorden", case, meeting=str(room.meeting.pk))
    assert "Saken står på dagsorden i møte HU 2026/1, 24.11.2026." in told
    assert "Gå til møtet" in told
    case.reload()
    assert "Saken er tatt av dagsorden." in do(worker_at, "soknader", "ta-av-dagsorden", case)
    assert Application.objects.get(pk=case.pk).meeting is None


def test_the_way_to_the_committee_is_the_one_main_button_of_the_case(room: Room) -> None:
    case = case_of_today()
    room.plan()
    assert _main_buttons(room, case) == ["Sett på dagsorden"]
    room.put(case)
    assert _main_buttons(room, case) == ["Gå til møtet"]


def _main_buttons(room: Room, case: Application) -> list[str]:
    page = room.secretary_at.get(f"/admin/soknader/vis/?id={case.pk}").text
    return re.findall(r'class="btn btn-primary"[^>]*>([^<]+)<', page.partition("<main")[2])


# --- In the room -----------------------------------------------------------------------------------------------------


def test_members_read_the_grounds_of_their_cases_and_the_opening_is_logged(room: Room) -> None:
    case = room.plan().put(case_of_today(children=2))
    page = visible(room.page(room.chair_at))
    for words in (REASONS, "Innvilget", "1 voksen, 2 barn", "3 rom", "leietid 36 måneder", "Se brevet (PDF)"):
        assert words in page
    assert case.applicant.last_name not in page
    entry = AccessEntry.objects.get(document="application", kind=AccessKind.OPENED)
    assert (entry.number, entry.by_name, entry.person) == (case.number, "Mona Møteleder", case.applicant)


def test_a_disqualified_member_sees_nothing_of_the_case(room: Room) -> None:
    case = room.plan().put(case_of_today())
    told = room.do(room.member_at, "inhabil", case, member=str(room.member.pk), because="Er i slekt.")
    assert f"Nils Navn har fratrådt i sak {case.number}." in told
    page = visible(room.page(room.member_at))
    assert "Du er inhabil i denne saken" in page
    assert REASONS not in page
    assert REASONS in visible(room.page(room.chair_at))
    letter = f"/admin/moter/brev/?id={room.meeting.pk}&application={case.pk}&letter={case.proposal.letter}"
    assert not room.member_at.get(letter).data.startswith(b"%PDF")
    assert room.chair_at.get(letter).data.startswith(b"%PDF")


def test_nobody_declares_another_disqualified_and_a_reason_is_needed(room: Room) -> None:
    case = room.plan().put(case_of_today())
    told = room.do(room.chair_at, "inhabil", case, member=str(room.member.pk), because="Er i slekt.")
    assert "Rollen din gir ikke adgang til dette." in told
    assert "må begrunnes" in room.do(room.member_at, "inhabil", case, member=str(room.member.pk), because=" ")
    assert "ikke innkalt til møtet" in room.do(room.member_at, "inhabil", case, member="garbage", because="x")
    case.reload()
    assert case.conflicts == []


def test_a_meeting_is_held_from_opening_to_minutes(room: Room) -> None:
    granted, later = case_of_today(), case_of_today()
    room.plan().put(granted)
    room.put(later)
    assert ">Åpne møtet<" in room.page(room.chair_at)
    assert "Vedtaksført: 2 medlemmer fra 2 etater er til stede." in room.open()
    told = room.do(room.chair_at, "avgjor", granted, note="Enstemmig.")
    assert f"Sak {granted.number} er avgjort. Brevet er klart til utsending." in told
    assert "Avgjort: Innvilget" in told
    told = room.do(room.chair_at, "avslutt")
    assert f"kan ikke avsluttes ennå: sak {later.number} er verken avgjort eller utsatt" in told
    assert "må begrunnes" in room.do(room.chair_at, "utsett", later, why="")
    told = room.do(room.secretary_at, "utsett", later, why="Lønnslipp mangler.")
    assert f"Sak {later.number} er utsatt" in told
    assert "Møtet er avsluttet, og protokollen er laget." in room.do(room.chair_at, "avslutt")
    answer = room.secretary_at.get(f"/admin/moter/protokoll/?id={room.meeting.pk}")
    assert answer.data.startswith(b"%PDF")
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert AccessEntry.objects.get(document="meeting").number == "HU 2026/1"
    outcomes = [one.outcome for one in Meeting.objects.get().items]
    assert outcomes == [ItemOutcome.DECIDED, ItemOutcome.POSTPONED]
    assert Decision.objects.get().decided_by_name == "Mona Møteleder, Nils Navn"


def test_who_is_not_there_is_told_so_plainly_and_decides_nothing(room: Room) -> None:
    case = room.plan().put(case_of_today())
    room.do(room.chair_at, "apne", present=[str(room.chair.pk)])
    page = visible(room.page(room.chair_at))
    assert "Ikke vedtaksført: 1 medlem fra 1 etat er til stede. Det må være minst 2 medlemmer fra 2 etater." in page
    assert "ikke vedtaksført i denne saken" in room.do(room.chair_at, "avgjor", case)
    assert "ikke ført som til stede" in room.do(room.member_at, "avgjor", case)
    assert room.secretary_at.post("/admin/moter/avgjor/", data={"id": str(room.meeting.pk)}).status_code == 403
    told = room.do(room.chair_at, "oppmote", present=[str(room.chair.pk), str(room.member.pk)])
    assert "Oppmøtet er lagret." in told
    assert "er avgjort" in room.do(room.member_at, "avgjor", case)


def test_old_letters_are_drawn_anew_with_one_button(room: Room) -> None:
    case = room.plan().put(proposed(now=NOON - timedelta(days=2)))
    room.open()
    page = room.page(room.chair_at)
    assert "1 brev har en annen dato enn i dag" in visible(page)
    assert "Brevet må lages på nytt før saken kan avgjøres." in visible(page)
    assert "Lag det på nytt" in room.do(room.chair_at, "avgjor", case)
    assert "1 brev er laget på nytt med dagens dato." in room.do(room.chair_at, "lag-brev")
    case.reload()
    assert "er avgjort" in room.do(room.chair_at, "avgjor", case)


def test_twice_stale_and_garbage_decide_once(room: Room) -> None:
    case = room.plan().put(case_of_today())
    room.open()
    for wrong in ({"letter": "garbage"}, {"letter": str(room.chair.pk)}, {"case_version": "1"}, {"case_version": ""}):
        assert "har endret" in room.do(room.chair_at, "avgjor", case, **wrong)
    assert Decision.objects.count() == 0
    letter = str(case.proposal.letter)
    room.do(room.chair_at, "avgjor", case)
    assert "har endret" in room.do(room.member_at, "avgjor", case, letter=letter)
    assert Decision.objects.count() == 1
    missing = {"id": str(room.meeting.pk), "application": "garbage"}
    assert room.chair_at.post("/admin/moter/avgjor/", data=missing).status_code == 404
    assert room.chair_at.get("/admin/moter/brev/?id=" + str(room.meeting.pk)).status_code == 404


def test_a_meeting_of_another_day_is_not_opened_and_can_be_cancelled(room: Room) -> None:
    case = room.plan(SUNDAY + timedelta(days=1)).put(case_of_today())
    assert ">Åpne møtet<" not in room.page(room.chair_at)
    assert "er satt til 23.11.2026" in room.do(room.chair_at, "apne", present=[])
    assert "Møtet er avlyst" in room.do(room.secretary_at, "avlys", reason="For få kan møte.")
    assert Meeting.objects.get().state is MeetingState.CANCELLED
    assert [one.pk for one in meetings.ready_cases()] == [case.pk]
    assert room.chair_at.get(f"/admin/moter/protokoll/?id={room.meeting.pk}").status_code == 404


def test_a_decision_undone_after_the_meeting_is_told_on_its_page(room: Room) -> None:
    case = room.plan().put(case_of_today())
    room.open()
    room.do(room.chair_at, "avgjor", case)
    room.do(room.chair_at, "avslutt")
    case.reload()
    decisions.undo(case, case.decisions[0].id, acting(room.chair, NOON), why="Feil", version=case.version)
    page = visible(room.page(room.chair_at))
    assert "Avgjort: Innvilget" in page
    assert "Vedtaket ble angret etter møtet." in page
