"""The follow-up plan on the screen: what was held, what comes, the invitation; for those who follow the lease up."""

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from flask.testing import FlaskClient

from letters import followup_letters
from letters.letterhead import data_of
from letters.paper import Drawn
from models import FollowUp, Letter
from models.followup import FollowUpItem
from rules.terms import FollowUpKind, FollowUpState, HomeRoad, LetterState, Role
from services import records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW
from tests.factories import make_lease, make_office
from tests.keepers import make_followup

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
SLUG = "oppfolging"
MAIN = re.compile(r'class="btn btn-primary"[^>]*>([^<]+)<')


@pytest.fixture(autouse=True)
def monday(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clock.move_to(NOW)

    def drawn(envelope: Any, title: str, blocks: Any) -> Drawn:
        return Drawn(title, envelope.language, f"%PDF-1.7 {data_of(envelope, blocks)!r}".encode())

    monkeypatch.setattr(followup_letters, "letter", drawn)


@pytest.fixture
def clerk(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.CASEWORKER, name="Kari Kontor")


def item(kind: FollowUpKind, due_on: date, **values: Any) -> FollowUpItem:
    return FollowUpItem(id=ObjectId(), kind=kind, due_on=due_on, by_name="Kari Kontor", **values)


def plan(**values: Any) -> Any:
    items = [
        item(FollowUpKind.VISIT, date(2026, 11, 16)),
        item(FollowUpKind.HOME_OWNERSHIP, date(2026, 12, 14)),
        item(FollowUpKind.VISIT, date(2026, 5, 4), held_on=date(2026, 5, 4), note="Alt vel hjemme."),
    ]
    return make_followup(**{"items": items, "goals": "Bli boende.", "interpreter": "Tigrinja"} | values)


def page(caller: FlaskClient, record: Any, step: str = "vis", **query: str) -> str:
    answer = caller.get(f"/admin/{SLUG}/{step}/", query_string={"id": str(record.pk), **query})
    assert answer.status_code == 200, answer.text
    assert strange(answer.text) == []
    return answer.text


def post(caller: FlaskClient, record: Any, step: str, point: Any, **form: str) -> str:
    data = {"id": str(record.pk), "version": str(fresh(record).version), "punkt": str(point.id), **form}
    return visible(caller.post(f"/admin/{SLUG}/{step}/?punkt={point.id}", data=data, follow_redirects=True).text)


def fresh(record: Any) -> Any:
    return records.get(FollowUp, record.pk)


def test_the_page_shows_what_was_held_what_is_late_and_what_comes(clerk: FlaskClient) -> None:
    one = plan()
    text = page(clerk, one)
    assert MAIN.findall(text) == ["Før besøk"]
    for words in ("Alt vel hjemme.", "course-late", "course-next", "Kall inn med brev", "Bli boende."):
        assert words in text
    assert "16.11.2026, 7 dager siden" in clerk.get(f"/admin/{SLUG}/").text


def test_a_visit_is_noted_and_the_next_one_stands_there(clerk: FlaskClient) -> None:
    one = plan()
    visit = one.items[0]
    assert "Skriv litt om hvordan det gikk." in post(clerk, one, "for", visit, held_on="20.11.2026", note="")
    told = post(clerk, one, "for", visit, held_on="20.11.2026", note="Trives.", interpreter="Tigrinja")
    assert "Det er ført." in told
    assert "20.05.2027" in told
    assert "Trives." in told


def test_a_talk_asks_where_the_road_goes(clerk: FlaskClient) -> None:
    one = plan()
    talk = one.items[1]
    assert "Veien til egen bolig" in page(clerk, one, "for", punkt=str(talk.id))
    assert "Velg hvor veien går nå." in post(clerk, one, "for", talk, held_on="20.11.2026", note="Vil eie.")
    told = post(clerk, one, "for", talk, held_on="20.11.2026", note="Vil eie.", road="start_loan")
    assert "Veien videre: startlån." in told
    assert next(one for one in fresh(one).items if one.id == talk.id).road is HomeRoad.START_LOAN


def test_what_waits_is_moved_or_falls_away(clerk: FlaskClient) -> None:
    one = plan()
    visit = one.items[0]
    assert "Datoen er passert" in post(clerk, one, "flytt", visit, due_on="01.11.2026")
    assert "Det er flyttet." in post(clerk, one, "flytt", visit, due_on="30.11.2026")
    assert "Skriv en begrunnelse." in post(clerk, one, "faller-bort", visit, reason="")
    assert "Det er ført som falt bort." in post(clerk, one, "faller-bort", visit, reason="Bortreist.")


def test_more_is_planned_and_goals_are_set(clerk: FlaskClient) -> None:
    one = plan()
    told = do(clerk, SLUG, "planlegg", one, kind="integration", due_on="01.12.2026", note="Nabokaffe.")
    assert "Nabokaffe." in told
    assert "Ingenting var endret" in do(clerk, SLUG, "mal", fresh(one), goals="Bli boende.", interpreter="Tigrinja")
    assert "Mål og tolk er lagret." in do(clerk, SLUG, "mal", fresh(one), goals="Kjøpe bolig.", interpreter="")


def test_the_household_is_asked_by_letter(clerk: FlaskClient) -> None:
    one = plan()
    talk = one.items[1]
    data = {"id": str(one.pk), "version": str(one.version), "punkt": str(talk.id), "due_on": "03.12.2026"}
    assert "Skriv klokkeslettet" in visible(clerk.post(f"/admin/{SLUG}/kall-inn/", data={**data, "clock": "x"}).text)
    text = clerk.post(f"/admin/{SLUG}/kall-inn/", data={**data, "clock": "9.30", "interpreter": "Tigrinja"}).text
    form = text.split('kall-inn/"')[1].split("</form>")[0]
    found = re.findall(r'name="([^"]+)" value="([^"]*)"', form)
    carried = {name: html.unescape(value) for name, value in found if name not in ("csrf_token", "endre")}
    address = html.unescape(re.search(r'<iframe[^>]*src="([^"#]+)', text)[1])  # type: ignore[index]
    assert clerk.get(address).data.startswith(b"%PDF")
    told = visible(clerk.post(f"/admin/{SLUG}/kall-inn/", data=carried, follow_redirects=True).text)
    assert "Innkallingen ligger klar til utsending" in told
    assert "Kalt inn med brev 23.11.2026." in told
    assert [letter.state for letter in Letter.objects] == [LetterState.RELEASED]


def test_a_plan_that_was_spread_says_so(clerk: FlaskClient) -> None:
    assert "tilfeldig dag i perioden" in page(clerk, plan(spread=True))
    assert "tilfeldig dag i perioden" not in page(clerk, plan())


def test_a_plan_that_has_ended_has_no_steps(clerk: FlaskClient) -> None:
    ended = plan(state=FollowUpState.ENDED, ended_on=date(2026, 11, 20))
    assert MAIN.findall(page(clerk, ended)) == []
    assert "Flytt" not in page(clerk, ended)


def test_what_was_talked_of_is_for_those_who_follow_the_lease_up(client_of: Clients) -> None:
    office = make_office()
    one = plan(lease=make_lease(office=office))
    stranger = client_of(Role.CASEWORKER, office=make_office())
    seen = page(stranger, one) + page(stranger, one, "endringer") + page(client_of(Role.AUDITOR), one)
    assert [words for words in ("Alt vel", "Bli boende", "Kall inn") if words in seen] == []
    for step in ("for", "flytt", "faller-bort", "kall-inn", "planlegg", "mal"):
        query = {"id": str(one.pk), "punkt": str(one.items[0].id)}
        assert stranger.get(f"/admin/{SLUG}/{step}/", query_string=query).status_code == 403
    assert client_of(Role.PROPERTY).get(f"/admin/{SLUG}/").status_code == 403


@pytest.mark.parametrize("step", ["for", "flytt", "faller-bort", "kall-inn"])
def test_garbage_in_the_address_is_not_there(clerk: FlaskClient, step: str) -> None:
    one = plan()
    for point in ("x", str(ObjectId()), ""):
        query = {"id": str(one.pk), "punkt": point}
        assert clerk.get(f"/admin/{SLUG}/{step}/", query_string=query).status_code == 404


def test_the_lease_leads_to_its_plan(clerk: FlaskClient) -> None:
    lease = make_lease()
    plan(lease=lease)
    seen = clerk.get(f"/admin/leieforhold/vis/?id={lease.pk}").text
    assert f"/admin/{SLUG}/vis/" in seen
