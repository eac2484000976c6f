"""Agreements on the screens: drafted from a bid, signed, registered, paid out, put right; duties, projects, quota."""

from collections.abc import Callable
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from flask.testing import FlaskClient

from models import Agreement, Duty, Project
from rules.terms import AgreementKind, AgreementState, Disposal, LeaseState, Role
from services import quotas
from tests import factories, partners
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.agreeing import NOW, chosen_bid, cooperation, drafted, fresh, paid_out, registered, signed
from tests.factories import ACTOR, make_applicant

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
BLANK = {"bid": "", "landlord": "", "project": "", "project_name": "", "homes": "", "years": "", "responsible": "",
         "coop_organisation_number": "", "coop_shares": "", "coop_total": "", "husbank_reference": ""}  # fmt: skip


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def by(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.PROPERTY, name="Eivind Eiendom")


def look(caller: FlaskClient, screen: str, record: Any, step: str = "vis") -> str:
    page = caller.get(f"/admin/{screen}/{step}/", query_string={"id": str(record.pk)})
    assert page.status_code == 200, page.text
    assert strange(page.text) == []
    return visible(page.text)


def draft(caller: FlaskClient, **form: str) -> str:
    data = BLANK | {"nonce": str(ObjectId())} | form
    return visible(caller.post("/admin/avtaler/ny/", data=data, follow_redirects=True).text)


def test_from_the_chosen_bid_to_the_loan_paid_out(by: FlaskClient) -> None:
    bid = chosen_bid(homes=12)
    form = by.get("/admin/avtaler/ny/", query_string={"tilbud": str(bid.pk)})
    assert strange(form.text) == []
    assert f'value="{bid.project_name}"' in form.text
    told = draft(by, kind="referral", bid=str(bid.pk))
    agreement = Agreement.objects.get()
    assert (agreement.homes, agreement.years, agreement.project.name) == (12, 20, bid.project_name)
    assert "Neste: Undertegn avtalen" in told
    assert "Avtalen er inngått." in do(
        by, "avtaler", "inngatt", agreement, nonce=str(ObjectId()), signed_on="01.09.2026"
    )
    assert "Neste: Få rettigheten tinglyst" in look(by, "avtaler", agreement)
    told = do(by, "avtaler", "tinglyst", fresh(agreement), registered_on="10.09.2026", title_reference="abc")
    assert "Skriv gårds- og bruksnummer som 12/34" in told
    told = do(by, "avtaler", "tinglyst", fresh(agreement), registered_on="10.09.2026", title_reference="12/34")
    assert "Lag samarbeidsavtale" in told
    told = do(by, "avtaler", "utbetalt", fresh(agreement), loan_paid_out_on="01.10.2026", husbank_reference="")
    assert "samarbeidsavtale med kommunen før lånet utbetales" in told
    start = by.get("/admin/avtaler/ny/", query_string={"avtale": str(agreement.pk)})
    assert f'value="{agreement.project.pk}"' in start.text
    landlord, project = str(agreement.landlord.pk), str(agreement.project.pk)
    draft(by, kind="cooperation", landlord=landlord, project=project)
    other = Agreement.objects.get(kind=AgreementKind.COOPERATION)
    assert "Åpne samarbeidsavtalen" in look(by, "avtaler", agreement)
    do(by, "avtaler", "inngatt", other, nonce=str(ObjectId()), signed_on="15.09.2026")
    told = do(by, "avtaler", "utbetalt", fresh(agreement), loan_paid_out_on="01.10.2026", husbank_reference="H1")
    assert "Utbetalingen er ført. Avtalen løper." in told
    assert "Utløper 01.10.2046 20 år" in told
    assert "0 av 12 boliger er tatt 0/12 = 0,0 %" in told
    assert "Avtalen gir rett til 4 boliger om gangen" in told


@pytest.mark.parametrize(
    ("form", "words"),
    [
        pytest.param({"kind": "referral"}, "Velg tilbudet som avtalen bygger på.", id="no bid"),
        pytest.param({"kind": "coop"}, "Fyll ut dette feltet.", id="no landlord"),
        pytest.param({"kind": "sausage"}, "Velg", id="no such kind"),
        pytest.param({"kind": "referral", "bid": "garbage"}, "Velg", id="no such bid"),
        pytest.param({"kind": "head_lease", "homes": "0"}, "Skriv et tall fra 1", id="no homes"),
    ],
)
def test_what_a_draft_lacks_is_said_at_its_field(by: FlaskClient, form: dict[str, str], words: str) -> None:
    assert words in draft(by, **form)
    assert Agreement.objects.count() == 0


def test_a_borettslag_agreement_needs_no_procurement(by: FlaskClient) -> None:
    landlord = factories.make_landlord()
    told = draft(
        by,
        kind="coop",
        landlord=str(landlord.pk),
        homes="4",
        coop_organisation_number="922 542 570",
        coop_shares="4",
        coop_total="40",
    )
    assert "Andeler i borettslaget" in told
    assert Agreement.objects.get().coop_organisation_number == "922542570"


def test_beyond_the_ceiling_the_numbers_are_said(by: FlaskClient) -> None:
    agreement = drafted(chosen_bid(homes=12, ceiling=10))
    told = do(by, "avtaler", "inngatt", agreement, nonce="n", signed_on="01.09.2026")
    assert "12" in told
    assert "10" in told
    assert fresh(agreement).state is AgreementState.DRAFT


def test_each_step_of_a_running_agreement(by: FlaskClient) -> None:
    agreement = paid_out()
    told = do(by, "avtaler", "rett", agreement, signed_on="01.09.2026", registered_on="10.09.2026", years="20",
              loan_paid_out_on="02.10.2026", title_reference="12/34", husbank_reference="", reason="Feil.")  # fmt: skip
    assert "Avtalen er rettet." in told
    told = do(by, "avtaler", "mislighold", fresh(agreement), breached_on="20.11.2026", reason="Leier ut åpent.")
    assert "Neste: Få misligholdet rettet" in told
    assert "Avtalen gjelder igjen." in do(by, "avtaler", "rettet", fresh(agreement), reason="Rettet.")
    assert "er tatt tilbake." in do(by, "avtaler", "ta-tilbake", fresh(agreement), reason="Feil avtale.")
    told = do(by, "avtaler", "avslutt", fresh(agreement), ended_on="23.11.2026", reason="Utleieren selger.")
    assert "Avtalen er avsluttet." in told
    assert fresh(agreement).state is AgreementState.ENDED
    assert "Rett" not in [one.split(">")[-1] for one in look(by, "avtaler", agreement).split("\n")]


def test_a_stale_page_changes_nothing(by: FlaskClient) -> None:
    agreement = signed()
    cooperation(agreement)
    told = do(by, "avtaler", "tinglyst", agreement, version=1, registered_on="10.09.2026", title_reference="12/34")
    assert "endret" in told
    assert fresh(agreement).registered_on is None


def test_those_who_only_read_see_the_agreement_and_no_buttons(app: Flask, client_of: Clients) -> None:
    agreement = registered()
    reader = client_of(Role.READER, name="Rita Leser")
    assert "Neste:" in look(reader, "avtaler", agreement)
    assert "Avslutt" not in look(reader, "avtaler", agreement)
    answer = reader.post("/admin/avtaler/avslutt/", data={"id": str(agreement.pk), "reason": "x"})
    assert answer.status_code == 403


def test_a_duty_is_given_reported_and_taken_back(by: FlaskClient) -> None:
    agreement = signed()
    told = do(by, "avtaler", "ny-plikt", agreement, nonce=str(ObjectId()), label="Brannvern", party="landlord",
              next_on="15.12.2026", every_months="6", responsible="")  # fmt: skip
    assert "Plikten er lagret." in told
    duty = Duty.objects.get(label="Brannvern")
    told = do(by, "avtaleplikter", "gjort", duty, nonce="n", done_on="20.11.2026", reason="Runden er gått.")
    assert "Runden er gått." in told
    assert "Rapporten er tatt tilbake." in do(by, "avtaleplikter", "ta-tilbake", fresh(duty), reason="Feil bygg.")
    assert "Plikten er avsluttet." in do(by, "avtaleplikter", "avslutt", fresh(duty), reason="Solgt.")


def test_who_takes_the_homes_is_told_without_names_and_not_of_protected_households(by: FlaskClient) -> None:
    consultant = by
    project = factories.make_project(homes=5)
    factories.make_agreement(project=project, landlord=project.landlord, homes=5)
    homes = [
        factories.make_dwelling(project=project, landlord=project.landlord, disposal=Disposal.REFERRAL)
        for _ in range(3)
    ]
    shown = factories.make_lease(dwelling=homes[0], state=LeaseState.OCCUPYING)
    hidden = factories.make_lease(
        dwelling=homes[1], state=LeaseState.OCCUPYING, tenant=make_applicant(protected_address=True)
    )
    third = factories.make_lease(dwelling=homes[2], state=LeaseState.OCCUPYING)
    quotas.keep_up(project.pk, ACTOR)
    told = look(consultant, "prosjekter", project)
    assert "3 av 5 boliger er tatt 3/5 = 60,0 %" in told
    assert "Det er 1 for mange, så ingen flere kan tilvises." in told
    assert f"Leieforhold {shown.contract_number}" in told
    assert f"Leieforhold {third.contract_number}" in told
    assert hidden.contract_number not in told
    assert "1 bolig som er tatt, vises ikke her." in told
    assert shown.tenant.last_name not in told


def test_a_project_keeps_the_homes_that_are_taken(by: FlaskClient) -> None:
    home, project, _ = partners.make_leased_out()
    other = factories.make_dwelling(project=project, landlord=project.landlord)
    for one in (home, other):
        factories.make_lease(dwelling=one, state=LeaseState.OCCUPYING)
    quotas.keep_up(project.pk, ACTOR)
    told = do(by, "prosjekter", "endre", fresh(project), name=project.name, homes="1", reason="Solgt.")
    assert "2 boliger er tatt" in told
    told = do(by, "prosjekter", "endre", fresh(project), name="Fjordgløtt", homes="18", reason="To er slått sammen.")
    assert "Prosjektet er endret." in told
    assert Project.objects.get(pk=project.pk).homes == 18
