"""A lease on the screen: the contract filled in, looked at, signed; meeting, security, keys (S004 step 11)."""

import html
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from letters import lease_contract
from models import AccessEntry, Applicant, Application, Lease, Offer, Vacancy
from rules.terms import ApplicationState, LeaseState, OfferState, RentLineKind, Role, Security, VacancyState
from services import ledger, records
from tests import makers
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, TODAY
from tests.factories import ACTOR, make_applicant, make_lease
from tests.letting_leases import (
    accepted,
    case_of,
    extended,
    fresh,
    met,
    quick_contract,
    secured,
    sign,
    signed,
    swapping,
    vacancy_of,
)
from tests.letting_offers import offered, waiting

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
OFFERS, LEASES = "tilbud", "leieforhold"
MAIN = re.compile(r'class="btn btn-primary"[^>]*>([^<]+)<')
FORM = {
    "starts_on": "01.12.2026", "months": "36", "rent_ore": "8 000", "power_ore": "250,50", "section_11_1": "y",
    "non_terminable": "y", "security": "nav_guarantee", "security_ore": "24 000",
}  # fmt: skip


@pytest.fixture(autouse=True)
def monday(clock: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    clock.move_to(NOW)
    monkeypatch.setattr(lease_contract, "draw", quick_contract)
    return clock


@pytest.fixture
def consultant(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.HOUSING_CONSULTANT, name="Kari Konsulent")


@pytest.fixture
def keeper(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.PROPERTY, name="Even Eiendom")


def page_of(caller: FlaskClient, step: str, record: Any, screen: str = LEASES) -> str:
    answer = caller.get(f"/admin/{screen}/{step}/", query_string={"id": str(record.pk)})
    assert answer.status_code == 200, answer.text
    return answer.text


def preview(caller: FlaskClient, record: Any, screen: str = OFFERS, **form: str) -> str:
    """The page that a filled-in contract leads to."""
    answer = caller.post(f"/admin/{screen}/kontrakt/", data={"id": str(record.pk), **FORM, **form})
    assert answer.status_code == 200, answer.text
    return answer.text


def carried(page: str) -> dict[str, str]:
    """What the button that signs sends: the hidden inputs of its form."""
    form = page.split('kontrakt/undertegn/"')[1].split("</form>")[0]
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form)
        if name != "csrf_token"
    }


def sign_it(caller: FlaskClient, page: str, screen: str = OFFERS, **changed: str) -> str:
    data = carried(page) | changed
    return visible(caller.post(f"/admin/{screen}/kontrakt/undertegn/", data=data, follow_redirects=True).text)


# --- The contract ---------------------------------------------------------------------------------------------------


def test_the_form_is_filled_in_from_dwelling_decision_and_rulebook(consultant: FlaskClient) -> None:
    offer = accepted()
    page = page_of(consultant, "kontrakt", offer, OFFERS)
    for name, value in {"starts_on": "23.11.2026", "months": "36", "rent_ore": "8 000,00"}.items():
        assert re.search(rf'name="{name}"[^>]*value="{value}"', page.replace("\u00a0", " ")), name
    assert "Hvorfor en ny kort kontrakt" not in page
    assert "Sikkerheten fra den forrige" not in page
    assert strange(page) == []


def test_a_contract_is_looked_at_and_signed_as_it_stands(consultant: FlaskClient) -> None:
    offer = accepted()
    assert "Skriv kontrakt" in page_of(consultant, "vis", offer, OFFERS)
    page = preview(consultant, offer)
    assert "Begge har skrevet under" in page
    assert strange(page) == []
    assert Lease.objects.count() == 0
    pdf = consultant.get(re.search(r'src="([^"#]+)', page.split("<iframe")[1])[1].replace("&amp;", "&"))  # type: ignore[index]
    assert pdf.data.startswith(b"%PDF")
    assert "frame-ancestors 'self'" in pdf.headers["Content-Security-Policy"]
    told = sign_it(consultant, page)
    assert "Kontrakten er lagret. Boligen er lovet leietakeren." in told
    lease = Lease.objects.get()
    assert [(line.kind, line.amount_ore) for line in lease.rent_lines] == [
        (RentLineKind.BASE, 800_000), (RentLineKind.POWER, 25_050),
    ]  # fmt: skip
    assert (lease.security, lease.security_ore) == (Security.NAV_GUARANTEE, 2_400_000)
    assert records.get(Offer, offer.pk).state is OfferState.LEASED
    assert "Kontraktsmøte og nøkler" in told


def test_what_was_typed_comes_back_where_the_contract_is_to_be_changed(consultant: FlaskClient) -> None:
    page = preview(consultant, accepted(), months="12", short_reason='Trenger "ro" & tid.')
    again = consultant.post("/admin/tilbud/kontrakt/", data=carried(page) | {"change": "1"}).text
    assert 'name="months" type="text" value="12"' in again or re.search(r'name="months"[^>]*value="12"', again)
    assert "Trenger &#34;ro&#34; &amp; tid." in again


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param({"months": "12"}, "Skriv hvilke særlige grunner det er til det", id="short without grounds"),
        pytest.param(
            {"months": "12", "section_11_1": "", "short_reason": "x"},
            "bare være kortere enn tre år når",
            id="not § 11-1",
        ),
        pytest.param({"security_ore": "60 000"}, "ikke være høyere enn seks måneders leie", id="security too high"),
        pytest.param({"starts_on": "01.11.2026"}, "Leien kan tidligst begynne 23.11.2026", id="a day gone by"),
        pytest.param({"starts_on": ""}, "Skriv dagen leien begynner.", id="no day"),
        pytest.param({"starts_on": "37.13.2026"}, "Skriv datoen som dd.mm.åååå", id="no such day"),
        pytest.param({"rent_ore": "0"}, "Fyll ut dette feltet.", id="no rent"),
        pytest.param({"rent_ore": "mye"}, "Skriv beløpet i kroner", id="no amount"),
        pytest.param({"power_ore": "-5"}, "Skriv null eller mer.", id="less than nothing"),
        pytest.param({"months": "9999"}, "Skriv et antall måneder fra 1 til 600.", id="for ever"),
        pytest.param({"security": ""}, "Fyll ut dette feltet.", id="an amount that secures as nothing"),
        pytest.param({"security": "gold"}, "Velg en av verdiene i listen.", id="no such security"),
    ],
)
def test_what_is_wrong_with_a_contract_stands_at_its_field(
    consultant: FlaskClient, typed: dict[str, str], words: str
) -> None:
    form = {name: value for name, value in (FORM | typed).items() if value or name in ("starts_on", "security")}
    answer = consultant.post("/admin/tilbud/kontrakt/", data={"id": str(accepted().pk), **form})
    assert words in visible(answer.text)
    assert "Begge har skrevet under" not in answer.text


def test_what_was_changed_on_its_way_is_not_signed(consultant: FlaskClient) -> None:
    page = preview(consultant, accepted())
    told = sign_it(consultant, page, rent_ore="7 999")
    assert "Noe er endret siden du så på kontrakten" in told
    for garbage in ({"number": "x"}, {"number": ""}, {"file": "x"}, {"file": ""}):
        assert "Noe er endret siden du så på kontrakten" in sign_it(consultant, page, **garbage)
    assert Lease.objects.count() == 0


def test_signing_twice_makes_one_lease(consultant: FlaskClient) -> None:
    page = preview(consultant, accepted())
    sign_it(consultant, page)
    assert "kontrakten skrevet" in sign_it(consultant, page)
    assert Lease.objects.count() == 1


def test_a_contract_drawn_yesterday_is_looked_at_again(client_of: Clients, monday: Any) -> None:
    page = preview(client_of(Role.HOUSING_CONSULTANT), accepted())
    monday.move_to(NOW + timedelta(days=1))
    assert "Forhåndsvis den på nytt" in sign_it(client_of(Role.HOUSING_CONSULTANT), page)


def test_no_contract_is_written_before_the_household_says_yes(consultant: FlaskClient) -> None:
    offer = offered()
    assert "Skriv kontrakt" not in page_of(consultant, "vis", offer, OFFERS)
    told = visible(consultant.get(f"/admin/tilbud/kontrakt/?id={offer.pk}", follow_redirects=True).text)
    assert "Det kan ikke skrives kontrakt" in told


def test_the_contract_of_a_protected_household_is_written_by_those_who_may_see_where_it_lives(
    consultant: FlaskClient, client_of: Clients
) -> None:
    offer = accepted(waiting(applicant=make_applicant(protected_address=True)))
    form = {"id": str(offer.pk), **FORM}
    told = visible(consultant.post(f"/admin/{OFFERS}/kontrakt/", data=form, follow_redirects=True).text)
    assert "har beskyttet adresse" in told
    assert "Storgata" not in told
    trusted = client_of(Role.HOUSING_CONSULTANT, sees_protected=True)
    assert "Kontrakten er lagret" in sign_it(trusted, preview(trusted, offer))
    lease = Lease.objects.get()
    assert "Åpne kontrakten" not in page_of(consultant, "vis", lease)
    refused = consultant.get(f"/admin/leieforhold/kontrakten/?id={lease.pk}")
    assert not refused.data.startswith(b"%PDF")
    assert trusted.get(f"/admin/leieforhold/kontrakten/?id={lease.pk}").data.startswith(b"%PDF")


def test_a_draft_is_its_drawers_and_the_contract_is_logged(
    consultant: FlaskClient, keeper: FlaskClient, client_of: Clients
) -> None:
    page = preview(consultant, accepted())
    url = re.search(r'src="([^"#]+)', page.split("<iframe")[1])[1].replace("&amp;", "&")  # type: ignore[index]
    assert keeper.get(url).status_code == 404
    for wrong in ("x", "", "0" * 24):
        assert consultant.get(re.sub(r"fil=\w+", f"fil={wrong}", url)).status_code == 404
    sign_it(consultant, page)
    lease, before = Lease.objects.get(), AccessEntry.objects.count()
    assert keeper.get(f"/admin/leieforhold/kontrakten/?id={lease.pk}").data.startswith(b"%PDF")
    assert AccessEntry.objects.count() == before + 1
    reader = client_of(Role.READER)
    assert reader.get(f"/admin/leieforhold/kontrakten/?id={lease.pk}").status_code == 403


# --- The meeting, the security, the keys ----------------------------------------------------------------------------


def test_one_main_button_leads_from_contract_to_keys(keeper: FlaskClient, client_of: Clients, monday: Any) -> None:
    lease = signed()
    assert MAIN.findall(page_of(keeper, "vis", lease)) == ["Kontraktsmøtet"]
    points = {f"point_{code}": "done" for code in ("housing_allowance", "power")} | {
        "point_address_change": "not_needed"
    }
    told = do(keeper, LEASES, "kontraktsmote", lease, **points, house_rules_on="23.11.2026", interpreter="Polsk")
    assert "Kontraktsmøtet er ført." in told
    assert "Bostøtte er søkt: gjort 23.11.2026, Even Eiendom" in told
    assert "Ny adresse er meldt til Folkeregisteret: ikke aktuelt" in told
    lease = fresh(lease)
    assert MAIN.findall(page_of(keeper, "vis", lease)) == ["Sikkerhet"]
    told = do(
        keeper, LEASES, "sikkerhet", lease, security="nav_guarantee", security_ore="24 000",
        security_received_on="23.11.2026",
    )  # fmt: skip
    assert "Sikkerheten er ført." in told
    monday.move_to(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    lease, keeper = fresh(lease), client_of(Role.PROPERTY)
    page = page_of(keeper, "vis", lease)
    assert MAIN.findall(page) == ["Overlever nøkler"]
    assert strange(page) == []
    assert "Nøklene er overlevert. Leieforholdet løper." in do(keeper, LEASES, "nokler", lease, keys_on="01.12.2026")
    assert fresh(lease).state is LeaseState.OCCUPYING
    assert vacancy_of(lease).state is VacancyState.LET


@pytest.mark.parametrize("step", ["kontraktsmote", "sikkerhet", "nokler", "trekker-seg"])
def test_the_pages_of_the_steps_are_plain_bokmaal(keeper: FlaskClient, step: str) -> None:
    assert strange(page_of(keeper, step, signed())) == []


def test_keys_are_refused_in_words_that_say_what_to_do(keeper: FlaskClient) -> None:
    lease = signed()
    today = {"keys_on": "23.11.2026"}
    assert "Nøklene kan ikke overleveres før sikkerheten er på plass" in do(keeper, LEASES, "nokler", lease, **today)
    lease = secured(lease)
    assert "før alt på kontraktsmøtet er ført" in do(keeper, LEASES, "nokler", lease, **today)
    lease = met(lease)
    assert "Leien begynner 01.12.2026" in do(keeper, LEASES, "nokler", lease, **today)
    assert "Datoen er fram i tid." in do(keeper, LEASES, "nokler", lease, keys_on="01.12.2026")
    vacancy = vacancy_of(lease)
    records.change(vacancy, ACTOR, values={"ready_on": None})
    told = do(keeper, LEASES, "nokler", lease, **today)
    assert f"Åpne ledigmelding {vacancy.number}" in told
    assert fresh(lease).state is LeaseState.UPCOMING


def test_keys_twice_or_on_an_old_page_change_nothing_more(keeper: FlaskClient) -> None:
    lease = met(secured(signed()))
    form = {"keys_on": "23.11.2026", "agreed": "y"}
    do(keeper, LEASES, "nokler", lease, **form)
    stored = fresh(lease)
    do(keeper, LEASES, "nokler", lease, **form)
    do(keeper, LEASES, "nokler", lease, version=-1, **form)
    assert fresh(lease).version == stored.version


def test_a_household_that_draws_back_is_on_the_list_again(keeper: FlaskClient) -> None:
    lease = signed()
    assert "Skriv en begrunnelse." in do(keeper, LEASES, "trekker-seg", lease)
    told = do(keeper, LEASES, "trekker-seg", lease, reason="Flyttet til søsteren.")
    assert "Husstanden står på ventelisten igjen." in told
    assert case_of(lease).state is ApplicationState.WAITING


def test_who_takes_back_a_swap_is_told_of_the_home_that_was_reported_vacant(keeper: FlaskClient) -> None:
    case, held = swapping()
    lease = sign(accepted(case))
    number = Vacancy.objects(lease=held.pk).get().number
    assert f"er meldt ledig ({number})" in do(keeper, LEASES, "trekker-seg", lease, reason="Blir boende.")


def test_an_extension_is_written_on_the_lease_that_it_goes_on_from(
    keeper: FlaskClient, client_of: Clients, monday: Any
) -> None:
    _, held = extended(security=Security.DEPOSIT, security_ore=100_000, security_received_on=date(2023, 12, 1))
    assert "Skriv kontrakt" in MAIN.findall(page_of(keeper, "vis", held))
    form = page_of(keeper, "kontrakt", held)
    assert "Sikkerheten fra den forrige kontrakten gjelder videre" in form
    assert strange(form) == []
    told = sign_it(keeper, preview(keeper, held, LEASES, security_goes_on="y"), LEASES)
    assert "Kontrakten er lagret" in told
    lease = Lease.objects(follows=held.pk).get()
    page = page_of(keeper, "vis", lease)
    assert "Overlever nøkler" not in page
    assert "Trekk tilbake kontrakten" in page
    monday.move_to(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    told = do(client_of(Role.PROPERTY), LEASES, "ta-over", lease)
    assert "Kontrakten har tatt over." in told
    assert (fresh(held).state, fresh(lease).state) == (LeaseState.ENDED, LeaseState.OCCUPYING)


def test_rent_charged_past_the_end_is_credited_and_what_is_left_is_told_to_those_who_see_the_account(
    consultant: FlaskClient, keeper: FlaskClient
) -> None:
    held = make_lease(starts_on=date(2026, 9, 1))
    for month in (10, 11):
        list(ledger.charge_month(2026, month, ACTOR, today=TODAY))
    records.change(fresh(held), ACTOR, values={"state": LeaseState.ENDED, "ended_on": date(2026, 9, 30)})
    words = "Husleie er krevd etter at leieforholdet var slutt"
    assert words not in visible(page_of(consultant, "vis", held))
    makers.make_row(key=f"charge:{held.pk}:9:2026-11", lease=held, period="2026-11", rent_line="9")  # no line of it
    assert f"{words}: november 2026." in visible(page_of(consultant, "vis", held))
    assert words not in visible(page_of(keeper, "vis", held))


@pytest.mark.parametrize("role", [Role.READER, Role.CASEWORKER, Role.COMMITTEE_MEMBER, Role.AUDITOR])
def test_who_holds_no_contract_meetings_finds_the_steps_closed(client_of: Clients, role: Role) -> None:
    lease, offer = signed(), accepted()
    caller = client_of(role)
    for step in ("kontraktsmote", "nokler", "trekker-seg", "sikkerhet"):
        assert caller.post(f"/admin/leieforhold/{step}/", data={"id": str(lease.pk)}).status_code == 403
    assert caller.get(f"/admin/tilbud/kontrakt/?id={offer.pk}").status_code == 403
    assert "Overlever nøkler" not in page_of(caller, "vis", lease)


def test_the_weighty_reason_is_asked_for_where_the_tenant_has_had_a_short_lease(client_of: Clients) -> None:
    person = make_applicant()
    offer = accepted(waiting(applicant=person))
    make_lease(tenant=person, dwelling=records.reference(offer, "dwelling"), state=LeaseState.ENDED,
               starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), ended_on=date(2025, 12, 31))  # fmt: skip
    leader, consultant = client_of(Role.UNIT_LEADER), client_of(Role.HOUSING_CONSULTANT)
    assert "Hvorfor en ny kort kontrakt" in page_of(leader, "kontrakt", offer, OFFERS)
    short = {"months": "12", "short_reason": "Overgang.", "weighty_reason": "Behandlingen er utsatt."}
    assert "må skrives av enhetsleder" in visible(preview(consultant, offer, **short))
    assert "Kontrakten er lagret" in sign_it(leader, preview(leader, offer, **short))
    assert Lease.objects(signed_on=TODAY).get().weighty_reason == "Behandlingen er utsatt."
    assert records.get(Applicant, person.pk) is not None
    assert records.get(Application, offer.application.pk).state is ApplicationState.HOUSED


def test_a_vacancys_main_button_leads_to_the_offer_and_then_to_the_lease_where_the_next_step_is_done(
    consultant: FlaskClient, keeper: FlaskClient
) -> None:
    offer = accepted()
    page = page_of(consultant, "vis", vacancy_of(offer), "ledige-boliger")
    assert MAIN.findall(page) == ["Gå til tilbudet"]
    lease = sign(offer)
    for caller in (consultant, keeper):
        page = page_of(caller, "vis", vacancy_of(lease), "ledige-boliger")
        assert MAIN.findall(page) == ["Gå til leieforholdet"]
        assert f"/admin/leieforhold/vis/?id={lease.pk}" in page
        assert "Gi tilbud" not in page


def test_the_lease_of_a_protected_household_is_not_led_to(app: Flask, client_of: Clients) -> None:
    tenant = make_applicant()
    lease = sign(accepted(waiting(applicant=tenant)))
    records.change(tenant, ACTOR, values={"protected_address": True}, action="updated")
    stranger = client_of(Role.PROPERTY)
    assert str(lease.pk) not in page_of(stranger, "vis", vacancy_of(lease), "ledige-boliger")
    trusted = client_of(Role.PROPERTY, sees_protected=True)
    assert "Gå til leieforholdet" in page_of(trusted, "vis", vacancy_of(lease), "ledige-boliger")
