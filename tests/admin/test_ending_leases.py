"""The end of a lease on the screen: begun on the lease's page, walked on its own; renewal, demand, disputes."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from letters import ending_letters, move_demand, settlement_letter
from letters.paper import Drawn
from models import Application, Dispute, Ending, Lease, Letter
from rules.terms import ApplicationKind, EndingState, LeaseState, LetterState, Role
from services import records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, TODAY
from tests.factories import ACTOR, make_dwelling, make_lease
from tests.services.test_endings import EXPIRED, approved, arrived, fresh, moved_out, proposed, registered

__all__ = ["app"]  # a fixture, used here
Clients = Callable[..., FlaskClient]
MAIN = re.compile(r'class="btn btn-primary"[^>]*>([^<]+)<')
LETTER = re.compile(r'name="brev" value="([0-9a-f]{24})"')


def quick(told: Any) -> Drawn:
    return Drawn("Brev", told.envelope.language, f"%PDF-1.7 quick {told!r}".encode())


@pytest.fixture(autouse=True)
def monday(clock: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    clock.move_to(NOW)
    for name in ("draw_notice", "draw_rescission", "draw_receipt"):
        monkeypatch.setattr(ending_letters, name, quick)
    monkeypatch.setattr(move_demand, "draw", quick)
    monkeypatch.setattr(settlement_letter, "draw", quick)
    return clock


@pytest.fixture
def by(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.HOUSING_CONSULTANT, name="Kari Konsulent")


@pytest.fixture
def leader(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.DEPARTMENT_HEAD, name="Anne Leder")


def lived_in(**values: Any) -> Any:
    given = {"starts_on": date(2024, 1, 1), "ends_on": None, "dwelling": make_dwelling()} | values
    return make_lease(**given)


def page(caller: FlaskClient, screen: str, step: str, record: Any) -> str:
    answer = caller.get(f"/admin/{screen}/{step}/", query_string={"id": str(record.pk)})
    assert answer.status_code == 200, answer.text
    return answer.text


def look(caller: FlaskClient, record: Any, screen: str = "avslutninger") -> str:
    return page(caller, screen, "vis", record)


def with_letter(caller: FlaskClient, screen: str, step: str, record: Any, **form: str) -> str:
    """Post a step, look at its letter, and confirm it."""
    data = {"id": str(record.pk), "version": str(record.version), **form}
    shown = caller.post(f"/admin/{screen}/{step}/", data=data).text
    found = LETTER.search(shown)
    assert found, visible(shown)
    pdf = re.search(r'src="([^"#]+)', shown.split("<iframe")[1])
    assert pdf
    assert caller.get(pdf[1].replace("&amp;", "&")).data.startswith(b"%PDF")
    answer = caller.post(f"/admin/{screen}/{step}/", data=data | {"brev": found[1]}, follow_redirects=True)
    return visible(answer.text)


def test_a_tenants_notice_is_noted_on_the_lease_and_leads_to_its_own_page(by: FlaskClient) -> None:
    lease = lived_in()
    shown = look(by, lease, "leieforhold")
    assert "Leietakeren slutter" in shown
    told = do(by, "leieforhold", "avslutt-leieforhold", lease, reason="tenant_notice", given_on="23.11.2026")
    assert "boligen er meldt ledig" in told
    ending = Ending.objects.get()
    assert ending.ending_number in told
    assert "28.02.2027" in told
    shown = look(by, ending)
    assert MAIN.findall(shown) == ["Bekreft oppsigelsen i brev"]
    assert f"/admin/leieforhold/befaring/?id={lease.pk}" in shown
    assert strange(shown) == []
    assert "Leietakeren slutter" not in look(by, lease, "leieforhold")


def test_the_receipt_is_looked_at_before_it_is_to_be_sent(by: FlaskClient) -> None:
    ending = registered()
    assert "klart til å sendes" in with_letter(by, "avslutninger", "bekreft", ending)
    assert Letter.objects.get(pk=fresh(ending).receipt).state is LetterState.RELEASED


PROPOSAL = {"reason": "landlord_notice", "grounds": "breach", "reasons": "Brudd på avtalen."}


def test_our_notice_goes_from_one_to_another_who_approves_with_the_letter(by: FlaskClient, leader: FlaskClient) -> None:
    lease = lived_in()
    told = do(by, "leieforhold", "foresla-oppsigelse", lease, **PROPOSAL)
    assert "sendt til godkjenning" in told
    ending = Ending.objects.get()
    assert MAIN.findall(look(by, ending)) == []
    shown = look(leader, ending)
    assert MAIN.findall(shown) == ["Godkjenn og send"]
    assert "Brudd på avtalen." in shown
    assert "klart til å sendes" in with_letter(leader, "avslutninger", "godkjenn", ending)
    assert fresh(ending).state is EndingState.NOTIFIED


@pytest.mark.parametrize(
    ("form", "words"),
    [
        pytest.param({"grounds": []}, "minst én grunn", id="no ground"),
        pytest.param({"reason": "rescinded", "grounds": "disorder", "out_by": "15.12.2026"}, "skriftlig advarsel",
                     id="unwarned"),
        pytest.param({"children": "y"}, "best for dem", id="children"),
        pytest.param({"reason": ""}, "Velg oppsigelse eller heving", id="nothing chosen"),
        pytest.param({"reason": "evicted"}, "Velg", id="garbage"),
        pytest.param({"warned_on": "32.13.2026"}, "dato", id="no day"),
    ],
)  # fmt: skip
def test_a_notice_that_would_not_hold_is_told_of(by: FlaskClient, form: dict[str, Any], words: str) -> None:
    told = do(by, "leieforhold", "foresla-oppsigelse", lived_in(), **PROPOSAL | form)
    assert words in told
    assert Ending.objects.count() == 0


def test_a_protest_in_time_and_one_too_late(by: FlaskClient) -> None:
    ending = arrived()
    shown = look(by, ending)
    assert "Vent på protestfristen 23.12.2026" in visible(shown)
    told = do(by, "avslutninger", "protest", ending, protested_on="23.11.2026", protest="Uenig.")
    assert "Ta saken til Husleietvistutvalget" in told
    assert MAIN.findall(look(by, fresh(ending))) == ["Registrer saken"]
    late = arrived(approved(proposed(lived_in())))
    over = {"given_on": date(2026, 10, 1), "arrived_on": date(2026, 10, 1), "protest_by": date(2026, 11, 2)}
    records.change(late, ACTOR, values=over)
    assert "kom etter fristen" in do(by, "avslutninger", "protest", late, protested_on="23.11.2026")


def test_a_day_before_the_end_of_the_notice_is_never_filled_in(by: FlaskClient) -> None:
    ending = registered()
    asked = by.get("/admin/avslutninger/flyttet/", query_string={"id": str(ending.pk)}).text
    assert re.search(r'name="moved_out_on"[^>]*value=""', asked)
    assert "resten av oppsigelsestiden ikke kreves" in visible(asked)
    records.change(ending, ACTOR, values={"ends_on": date(2026, 11, 20)})
    asked = by.get("/admin/avslutninger/flyttet/", query_string={"id": str(ending.pk)}).text
    assert re.search(r'name="moved_out_on"[^>]*value="20.11.2026"', asked)


def test_moving_out_ends_the_lease_and_leads_to_the_settlement(by: FlaskClient) -> None:
    ending = registered()
    told = do(by, "avslutninger", "flyttet", ending, moved_out_on="23.11.2026", keys_back_on="")
    assert "leieforholdet er avsluttet" in told
    assert "Nøkler mangler" in told
    ending = fresh(ending)
    assert MAIN.findall(look(by, ending)) == ["Før nøklene"]
    do(by, "avslutninger", "flyttet", ending, moved_out_on="23.11.2026", keys_back_on="23.11.2026")
    assert MAIN.findall(look(by, ending)) == ["Sluttoppgjør"]
    assert records.get(Lease, ending.lease.pk).state is LeaseState.ENDED
    stale = do(by, "avslutninger", "flyttet", ending, moved_out_on="22.11.2026", keys_back_on="23.11.2026")
    assert "endret" in stale


def test_the_settlement_shows_the_account_and_asks_how_the_deposit_is_released(by: FlaskClient) -> None:
    _, ending = moved_out()
    shown = visible(page(by, "avslutninger", "oppgjor", ending)).replace("\u00a0", " ")
    assert "7 000" in shown
    assert "24 000" in shown
    refused = do(by, "avslutninger", "oppgjor", ending, release="")
    assert "§ 3-5" in refused
    told = with_letter(by, "avslutninger", "oppgjor", ending, release="consent").replace("\u00a0", " ")
    assert "Sluttoppgjøret er ført" in told
    assert "gjenstår 0" in told


def test_a_lease_near_its_end_is_reviewed_with_its_facts(by: FlaskClient) -> None:
    lease = lived_in(ends_on=date(2027, 2, 28), section_11_1=True)
    assert "Vurder forlengelse" in look(by, lease, "leieforhold")
    shown = visible(page(by, "leieforhold", "vurder-forlengelse", lease))
    for words in ("Restansesaker", "Klager på bomiljøet", "§ 11-1", "Flyttingsoppfordring kan sendes"):
        assert words in shown
    missing = do(by, "leieforhold", "vurder-forlengelse", lease, outcome="extend", reasons="Behov.", channel="")
    assert Application.objects(kind=ApplicationKind.EXTENSION).count() == 0, missing
    told = do(by, "leieforhold", "vurder-forlengelse", lease, outcome="extend", reasons="Behov.", channel="telephone")
    assert "om forlengelse er åpen" in told
    case = Application.objects.no_dereference().get(kind=ApplicationKind.EXTENSION)
    assert records.reference(case, "lease") == lease.pk


def test_the_demand_is_offered_from_the_day_after_the_term_and_refused_when_it_is_too_late(
    by: FlaskClient,
) -> None:
    early, lease = lived_in(ends_on=TODAY), lived_in(ends_on=EXPIRED)
    assert "Send flyttingsoppfordring" not in look(by, early, "leieforhold")
    assert "Send flyttingsoppfordring" in look(by, lease, "leieforhold")
    form = {"out_by": "31.12.2026", "reasons": "Inntekten er for høy."}
    assert "gjelder fra dagen det sendes" in with_letter(by, "leieforhold", "flyttingsoppfordring", lease, **form)
    over = lived_in(ends_on=date(2026, 7, 31))
    late = do(by, "leieforhold", "flyttingsoppfordring", over, out_by="31.12.2027", reasons="x")
    assert "tidsubestemt" in late


def test_a_dispute_is_registered_followed_and_closed(by: FlaskClient) -> None:
    lease = lived_in()
    form = {"subjects": "rent", "forum": "conciliation", "brought_by": "tenant", "brought_on": "20.11.2026"}
    assert "Forliksrådet behandler ikke" in do(by, "leieforhold", "tvist", lease, **form)
    form |= {"forum": "tribunal", "next_on": "08.12.2026", "rent_deposited": "y", "about": "Husleien."}
    assert "Tvisten er registrert" in do(by, "leieforhold", "tvist", lease, **form)
    dispute = Dispute.objects.get()
    assert "ikke er avgjort" in look(by, lease, "leieforhold")
    told = do(by, "tvister", "hendelse", dispute, on="23.11.2026", what="Svar sendt.", next_on="15.12.2026")
    assert "Svar sendt." in told
    closed = do(by, "tvister", "avslutt", fresh(dispute), state="settled", closed_on="23.11.2026", outcome="Forlik.")
    assert "Tvisten er avsluttet" in closed
    assert strange(look(by, dispute, "tvister")) == []


def test_what_was_written_is_for_those_who_follow_the_lease_up(client_of: Clients, app: Flask) -> None:
    ending = proposed()
    money = client_of(Role.ECONOMY, name="Ole Økonomi")
    shown = look(money, ending)
    assert "Brudd på avtalen." not in shown
    assert ending.ending_number in shown
    keeper = client_of(Role.PROPERTY, name="Even Eiendom")
    assert MAIN.findall(look(keeper, ending)) == []
