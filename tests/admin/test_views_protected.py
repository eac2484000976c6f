"""A protected address reaches nobody but those who may see it: lists, pages, pickers, searches, exports, logs."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import Applicant, AuditEntry, Dwelling, Lease, Payment
from models.applicant import Representative
from rules.terms import RepresentativeKind, Role
from services import records
from tests.admin.office import app
from tests.admin.plain_text import visible
from tests.factories import ACTOR, make_applicant, make_dwelling, make_lease
from tests.makers import make_payment

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
SECRET = ("Hemmelig vei 7", "99887766", "skjult@eksempel.test", "Vergeveien 3", "Gjemt gate 12")


@pytest.fixture
def lease(memory_database: Any) -> Lease:
    """The lease of a person whose address is protected, in a dwelling that must not be told of."""
    person = make_applicant(
        first_name="Siv", last_name="Skjult", protected_address=True, address="Hemmelig vei 7", phone="99887766",
        email="skjult@eksempel.test",
        representatives=[Representative(kind=RepresentativeKind.GUARDIAN, name="Vera", address="Vergeveien 3")],
    )  # fmt: skip
    records.change(person, ACTOR, values={"phone": "99887766", "interpreter": "Tegnspråk"})
    dwelling = make_dwelling(dwelling_number="B9", address="Gjemt gate 12")
    return make_lease(contract_number="K9", kid="12345678", tenant=person, dwelling=dwelling, rent_ore=629_300)


def pages(lease: Lease, payment: Payment) -> dict[str, str]:
    person = lease.tenant
    changed = AuditEntry.objects(document="applicant").order_by("-version").first()
    return {
        "list of persons": "personer/",
        "the person": f"personer/vis/?id={person.pk}",
        "the person's changes": f"personer/endringer/?id={person.pk}",
        "the person's form": f"personer/rediger/?id={person.pk}",
        "list of leases": "leieforhold/",
        "the lease": f"leieforhold/vis/?id={lease.pk}",
        "the lease's changes": f"leieforhold/endringer/?id={lease.pk}",
        "placing a payment": f"innbetalinger/plasser/?id={payment.pk}",
        "the log of a change": f"endringslogg/vis/?id={changed.pk}",
        "picking a person": "soknader/oppslag/?name=filter.applicant&query=siv",
        "picking a lease": "innbetalinger/oppslag/?name=place&query=K9",
    }


def test_no_page_tells_where_the_person_lives(app: Flask, client_of: Clients, lease: Lease) -> None:
    caller = client_of(*Role)
    told = pages(lease, make_payment(kid="12345679", amount_ore=629_300))
    found = {
        name: [word for word in SECRET if word in caller.get(f"/admin/{path}").text] for name, path in told.items()
    }
    assert found == {name: [] for name in told}


def test_those_who_may_see_it_see_it(app: Flask, client_of: Clients, lease: Lease) -> None:
    caller = client_of(Role.CASEWORKER, sees_protected=True)
    page = visible(caller.get(f"/admin/personer/vis/?id={lease.tenant.pk}").text)
    assert [word for word in SECRET if word not in page] == []
    assert "Gjemt gate 12" in caller.get("/admin/leieforhold/").text


@pytest.mark.parametrize("path", ["personer", "leieforhold"])
def test_no_export_tells_it(app: Flask, client_of: Clients, lease: Lease, path: str) -> None:
    text = client_of(*Role).post(f"/admin/{path}/eksport/csv/").text
    assert [word for word in SECRET if word in text] == []
    assert "Skjermet" in text


def test_the_export_of_dwellings_tells_that_the_home_is_there_and_not_of_whom(
    app: Flask, client_of: Clients, lease: Lease
) -> None:
    text = client_of(*Role).post("/admin/boliger/eksport/csv/").text
    assert [word for word in SECRET if word in text] == ["Gjemt gate 12"]
    assert "Skjult" not in text


@pytest.mark.parametrize(
    "path",
    [
        "personer/?search=hemmelig",
        "personer/?flt_postcode=9405",
        "leieforhold/?search=gjemt+gate",
        "leieforhold/?flt_dwelling={dwelling}",
        "innbetalinger/oppslag/?name=place&query=gjemt",
    ],
)
def test_nobody_finds_the_person_by_guessing_the_address(
    app: Flask, client_of: Clients, lease: Lease, path: str
) -> None:
    path = "/admin/" + path.format(dwelling=Dwelling.objects.get().pk)
    assert "Skjult" not in client_of(*Role).get(path).text
    if "flt_postcode" not in path:
        assert "Skjult" in client_of(*Role, sees_protected=True).get(path).text


def test_the_dwellings_page_does_not_tell_who_lives_there(app: Flask, client_of: Clients, lease: Lease) -> None:
    path = f"/admin/boliger/vis/?id={lease.dwelling.pk}"
    page = client_of(*Role).get(path).text
    assert "K9" not in page
    assert "Skjult" not in page
    assert "K9" in client_of(*Role, sees_protected=True).get(path).text


def test_the_person_is_found_by_name_and_the_lease_by_number(app: Flask, client_of: Clients, lease: Lease) -> None:
    caller = client_of(Role.CASEWORKER)
    assert "Siv Skjult" in caller.get("/admin/personer/?search=siv+skjult").text
    assert "K9" in caller.get("/admin/leieforhold/?search=K9").text


def test_only_those_who_see_it_lift_the_protection(app: Flask, client_of: Clients, lease: Lease) -> None:
    path = f"/admin/personer/rediger/?id={lease.tenant.pk}"
    fields = {"first_name": "Siv", "last_name": "Skjult", "letter_form": "nb", "version": "2"}
    blind = client_of(Role.CASEWORKER)
    assert 'name="protected_address"' not in blind.get(path).text
    blind.post(path, data=fields | {"why": "Prøver"})
    assert Applicant.objects.get().protected_address
    assert Applicant.objects.get().address == "Hemmelig vei 7"
    seeing = client_of(Role.CASEWORKER, sees_protected=True)
    seeing.post(path, data=fields | {"address": "Ny vei 1", "version": str(Applicant.objects.get().version)})
    assert not Applicant.objects.get().protected_address


def test_a_protection_is_not_lifted_by_setting_its_change_back(app: Flask, client_of: Clients, lease: Lease) -> None:
    person = make_applicant()
    records.change(person, ACTOR, values={"protected_address": True})
    form = {"id": str(person.pk), "entry": "2", "version": "2"}
    assert client_of(Role.CASEWORKER).post("/admin/personer/tilbake/", data=form).status_code == 404
    assert Applicant.objects.get(pk=person.pk).protected_address
