"""A page that ends in a letter, or in a draft, when another was first: it says so, and keeps all that was typed."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bson import ObjectId
from flask.testing import FlaskClient

from models import Lease
from models.followup import FollowUpItem
from models.incident import Complainant
from rules.terms import FollowUpKind, IncidentState, Role, Security
from services import records
from tests.admin.office import app
from tests.admin.plain_text import strange, visible
from tests.casework import NOW
from tests.factories import make_lease
from tests.keepers import make_followup, make_incident
from tests.letting_offers import SAID, allocated, refused
from tests.services.test_inspections import planned
from tests.services.test_plans import in_arrears

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
Form = dict[str, str]
KEPT = "Det du skrev, står fortsatt her."
LETTER = "Se over brevet. Ingenting er lagret"


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


def plan() -> tuple[Any, Form]:
    _lease, case = in_arrears()
    return case, {"first_on": "01.12.2026", "count": "2"}


def claim() -> tuple[Any, Form]:
    lease, _case = in_arrears(security=Security.NAV_GUARANTEE, security_ore=2_400_000)
    form = {"claimed_ore": "5 000", "guarantor": "NAV Eksempel\nStorgata 1", "reasons": "Oktober er ubetalt."}
    return records.get(Lease, lease.pk), form


def rent() -> tuple[Any, Form]:
    lease = make_lease(starts_on=date(2025, 1, 1), rent_set_on=date(2025, 1, 1))
    form = {
        "kind": "charges",
        "effective_from": "01.01.2027",
        "base_ore": "8 000",
        "power_ore": "1 200,50",
        "reasons": "Strømmen er dyrere.",
    }
    return lease, form


def offer() -> tuple[Any, Form]:
    return allocated(), {"channel": "both", "said": SAID, "answer_by": "01.12.2026"}


def judgement() -> tuple[Any, Form]:
    form = {"answer": "nei", "reasons": "Boligen passet.", "heard_on": "23.11.2026", "heard": "For langt unna."}
    return refused(), form


def invitation() -> tuple[Any, Form]:
    talk = FollowUpItem(id=ObjectId(), kind=FollowUpKind.HOME_OWNERSHIP, due_on=date(2026, 12, 14), by_name="K")
    form = {"punkt": str(talk.id), "due_on": "03.12.2026", "clock": "09:30", "interpreter": "Tigrinja"}
    return make_followup(items=[talk]), form


def complaint(lease: Any) -> Any:
    who = Complainant(id=ObjectId(), name="Nabo Naboesen", address="Samagata 12 A", phone="90000001")
    return make_incident(
        lease=lease, complainants=[who], state=IncidentState.MAPPED, heard="Beklager.", mapped="To fester.",
        mapped_on=date(2026, 11, 20),
    )  # fmt: skip


def warning() -> tuple[Any, Form]:
    lease = make_lease()
    return complaint(lease), {"lease": str(lease.pk), "happened": "Bråk om natten.", "expected": "Ro etter 23."}


def answer() -> tuple[Any, Form]:
    incident = complaint(make_lease())
    return incident, {"hvem": str(incident.complainants[0].id), "language": "nn"}


def notice() -> tuple[Any, Form]:
    return planned(), {"agreed": "y"}


SCREENS = [
    pytest.param("restansesaker", "nedbetalingsavtale", plan, id="a payment plan"),
    pytest.param("leieforhold", "krev-sikkerheten", claim, id="a claim on the security"),
    pytest.param("leieforhold", "endre-husleie", rent, id="a change of rent"),
    pytest.param("ledige-boliger", "gi-tilbud", offer, id="an offer"),
    pytest.param("tilbud", "vurder", judgement, id="a refusal judged"),
    pytest.param("tilbud", "be-om-uttalelse", lambda: (refused(), {}), id="a refusal asked about"),
    pytest.param("oppfolging", "kall-inn", invitation, id="an invitation"),
    pytest.param("klager-og-hendelser", "advarsel", warning, id="a warning"),
    pytest.param("klager-og-hendelser", "svar", answer, id="a complaint answered"),
    pytest.param("befaringer", "varsle", notice, id="an inspection told of"),
]


@pytest.mark.parametrize(("screen", "step", "made"), SCREENS)
def test_another_was_first_and_what_was_typed_is_kept_and_counts_the_next_time(
    client_of: Clients, screen: str, step: str, made: Callable[[], tuple[Any, Form]]
) -> None:
    by = client_of(Role.HOUSING_CONSULTANT, Role.ECONOMY)
    record, form = made()
    address, data = f"/admin/{screen}/{step}/", {"id": str(record.pk), **form}
    page = by.post(address, data={**data, "version": "99"}).text
    assert visible(page).count(KEPT) == 1
    assert strange(page) == []
    for typed in form.values():
        assert typed in page
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version is not None
    assert int(version[1]) == records.get(type(record), record.pk).version
    again = by.post(address, data={**data, "version": version[1]}, follow_redirects=True).text
    assert KEPT not in again, visible(again)
    assert LETTER in again or "Utkastet er laget" in again, visible(again)
