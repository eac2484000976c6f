"""The unit's answer, the discussion meeting and the head's decision on the screen: least data, and in plain words."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import AccessEntry, Application, Message, Nomination, User, Vacancy
from models.intake import Conflict
from models.mapping import ApprovedNeed
from rules.terms import DiscussionOutcome, Role, UnitAnswer, VacancyState
from services import allocations, records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, TODAY, acting
from tests.choosing import SECOND, fresh, gone_through, long_road, recommended, waiting
from tests.factories import ACTOR, make_office

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
SCREEN = "ledige-boliger"
SUMMARY = "Trenger ro om natten."


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


class House:
    """A dwelling with services whose unit is to answer, with everybody at a screen of their own."""

    def __init__(self, client_of: Clients, *, equal: bool = False) -> None:
        office = make_office()
        self.leader_at = client_of(Role.UNIT_LEADER, name="Lise Leder", office=make_office())
        self.other_at = client_of(Role.UNIT_LEADER, name="Olav Annen", office=make_office())
        self.consultant_at = client_of(Role.HOUSING_CONSULTANT, name="Kari Konsulent", office=make_office())
        self.head_at = client_of(Role.DEPARTMENT_HEAD, name="Hanna Hode", office=make_office())
        self.leader = User.objects.get(name="Lise Leder")
        self.first = waiting(office=office, approved_need=ApprovedNeed(rooms=2, services_night=True))
        self.second = waiting(office=make_office()) if equal else waiting(SECOND, office=make_office())
        self.vacancy = long_road([self.first, self.second], leader=self.leader)
        for one in Nomination.objects:
            records.change(one, ACTOR, values={"summarised_by_name": "Kari Konsulent"})
        chosen = [self.first, self.second] if equal else [self.first]
        self.vacancy = gone_through(recommended(self.vacancy, *chosen))

    def page(self, client: FlaskClient, step: str = "vis") -> str:
        answer = client.get(f"/admin/{SCREEN}/{step}/?id={self.vacancy.pk}", follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text

    def do(self, client: FlaskClient, step: str, **form: Any) -> str:
        self.vacancy = fresh(self.vacancy)
        told = do(client, SCREEN, step, self.vacancy, **form)
        self.vacancy = fresh(self.vacancy)
        return told

    def answered(self, answer: UnitAnswer) -> None:
        own = fresh(self.vacancy)
        allocations.answer(
            own, acting(self.leader), answer=answer, reasons="Vi har ikke nattevakt.", version=own.version, today=TODAY
        )
        self.vacancy = fresh(self.vacancy)


@pytest.fixture
def house(app: Flask, client_of: Clients) -> House:
    return House(client_of)


# --- What the leader sees ---------------------------------------------------------------------------------------------


def test_the_leader_sees_name_summary_and_services_and_nothing_else_and_it_is_logged(house: House) -> None:
    page = house.page(house.leader_at, "svar-enheten")
    told = visible(page)
    assert strange(page) == []
    for words in (house.first.applicant.name, house.first.number, SUMMARY, "tjenester om natten", "2 rom"):
        assert words in told
    for secret in (house.second.number, "Har størst behov.", house.first.applicant.address, "Boligen passer"):
        assert secret not in told
    entry = AccessEntry.objects.get(by_name="Lise Leder", document="application")
    assert (entry.number, entry.person.pk) == (house.first.number, house.first.applicant.pk)


def test_a_leader_of_another_unit_sees_nothing_of_the_household(house: House) -> None:
    for step in ("vis", "svar-enheten", "noter-svar", "fratre", "endringer"):
        page = house.other_at.get(f"/admin/{SCREEN}/{step}/?id={house.vacancy.pk}", follow_redirects=True).text
        assert SUMMARY not in page
        assert "Har størst behov." not in page
    assert AccessEntry.objects(by_name="Olav Annen", document="application").count() == 0
    assert "Det er enhetslederen" in visible(house.page(house.other_at, "svar-enheten"))
    told = house.do(house.other_at, "svar-enheten", answer="yes")
    assert "Det er enhetslederen" in told
    assert house.vacancy.state is VacancyState.RECOMMENDED


def test_the_mail_leads_the_leader_straight_to_the_answer(house: House) -> None:
    message = next(one for one in Message.objects(to=house.leader.email) if one.key.startswith("mail:recommended"))
    path = f"/til/innstilling/{house.vacancy.number}"
    assert path in message.text
    answer = house.leader_at.get(path, follow_redirects=True)
    assert "Svar på innstillingen" in visible(answer.text)


def test_the_leader_has_one_main_button_and_another_leader_none(house: House) -> None:
    assert "Svar på innstillingen" in visible(house.page(house.leader_at))
    assert "Jeg er inhabil" in visible(house.page(house.leader_at))
    other = visible(house.page(house.other_at))
    assert "Svar på innstillingen" not in other.replace("svar på innstillingen", "")
    assert "Jeg er inhabil" not in other
    assert "Noter enhetens svar" not in other


# --- The answer -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "told", "after"),
    [
        ("yes", "Boligkonsulentene har fått beskjed og tildeler boligen.", VacancyState.AGREED),
        ("doubt", "Boligkonsulentene innkaller til drøftingsmøte.", VacancyState.DOUBTED),
        ("no", "Boligkonsulentene og avdelingslederen har fått beskjed.", VacancyState.DISPUTED),
    ],
)
def test_each_answer_is_stored_and_told(house: House, answer: str, told: str, after: VacancyState) -> None:
    said = house.do(house.leader_at, "svar-enheten", answer=answer, reasons="Vi har ikke nattevakt.", mix="Rolig hus.")
    assert told in said
    assert house.vacancy.state is after
    assert house.vacancy.hearing.mix == "Rolig hus."
    page = visible(house.page(house.consultant_at))
    assert "Enheten svarte" in page
    assert "Vi har ikke nattevakt." in page
    other = house.page(house.other_at)
    assert "Vi har ikke nattevakt." not in other
    assert "Rolig hus." not in other


def test_an_empty_answer_and_one_without_reasons_say_what_is_missing(house: House) -> None:
    assert "Velg ett av svarene." in house.do(house.leader_at, "svar-enheten")
    told = house.do(house.leader_at, "svar-enheten", answer="no")
    assert "egrunn" in told
    assert house.vacancy.state is VacancyState.RECOMMENDED


@pytest.mark.parametrize(
    "form", [{"answer": "kanskje"}, {"answer": "yes", "prefers": "x" * 40}, {"answer": ["yes", "no"]}]
)
def test_garbage_is_refused_or_does_no_harm(house: House, form: dict[str, Any]) -> None:
    answer = house.leader_at.post(
        f"/admin/{SCREEN}/svar-enheten/", data={"id": str(house.vacancy.pk), "version": house.vacancy.version, **form},
        follow_redirects=True,
    )  # fmt: skip
    assert answer.status_code == 200
    assert fresh(house.vacancy).state in (VacancyState.RECOMMENDED, VacancyState.AGREED)


def test_an_answer_on_an_old_page_and_a_second_one_are_refused(house: House) -> None:
    old = house.vacancy.version - 1
    data = {"id": str(house.vacancy.pk), "version": str(old), "answer": "yes"}
    told = visible(house.leader_at.post(f"/admin/{SCREEN}/svar-enheten/", data=data, follow_redirects=True).text)
    assert "endret" in told
    assert fresh(house.vacancy).state is VacancyState.RECOMMENDED
    house.do(house.leader_at, "svar-enheten", answer="yes")
    house.do(house.leader_at, "svar-enheten", answer="no", reasons="Ombestemte oss.")
    assert house.vacancy.hearing.answer is UnitAnswer.YES


def test_where_two_are_equal_both_are_shown_and_a_yes_says_which(app: Flask, client_of: Clients) -> None:
    house = House(client_of, equal=True)
    page = visible(house.page(house.leader_at, "svar-enheten"))
    assert "To står likt, og begge er innstilt" in page
    assert house.first.applicant.name in page
    assert house.second.applicant.name in page
    assert "To er innstilt. Velg den ene." in house.do(house.leader_at, "svar-enheten", answer="yes")
    house.do(house.leader_at, "svar-enheten", answer="yes", prefers=str(house.second.pk))
    assert house.vacancy.hearing.prefers == house.second.pk
    assert f"Enheten velger {house.second.number}." in visible(house.page(house.consultant_at))


def test_a_consultant_notes_an_answer_given_by_telephone(house: House) -> None:
    page = house.page(house.consultant_at, "noter-svar")
    assert 'value="Lise Leder"' in page
    house.do(house.consultant_at, "noter-svar", answer="yes", given_by="Lise Leder")
    told = visible(house.page(house.consultant_at))
    assert "Enheten svarte ja 23.11.2026, Lise Leder, notert av Kari Konsulent." in told


def test_a_leader_who_is_a_relative_steps_aside_and_sees_the_household_no_more(house: House) -> None:
    told = house.do(house.leader_at, "fratre", because="Min bror.")
    assert "Det er notert at du er inhabil." in told
    page = house.page(house.leader_at, "svar-enheten")
    assert "inhabil" in visible(page)
    assert SUMMARY not in page


# --- Doubt and disagreement -------------------------------------------------------------------------------------------


MEETING = {"held_on": "23.11.2026", "questions": "Holder bemanningen?", "conclusion": "Den holder.",
           "others": "Per Psykolog, sykehuset\nAnne Ansvarlig, enheten"}  # fmt: skip


def test_a_discussion_is_written_down_with_those_who_met(house: House) -> None:
    house.answered(UnitAnswer.DOUBT)
    page = house.page(house.consultant_at, "drofting")
    assert strange(page) == []
    assert "Vi har ikke nattevakt." in visible(page)
    told = house.do(house.consultant_at, "drofting", **MEETING, outcome="agreed", people=[str(house.leader.pk)])
    assert "boligen er klar til tildeling" in told
    shown = visible(house.page(house.consultant_at))
    assert f"Drøftingsmøte 23.11.2026: enige om kandidaten ({house.first.number})" in shown
    assert "Lise Leder, enhetsleder; Per Psykolog, sykehuset; Anne Ansvarlig, enheten" in shown


def test_another_candidate_needs_a_reason_for_those_above(house: House) -> None:
    house.answered(UnitAnswer.DOUBT)
    form = {**MEETING, "outcome": "other", "chosen": str(house.second.pk)}
    told = house.do(house.consultant_at, "drofting", **form)
    assert house.first.number in told
    assert "Den holder." in house.consultant_at.post(
        f"/admin/{SCREEN}/drofting/", data={"id": str(house.vacancy.pk), "version": house.vacancy.version, **form}
    ).text  # fmt: skip
    assert house.vacancy.state is VacancyState.DOUBTED
    house.do(house.consultant_at, "drofting", **form, over="Trenger nattevakt.")
    assert house.vacancy.discussions[0].outcome is DiscussionOutcome.OTHER
    assert house.vacancy.discussions[0].passed_over[0].numbers == [house.first.number]


def test_after_a_no_a_meeting_is_called_or_the_head_decides(house: House) -> None:
    house.answered(UnitAnswer.NO)
    assert "Innkall til drøftingsmøte" in visible(house.page(house.consultant_at))
    assert "Avgjør uenigheten" not in visible(house.page(house.consultant_at))
    page = house.page(house.head_at, "avgjor-uenighet")
    assert strange(page) == []
    told = house.do(house.head_at, "avgjor-uenighet", chosen=str(house.first.pk), reasons="Behovet er størst.")
    assert "Uenigheten er avgjort" in told
    assert f"Avdelingslederen valgte {house.first.number} 23.11.2026, Hanna Hode." in visible(
        house.page(house.consultant_at)
    )


def test_a_meeting_is_called_after_a_no(house: House) -> None:
    house.answered(UnitAnswer.NO)
    assert "Partene har fått e-post om drøftingsmøtet." in house.do(house.consultant_at, "innkall-drofting")
    assert house.vacancy.state is VacancyState.DOUBTED


def test_the_heads_page_is_closed_to_others_and_to_the_disqualified(house: House) -> None:
    house.answered(UnitAnswer.NO)
    url = f"/admin/{SCREEN}/avgjor-uenighet/?id={house.vacancy.pk}"
    assert house.consultant_at.get(url).status_code == 403
    own = records.get(Application, house.second.pk)
    head = User.objects.get(name="Hanna Hode")
    conflict = Conflict(user=head.pk, user_name=head.name, because="Søster.", on=TODAY)
    records.change(own, ACTOR, values={"conflicts": [conflict]})
    page = house.head_at.get(url, follow_redirects=True).text
    assert "inhabil" in visible(page)
    assert SUMMARY not in page


def test_the_history_of_the_vacancy_says_what_was_done_in_words(house: House) -> None:
    house.answered(UnitAnswer.DOUBT)
    house.do(house.consultant_at, "drofting", **MEETING, outcome="disagreed")
    page = house.page(house.consultant_at, "endringer")
    assert strange(page) == []
    told = visible(page)
    for words in ("Enheten svarte på innstillingen", "Drøftingsmøte holdt"):
        assert words in told
    assert Vacancy.objects.get().state is VacancyState.DISPUTED
