"""The rulebook in a real browser: copied, changed by the keyboard, looked at and published."""

from datetime import date

from playwright.sync_api import Page, expect

from admin import formats
from models import Rulebook
from rules.terms import ChoosingBody
from services import rulebooks
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.casework import assessed
from tests.factories import ACTOR, make_applicant
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]

WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_a_rulebook_from_copy_to_published(desk: Page, served: str) -> None:
    assessed(applicant=make_applicant(born_on=date(2006, 1, 1)))
    desk.goto(f"{served}/admin/regelbok/vis/?id={Rulebook.objects.get().pk}")
    found = faults(desk, "rulebook-version")
    desk.get_by_role("link", name="Lag en kopi å endre").click()
    desk.get_by_label("Navn på kopien").fill("Regelbok 2027")
    desk.get_by_role("button", name="Lag kopien").click()
    found += faults(desk, "rulebook-draft")

    desk.get_by_role("link", name="Endre papirer").click()
    desk.locator("[data-add-part]").focus()
    desk.wait_for_load_state()  # the page's script is what adds the row
    desk.keyboard.press("Enter")
    expect(desk.locator("textarea:focus, input:focus")).to_be_visible()
    desk.keyboard.type("Attest fra\nhelsestasjonen")  # the new row has the focus
    found += faults(desk, "rulebook-papers")
    desk.get_by_role("button", name="Lagre i utkastet").click()
    expect(desk.get_by_text("Attest fra helsestasjonen").first).to_be_visible()

    desk.get_by_role("link", name="Endre vilkår").click()
    desk.get_by_label("Alder, minst").first.fill("21")
    found += faults(desk, "rulebook-musts")
    desk.get_by_role("button", name="Lagre i utkastet").click()

    desk.get_by_role("link", name="Endre fra ledig bolig til nøkler").click()
    desk.get_by_label("Vanlige boliger: velges av").select_option(label="To boligkonsulenter")
    desk.get_by_label("Nøklene overleveres ikke før sikkerheten er på plass").uncheck()
    found += faults(desk, "rulebook-letting")
    desk.get_by_role("button", name="Lagre i utkastet").click()
    desk.get_by_role("link", name="Endre sjekkliste for kandidater").click()
    found += faults(desk, "rulebook-checklist")
    desk.get_by_role("link", name="Avbryt").click()

    desk.get_by_role("link", name="Se hva som ville endres").click()
    expect(desk.get_by_text("1 av 1 åpne vurderte saker")).to_be_visible()
    found += faults(desk, "rulebook-impact")
    desk.get_by_label("Gjelder fra").first.fill(formats.day(formats.today()))
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="Publiser").click()
    expect(desk.get_by_text("Denne versjonen gjelder nå.")).to_be_visible()
    found += faults(desk, "rulebook-published")
    assert found == []
    rules = rulebooks.numbered(2)
    assert rules.policy.papers[-1].code == "attest_fra_helsestasjonen"
    assert rules.policy.requirements[0].at_least == 21
    assert (rules.letting.ordinary, rules.letting.security_before_keys) == (ChoosingBody.CONSULTANTS, False)


def test_the_pages_fit_a_narrow_screen(desk: Page, served: str) -> None:
    draft = rulebooks.copy(1, "Regelbok 2027", ACTOR)
    desk.set_viewport_size({"width": 400, "height": 800})
    for page in (f"vis/?id={draft.pk}", f"virkning/?id={draft.pk}", f"del/?id={draft.pk}&del=prioritering"):
        desk.goto(f"{served}/admin/regelbok/{page}")
        assert desk.evaluate(WIDE) is False, page
    desk.goto(f"{served}/admin/regelbok/last-opp/?id={draft.pk}")
    assert faults(desk, "rulebook-upload") == []
