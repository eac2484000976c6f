"""Plans, pauses, interest, housing allowance and guarantee on the screens: filled in, looked at, done, told of."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from letters import guarantee_letter, plan_letter
from models import Allowance, ArrearsCase, GuaranteeClaim, Lease, Letter
from rules.keeping_policy import Dated
from rules.terms import AllowanceState, ArrearsState, GuaranteeState, LetterState, Role, Security
from services import records, rulebooks
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, TODAY
from tests.clockwork import run_job
from tests.factories import make_office
from tests.keepers import make_allowance, make_guarantee_claim
from tests.services.test_plans import again, agree, in_arrears, quick

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
CASES, LEASES, ALLOWANCES, CLAIMS = "restansesaker", "leieforhold", "bostotte", "garantikrav"


@pytest.fixture(autouse=True)
def monday(clock: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    clock.move_to(NOW)
    monkeypatch.setattr(plan_letter, "draw", quick)
    monkeypatch.setattr(guarantee_letter, "draw", quick)
    return clock


@pytest.fixture
def consultant(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.HOUSING_CONSULTANT, name="Kari Konsulent")


@pytest.fixture
def economist(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.ECONOMY, name="Ola Økonom")


def page_of(caller: FlaskClient, screen: str, step: str, record: Any) -> str:
    answer = caller.get(f"/admin/{screen}/{step}/", query_string={"id": str(record.pk)})
    assert answer.status_code == 200, answer.text
    assert strange(answer.text) == []
    return answer.text


def looked_at(caller: FlaskClient, screen: str, step: str, record: Any, **form: str) -> dict[str, str]:
    """Post a form that leads to a letter; what the button under the letter sends. The letter opens in its frame."""
    data = {"id": str(record.pk), "version": str(record.version), **form}
    answer = caller.post(f"/admin/{screen}/{step}/", data=data)
    assert answer.status_code == 200, answer.text
    assert "Se over brevet. Ingenting er lagret" in answer.text, visible(answer.text)
    assert strange(answer.text) == []
    frame = re.search(r'<iframe[^>]*src="([^"#]+)', answer.text)
    assert frame is not None
    assert caller.get(html.unescape(frame[1])).data.startswith(b"%PDF")
    under = answer.text.split('class="decides"')[1].split("</form>")[0]
    sent = {name: html.unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', under)}
    return {name: value for name, value in sent.items() if name not in ("csrf_token", "endre")}


def confirm(caller: FlaskClient, screen: str, step: str, sent: dict[str, str]) -> str:
    return visible(caller.post(f"/admin/{screen}/{step}/", data=sent, follow_redirects=True).text)


# --- Plans ----------------------------------------------------------------------------------------------------------


def test_a_plan_is_filled_in_looked_at_as_a_letter_and_agreed(consultant: FlaskClient) -> None:
    _lease, case = in_arrears()
    page = page_of(consultant, CASES, "nedbetalingsavtale", case)
    assert "6\u00a0000,00" in page or "6 000" in visible(page)
    sent = looked_at(consultant, CASES, "nedbetalingsavtale", case, first_on="01.12.2026", count="2")
    assert again(case).plans == []
    assert "Avtalen er inngått" in confirm(consultant, CASES, "nedbetalingsavtale", sent)
    case = again(case)
    assert case.state is ArrearsState.PLAN
    shown = page_of(consultant, CASES, "vis", case)
    words = visible(shown)
    assert "Nedbetalingsavtale: løper" in words
    assert "Ikke forfalt" in words
    assert "<progress" in shown
    assert "style=" not in shown.split("<main")[1]
    assert records.get(Letter, case.plans[0].letter).state is LetterState.RELEASED


def test_the_same_letter_posted_twice_makes_one_plan(consultant: FlaskClient) -> None:
    _lease, case = in_arrears()
    sent = looked_at(consultant, CASES, "nedbetalingsavtale", case, first_on="01.12.2026", each_ore="3 000")
    confirm(consultant, CASES, "nedbetalingsavtale", sent)
    confirm(consultant, CASES, "nedbetalingsavtale", sent)
    assert len(again(case).plans) == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        pytest.param({"first_on": "", "count": "2"}, "Skriv dagen det første avdraget forfaller", id="no day"),
        pytest.param({"first_on": "01.12.2026"}, "enten antall avdrag eller beløp", id="neither"),
        pytest.param({"first_on": "01.12.2026", "count": "2", "each_ore": "5"}, "enten antall avdrag", id="both"),
        pytest.param({"first_on": "01.12.2026", "count": "99"}, "lengre enn regelboken tillater", id="too long"),
        pytest.param({"first_on": "22.11.2026", "count": "2"}, "Datoen er passert", id="yesterday"),
        pytest.param({"first_on": "01.12.2026", "count": "-3"}, "Fyll ut dette feltet", id="less than none"),
        pytest.param({"first_on": "01.12.2026", "count": "to"}, "Skriv et helt tall", id="words"),
        pytest.param({"first_on": "31.12.2199", "count": "1"}, "lengre enn regelboken tillater", id="the last day"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused_at_its_field(
    consultant: FlaskClient, form: dict[str, str], words: str
) -> None:
    _lease, case = in_arrears()
    assert words in do(consultant, CASES, "nedbetalingsavtale", case, **form)
    assert Letter.objects.count() == 0


def test_a_plan_is_replaced_and_called_off_with_reasons(consultant: FlaskClient) -> None:
    _lease, case = in_arrears()
    agree(case)
    case = again(case)
    assert "Hvorfor erstattes avtalen" in page_of(consultant, CASES, "nedbetalingsavtale", case)
    sent = looked_at(
        consultant, CASES, "nedbetalingsavtale", case, first_on="15.12.2026", count="3", reason="Lavere inntekt."
    )
    confirm(consultant, CASES, "nedbetalingsavtale", sent)
    case = again(case)
    assert len(case.plans) == 2
    assert "Skriv hvorfor" in do(consultant, CASES, "nedbetalingsavtale/avlys", case, reason="")
    assert "Avtalen er avlyst" in do(consultant, CASES, "nedbetalingsavtale/avlys", case, reason="Flytter.")
    assert again(case).state is ArrearsState.OPEN


def test_a_broken_plan_says_what_was_not_paid(consultant: FlaskClient, monday: Any) -> None:
    lease, case = in_arrears()
    agree(case)
    run_job("payment_plans", date(2026, 12, 8))
    words = visible(page_of(consultant, CASES, "vis", case))
    assert "Nedbetalingsavtale: brutt" in words
    assert "Ikke betalt ved forfall 01.12.2026" in words
    assert "Nedbetalingsavtale: brutt" in visible(page_of(consultant, LEASES, "vis", lease))


def test_a_pause_is_given_and_ended(consultant: FlaskClient) -> None:
    _lease, case = in_arrears()
    assert "lengre enn regelboken" in do(consultant, CASES, "utsettelse", case, until="24.02.2027", reason="NAV.")
    told = do(consultant, CASES, "utsettelse", case, until="07.12.2026", reason="Venter på NAV.")
    assert "Utsettelsen er notert" in told
    case = again(case)
    assert "Venter på NAV." in visible(page_of(consultant, CASES, "vis", case))
    assert "alt utsatt til og med 07.12.2026" in do(
        consultant, CASES, "utsettelse", case, until="08.12.2026", reason="x"
    )
    assert "Utsettelsen er avsluttet" in do(consultant, CASES, "utsettelse/avslutt", case, reason="Svar kom.")


def test_economy_waits_and_calls_off_but_draws_no_letter(economist: FlaskClient) -> None:
    _lease, case = in_arrears()
    page = visible(page_of(economist, CASES, "vis", case))
    assert "Gi utsettelse" in page
    assert "Lag nedbetalingsavtale" not in page
    assert economist.get(f"/admin/{CASES}/nedbetalingsavtale/", query_string={"id": str(case.pk)}).status_code == 403


def test_another_office_does_not_read_why(app: Flask, client_of: Clients) -> None:
    lease, case = in_arrears(office=make_office())
    lease = records.get(Lease, lease.pk)
    make_allowance(lease=lease, note="Hemmelig merknad.")
    claim = make_guarantee_claim(lease=lease, guarantor="NAV Hemmelig\nGata 1", reasons="Hemmelig grunn.")
    records.change(again(case), _actor(), values={"pauses": [_pause()]})
    other = client_of(Role.CASEWORKER, office=make_office())
    for screen, record in ((CASES, case), (ALLOWANCES, Allowance.objects.get()), (CLAIMS, claim)):
        assert "hemmelig" not in page_of(other, screen, "vis", record).lower(), screen


def _actor() -> Any:
    from tests.factories import ACTOR

    return ACTOR


def _pause() -> Any:
    from bson import ObjectId

    from models.arrears_case import Pause

    return Pause(id=ObjectId(), reason="Hemmelig utsettelse.", since=TODAY, until=date(2026, 12, 7), by_name="Bodil")


# --- Interest -------------------------------------------------------------------------------------------------------


def test_interest_is_booked_by_economy_where_the_rulebook_takes_it(
    economist: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease, _case = in_arrears()
    assert "Før forsinkelsesrente" not in visible(page_of(economist, LEASES, "vis", lease))
    lease = records.get(Lease, lease.pk)
    assert "krever ikke forsinkelsesrente" in do(economist, LEASES, "forsinkelsesrente", lease, until="10.11.2026")
    real = rulebooks.current

    def current(day: date) -> Any:
        rules = real(day)
        rates = (Dated(date(2026, 1, 1), 1000),)
        return replace(rules, keeping=replace(rules.keeping, interest=True, interest_rates=rates))

    monkeypatch.setattr(rulebooks, "current", current)
    assert "Før forsinkelsesrente" in visible(page_of(economist, LEASES, "vis", lease))
    assert "er ført som forsinkelsesrente" in do(economist, LEASES, "forsinkelsesrente", lease, until="10.11.2026")
    lease = records.get(Lease, lease.pk)
    assert "alt ført til og med 10.11.2026" in do(economist, LEASES, "forsinkelsesrente", lease, until="10.11.2026")


# --- Housing allowance ----------------------------------------------------------------------------------------------


def test_an_allowance_goes_from_application_to_the_municipality(consultant: FlaskClient) -> None:
    lease, _case = in_arrears()
    lease = records.get(Lease, lease.pk)
    assert "Noter at bostøtte er søkt" in visible(page_of(consultant, LEASES, "vis", lease))
    page_of(consultant, LEASES, "bostotte", lease)
    assert "notert" in do(consultant, LEASES, "bostotte", lease, applied_on="20.11.2026", first_month="11.2026")
    held = Allowance.objects.get()
    assert held.first_month == "2026-11"
    told = visible(page_of(consultant, ALLOWANCES, "vis", held))
    assert "Blir den gitt fra november 2026, utbetales den første gang 18.12.2026" in told
    for step in ("innvilget", "avslag", "opphort"):
        page_of(consultant, ALLOWANCES, step, held)
    assert "innvilget" in do(
        consultant, ALLOWANCES, "innvilget", held, amount_ore="3 100", answered_on="23.11.2026", first_month="11.2026"
    )
    held = records.get(Allowance, held.pk)
    page_of(consultant, ALLOWANCES, "til-kommunen", held)
    told = do(consultant, ALLOWANCES, "til-kommunen", held, since="01.12.2026", reason="Restanse.")
    assert "utbetales til kommunen" in told
    held = records.get(Allowance, held.pk)
    told = do(consultant, ALLOWANCES, "til-leietakeren", held, until="31.12.2026", reason="Betalt.")
    assert "får bostøtten igjen" in told
    held = records.get(Allowance, held.pk)
    assert "opphørt" in do(consultant, ALLOWANCES, "opphort", held, ended_on="23.11.2026")
    assert records.get(Allowance, held.pk).state is AllowanceState.ENDED


@pytest.mark.parametrize("month", ["13.2026", "november", "2026", "0.0", "-1.2026", "11.20261"])
def test_a_month_that_is_none_is_refused(consultant: FlaskClient, month: str) -> None:
    lease, _case = in_arrears()
    lease = records.get(Lease, lease.pk)
    told = do(consultant, LEASES, "bostotte", lease, applied_on="20.11.2026", first_month=month)
    assert "Skriv måneden som" in told
    assert Allowance.objects.count() == 0


# --- The guarantee --------------------------------------------------------------------------------------------------

FORM = {"claimed_ore": "5 000", "guarantor": "NAV Eksempel\nStorgata 1\n9400 Eksempel", "reasons": "Oktober."}


def secured() -> Any:
    lease, _case = in_arrears(security=Security.NAV_GUARANTEE, security_ore=2_400_000)
    return records.get(Lease, lease.pk)


def test_the_security_is_claimed_paid_and_taken_back_from_the_tenant(consultant: FlaskClient) -> None:
    lease = secured()
    assert "Krev sikkerheten" in visible(page_of(consultant, LEASES, "vis", lease))
    assert "Kan høyst kreves" in visible(page_of(consultant, LEASES, "krev-sikkerheten", lease))
    sent = looked_at(consultant, LEASES, "krev-sikkerheten", lease, **FORM)
    assert GuaranteeClaim.objects.count() == 0
    assert "Kravet er registrert" in confirm(consultant, LEASES, "krev-sikkerheten", sent)
    claim = GuaranteeClaim.objects.get()
    for step in ("utbetalt", "avslag", "trekk"):
        page_of(consultant, CLAIMS, step, claim)
    told = do(consultant, CLAIMS, "utbetalt", claim, paid_ore="4 000", paid_on="23.11.2026")
    assert "ført på leietakerens konto" in told
    claim = records.get(GuaranteeClaim, claim.pk)
    told = do(consultant, CLAIMS, "regress", claim, recourse_ore="4 000", recourse_on="23.11.2026")
    assert "Tilbakekravet er notert" in told
    assert "Oppgjør av sikkerhet" in visible(page_of(consultant, CLAIMS, "vis", claim))


def test_a_second_claim_and_one_too_high_are_refused_in_words(consultant: FlaskClient) -> None:
    lease = secured()
    told = do(consultant, LEASES, "krev-sikkerheten", lease, **FORM | {"claimed_ore": "6 001"})
    assert "kan høyst kreves" in told
    sent = looked_at(consultant, LEASES, "krev-sikkerheten", lease, **FORM)
    confirm(consultant, LEASES, "krev-sikkerheten", sent)
    again_sent = looked_at(consultant, LEASES, "krev-sikkerheten", lease, **FORM)
    assert "alt krevd" in confirm(consultant, LEASES, "krev-sikkerheten", again_sent)
    claim = GuaranteeClaim.objects.get()
    told = do(consultant, CLAIMS, "trekk", claim, reason="Betalt.")
    assert "Kravet er trukket" in told
    assert records.get(GuaranteeClaim, claim.pk).state is GuaranteeState.WITHDRAWN


def test_a_lease_without_security_is_told_so(consultant: FlaskClient) -> None:
    lease, _case = in_arrears(security=None, security_ore=None)
    answer = consultant.get(
        f"/admin/{LEASES}/krev-sikkerheten/", query_string={"id": str(lease.pk)}, follow_redirects=True
    )
    assert "ikke registrert sikkerhet" in visible(answer.text)


def test_a_case_of_no_lease_answers_as_any_other_that_is_not_there(consultant: FlaskClient) -> None:
    for screen, step in ((CASES, "utsettelse"), (LEASES, "bostotte"), (ALLOWANCES, "innvilget"), (CLAIMS, "utbetalt")):
        assert consultant.get(f"/admin/{screen}/{step}/?id=kan-ikke-finnes").status_code == 404
    assert ArrearsCase.objects.count() == 0
