"""An offer on the screen: given with its letter looked at, answered, met about, refused and judged (S004 step 10)."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import AccessEntry, Letter, Message, Offer, Vacancy
from rules.terms import LetterKind, LetterState, OfferChannel, OfferState, RefusalReason, Role, VacancyState
from services import dispatch, offers, records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, SENDER, TODAY, acting, worker
from tests.clockwork import run_job
from tests.factories import ACTOR, make_applicant, make_dwelling, make_office, make_unit
from tests.letting_offers import SAID, allocated, consultant, fresh, offered, refused, waiting

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
CALLED = {"channel": "telephone", "said": SAID, "answer_by": ""}
MEETING = {
    "kind": "viewing", "day": "25.11.2026", "clock": "13.00", "minutes": "30", "place": "dwelling",
    "told": "telephone",
}  # fmt: skip


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def by(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.HOUSING_CONSULTANT, name="Kari Konsulent")


@pytest.fixture
def head(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.DEPARTMENT_HEAD, name="Anne Leder")


def page_of(caller: FlaskClient, screen: str, step: str, record: Any, **query: str) -> str:
    answer = caller.get(f"/admin/{screen}/{step}/", query_string={"id": str(record.pk), **query})
    assert answer.status_code == 200, answer.text
    return answer.text


def look(caller: FlaskClient, offer: Any) -> str:
    return visible(page_of(caller, "tilbud", "vis", offer))


def post(caller: FlaskClient, screen: str, step: str, record: Any, **form: str) -> str:
    data = {"id": str(record.pk), "version": str(record.version), **form}
    answer = caller.post(f"/admin/{screen}/{step}/", data=data, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def carried(page: str) -> dict[str, str]:
    """What a preview posts when it is confirmed."""
    shown = page[page.index("<h1>") :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown)
    return {name: value for name, value in found if name != "csrf_token"}


# --- Given -----------------------------------------------------------------------------------------------------------


def test_by_telephone_the_offer_is_given_on_one_page(by: FlaskClient) -> None:
    case = waiting(office=make_office())
    vacancy = allocated(case)
    form = page_of(by, "ledige-boliger", "gi-tilbud", vacancy)
    assert strange(form) == []
    told = visible(form)
    assert f"søknad {case.number}" in told
    assert "30.11.2026 på telefon, 03.12.2026 i brev" in told
    told = do(by, "ledige-boliger", "gi-tilbud", vacancy, **CALLED)
    assert "Tilbudet er gitt." in told
    offer = Offer.objects.get()
    assert (offer.answer_by, offer.said, offer.state) == (date(2026, 11, 30), SAID, OfferState.OPEN)
    assert "Gitt 23.11.2026 på telefon. Svarfrist 30.11.2026." in told
    assert "Neste steg: noter svaret." in told


def test_the_letter_is_looked_at_before_it_goes_out(by: FlaskClient) -> None:
    vacancy = allocated()
    seen = post(by, "ledige-boliger", "gi-tilbud", vacancy, channel="both", said=SAID, answer_by="1.12.2026")
    assert Offer.objects.count() == 0
    assert strange(seen) == []
    source = re.findall(r'<iframe[^>]* src="([^"#]+)', seen)[0].replace("&amp;", "&")
    pdf = by.get(source)
    assert (pdf.content_type, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    assert "frame-ancestors 'self'" in pdf.headers["Content-Security-Policy"]
    again = post(by, "ledige-boliger", "gi-tilbud", vacancy, **carried(seen) | {"endre": "ja"})
    assert SAID in again
    assert Offer.objects.count() == 0
    assert "Tilbudet er gitt." in visible(post(by, "ledige-boliger", "gi-tilbud", vacancy, **carried(seen)))
    offer = Offer.objects.get()
    assert offer.answer_by == date(2026, 12, 1)
    letter = records.get(Letter, offer.letter)
    assert (letter.letter_kind, letter.state) == (LetterKind.OFFER, LetterState.RELEASED)
    assert "Brevet er klart til utsending." in look(by, offer)
    assert "Tilbud om bolig" in look(by, offer)


def test_a_letter_of_something_else_is_not_shown(by: FlaskClient) -> None:
    vacancy, other = allocated(), offered(channel=OfferChannel.LETTER)
    address = f"/admin/ledige-boliger/tilbudsbrevet/?id={vacancy.pk}&brev="
    assert by.get(f"{address}{other.letter}").status_code == 404
    assert by.get(f"{address}x").status_code == 404


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"channel": ""}, "Velg hvordan."),
        ({"channel": "pigeon"}, "Velg"),
        ({"said": ""}, "Skriv kort hva som ble sagt."),
        ({"channel": "both", "said": ""}, "Skriv kort hva som ble sagt."),
        ({"answer_by": "28.11.2026"}, "Fristen må være en virkedag."),
        ({"answer_by": "1.1.2028"}, "Fristen er for lang"),
        ({"answer_by": "23.11.2026"}, "minst én dag"),
        ({"answer_by": "snart"}, "Skriv datoen som dd.mm.åååå"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_stored(
    by: FlaskClient, form: dict[str, str], told: str
) -> None:
    assert told in do(by, "ledige-boliger", "gi-tilbud", allocated(), **CALLED | form)
    assert Offer.objects.count() == 0


def test_the_second_to_offer_is_told_who_was_first(by: FlaskClient) -> None:
    vacancy = allocated()
    offer = offered(vacancy=vacancy, by=consultant(name="Per Første"))
    told = do(by, "ledige-boliger", "gi-tilbud", vacancy, **CALLED)
    assert f"tilbud {offer.number}, gitt av Per Første" in told
    assert Offer.objects.count() == 1
    assert "Gå til tilbudet" in visible(page_of(by, "ledige-boliger", "vis", vacancy))


def test_who_is_held_back_or_has_promised_is_offered_nothing(by: FlaskClient) -> None:
    case, other = waiting(), waiting()
    no, yes = refused(case), offered(other)
    actor = acting(consultant())
    told = {"justified": False, "reasons": "x", "heard_on": TODAY, "heard": "y", "sender": SENDER}
    offers.judge(no, actor, version=no.version, now=NOW, **told)
    offers.accept(yes, actor, version=yes.version, now=NOW)
    for household, words in ((case, "ikke få nytt tilbud før 23.05.2027"), (other, yes.number)):
        vacancy = allocated(household)
        answer = by.get(f"/admin/ledige-boliger/gi-tilbud/?id={vacancy.pk}", follow_redirects=True)
        assert words in visible(answer.text)


# --- Answered --------------------------------------------------------------------------------------------------------


def test_a_yes_is_one_button_that_says_what_falls(by: FlaskClient) -> None:
    case = waiting()
    offer, other = offered(case), offered(case)
    page = page_of(by, "tilbud", "vis", offer)
    assert f"({other.number}), faller bort" in page
    assert "Ja-svaret er notert." in do(by, "tilbud", "takker-ja", offer)
    assert fresh(other).state is OfferState.CLOSED
    assert "Husstanden takket ja 23.11.2026. Neste steg: hold kontraktsmøte." in look(by, offer)
    assert "Falt bort fordi" in look(by, other)
    assert "Ingenting var endret" in do(by, "tilbud", "takker-ja", fresh(offer))


def test_a_no_says_why_and_that_it_cannot_be_undone(by: FlaskClient) -> None:
    offer = offered()
    form = visible(page_of(by, "tilbud", "takker-nei", offer))
    assert "et nei kan ikke angres" in form
    assert "Svarte ikke" not in form
    assert "Skriv kort hva som ble sagt." in do(by, "tilbud", "takker-nei", offer, reason="other", said="")
    assert "Svaret er notert." in do(by, "tilbud", "takker-nei", offer, reason="location", said="For langt unna")
    assert records.get(Vacancy, offer.vacancy.pk).state is VacancyState.OPEN
    told = look(by, offer)
    assert "Et nei kan ikke angres: boligen gikk tilbake med en gang." in told
    assert "Husstanden må høres først" in told


def test_a_yes_is_taken_back_or_undone(by: FlaskClient) -> None:
    first, second = offered(), offered()
    for offer in (first, second):
        do(by, "tilbud", "takker-ja", offer)
    assert "Ja-svaret er angret." in do(by, "tilbud", "angre-ja", fresh(first), reason="Feil tilbud")
    assert fresh(first).state is OfferState.OPEN
    assert "trekker ja-svaret" in visible(page_of(by, "tilbud", "takker-nei", fresh(second)))
    do(by, "tilbud", "takker-nei", fresh(second), reason="health", said="")
    assert fresh(second).state is OfferState.DECLINED


def test_after_the_day_nobody_accepts_but_the_day_may_be_moved(app: Flask, client_of: Clients, clock: Any) -> None:
    offer = offered()
    clock.move_to(datetime(2026, 12, 1, 9, tzinfo=NOW.tzinfo))
    by = client_of(Role.HOUSING_CONSULTANT)
    told = look(by, offer)
    assert "Svarfristen er ute." in told
    assert "Takker ja" not in told
    assert "Svarfristen på tilbud" in do(by, "tilbud", "takker-ja", offer)
    moved = {"answer_by": "4.12.2026", "reason": "Var syk"}
    assert "Svarfristen er endret." in do(by, "tilbud", "svarfrist", offer, **moved)
    assert "Ja-svaret er notert." in do(by, "tilbud", "takker-ja", fresh(offer))


def test_a_stale_page_changes_nothing(by: FlaskClient) -> None:
    offer = offered()
    old = offer.version
    do(by, "tilbud", "svarfrist", offer, answer_by="4.12.2026", reason="Vil se boligen")
    do(by, "tilbud", "takker-ja", offer, version=old)
    assert fresh(offer).state is OfferState.OPEN
    do(by, "tilbud", "takker-nei", offer, version=old, reason="size", said="")
    assert fresh(offer).state is OfferState.OPEN


# --- Met about -------------------------------------------------------------------------------------------------------


def test_a_meeting_is_agreed_moved_and_called_off(by: FlaskClient) -> None:
    leader = worker(Role.UNIT_LEADER, name="Lise Leder")
    home = make_dwelling(unit=make_unit(leader=leader))
    offer = offered(vacancy=allocated(dwelling=home, unit=home.unit))
    form = page_of(by, "tilbud", "avtal-tid", offer)
    assert strange(form) == []
    assert "Lise Leder" in visible(form)
    told = do(by, "tilbud", "avtal-tid", offer, **MEETING, staff=str(leader.pk))
    assert "Tiden er avtalt" in told
    place = f"Bolig {home.dwelling_number}"
    line = f"Visning 25.11.2026 kl. 13.00 (30 min), {place}. Møter: Lise Leder."
    assert f"{line} Husstanden har fått beskjed på telefon." in told
    assert [one.to for one in Message.objects] == [leader.email]
    assert "/til/tilbud/" in Message.objects.get().text
    changed = {**MEETING, "clock": "14:30", "place": "office", "staff": str(leader.pk), "avtale": "1"}
    told = do(by, "tilbud", "endre-tid", fresh(offer), **changed)
    assert "Visning 25.11.2026 kl. 14.30 (30 min), Boligkontoret." in told
    told = do(by, "tilbud", "avlys-tid", fresh(offer), avtale="1", told="telephone")
    assert "Boligkontoret. Avlyst." in told
    assert by.get(f"/admin/tilbud/endre-tid/?id={offer.pk}&avtale=1").status_code == 404
    assert by.get(f"/admin/tilbud/endre-tid/?id={offer.pk}&avtale=x").status_code == 404


@pytest.mark.parametrize("typed", ["13", "13:00", "1300", "13.00"])
def test_the_hour_is_read_as_people_write_it(by: FlaskClient, typed: str) -> None:
    leader = worker()
    told = do(
        by,
        "tilbud",
        "avtal-tid",
        offered(waiting(caseworker=leader)),
        **MEETING | {"staff": str(leader.pk), "clock": typed},
    )
    assert "25.11.2026 kl. 13.00" in told


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"day": "20.11.2026"}, "Tidspunktet er passert."),
        ({"clock": "25.00"}, "Skriv klokkeslettet som 13.00."),
        ({"day": "28.3.2027", "clock": "02.30"}, "Dette klokkeslettet finnes ikke den dagen"),
        ({"minutes": "1"}, "Skriv fra 5 til 480 minutter."),
        ({"place": "Storgata 1"}, "Velg"),
        ({"staff": "x"}, "ikke"),
    ],
)
def test_an_impossible_meeting_is_refused_at_its_field(by: FlaskClient, form: dict[str, str], told: str) -> None:
    leader = worker()
    offer = offered(waiting(caseworker=leader))
    answer = do(by, "tilbud", "avtal-tid", offer, **{**MEETING, "staff": str(leader.pk)} | form)
    assert told in answer
    assert fresh(offer).appointments == []


# --- Refused and judged ----------------------------------------------------------------------------------------------


def test_the_household_is_asked_by_letter_and_judged_when_its_time_is_out(
    by: FlaskClient, client_of: Clients, clock: Any
) -> None:
    offer = refused()
    seen = post(by, "tilbud", "be-om-uttalelse", offer)
    assert "Se over brevet." in visible(seen)
    assert "Brevet er klart til utsending." in visible(post(by, "tilbud", "be-om-uttalelse", offer, **carried(seen)))
    assert fresh(offer).hearing_due == date(2026, 12, 10)
    letter = records.get(Letter, fresh(offer).hearing_letter)
    dispatch.dispatch(letter, ACTOR, on=TODAY, today=TODAY, version=letter.version)
    judged = {"answer": "nei", "reasons": "Boligen passet.", "heard_on": "", "heard": ""}
    assert "kan svare på brevet til og med 10.12.2026" in do(by, "tilbud", "vurder", fresh(offer), **judged)
    clock.move_to(datetime(2026, 12, 11, 9, tzinfo=NOW.tzinfo))
    by = client_of(Role.HOUSING_CONSULTANT, name="Kari Konsulent")
    seen = post(by, "tilbud", "vurder", fresh(offer), **judged)
    told = visible(post(by, "tilbud", "vurder", fresh(offer), **carried(seen)))
    assert "Vurdert 11.12.2026 av Kari Konsulent: ikke god grunn." in told
    assert "Husstanden får ikke nye tilbud før 11.06.2027." in told


def test_a_complaint_is_the_department_heads(by: FlaskClient, head: FlaskClient) -> None:
    offer = refused()
    judged = {"answer": "nei", "reasons": "Boligen passet.", "heard_on": "23.11.2026", "heard": "For langt unna."}
    seen = post(by, "tilbud", "vurder", offer, **judged)
    post(by, "tilbud", "vurder", offer, **carried(seen))
    assert "Vurder på nytt" not in look(by, offer)
    assert "Vurder på nytt" in look(head, offer)
    again = {"answer": "ja", "reasons": "Skolen er for langt unna."}
    assert "Rollen din gir ikke adgang" in do(by, "tilbud", "vurder", fresh(offer), **again)
    seen = post(head, "tilbud", "vurder", fresh(offer), **again)
    told = visible(post(head, "tilbud", "vurder", fresh(offer), **carried(seen)))
    assert "av Anne Leder: god grunn." in told
    assert fresh(offer).judgement.until is None


def test_an_offer_that_ran_out_tells_so(by: FlaskClient) -> None:
    offer = offered()
    run_job("follow_ups", date(2026, 12, 1))
    assert "Husstanden svarte ikke i tide, og tilbudet falt bort av seg selv." in look(by, offer)


# --- Who sees and does what ------------------------------------------------------------------------------------------


def test_who_does_not_work_the_case_sees_neither_words_nor_buttons(client_of: Clients) -> None:
    offer = refused(waiting(office=make_office()))
    records.change(offer, ACTOR, values={"reason_said": "Naboen er farlig"})
    stranger = client_of(Role.CASEWORKER, office=make_office())
    told = look(stranger, offer)
    assert "Naboen er farlig" not in told
    assert "Vurder avslaget" not in told
    assert "vises bare for dem som arbeider med saken" in told


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.DECIDER, Role.PROPERTY, Role.AUDITOR])
def test_the_steps_are_the_consultants(client_of: Clients, role: Role) -> None:
    caller, offer, vacancy = client_of(role), offered(), allocated()
    for step in ("takker-ja", "takker-nei", "svarfrist", "avtal-tid", "vurder", "be-om-uttalelse"):
        data = {"id": str(offer.pk), "version": str(offer.version)}
        assert caller.post(f"/admin/tilbud/{step}/", data=data).status_code == 403
    data = {"id": str(vacancy.pk), "version": str(vacancy.version), **CALLED}
    assert caller.post("/admin/ledige-boliger/gi-tilbud/", data=data).status_code == 403


def test_where_a_protected_household_will_live_is_for_the_named_group(client_of: Clients) -> None:
    case = waiting(applicant=make_applicant(protected_address=True))
    offer = offered(case)
    home = offer.dwelling
    for sees in (False, True):
        caller = client_of(Role.HOUSING_CONSULTANT, sees_protected=sees)
        for page in (page_of(caller, "tilbud", "vis", offer), caller.get("/admin/tilbud/").text):
            assert (home.address in page or home.dwelling_number in page) is sees
        found = caller.get(f"/admin/tilbud/?search={offer.vacancy_number}").text
        assert (offer.number in found) is sees
        assert (offer.number in page_of(caller, "ledige-boliger", "vis", offer.vacancy)) is sees
    case = waiting(applicant=make_applicant(protected_address=True, phone="91234567"))
    form = page_of(client_of(Role.HOUSING_CONSULTANT), "ledige-boliger", "gi-tilbud", allocated(case))
    assert "91234567" not in form


def test_the_opening_of_an_offer_is_logged(by: FlaskClient) -> None:
    offer = offered()
    look(by, offer)
    entry = AccessEntry.objects(document="offer", document_id=str(offer.pk)).get()
    assert records.reference(entry, "person") == records.reference(offer, "applicant")


def test_the_case_shows_its_offers(by: FlaskClient) -> None:
    case = waiting()
    offer = offered(case)
    offers.decline(offer, acting(consultant()), reason=RefusalReason.RENT, version=offer.version, now=NOW)
    told = visible(page_of(by, "soknader", "vis", case))
    assert f"{offer.number} Takket nei" in told
