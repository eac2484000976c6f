"""What landlords tell, on the screens: leases registered and reported of, reports followed up, homes decided on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import Dwelling, DwellingProposal, LandlordReport, Lease
from rules.terms import LeaseState, ProposalState, ReportState, Role
from services import landlord_leases, records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, TODAY
from tests.factories import make_dwelling, make_office
from tests.landlord_side import partner, referred, signed
from tests.services.test_proposals import place, propose

__all__ = ["app"]  # a fixture, used here
Clients = Callable[..., FlaskClient]
REPORTS, HOMES, LEASES = "meldinger-fra-utleiere", "foreslatte-boliger", "leieforhold"
GARBAGE = ("", "x", "-1", "9" * 40, "31.02.2026", "<script>", "\x00")


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def by(app: Flask, client_of: Clients) -> Callable[[Any], FlaskClient]:
    """Somebody who follows the record's household up."""

    def of(record: Any) -> FlaskClient:
        return client_of(Role.CASEWORKER, name="Sara Saksbehandler", office=record.office)

    return of


@pytest.fixture
def owner(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.PROPERTY, name="Eivind Eiendom")


def look(caller: FlaskClient, screen: str, record: Any, step: str = "vis") -> str:
    answer = caller.get(f"/admin/{screen}/{step}/", query_string={"id": str(record.pk)})
    assert answer.status_code == 200, answer.text
    return visible(answer.text)


def listed(caller: FlaskClient, screen: str, query: str = "") -> str:
    answer = caller.get(f"/admin/{screen}/?{query}")
    assert answer.status_code == 200
    return visible(answer.text)


def warned(lease: Any) -> Any:
    return landlord_leases.report_arrears(
        lease, partner(lease.landlord), owed_ore=950_000, oldest_due=TODAY, version=lease.version, today=TODAY
    )


# --- The lease's page -----------------------------------------------------------------------------------------------


def test_a_landlords_lease_tells_whose_it_is_and_offers_none_of_our_steps(by: Any) -> None:
    lease = signed()
    shown = look(by(lease), LEASES, lease)
    assert "Prøve Eiendom AS" in shown
    assert "Utleieren er husstandens utleier." in shown
    assert "Varsel om restanse" in shown
    for ours in ("Sikkerhet\n", "Overlever nøkler", "Foreslå oppsigelse", "Ny husleie\n", "KID", "Saldo", "Meld ledig"):
        assert ours not in shown
    assert not strange(shown)


def test_what_is_told_on_the_telephone_is_registered_on_the_lease(by: Any) -> None:
    lease = signed()
    caller = by(lease)
    told = do(caller, LEASES, "restanse-hos-utleier", lease, owed_ore="9 500,00", oldest_due="23.11.2026")
    assert "saksbehandleren har fått en oppgave" in told
    rent = do(caller, LEASES, "ny-husleie-hos-utleier", lease, rent_ore="9 900,00", from_on="01.12.2026")
    assert "Noe må avklares: under en måned" in rent
    lease = records.get(Lease, lease.pk)
    end = do(caller, LEASES, "avsluttet-hos-utleier", lease, ended_on="23.11.2026", reason="tenant_notice")
    assert "Leieforholdet er avsluttet" in end
    assert records.get(Lease, lease.pk).state is LeaseState.ENDED
    assert "ME2026-" in look(caller, LEASES, lease)


@pytest.mark.parametrize("text", GARBAGE)
def test_garbage_is_refused_by_the_forms(by: Any, text: str) -> None:
    lease = signed()
    caller = by(lease)
    before = LandlordReport.objects.count()
    do(caller, LEASES, "restanse-hos-utleier", lease, owed_ore=text, oldest_due=text)
    do(caller, LEASES, "ny-husleie-hos-utleier", lease, rent_ore=text, from_on=text)
    do(caller, LEASES, "avsluttet-hos-utleier", lease, ended_on=text, reason=text)
    assert LandlordReport.objects.count() == before
    assert records.get(Lease, lease.pk).version == lease.version


def test_a_stale_page_and_one_of_another_office_are_refused(by: Any, client_of: Clients) -> None:
    lease = signed()
    stale = do(by(lease), LEASES, "restanse-hos-utleier", lease, 0, owed_ore="9 500", oldest_due="23.11.2026")
    assert "endret" in stale
    other = client_of(Role.CASEWORKER, name="En Annen", office=make_office())
    do(other, LEASES, "restanse-hos-utleier", lease, owed_ore="9 500", oldest_due="23.11.2026")
    assert LandlordReport.objects(kind="arrears").count() == 0


def test_a_lease_is_registered_from_the_referral_that_the_landlord_accepted(by: Any, client_of: Clients) -> None:
    referral = referred()
    caller = by(referral.application)
    assert "Registrer leieavtale" in look(caller, "tilvisninger", referral)
    given = {
        "signed_on": "23.11.2026", "starts_on": "01.12.2026", "ends_on": "", "rent_ore": "9 500", "security": "deposit",
        "security_ore": "19 000", "reference": "UT-3",
    }  # fmt: skip
    do(caller, "tilvisninger", "leieavtale", referral, **{**given, "rent_ore": "mye"})
    do(caller, "tilvisninger", "leieavtale", referral, 0, **given)
    other = client_of(Role.CASEWORKER, name="En Annen", office=make_office())
    do(other, "tilvisninger", "leieavtale", referral, **given)
    assert Lease.objects.count() == 0
    assert "KU2026-0001" in do(caller, "tilvisninger", "leieavtale", referral, **given)
    lease = Lease.objects.get()
    assert (lease.state, lease.security_ore) == (LeaseState.UPCOMING, 1_900_000)
    do(caller, "tilvisninger", "leieavtale", referral, **given)
    assert Lease.objects.count() == 1


# --- Reports --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ends_on", "last"), [(date(2028, 11, 22), "22.11.2028"), (None, "Tidsubestemt")])
def test_the_report_of_a_lease_shows_what_its_doubts_are_about(by: Any, ends_on: Any, last: str) -> None:
    lease = signed(rent_ore=990_000, ends_on=ends_on)
    shown = look(by(lease), REPORTS, LandlordReport.objects.get(lease=lease.pk))
    for words in (f"Siste dag {last}", "Fra og med 23.11.2026", "Meldt ledig fra 23.11.2026",
                  "Husleie per måned 9 900,00", "Husleie da boligen ble meldt ledig 9 500,00"):  # fmt: skip
        assert words in shown.replace("\u00a0", " ")


def test_reports_that_wait_come_first_and_are_followed_up_in_words(by: Any) -> None:
    lease = signed()
    report, caller = warned(lease), by(lease)
    assert report.report_number in listed(caller, REPORTS, "flt_venter=ja")
    shown = look(caller, REPORTS, report)
    assert "Snakk med husstanden og NAV tidlig" in shown
    assert not strange(shown)
    empty = do(caller, REPORTS, "fulgt-opp", report, how=" ")
    assert "Skriv hva som ble gjort." in empty
    done = do(caller, REPORTS, "fulgt-opp", report, how="Avtalt nedbetaling med utleieren.")
    assert "Meldingen er fulgt opp." in done
    assert records.get(LandlordReport, report.pk).state is ReportState.HANDLED
    assert report.report_number not in listed(caller, REPORTS, "flt_venter=ja")
    again = do(caller, REPORTS, "fulgt-opp", report, 2, how="Avtalt nedbetaling med utleieren.")
    assert "Ingenting var endret" in again


def test_what_was_done_is_for_those_who_follow_the_household_up(by: Any, owner: FlaskClient) -> None:
    lease = signed()
    report = warned(lease)
    do(by(lease), REPORTS, "fulgt-opp", report, how="Husstanden har fått hjelp av NAV.")
    assert "Husstanden har fått hjelp av NAV." in look(by(lease), REPORTS, report)
    assert "Husstanden har fått hjelp av NAV." not in look(owner, REPORTS, report)
    assert owner.post(f"/admin/{REPORTS}/fulgt-opp/", data={"id": str(report.pk)}).status_code == 403


# --- Proposed homes -------------------------------------------------------------------------------------------------


def test_a_proposed_home_is_approved_with_one_button(owner: FlaskClient) -> None:
    proposal = propose()
    assert "Sjøgata 2 B" in listed(owner, HOMES, "flt_venter=ja")
    shown = look(owner, HOMES, proposal)
    assert "Boliger i prosjektet (0 av 20)" in shown
    assert not strange(shown)
    assert "Boligen er godkjent og registrert." in do(owner, HOMES, "godkjenn", proposal)
    assert "Ingenting var endret" in do(owner, HOMES, "godkjenn", proposal, 2)
    home = Dwelling.objects.get()
    assert home.dwelling_number in look(owner, HOMES, proposal)
    assert "Utleieren har ikke meldt den ledig." in look(owner, "boliger", home)


def test_a_proposed_home_is_refused_with_reasons_that_the_landlord_sees(owner: FlaskClient) -> None:
    proposal = propose()
    assert "Skriv en begrunnelse." in do(owner, HOMES, "ikke-godkjenn", proposal, reasons="")
    assert "Forslaget er besvart." in do(owner, HOMES, "ikke-godkjenn", proposal, reasons="Ikke heis.")
    assert "Ingen er lagret" not in do(owner, HOMES, "godkjenn", proposal, 2)
    assert records.get(DwellingProposal, proposal.pk).state is ProposalState.REFUSED
    assert Dwelling.objects.count() == 0


def test_the_staff_see_who_has_the_proposed_home_registered_before(owner: FlaskClient) -> None:
    proposal = propose()
    assert "Registrert fra før" not in look(owner, HOMES, proposal)
    home = make_dwelling(address="Sjøgata 2 B", postcode="9405", unit_number="H0201")
    shown = look(owner, HOMES, proposal)
    assert "Registrert fra før på samme adresse" in shown
    assert home.dwelling_number in shown
    assert "er alt registrert eller" in do(owner, HOMES, "godkjenn", proposal)


def test_more_homes_than_agreed_are_refused_with_the_numbers(owner: FlaskClient) -> None:
    where = place(homes=1)
    first, second = propose(where), propose(where, unit_number="H0202")
    do(owner, HOMES, "godkjenn", first)
    assert "gjelder 1 boliger, og 1 er alt registrert" in do(owner, HOMES, "godkjenn", second)


def test_caseworkers_read_proposals_and_decide_nothing(client_of: Clients) -> None:
    proposal = propose()
    caller = client_of(Role.CASEWORKER, name="Sara", office=make_office())
    assert "Godkjenn" not in look(caller, HOMES, proposal).split("Forslaget", 1)[1]
    for step in ("godkjenn", "ikke-godkjenn"):
        assert caller.post(f"/admin/{HOMES}/{step}/", data={"id": str(proposal.pk)}).status_code == 403


# --- The landlord's page --------------------------------------------------------------------------------------------


def test_the_landlords_page_shows_what_each_may_open(by: Any, client_of: Clients) -> None:
    lease = signed()
    landlord, report = lease.landlord, warned(lease)
    shown = look(by(lease), "utleiere", landlord)
    for words in (lease.contract_number, report.report_number, "Tilvisninger", "Foreslåtte boliger"):
        assert words in shown
    economy = look(client_of(Role.ECONOMY, name="Ola Økonomi"), "utleiere", landlord)
    assert report.report_number not in economy
    assert "Tilvisninger" not in economy.split("Boliger", 1)[1]
