"""The candidates of a vacant dwelling on the screen: whom it suits, whom it does not, and an office's own candidate."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import AccessEntry, Application, Dwelling, JournalEntry, Nomination, Vacancy
from models.intake import Conflict
from models.mapping import ApprovedNeed, Mapping
from models.offer import Judgement
from rules.terms import ApplicationState, HousingSituation, NominationState, OfferState, Role, TargetGroup, VacancyState
from services import records
from tests.admin.conftest import PASSWORD
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW
from tests.factories import (
    ACTOR,
    make_applicant,
    make_application,
    make_dwelling,
    make_nomination,
    make_offer,
    make_office,
    make_vacancy,
)

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
HOME, CASES = "/admin/ledige-boliger", "/admin/soknader"
CODES = ("need", "services", "access", "living_skills", "environment", "wishes")
SAID = {f"punkt-{code}": f"Om punktet {at}." for at, code in enumerate(CODES)}


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def north() -> Any:
    return make_office(name="Nord")


@pytest.fixture
def sara(app: Flask, client_of: Clients, north: Any) -> FlaskClient:
    return client_of(Role.CASEWORKER, name="Sara Saksbehandler", office=north)


@pytest.fixture
def consultant(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.HOUSING_CONSULTANT, name="Bo Konsulent", office=make_office(name="Boligkontoret"))


def vacant(**values: Any) -> Any:
    home = {"rooms": 2, "floor": 1, "family_suitable": True, **values.pop("home", {})}
    return make_vacancy(dwelling=make_dwelling(**home), **{"with_services": True} | values)


def waiting(number: str, office: Any = None, **values: Any) -> Any:
    given = {
        "application_number": number, "state": ApplicationState.WAITING, "decided_on": date(2026, 6, 1),
        "approved_need": ApprovedNeed(rooms=2), "office": office,
    }  # fmt: skip
    return make_application(**given | values)


def page_of(caller: FlaskClient, vacancy: Any, step: str = "kandidater", **query: Any) -> str:
    answer = caller.get(f"{HOME}/{step}/", query_string={"id": str(vacancy.pk), **query})
    assert answer.status_code == 200, answer.text
    return visible(answer.text)


def put_up(caller: FlaskClient, vacancy: Any, case: Any, version: int | None = None, **form: str) -> str:
    given = {"soknad": str(case.pk), "nonce": uuid4().hex, "why": "Boligen ligger nær arbeidet.", **SAID}
    return do(caller, "ledige-boliger", "meld-inn", vacancy, version, **given | form)


# --- Whom it suits ------------------------------------------------------------------------------------------------


def test_the_hard_facts_of_the_dwelling_stand_at_the_top(consultant: FlaskClient) -> None:
    page = page_of(consultant, vacant(home={"lift": True, "services_night": True, "not_for": [TargetGroup.REFUGEE]}))
    assert "Antall rom 2" in page
    assert "Etasje 1" in page
    assert "Heis Ja" in page
    assert "Trinnfri adkomst Nei" in page
    assert "Natt (slik boligen er registrert)" in page
    assert "Foreløpig ikke for (spredning) Flyktning" in page


def test_those_it_suits_stand_in_the_order_of_need_with_what_decides(consultant: FlaskClient) -> None:
    waiting("S1", children=1)
    waiting("S2")
    waiting("S3", situation=HousingSituation.OWNS)
    waiting("S4", approved_need=ApprovedNeed(rooms=5))
    page = page_of(consultant, vacant())
    assert "Passer 3" in page
    assert "Passer ikke 1" in page
    assert page.index("S1") < page.index("S2") < page.index("S3")
    assert "Bak fordi: barn i husstanden (nei mot ja)" in page
    assert "Bak fordi: bosituasjon (eier bolig mot" in page
    assert "S4" not in page


def test_equals_are_shown_as_equal(consultant: FlaskClient) -> None:
    for at in range(3):
        waiting(f"S{at}")
    page = page_of(consultant, vacant())
    assert page.count("1 delt plass") == 3
    assert page.count("Likt med raden over") == 2


def test_the_others_are_shown_with_every_reason_and_counted_by_each(consultant: FlaskClient) -> None:
    waiting("S1", approved_need=ApprovedNeed(rooms=4, step_free=True))
    waiting("S2", approved_need=ApprovedNeed(rooms=3))
    waiting("S3")
    page = page_of(consultant, vacant(), vis="passer-ikke")
    assert "Alle grunner 2" in page
    assert "For få rom 2" in page
    assert "Trenger trinnfri adkomst, og boligen har ikke det 1" in page
    assert "S3" not in page
    page = page_of(consultant, vacant(), vis="passer-ikke", grunn="access")
    assert "S1" in page
    assert "S2" not in page


def test_who_is_held_back_is_told_of_with_the_day_that_it_ends(consultant: FlaskClient) -> None:
    judged = Judgement(
        justified=False, reasons="Boligen passer.", until=date(2027, 5, 20), rulebook=1, on=date(2026, 11, 20), by="1",
        by_name="Kari",
    )  # fmt: skip
    make_offer(application=waiting("S1"), state=OfferState.DECLINED, judgement=judged)
    page = page_of(consultant, vacant(), vis="passer-ikke")
    assert "Har takket nei uten god grunn og får ikke tilbud før 20.05.2027" in page


def test_an_office_s_caseworker_sees_the_office_s_own_households_and_may_look_at_all(
    sara: FlaskClient, north: Any
) -> None:
    waiting("S1", make_office(name="Sør"))
    waiting("S2", north, situation=HousingSituation.OWNS)
    waiting("S3", north, approved_need=ApprovedNeed(rooms=5))
    waiting("S4", make_office(name="Vest"), approved_need=ApprovedNeed(rooms=5))
    vacancy = vacant()
    own = page_of(sara, vacancy)
    assert "S1" not in own
    assert "Passer 1" in own
    assert "2 S2" in own, "the place is among all whom the dwelling suits"
    every = page_of(sara, vacancy, kontor="alle")
    assert "S1" in every
    assert "Sør" in every
    why = page_of(sara, vacancy, vis="passer-ikke", kontor="alle")
    assert "S3" in why
    assert "S4" not in why, "why others' households are kept out is for their own office"


def test_a_consultant_sees_why_the_households_of_all_offices_are_kept_out(consultant: FlaskClient, north: Any) -> None:
    waiting("S1", north, approved_need=ApprovedNeed(rooms=5))
    assert "S1" in page_of(consultant, vacant(), vis="passer-ikke")


def test_a_protected_person_is_shown_as_on_the_waiting_list(consultant: FlaskClient) -> None:
    person = make_applicant(first_name="Hemmelig", last_name="Person", protected_address=True, address="Gjemt vei 1")
    waiting("S1", applicant=person)
    vacancy = vacant()
    ours, list_ = page_of(consultant, vacancy), visible(consultant.get("/admin/venteliste/").text)
    assert ("Hemmelig" in ours) is ("Hemmelig" in list_)
    assert "Gjemt vei" not in ours


def test_whoever_is_disqualified_learns_nothing_of_the_case(app: Flask, make_account: Any, client_of: Clients) -> None:
    me = make_account(Role.HOUSING_CONSULTANT, name="Ola Inhabil")
    conflict = Conflict(user=me.pk, user_name=me.name, because="Søsken", on=date(2026, 1, 1), by=str(me.pk))
    waiting("S1", conflicts=[conflict], children=2)
    waiting("S2", conflicts=[conflict], approved_need=ApprovedNeed(rooms=5))
    waiting("S3")
    caller = app.test_client()
    caller.post("/login", data={"email": me.email, "password": PASSWORD})
    vacancy = vacant()
    fits = page_of(caller, vacancy)
    assert "Du er inhabil i saken." in fits
    assert "Bak raden over" in fits
    assert "ja" not in fits.split("S1")[1].split("S3")[0].split()
    kept_out = page_of(caller, vacancy, vis="passer-ikke")
    assert "Du er inhabil i saken." in kept_out
    assert "5 rom" not in kept_out


@pytest.mark.parametrize(
    "query",
    [
        {"side": "-3"}, {"side": "abc"}, {"side": "999999999999999999999"}, {"vis": "x"}, {"kontor": "' or 1"},
        {"vis": "passer-ikke", "grunn": "too_small' --", "side": "7"}, {"vis": "passer-ikke", "grunn": "spread"},
    ],
)  # fmt: skip
def test_garbage_in_the_address_shows_a_page(consultant: FlaskClient, query: dict[str, str]) -> None:
    waiting("S1")
    assert "Hvem passer boligen for?" in page_of(consultant, vacant(), **query)


def test_nobody_waits(consultant: FlaskClient) -> None:
    assert "Boligen passer ikke for noen av dem på ventelisten" in page_of(consultant, vacant())
    assert "Ingen er utelukket." in page_of(consultant, vacant(), vis="passer-ikke")


def test_a_dwelling_that_is_let_has_no_candidates_any_longer(consultant: FlaskClient) -> None:
    vacancy = vacant(state=VacancyState.LET)
    answer = consultant.get(f"{HOME}/kandidater/?id={vacancy.pk}", follow_redirects=True)
    assert "står i en tilstand der dette ikke kan gjøres" in visible(answer.text)


@pytest.mark.parametrize("role", [Role.READER, Role.PROPERTY, Role.AUDITOR, Role.ECONOMY, Role.ADMINISTRATOR])
def test_who_may_not_see_the_waiting_list_may_not_see_the_candidates(
    app: Flask, client_of: Clients, role: Role
) -> None:
    caller = client_of(role)
    assert caller.get(f"{HOME}/kandidater/?id={vacant().pk}").status_code == 403
    assert caller.get(f"{HOME}/meld-inn/?id={vacant().pk}&soknad={waiting('S1').pk}").status_code == 403


def test_the_pages_say_nothing_but_bokmal(sara: FlaskClient, north: Any) -> None:
    case = waiting("S2026001", north, mapping=Mapping(wishes="Nær byen."))
    waiting("S2026002", north, approved_need=ApprovedNeed(rooms=5))
    vacancy = vacant()
    for page in (
        page_of(sara, vacancy), page_of(sara, vacancy, vis="passer-ikke"),
        page_of(sara, vacancy, "meld-inn", soknad=str(case.pk)),
    ):  # fmt: skip
        assert strange(page) == []


# --- An office's candidate ----------------------------------------------------------------------------------------


def test_the_checklist_starts_with_what_the_mapping_says(sara: FlaskClient, north: Any) -> None:
    told = Mapping(
        need_because="Uten bolig.", services="Tilsyn om natten.", mobility="Rullestol.", living_skills="Klarer seg.",
        environment="Rolig.", areas_to_avoid="Sentrum.", no_wishes=True,
    )  # fmt: skip
    case = waiting("S1", north, mapping=told)
    answer = sara.get(f"{HOME}/meld-inn/", query_string={"id": str(vacant().pk), "soknad": str(case.pk)})
    for words in ("Uten bolig.", "Tilsyn om natten.", "Rullestol.", "Klarer seg.", "Rolig.\nSentrum."):
        assert f">\r\n{words}</textarea>" in answer.text or f">{words}</textarea>" in answer.text.replace("\r\n", "")
    assert "Søkeren er spurt og har ingen ønsker." in answer.text


def test_opening_the_checklist_is_logged(sara: FlaskClient, north: Any) -> None:
    case = waiting("S1", north)
    page_of(sara, vacant(), "meld-inn", soknad=str(case.pk))
    (entry,) = AccessEntry.objects(number="S1")
    assert entry.document_id == str(case.pk)


def test_a_candidate_is_put_up_from_the_page_and_shown_to_all(
    sara: FlaskClient, consultant: FlaskClient, north: Any
) -> None:
    case, other, vacancy = waiting("S1", north), waiting("S2", north), vacant()
    assert "Meld inn" in page_of(sara, vacancy)
    told = put_up(sara, vacancy, case, new_facts="Har fått hund.", **{"punkt-access-uaktuelt": "y"})
    assert "S1 er meldt inn som kandidat." in told
    (found,) = Nomination.objects
    assert found.why == "Boligen ligger nær arbeidet."
    assert [one.applies for one in found.checklist] == [True, True, False, True, True, True]
    assert JournalEntry.objects(application=case).count() == 1
    page = page_of(sara, vacancy)
    assert "Kontoret ditt har meldt inn S1 (Sara Saksbehandler)" in page
    assert "Meldt inn" in page
    assert "Meld inn" not in page.replace("Meldt inn", "").replace("Skal en annen meldes inn", "")
    assert "Meldt inn" in page_of(consultant, vacancy)
    assert other.number in page


def test_what_is_left_of_the_checklist_is_said_at_each_point_and_nothing_is_lost(sara: FlaskClient, north: Any) -> None:
    case, vacancy = waiting("S1", north), vacant()
    told = put_up(sara, vacancy, case, new_facts="Har fått hund.", **{"punkt-need": " ", "punkt-wishes": ""})
    assert "2 felt må rettes" in told
    assert told.count("Skriv noe om punktet.") == 4
    assert "Har fått hund." in told
    assert "Om punktet 1." in told
    assert (Nomination.objects.count(), JournalEntry.objects.count()) == (0, 0)


def test_the_second_of_an_office_is_told_who_was_first(sara: FlaskClient, client_of: Clients, north: Any) -> None:
    vacancy = vacant()
    put_up(sara, vacancy, waiting("S1", north))
    per = client_of(Role.CASEWORKER, name="Per Prøve", office=north)
    told = put_up(per, vacancy, waiting("S2", north))
    assert "Kontoret har alt en kandidat til denne boligen: S1, meldt inn av Sara Saksbehandler." in told
    assert "Om punktet 1." in told


def test_a_form_sent_twice_puts_up_once(sara: FlaskClient, north: Any) -> None:
    case, vacancy, nonce = waiting("S1", north), vacant(), uuid4().hex
    for _ in range(2):
        assert "S1 er meldt inn som kandidat." in put_up(sara, vacancy, case, nonce=nonce)
    assert Nomination.objects.count() == 1


def test_a_page_that_is_old_keeps_what_was_written(sara: FlaskClient, north: Any) -> None:
    case, vacancy = waiting("S1", north), vacant()
    records.change(vacancy, ACTOR, values={"note": "Nymalt"})
    told = put_up(sara, vacancy, case, version=1)
    assert "Om punktet 1." in told
    assert Nomination.objects.count() == 0
    assert "S1 er meldt inn" in put_up(sara, records.get(Vacancy, vacancy.pk), case)


@pytest.mark.parametrize("soknad", ["", "abc", "a" * 24, "<script>"])
def test_an_application_that_is_none_is_not_found(sara: FlaskClient, soknad: str) -> None:
    for answer in (
        sara.get(f"{HOME}/meld-inn/", query_string={"id": str(vacant().pk), "soknad": soknad}),
        sara.post(f"{HOME}/meld-inn/", data={"id": str(vacant().pk), "soknad": soknad, **SAID}),
    ):
        assert answer.status_code == 404


@pytest.mark.parametrize("nonce", ["", "abc", "Z" * 32, "0" * 31])
def test_a_form_without_its_mark_stores_nothing(sara: FlaskClient, north: Any, nonce: str) -> None:
    put_up(sara, vacant(), waiting("S1", north), nonce=nonce)
    assert Nomination.objects.count() == 0


def test_a_household_that_does_not_suit_is_told_of_before_and_after(sara: FlaskClient, north: Any) -> None:
    case, vacancy = waiting("S1", north, approved_need=ApprovedNeed(rooms=5)), vacant()
    page = page_of(sara, vacancy, "meld-inn", soknad=str(case.pk))
    assert "Boligen passer ikke for husstanden: For få rom." in page
    assert "Boligen passer ikke for husstanden i sak S1: for få rom." in put_up(sara, vacancy, case)
    assert Nomination.objects.count() == 0


def test_another_office_s_household_is_closed(sara: FlaskClient) -> None:
    case = waiting("S1", make_office(), mapping=Mapping(wishes="Hemmelig ønske"))
    answer = sara.get(f"{HOME}/meld-inn/", query_string={"id": str(vacant().pk), "soknad": str(case.pk)})
    assert answer.status_code == 403
    assert "Hemmelig ønske" not in answer.text
    answer = sara.post(f"{HOME}/meld-inn/", data={"id": str(vacant().pk), "soknad": str(case.pk), **SAID})
    assert answer.status_code == 403


def test_an_ordinary_dwelling_has_no_way_to_put_anybody_up(sara: FlaskClient, north: Any) -> None:
    case, vacancy = waiting("S1", north), vacant(with_services=False)
    page = page_of(sara, vacancy)
    assert "S1" in page
    assert "Meld inn" not in page
    assert "kandidatene hentes rett fra ventelisten" in put_up(sara, vacancy, case)


def test_a_case_that_must_be_assessed_anew_is_marked_and_not_put_up(sara: FlaskClient, north: Any) -> None:
    case, vacancy = waiting("S1", north, assessment_stale=True), vacant()
    page = page_of(sara, vacancy)
    assert "Må vurderes på nytt" in page
    assert "Meld inn" not in page
    assert "endret siden vurderingen" in put_up(sara, vacancy, case)


# --- The candidate's own page -------------------------------------------------------------------------------------


def candidate(vacancy: Any, case: Any, **values: Any) -> Any:
    points = [{"code": code, "answer": f"Sagt om {at}"} for at, code in enumerate(CODES)]
    return make_nomination(vacancy=vacancy, application=case, checklist=points, why="Hemmelig grunn", **values)


def seen(caller: FlaskClient, nomination: Any) -> str:
    answer = caller.get(f"/admin/kandidater/vis/?id={nomination.pk}")
    assert answer.status_code == 200, answer.text
    return visible(answer.text)


def test_the_candidate_s_page_shows_the_checklist_in_words(sara: FlaskClient, north: Any) -> None:
    page = seen(sara, candidate(vacant(), waiting("S1", north)))
    assert "Boligbehovet er dokumentert og oppdatert Sagt om 0" in page
    assert "Hemmelig grunn" in page
    assert "living_skills" not in page


def test_a_reader_without_need_sees_no_checklist(client_of: Clients, app: Flask, north: Any) -> None:
    nomination = candidate(vacant(), waiting("S1", north), summary="Hemmelig sammendrag")
    other = client_of(Role.CASEWORKER, office=make_office())
    page = seen(other, nomination)
    assert "Hemmelig" not in page
    assert "Sagt om" not in page
    assert AccessEntry.objects(number=nomination.number).count() == 0


def test_the_office_takes_its_candidate_back_with_a_reason(sara: FlaskClient, north: Any) -> None:
    case, vacancy = waiting("S1", north), vacant()
    nomination = candidate(vacancy, case)
    assert "Trekk kandidaten" in seen(sara, nomination)
    assert "Skriv en begrunnelse." in do(sara, "kandidater", "trekk", nomination, reason=" ")
    assert "Kandidaten er trukket." in do(sara, "kandidater", "trekk", nomination, reason="Vil ikke flytte.")
    assert Nomination.objects.get(pk=nomination.pk).state is NominationState.WITHDRAWN
    assert "står i en tilstand" in do(sara, "kandidater", "trekk", Nomination.objects.get(pk=nomination.pk), reason="x")
    assert "S1 er meldt inn" in put_up(sara, vacancy, case)


def test_another_office_takes_nobody_back(client_of: Clients, app: Flask, north: Any) -> None:
    nomination = candidate(vacant(), waiting("S1", north))
    other = client_of(Role.CASEWORKER, office=make_office())
    assert "Trekk kandidaten" not in seen(other, nomination)
    do(other, "kandidater", "trekk", nomination, reason="Vil ikke.")
    assert Nomination.objects.get(pk=nomination.pk).state is NominationState.PUT_UP


# --- Where it is told of ------------------------------------------------------------------------------------------


def test_the_vacancy_and_the_case_tell_of_the_candidate(sara: FlaskClient, north: Any) -> None:
    case, vacancy = waiting("S1", north), vacant()
    put_up(sara, vacancy, case)
    assert "S1" in page_of(sara, vacancy, "vis")
    page = visible(sara.get(f"{CASES}/vis/?id={case.pk}").text)
    assert "Meldt inn til ledige boliger" in page
    assert vacancy.number in page


def test_a_case_that_does_not_wait_says_nothing_of_vacant_dwellings(sara: FlaskClient, north: Any) -> None:
    case = make_application(office=north)
    assert "Meldt inn til ledige boliger" not in visible(sara.get(f"{CASES}/vis/?id={case.pk}").text)
    assert records.get(Application, case.pk).state is ApplicationState.RECEIVED


def test_spread_is_kept_on_the_dwelling_and_seen_on_its_page(app: Flask, client_of: Clients) -> None:
    home = make_dwelling(dwelling_number="B1", not_for=[TargetGroup.EMPLOYEE])
    caller = client_of(Role.PROPERTY)
    form = {
        "dwelling_number": "B1", "address": "Storgata 1", "postcode": "9405", "kind": "flat", "rooms": "2",
        "rent_ore": "6 293,00", "disposal": "owned", "not_for": "refugee", "version": "1",
    }  # fmt: skip
    answer = caller.post(f"/admin/boliger/rediger/?id={home.pk}", data=form)
    assert answer.status_code == 302, visible(answer.text)
    assert Dwelling.objects.get().not_for == [TargetGroup.REFUGEE]
    page = visible(caller.get(f"/admin/boliger/vis/?id={home.pk}").text)
    assert "Foreløpig ikke for (spredning) Flyktning" in page
