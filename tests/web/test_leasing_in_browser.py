"""From a yes to the keys in a browser: the contract filled in, looked at, signed; meeting, security, keys."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from admin import formats
from models import Lease, User
from rules.terms import LeaseState, Role
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.factories import make_applicant, make_dwelling, make_office
from tests.letting_leases import accepted, extended
from tests.letting_offers import waiting
from tests.web.browsing import desk
from tests.web.test_deciding_in_browser import looked_at

__all__ = ["app", "desk", "make_account", "served"]


@pytest.fixture
def user(served: str, make_account: Any) -> User:
    """A housing consultant."""
    return make_account(Role.HOUSING_CONSULTANT, name="Bodil Boligkonsulent", office=make_office())


def sign(desk: Page) -> None:
    desk.wait_for_load_state()  # a question asked while the page still loads is taken away by the browser
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="Begge har skrevet under").click()


def test_from_a_yes_to_the_keys(desk: Page, served: str, app: Flask) -> None:
    home = make_dwelling(address="Nordlia 4", rooms=3, area_m2=62.5, unit_number="H0201", storage=True)
    offer = accepted(waiting(applicant=make_applicant(last_name="Ærlig Østlund", letter_form="nn")), dwelling=home)
    desk.goto(f"{served}/admin/tilbud/vis/?id={offer.pk}")
    found = looked_at(desk, "lease-offer")
    desk.get_by_role("link", name="Skriv kontrakt").click()
    found += looked_at(desk, "lease-form")
    desk.fill("#months", "12")
    desk.get_by_role("button", name="Forhåndsvis kontrakten").click()
    desk.get_by_text("Skriv hvilke særlige grunner").first.wait_for()
    found += looked_at(desk, "lease-form-refused")
    desk.fill("#short_reason", "Husstanden venter på omsorgsbolig, som er ferdig neste høst.")
    desk.select_option("#security", "nav_guarantee")
    desk.fill("#security_ore", "24 000")
    desk.get_by_role("button", name="Forhåndsvis kontrakten").click()
    expect(desk.get_by_role("button", name="Begge har skrevet under")).to_be_visible()
    found += looked_at(desk, "lease-preview")
    sign(desk)
    desk.get_by_text("Kontrakten er lagret.").wait_for()
    found += looked_at(desk, "lease-signed")
    desk.get_by_role("link", name="Kontraktsmøtet").click()
    for code in ("housing_allowance", "power", "address_change"):
        desk.select_option(f"#point_{code}", "done")
    desk.fill("#house_rules_on", formats.day(formats.today()))
    found += looked_at(desk, "lease-meeting")
    desk.get_by_role("button", name="Lagre").click()
    desk.get_by_text("Kontraktsmøtet er ført.").wait_for()
    desk.get_by_role("link", name="Sikkerhet", exact=True).click()
    desk.fill("#security_received_on", formats.day(formats.today()))
    found += looked_at(desk, "lease-security")
    desk.get_by_role("button", name="Lagre").click()
    desk.get_by_role("link", name="Overlever nøkler").click()
    found += looked_at(desk, "lease-keys")
    desk.get_by_role("button", name="Nøklene er overlevert").click()
    desk.get_by_text("Leieforholdet løper.").wait_for()
    found += looked_at(desk, "lease-running")
    assert Lease.objects.get().state is LeaseState.OCCUPYING
    assert found == []


def test_an_extension_is_written_from_the_lease(desk: Page, served: str, app: Flask) -> None:
    _, held = extended()
    desk.goto(f"{served}/admin/leieforhold/vis/?id={held.pk}")
    desk.get_by_role("link", name="Skriv kontrakt").click()
    found = looked_at(desk, "lease-extension-form")
    desk.get_by_role("button", name="Forhåndsvis kontrakten").click()
    sign(desk)
    desk.get_by_text("Kontrakten er lagret.").wait_for()
    found += looked_at(desk, "lease-extension-signed")
    assert Lease.objects(follows=held.pk).count() == 1
    assert found == []
