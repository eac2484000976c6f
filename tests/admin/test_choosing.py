"""A household chosen on the screen: candidates side by side, reasons, second consultant, allocation, replay."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import AccessEntry, Nomination, User, Vacancy
from models.intake import Conflict
from models.mapping import ApprovedNeed
from rules.terms import ReferralState, Role, VacancyState
from services import records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, TODAY
from tests.choosing import (
    FIRST,
    SECOND,
    THIRD,
    agreed,
    allocated,
    by_committee,
    fresh,
    gone_through,
    long_road,
    recommended,
    short_road,
    waiting,
)
from tests.factories import ACTOR, make_applicant, make_offer
from tests.partners import make_referral

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
SCREEN = "ledige-boliger"
CONSULTANT, STATE = Role.HOUSING_CONSULTANT, VacancyState


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def first(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(CONSULTANT, name="Kari Konsulent")


@pytest.fixture
def second(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(CONSULTANT, name="Andrea Andre")


def page_of(caller: FlaskClient, step: str, vacancy: Any, **query: Any) -> str:
    answer = caller.get(f"/admin/{SCREEN}/{step}/", query_string={"id": str(vacancy.pk), **query})
    assert answer.status_code == 200, answer.text
    return answer.text


def post(caller: FlaskClient, step: str, vacancy: Any, **form: str) -> str:
    return do(caller, SCREEN, step, fresh(vacancy), **form)


def choose(caller: FlaskClient, vacancy: Any, *cases: Any, **form: Any) -> str:
    """Post the page of a recommendation; with `innstill` it is made, otherwise the page comes again."""
    data = {"id": str(vacancy.pk), "version": str(fresh(vacancy).version), "valgt": [str(one.pk) for one in cases]}
    return caller.post(f"/admin/{SCREEN}/innstilling/", data=data | form, follow_redirects=True).text


def fields_of(page: str) -> set[str]:
    return set(re.findall(r'<(?:textarea|input)[^>]* name="([^"]+)"', page))


# --- The short road --------------------------------------------------------------------------------------------------


def test_a_household_is_recommended_gone_through_and_allocated_by_two_consultants(
    first: FlaskClient, second: FlaskClient
) -> None:
    case, vacancy = waiting(FIRST), short_road()
    assert "Lag innstilling" in page_of(first, "vis", vacancy)
    told = visible(choose(first, vacancy, case, innstill="ja", reasons="Har størst behov."))
    assert "Innstillingen er laget. En annen boligkonsulent går gjennom den." in told
    assert f"Innstilt: {case.number} , av Kari Konsulent 23.11.2026." in told.replace(
        f"{case.number},", f"{case.number} ,"
    )
    assert "Gå gjennom innstillingen" not in told  # not by the same person
    assert re.search(r"Neste steg: gå gjennom innstillingen, innen [\d.]+ \(en annen boligkonsulent\)", told)
    assert "boligkonsulent)" not in visible(page_of(second, "vis", vacancy))
    page = page_of(second, "gjennomgang", vacancy)
    assert "Har størst behov." in page
    assert strange(page) == []
    told = post(second, "gjennomgang", vacancy, agree="ja")
    assert "Boligen er klar til tildeling." in told
    told = post(first, "tildel", vacancy)
    assert "Tildelingen er registrert. Neste steg er å gi tilbud om boligen." in told
    assert f"Tildelt: {case.number} 23.11.2026, valgt av Kari Konsulent og Andrea Andre." in told
    assert fresh(vacancy).state is STATE.ALLOCATED


def test_one_who_waits_for_a_landlord_is_shown_so_and_recommended_only_with_why(first: FlaskClient) -> None:
    case, vacancy = waiting(FIRST), short_road()
    referral = make_referral(application=case, valid_to=date(2026, 12, 12))
    said = f"Tilvist til {referral.dwelling.address}, {referral.number}, svarfrist 12.12.2026"
    assert said in visible(page_of(first, "innstilling", vacancy))
    assert said in visible(page_of(first, "kandidater", vacancy))
    asked = choose(first, vacancy, case)
    assert "although" in fields_of(asked)
    assert f"{case.number} er tilvist til en utleiers bolig." in visible(asked)
    choose(first, vacancy, case, innstill="ja", reasons="Har størst behov.")
    assert fresh(vacancy).state is STATE.OPEN
    told = visible(choose(first, vacancy, case, innstill="ja", reasons="Størst behov.", although="Utleieren nøler."))
    assert "Innstillingen er laget." in told
    assert "Utleieren nøler." in told


def test_one_whose_referral_fell_is_recommended_as_others_are(first: FlaskClient) -> None:
    case, vacancy = waiting(FIRST), short_road()
    make_referral(application=case, state=ReferralState.EXPIRED)
    assert "Tilvist til" not in visible(page_of(first, "innstilling", vacancy))
    assert "although" not in fields_of(choose(first, vacancy, case))


def test_each_candidate_shows_its_factors_and_what_tells_it_from_the_one_above(first: FlaskClient) -> None:
    above, equal, below = waiting(FIRST), waiting(FIRST), waiting(SECOND)
    page = page_of(first, "innstilling", short_road())
    told = visible(page)
    assert told.count("Plass 1 delt plass") == 2
    assert "Plass 3" in told
    assert "Likt med den til venstre" in told
    assert "Bak fordi: bosituasjon (står i fare for å miste boligen mot uten egen bolig)" in told
    for case in (above, equal, below):
        assert case.number in told
    assert strange(page) == []
    assert "innstill" not in fields_of(page)  # nothing to say before anybody is chosen


def test_whoever_is_passed_over_is_asked_about_as_soon_as_somebody_is_chosen(first: FlaskClient) -> None:
    one, other, chosen = waiting(FIRST), waiting(SECOND), waiting(THIRD)
    vacancy = short_road()
    assert {"shared"} & fields_of(choose(first, vacancy, one, vis="ja")) == set()
    page = choose(first, vacancy, other, vis="ja", reasons="Trenger nærhet til skolen.")
    assert f"Hvorfor går du forbi {one.number}?" in page
    assert "Trenger nærhet til skolen." in page  # what is typed stays
    page = choose(first, vacancy, chosen, vis="ja")
    assert {"shared", f"why_{one.pk}", f"why_{other.pk}"} <= fields_of(page)
    assert "Du går forbi 2 husstander" in page
    assert fresh(vacancy).state is STATE.OPEN


def test_going_on_with_nobody_chosen_is_told(first: FlaskClient) -> None:
    vacancy = short_road()
    waiting()
    assert "Kryss av for den du vil innstille, og gå videre." in post(first, "innstilling", vacancy, vis="ja")


def test_one_reason_serves_all_without_one_of_their_own(first: FlaskClient) -> None:
    one, other, chosen = waiting(FIRST), waiting(SECOND), waiting(THIRD)
    vacancy, words = short_road(), {"innstill": "ja", "reasons": "Trenger heis."}
    page = visible(choose(first, vacancy, chosen, **words, **{f"why_{one.pk}": "Ønsker et annet strøk."}))
    assert f"Boligen passer for {other.number}, som står foran den du valgte." in page
    assert "Ønsker et annet strøk." in page
    choose(first, vacancy, chosen, **words, shared="Har annen bolig i sikte.", **{f"why_{one.pk}": "Annet strøk."})
    told = {tuple(group.numbers): group.reason for group in fresh(vacancy).recommendation.passed_over}
    assert told == {(one.number,): "Annet strøk.", (other.number,): "Har annen bolig i sikte."}
    page = visible(page_of(first, "vis", vacancy))
    assert f"Gikk forbi {one.number}: Annet strøk." in page


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"reasons": "   "}, "Skriv en begrunnelse."),
        ({"reasons": "x" * 2001}, "Begrunnelse"),
        ({"valgt": "abc", "reasons": "x"}, "Ingen er valgt"),
        (
            {"valgt": "f" * 24, "reasons": "x"},
            "Ingen er valgt, eller den du valgte, står ikke lenger blant kandidatene",
        ),
        ({"version": "1; drop", "reasons": "x"}, "Ingenting er lagret."),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_lost(first: FlaskClient, form: dict[str, str], told: str) -> None:
    case, vacancy = waiting(FIRST), short_road()
    page = choose(first, vacancy, case, **{"innstill": "ja", **form})
    assert told in visible(page)
    assert fresh(vacancy).state is STATE.OPEN


def test_one_further_down_is_found_by_number_and_one_it_does_not_suit_says_why(first: FlaskClient) -> None:
    case, unsuited = waiting(FIRST), waiting(FIRST, approved_need=ApprovedNeed(rooms=4))
    vacancy = short_road()
    assert f"{case.number} er på plass 1." in visible(choose(first, vacancy, vis="ja", nummer=case.number.lower()))
    told = visible(choose(first, vacancy, vis="ja", nummer=unsuited.number))
    assert f"Boligen passer ikke for {unsuited.number}. For få rom." in told
    assert "S9 står ikke blant dem som kan velges." in visible(choose(first, vacancy, vis="ja", nummer="S9"))


def test_a_page_of_the_list_is_shown_and_one_below_it_may_be_chosen(first: FlaskClient) -> None:
    for _ in range(51):
        waiting(FIRST)
    last, vacancy = waiting(SECOND), short_road()
    assert last.number not in page_of(first, "innstilling", vacancy)
    page = choose(first, vacancy, last, vis="ja", nummer=last.number)
    assert "Plass" in page
    assert last.number in page
    assert "Du går forbi 51 husstander" in page
    choose(first, vacancy, last, innstill="ja", reasons="Trenger akkurat denne.", shared="De andre kan vente.")
    assert len(fresh(vacancy).recommendation.passed_over[0].applications) == 51


def test_what_somebody_else_has_done_meanwhile_is_told_with_their_name(first: FlaskClient, second: FlaskClient) -> None:
    case, vacancy = waiting(FIRST), short_road()
    seen = fresh(vacancy).version
    records.change(fresh(vacancy), ACTOR, values={"note": "Nymalt."})
    page = choose(first, vacancy, case, innstill="ja", reasons="Lang begrunnelse.", version=str(seen))
    assert "har endret ledigmeldingen" in visible(page)
    assert "Lang begrunnelse." in page
    ready = agreed(short_road(), case)
    old = ready.version
    post(first, "tildel", ready)
    told = do(second, SCREEN, "tildel", ready, version=old)
    assert "Kari Konsulent har endret ledigmeldingen" in told


# --- The long road ---------------------------------------------------------------------------------------------------


def test_candidates_are_summed_up_beside_what_their_office_wrote(first: FlaskClient) -> None:
    case, other = waiting(FIRST), waiting(SECOND)
    vacancy = long_road([case, other], summed=False)
    page = page_of(first, "innstilling", vacancy)
    assert "2 kandidater er ikke oppsummert" in visible(page)
    assert f"Oppsummer kandidaten {case.number}" in visible(page)
    assert AccessEntry.objects(document="application").count() == 2
    refused = visible(choose(first, vacancy, case, innstill="ja", reasons="x"))
    assert "er ikke oppsummert ennå" in refused
    page = page_of(first, "oppsummer", vacancy, kandidat=str(case.pk))
    assert "Boligen passer" in page
    assert strange(page) == []
    put_up = Nomination.objects(application=case.pk).get()
    url = f"/admin/{SCREEN}/oppsummer/?id={vacancy.pk}&kandidat={case.pk}"
    form = {"id": str(vacancy.pk), "version": str(put_up.version), "text": "Bor hos søsteren."}
    told = first.post(url, data=form, follow_redirects=True).text
    assert "Oppsummeringen er lagret." in told
    assert "Bor hos søsteren." in told
    assert "Én kandidat er ikke oppsummert" in visible(told)
    assert first.get(f"/admin/{SCREEN}/oppsummer/?id={vacancy.pk}&kandidat=abc").status_code == 404


def test_two_equals_are_recommended_for_the_unit_to_choose_between(first: FlaskClient, second: FlaskClient) -> None:
    one, other, below = waiting(FIRST), waiting(FIRST), waiting(SECOND)
    vacancy = long_road([one, other, below])
    assert 'type="checkbox" name="valgt"' in page_of(first, "innstilling", vacancy)
    refused = visible(choose(first, vacancy, one, below, innstill="ja", reasons="x"))
    assert "Flere enn én kan bare innstilles når to står likt" in refused
    told = visible(choose(first, vacancy, one, other, innstill="ja", reasons="Begge trenger boligen."))
    assert "De to står likt." in told
    told = post(second, "gjennomgang", vacancy, agree="ja")
    assert "Enhetslederen har fått beskjed og skal svare." in told


def test_one_whom_the_dwelling_no_longer_suits_is_told_apart_and_cannot_be_chosen(first: FlaskClient) -> None:
    case, other = waiting(FIRST), waiting(SECOND, approved_need=ApprovedNeed(rooms=5))
    vacancy = long_road([case, other])
    page = visible(page_of(first, "innstilling", vacancy))
    assert "Meldt inn, men boligen passer ikke lenger" in page
    assert "Nei. For få rom" in page
    refused = visible(choose(first, vacancy, other, innstill="ja", reasons="x"))
    assert f"{other.number}" in refused
    assert "For få rom" in refused


def test_whoever_is_disqualified_is_let_into_none_of_it(first: FlaskClient) -> None:
    case = waiting(FIRST)
    user = User.objects(name="Kari Konsulent").get()
    vacancy = long_road([case])
    proposed = recommended(long_road([case]), case)
    conflict = Conflict(user=user.pk, user_name=user.name, because="Søsken.", on=TODAY, by="1")
    records.change(case, ACTOR, values={"conflicts": [conflict]})
    for step, of in (("innstilling", vacancy), ("gjennomgang", proposed), ("regn-ut", proposed)):
        answer = first.get(f"/admin/{SCREEN}/{step}/?id={of.pk}", follow_redirects=True)
        assert "inhabil" in visible(answer.text)
        assert "Har størst behov." not in answer.text
    assert "Har størst behov." not in page_of(first, "vis", proposed)
    assert "Har størst behov." not in page_of(first, "endringer", proposed)


def test_on_the_waiting_list_one_who_is_disqualified_sees_nothing_of_that_household(first: FlaskClient) -> None:
    case, user = waiting(FIRST, children=0), User.objects(name="Kari Konsulent").get()
    other = waiting(SECOND)
    conflict = Conflict(user=user.pk, user_name=user.name, because="Venn.", on=TODAY, by="1")
    records.change(case, ACTOR, values={"conflicts": [conflict]})
    told = visible(page_of(first, "innstilling", short_road()))
    assert "Du er inhabil i saken." in told
    assert "mot uten egen bolig" not in told
    assert other.number in told


# --- Sent back, taken back, undone -----------------------------------------------------------------------------------


def test_the_second_consultant_sends_it_back_with_why(first: FlaskClient, second: FlaskClient) -> None:
    case, vacancy = waiting(FIRST), short_road()
    choose(first, vacancy, case, innstill="ja", reasons="x")
    assert "må begrunnes" in post(second, "gjennomgang", vacancy, agree="nei")
    assert "Velg ett av svarene." in post(second, "gjennomgang", vacancy, agree="kanskje")
    told = post(second, "gjennomgang", vacancy, agree="nei", reason="Behovet er endret.")
    assert "Innstillingen er sendt tilbake." in told
    assert f"Innstillingen av {case.number} falt 23.11.2026, av Andrea Andre: Behovet er endret." in told
    assert fresh(vacancy).state is STATE.OPEN


def test_what_no_longer_holds_is_told_on_the_second_consultants_page(second: FlaskClient) -> None:
    case = waiting(SECOND)
    vacancy = recommended(short_road(), case)
    assert "Noe er endret siden" not in page_of(second, "gjennomgang", vacancy)
    waiting(FIRST)
    assert "Noe er endret siden innstillingen ble laget" in page_of(second, "gjennomgang", vacancy)
    assert "Trekk innstillingen, og lag den på nytt." in post(second, "gjennomgang", vacancy, agree="ja")


def test_a_recommendation_is_taken_back(first: FlaskClient) -> None:
    vacancy = gone_through(recommended(short_road(), waiting(FIRST)))
    assert "Skriv en begrunnelse." in post(first, "trekk-innstilling", vacancy, reason=" ")
    assert "Innstillingen er trukket." in post(first, "trekk-innstilling", vacancy, reason="Søkeren trakk seg.")
    assert "Lag innstilling" in page_of(first, "vis", vacancy)


def test_an_allocation_is_undone_by_who_registered_it_until_an_offer_is_given(
    first: FlaskClient, second: FlaskClient
) -> None:
    case = waiting(FIRST)
    vacancy = agreed(short_road(), case)
    post(first, "tildel", vacancy)
    assert "Angre tildelingen" not in page_of(second, "vis", vacancy)
    assert "Angre tildelingen" in page_of(first, "vis", vacancy)
    assert "Tildelingen er angret." in post(first, "angre-tildeling", vacancy, reason="Feil bolig.")
    post(first, "tildel", vacancy)
    make_offer(vacancy=fresh(vacancy), application=case)
    assert "Angre tildelingen" not in page_of(first, "vis", vacancy)
    assert "står i en tilstand der dette ikke kan gjøres" in post(first, "angre-tildeling", vacancy, reason="Feil.")


def test_steps_out_of_order_lead_back_to_the_vacancy(first: FlaskClient) -> None:
    vacancy = allocated(short_road(), waiting(FIRST))
    for step in ("innstilling", "gjennomgang"):
        told = visible(first.get(f"/admin/{SCREEN}/{step}/?id={vacancy.pk}", follow_redirects=True).text)
        assert "og da kan ikke dette gjøres. Se hva som er neste steg." in told
    assert "tilstand der dette ikke kan gjøres" in post(first, "tildel", vacancy)
    assert first.get(f"/admin/{SCREEN}/tildel/?id={vacancy.pk}").status_code == 405
    assert first.get(f"/admin/{SCREEN}/regn-ut/?id={short_road().pk}").status_code == 404


def test_where_the_committee_chooses_the_page_says_so(first: FlaskClient) -> None:
    case, vacancy = waiting(FIRST), by_committee()
    told = visible(choose(first, vacancy, case, innstill="ja", reasons="x"))
    assert "Sett boligen på dagsorden for utvalget." in told
    assert "Gå gjennom innstillingen" not in page_of(first, "vis", vacancy)


# --- Who sees what ---------------------------------------------------------------------------------------------------


def test_those_who_do_not_work_the_households_see_numbers_and_state_alone(
    first: FlaskClient, client_of: Clients
) -> None:
    above, case = waiting(FIRST), waiting(SECOND)
    vacancy = recommended(short_road(), case, over=[([above], "Ønsker et annet strøk.")])
    outsider = client_of(Role.PROPERTY)
    for page in (page_of(outsider, "vis", vacancy), page_of(outsider, "endringer", vacancy)):
        assert "Har størst behov." not in page
        assert "Ønsker et annet strøk." not in page
        assert above.number not in page
    told = visible(page_of(outsider, "vis", vacancy))
    assert f"Innstilt: {case.number}" in told
    assert "1 som står foran, er forbigått med begrunnelse." in told
    assert "Lag innstilling" not in told
    assert outsider.get(f"/admin/{SCREEN}/innstilling/?id={vacancy.pk}").status_code == 403
    assert outsider.get(f"/admin/{SCREEN}/regn-ut/?id={vacancy.pk}").status_code == 403
    assert "Ønsker et annet strøk." in page_of(first, "vis", vacancy)


def test_a_protected_address_stays_protected(first: FlaskClient) -> None:
    hidden = make_applicant(protected_address=True, address="Hemmelig vei 7")
    waiting(FIRST, applicant=hidden)
    assert "Hemmelig vei 7" not in page_of(first, "innstilling", short_road())


# --- Worked out anew -------------------------------------------------------------------------------------------------


def test_a_recommendation_is_worked_out_anew_and_auditors_see_numbers_alone(
    first: FlaskClient, client_of: Clients
) -> None:
    above, case = waiting(FIRST), waiting(SECOND)
    unsuited = waiting(FIRST, children=2)
    vacancy = recommended(short_road(), case, over=[([above], "Ønsker et annet strøk.")])
    records.change(case, ACTOR, values={"situation": FIRST})
    assert client_of(Role.CASEWORKER).get(f"/admin/{SCREEN}/regn-ut/?id={vacancy.pk}").status_code == 403
    for caller in (first, client_of(Role.AUDITOR)):
        page = page_of(caller, "regn-ut", vacancy)
        told = visible(page)
        assert "Utregningen gir det samme" in told
        assert "2 som boligen passer for, og 1 som den ikke passer for" in told
        assert f"{unsuited.number} Nei. Har barn, og boligen er ikke egnet for barnefamilier" in told
        assert case.applicant.last_name not in page
        assert "Ønsker et annet strøk." not in page
        assert strange(page) == []


def test_a_basis_that_was_tampered_with_is_told(first: FlaskClient) -> None:
    vacancy = recommended(short_road(), waiting(FIRST))
    other = recommended(short_road(), waiting(FIRST))
    held = vacancy.recommendation
    held.basis = other.recommendation.basis
    Vacancy._get_collection().update_one({"_id": vacancy.pk}, {"$set": {"recommendation": held.to_mongo()}})
    told = visible(page_of(first, "regn-ut", vacancy))
    assert "Filen med grunnlaget er ikke den som ble lagret med innstillingen." in told
    assert "Utregningen gir det samme" not in told


def test_each_recommendation_that_was_made_can_be_worked_out(first: FlaskClient, second: FlaskClient) -> None:
    case, vacancy = waiting(FIRST), short_road()
    choose(first, vacancy, case, innstill="ja", reasons="x")
    post(second, "gjennomgang", vacancy, agree="nei", reason="Feil.")
    fell = fresh(vacancy).sent_back[0].recommendation
    choose(first, vacancy, case, innstill="ja", reasons="x")
    assert "Det er innstilt eller valgt 2 ganger" in visible(page_of(first, "regn-ut", vacancy))
    assert "Utregningen gir det samme" in visible(page_of(first, "regn-ut", vacancy, innstilling=str(fell.id)))
    assert first.get(f"/admin/{SCREEN}/regn-ut/?id={vacancy.pk}&innstilling=x").status_code == 404
