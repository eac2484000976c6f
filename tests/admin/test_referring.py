"""A landlord's vacant home and a household referred to it, on the screens (domain 4.3)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import Referral, VacancyNotice
from models.landlord import Contact
from rules.terms import DeclineReason, HousingSituation, NoticeState, ReferralState, RejectionReason, Role, Security
from services import records, referrals
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, acting
from tests.factories import ACTOR, make_applicant, make_landlord, make_lease, make_office, make_project
from tests.letting_offers import consultant, waiting
from tests.partners import make_key
from tests.referring import accepted, fresh, home_of_landlord, landlord_of, referred, reported, taken

__all__ = ["app"]  # a fixture, used here
Clients = Callable[..., FlaskClient]
NOTICES, REFERRALS = "ledige-hos-utleiere", "tilvisninger"
TOLD = {"available_from": "1.12.2026", "answer_by": "", "rent_ore": "9500", "rent_covers": "", "note": ""}
TERMS = {"valid_to": "7.12.2026", "guarantee": "", "guarantee_ore": "", "why": ""}
WHY = "Familien trenger roen her."
GARBAGE = ("", "x", "-1", "9" * 40, "31.02.2026", "<script>", "\x00")


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def by(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.HOUSING_CONSULTANT, name="Kari Konsulent")


@pytest.fixture
def owner(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.PROPERTY, name="Eivind Eiendom")


def page(caller: FlaskClient, screen: str, record: Any, step: str = "vis", **query: str) -> str:
    answer = caller.get(f"/admin/{screen}/{step}/", query_string={"id": str(record.pk), **query}, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def look(caller: FlaskClient, screen: str, record: Any, step: str = "vis", **query: str) -> str:
    shown = page(caller, screen, record, step, **query)
    assert strange(shown) == []
    return visible(shown)


def post_new(caller: FlaskClient, **form: str) -> str:
    return visible(caller.post(f"/admin/{NOTICES}/meld/", data=form, follow_redirects=True).text)


def refer(caller: FlaskClient, notice: Any, case: Any, **form: str) -> str:
    return do(caller, NOTICES, "tilvis", notice, soknad=str(case.pk), **TERMS | form)


# --- A home that is not free ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lease", "told"),
    [
        ({"ends_on": date(2027, 6, 30)}, "løper til 30.06.2027 og er ikke sagt opp"),
        ({"ends_on": None}, "løper uten sluttdato og er ikke sagt opp"),
        ({"ends_on": date(2026, 11, 30)}, ""),
    ],
)
def test_a_notice_of_a_home_whose_lease_runs_on_says_so_and_so_does_referring(
    by: FlaskClient, lease: Any, told: str
) -> None:
    notice, case = reported(), waiting()
    make_lease(contract_number="K7019", dwelling=notice.dwelling, **lease)
    pages = [look(by, NOTICES, notice), look(by, NOTICES, notice, "husstander")]
    for shown in [*pages, look(by, NOTICES, notice, "tilvis", soknad=str(case.pk))]:
        assert (f"Leieforhold K7019 {told}" in shown) if told else ("K7019" not in shown)


def test_a_household_is_referred_to_a_home_that_is_let_only_with_why(by: FlaskClient) -> None:
    notice, case = reported(), waiting()
    make_lease(dwelling=notice.dwelling, ends_on=None)
    assert "Skriv hvorfor husstanden tilvises likevel." in refer(by, notice, case)
    assert Referral.objects.count() == 0
    assert "Husstanden er tilvist." in refer(by, notice, case, why="Leietakeren flytter i desember.")


@pytest.mark.parametrize(
    ("reached", "told"),
    [
        ({"contacts": [Contact(name="Ula Utleier", phone="77000000")], "phone": "1"},
         "skriv til Ula Utleier, 77000000."),
        ({"phone": "77000001", "email": "post@utleier.example"},
         "skriv til Prøve Eiendom AS, 77000001, post@utleier.example."),
        ({}, "skriv. Telefon og e-post mangler på utleieren."),
    ],
)  # fmt: skip
def test_a_landlord_without_a_system_is_rung_or_written_to(by: FlaskClient, reached: Any, told: str) -> None:
    landlord = make_landlord(**reached)
    notice = reported()
    words = f"Utleieren har ikke system mot Husrom: ring eller {told}"
    assert words in refer(by, notice, waiting())
    held = Referral.objects.get()
    assert words in look(by, REFERRALS, held)
    make_key(landlord=landlord)
    assert "ring eller skriv" not in look(by, REFERRALS, held)
    gone = do(by, REFERRALS, "trekk", held, reason="Husstanden flyttet.")
    assert "Tilvisningen er trukket. Fortell husstanden det. Utleieren får vite det." in gone


def test_whose_home_it_is_is_not_told_where_it_may_not_be_seen(by: FlaskClient) -> None:
    notice = reported()
    make_lease(contract_number="K7019", dwelling=notice.dwelling, tenant=make_applicant(protected_address=True))
    shown = look(by, NOTICES, notice)
    assert "Et annet leieforhold i boligen løper til" in shown
    assert "K7019" not in shown


# --- The notice ------------------------------------------------------------------------------------------------------


def test_a_home_is_reported_for_a_landlord_who_telephones_and_twice_is_once(owner: FlaskClient) -> None:
    home = home_of_landlord()
    assert "Meld ledig for utleieren" in look(owner, "boliger", home)
    form = owner.get(f"/admin/{NOTICES}/meld/?bolig={home.pk}")
    assert home.dwelling_number in form.text
    for _ in range(2):
        told = post_new(owner, nonce="abc", dwelling=str(home.pk), **TOLD)
        assert "Neste: finn en husstand, eller frigi boligen, innen" in told
    notice = VacancyNotice.objects.get()
    assert (notice.reported_by_name, notice.rent_ore) == ("Eivind Eiendom", 950_000)
    assert f"Boligen er alt meldt ledig: {notice.number}." in post_new(owner, nonce="x", dwelling=str(home.pk), **TOLD)
    assert "Meld ledig for utleieren" not in look(owner, "boliger", home)


@pytest.mark.parametrize("odd", GARBAGE)
def test_garbage_reports_nothing(owner: FlaskClient, odd: str) -> None:
    home = home_of_landlord()
    post_new(owner, nonce=odd, **dict.fromkeys(TOLD, odd), dwelling=odd)
    post_new(owner, nonce=odd, **TOLD | {"rent_ore": odd}, dwelling=str(home.pk))
    assert VacancyNotice.objects.count() == 0


def test_an_answer_day_too_soon_is_said_of_us_and_not_of_a_household(owner: FlaskClient) -> None:
    told = post_new(owner, dwelling=str(home_of_landlord().pk), **TOLD | {"answer_by": "23.11.2026"})
    assert "Vi må få tid til å svare." in told
    assert "Husstanden må få" not in told


def test_a_notice_is_changed_withdrawn_and_released(by: FlaskClient, owner: FlaskClient) -> None:
    notice = reported()
    changed = TOLD | {"answer_by": "15.12.2026", "rent_ore": "10000"}
    assert "Ledigmeldingen er endret." in do(owner, NOTICES, "endre", notice, **changed)
    assert "Ingenting var endret" in do(owner, NOTICES, "endre", fresh(notice), **changed)
    assert "Skriv en begrunnelse" in do(by, NOTICES, "frigi", fresh(notice), reason="")
    assert "endret" in do(by, NOTICES, "frigi", notice, reason="For dyr.")
    assert fresh(notice).state is NoticeState.REPORTED
    assert "Boligen er frigitt" in do(by, NOTICES, "frigi", fresh(notice), reason="For dyr.")
    assert "For dyr." in look(owner, NOTICES, notice)
    other = reported()
    assert "Ledigmeldingen er trukket." in do(owner, NOTICES, "trekk", other)
    assert "Utleieren har trukket meldingen" in do(by, NOTICES, "frigi", fresh(other), reason="For dyr.")


def test_past_its_day_the_landlord_lets_freely(app: Flask, client_of: Clients, clock: Any) -> None:
    notice = reported(answer_by=date(2026, 12, 1))
    clock.move_to(NOW.replace(month=12, day=3))
    shown = look(client_of(Role.HOUSING_CONSULTANT), NOTICES, notice)
    assert "Svarfristen gikk ut 01.12.2026." in shown
    assert "Finn husstand" not in shown


# --- A household is referred -----------------------------------------------------------------------------------------


def test_the_page_of_households_ranks_them_and_one_is_referred(by: FlaskClient) -> None:
    notice, case = reported(), waiting(adults=2)
    assert "Finn husstand" in look(by, NOTICES, notice)
    chosen = look(by, NOTICES, notice, "husstander")
    assert (case.number in chosen, "2 voksne" in chosen, "er tatt" in chosen) == (True, True, True)
    assert "Ingen er utelukket" in look(by, NOTICES, notice, "husstander", vis="passer-ikke")
    form = look(by, NOTICES, notice, "tilvis", soknad=str(case.pk))
    assert "Står ikke først" not in form
    told = refer(by, notice, case, guarantee=Security.DEPOSIT.value, guarantee_ore="30000")
    assert "Neste: Avtal visning" in told
    held = Referral.objects.get()
    assert (held.guarantee_ore, held.valid_to) == (3_000_000, date(2026, 12, 7))
    assert "Gå til tilvisningen" in look(by, NOTICES, notice)
    assert "En husstand er alt vist til boligen." in refer(by, fresh(notice), waiting())
    assert held.number in look(by, "soknader", case)
    assert Referral.objects.count() == 1


def test_against_the_order_a_reason_is_asked_for(by: FlaskClient) -> None:
    waiting(situation=HousingSituation.NO_DWELLING)
    notice, late = reported(), waiting(situation=HousingSituation.OWNS)
    assert "Husstanden står ikke først." in look(by, NOTICES, notice, "tilvis", soknad=str(late.pk))
    assert "Husstanden står ikke først." in refer(by, notice, late)
    assert Referral.objects.count() == 0
    refer(by, notice, late, why=WHY)
    assert Referral.objects.get().why == WHY


@pytest.mark.parametrize("odd", GARBAGE)
def test_garbage_refers_nobody(by: FlaskClient, odd: str) -> None:
    notice, case = reported(), waiting()
    refer(by, notice, case, valid_to=odd)
    refer(by, notice, case, guarantee=Security.DEPOSIT.value, guarantee_ore=odd)
    data = {"id": str(notice.pk), "soknad": odd, "version": "1", **TERMS}
    assert by.post(f"/admin/{NOTICES}/tilvis/", data=data).status_code in (302, 403, 404)
    assert by.get(f"/admin/{NOTICES}/husstander/?id={notice.pk}&side={odd}&grunn={odd}&vis={odd}").status_code == 200
    assert Referral.objects.count() == 0


def test_a_last_day_too_soon_and_a_notice_changed_meanwhile(by: FlaskClient) -> None:
    notice, case = reported(), waiting()
    assert "Utleieren må få minst én dag." in refer(by, notice, case, valid_to="23.11.2026")
    do(by, NOTICES, "endre", notice, **TOLD | {"answer_by": "15.12.2026"})
    refer(by, notice, case)
    assert Referral.objects.count() == 0


def test_who_does_not_choose_cannot_refer_and_another_offices_household_is_closed(
    by: FlaskClient, owner: FlaskClient, client_of: Clients
) -> None:
    notice = reported()
    case, theirs = waiting(), waiting(office=make_office())
    for caller in (owner, client_of(Role.CASEWORKER), client_of(Role.READER)):
        assert caller.get(f"/admin/{NOTICES}/husstander/?id={notice.pk}").status_code == 403
        data = {"id": str(notice.pk), "soknad": str(case.pk), "version": "1", **TERMS}
        assert caller.post(f"/admin/{NOTICES}/tilvis/", data=data).status_code == 403
    bound = client_of(Role.HOUSING_CONSULTANT, office=make_office())
    answer = bound.get(f"/admin/{NOTICES}/tilvis/?id={notice.pk}&soknad={theirs.pk}")
    assert answer.status_code in (200, 403)
    assert Referral.objects.count() == 0


# --- The referral's way ----------------------------------------------------------------------------------------------


def test_a_referral_goes_by_viewing_and_yes_to_the_lease(by: FlaskClient) -> None:
    held = referred(application=waiting(applicant=make_applicant(phone="90000000", email="aase@example.no")))
    shown = look(by, REFERRALS, held)
    assert ("Avtal visning" in shown, "Trekk tilvisningen" in shown, "Registrer leieavtale" in shown) == (
        True, True, False,
    )  # fmt: skip
    assert "Visningen er lagret." in do(by, REFERRALS, "visning", held, day="26.11.2026", clock="13.00")
    shown = look(by, REFERRALS, held)
    assert "26.11.2026" in shown
    assert "kl. 13.00" in shown
    assert "13.00" in page(by, REFERRALS, held, "visning")
    assert "Ingenting var endret" in do(by, REFERRALS, "visning", fresh(held), day="26.11.2026", clock="13.00")
    assert "Tilvisningen er godtatt." in do(by, REFERRALS, "godta", fresh(held))
    shown = look(by, REFERRALS, held)
    assert "Registrer leieavtale" in shown
    assert "Navn, Telefon, E-post" in shown
    assert fresh(held).state is ReferralState.ACCEPTED


def test_the_landlords_no_is_judged(by: FlaskClient) -> None:
    held = referred()
    told = do(by, REFERRALS, "avsla", held, reason=RejectionReason.TOO_MANY.value, note="De er fem.")
    assert "Neste: Vurder utleierens grunn" in told
    assert taken(held) == []
    assert "Skriv en begrunnelse" in do(by, REFERRALS, "vurder-grunnen", fresh(held), answer="ja", why="")
    assert "Vurderingen er lagret." in do(by, REFERRALS, "vurder-grunnen", fresh(held), answer="ja", why="De er to.")
    assert fresh(held).rejection_contested is True
    assert "Vurder grunnen på nytt" in look(by, REFERRALS, held)


@pytest.mark.parametrize(
    ("step", "form", "state"),
    [
        ("takker-nei", {"reason": DeclineReason.RENT.value, "said": ""}, ReferralState.DECLINED),
        ("takker-nei", {"reason": DeclineReason.OTHER.value, "said": ""}, ReferralState.REFERRED),
        ("trekk", {"reason": "Feil bolig."}, ReferralState.WITHDRAWN),
        ("trekk", {"reason": ""}, ReferralState.REFERRED),
        ("avsla", {"reason": "dislike", "note": ""}, ReferralState.REFERRED),
        ("vurder-grunnen", {"answer": "ja", "why": "x"}, ReferralState.REFERRED),
        ("visning", {"day": "x", "clock": "99"}, ReferralState.REFERRED),
        ("visning", {"day": "20.11.2026", "clock": "13"}, ReferralState.REFERRED),
        ("visning", {"day": "20.12.2026", "clock": "13"}, ReferralState.REFERRED),
    ],
)
def test_a_referral_ends_where_its_page_says_so(
    by: FlaskClient, step: str, form: dict[str, str], state: ReferralState
) -> None:
    held = referred()
    do(by, REFERRALS, step, held, version=77, **form)
    assert fresh(held).state is ReferralState.REFERRED
    told = do(by, REFERRALS, step, held, **form)
    assert fresh(held).state is state
    if state is not ReferralState.REFERRED:
        assert "Boligen venter på en ny husstand" in visible(
            page(by, NOTICES, records.get(VacancyNotice, records.reference(held, "notice")), "endringer")
        )
        assert "gjelder ikke lenger" in do(by, REFERRALS, "godta", fresh(held))
    assert told


# --- Who sees what ---------------------------------------------------------------------------------------------------


def test_another_offices_caseworker_sees_the_referral_and_no_secret(app: Flask, client_of: Clients) -> None:
    held = referred(application=waiting(office=make_office()), actor=acting(consultant()), why=WHY)
    referrals.reject(
        held, landlord_of(held), reason=RejectionReason.TOO_MANY, note="Barna bråker.", version=held.version, now=NOW
    )
    stranger = client_of(Role.CASEWORKER, office=make_office())
    mine = client_of(Role.CASEWORKER, office=held.application.office)
    for step in ("vis", "endringer"):
        shown = look(stranger, REFERRALS, held, step)
        assert held.number in shown
        assert not [secret for secret in (WHY, "Barna bråker.") if secret in shown], step
    assert WHY in look(mine, REFERRALS, held)
    assert "Vurder grunnen" not in look(mine, REFERRALS, held)
    data = {"id": str(held.pk), "version": str(held.version)}
    assert mine.post(f"/admin/{REFERRALS}/godta/", data=data).status_code == 403


def test_why_a_household_was_chosen_is_not_told_by_the_project(app: Flask, client_of: Clients) -> None:
    held = referred(why=WHY)
    for role in (Role.READER, Role.PROPERTY, Role.AUDITOR, Role.CASEWORKER, Role.DEPARTMENT_HEAD):
        caller = client_of(role, office=make_office())
        assert WHY not in page(caller, "prosjekter", held.project, "endringer"), role
    auditor = client_of(Role.AUDITOR)
    assert WHY not in auditor.get("/admin/endringslogg/").text
    assert WHY not in auditor.post("/admin/endringslogg/eksport/csv/").text


def test_a_protected_households_home_is_neither_shown_nor_found(app: Flask, client_of: Clients) -> None:
    case = waiting()
    held = accepted(application=case)
    person = fresh(case).applicant
    records.change(person, ACTOR, values={"protected_address": True}, action="edited")
    notice = records.get(VacancyNotice, records.reference(held, "notice"))
    home, landlord = held.dwelling, held.landlord
    caller, trusted = client_of(Role.HOUSING_CONSULTANT), client_of(Role.HOUSING_CONSULTANT, sees_protected=True)
    for text in (page(caller, REFERRALS, held), caller.get(f"/admin/{REFERRALS}/").text):
        assert home.dwelling_number not in text
        assert landlord.name not in text
    for record, screen in ((notice, NOTICES), (landlord, "utleiere"), (home, "boliger"), (held.project, "prosjekter")):
        assert held.number not in page(caller, screen, record), screen
    for query in (f"search={notice.number}", f"flt_landlord={landlord.pk}", f"flt_notice={notice.pk}"):
        assert held.number not in caller.get(f"/admin/{REFERRALS}/?{query}").text, query
    assert home.dwelling_number in page(trusted, REFERRALS, held)
    shown = look(caller, NOTICES, reported(), "husstander")
    assert case.number not in shown


def test_a_protected_household_is_not_referred(by: FlaskClient) -> None:
    notice, case = reported(), waiting(applicant=make_applicant(protected_address=True))
    shown = look(by, NOTICES, notice, "husstander")
    assert case.number not in shown
    assert "Husstander med adressesperre vises ikke her." in shown
    refer(by, notice, case)
    assert Referral.objects.count() == 0


def test_a_home_stays_in_its_project_while_it_is_reported_vacant(owner: FlaskClient) -> None:
    notice = reported()
    home, elsewhere = fresh(notice.dwelling), make_project(landlord=notice.landlord)
    form = {
        "dwelling_number": home.dwelling_number, "address": home.address, "postcode": home.postcode, "kind": "flat",
        "rooms": "2", "rent_ore": "6 293,00", "disposal": home.disposal.value, "landlord": str(notice.landlord.pk),
        "project": str(elsewhere.pk), "version": str(home.version),
    }  # fmt: skip
    answer = owner.post(f"/admin/boliger/rediger/?id={home.pk}", data=form)
    assert answer.status_code == 200
    assert "Utleieren har meldt boligen ledig, og meldingen er ikke avsluttet." in visible(answer.text)
    assert fresh(home).project == notice.project
