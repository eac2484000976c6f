"""A home walked through room by room on a phone, with pictures, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rules.terms import InspectionKind, Role, RoomStandard
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.casework import NOW, TODAY, acting, worker
from tests.factories import make_lease
from tests.inspecting import fresh, planned, seen, signed
from tests.pictures import jpeg
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


def photo(name: str, colour: str) -> Any:
    return {"name": name, "mimeType": "image/jpeg", "buffer": jpeg(800, 600, colour, told=False)}


def test_a_home_is_walked_through_on_a_phone(served: str, desk: Page, user: Any) -> None:
    lease = make_lease(office=user.office)
    by = acting(worker(Role.HOUSING_CONSULTANT, office=user.office))
    signed(lease, by, InspectionKind.MOVE_IN, on=TODAY.replace(day=2))
    made = planned(lease, by, kind=InspectionKind.MOVE_OUT, on=TODAY)
    desk.set_viewport_size(PHONE)
    desk.goto(f"{served}/admin/befaringer/vis/?id={made.pk}")
    found = faults(desk, "inspection-planned-phone")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="Begynn befaringen").click()
    confirm = desk.get_by_role("button", name="Ja")
    if confirm.count():
        confirm.first.click()
    expect(desk.get_by_role("heading", name="Rommene")).to_be_visible()
    bath = desk.locator("article.room-card", has=desk.get_by_role("heading", name="Bad"))
    bath.get_by_text("Må utbedres").click()
    bath.get_by_label("Merknad").fill("Sprukket flis ved dusjen, og vasken er knust.")
    bath.locator("input[type=file]").set_input_files([photo("1.jpg", "teal"), photo("2.jpg", "brown")])
    bath.get_by_label("Hva bildene viser").fill("Dusjen")
    bath.get_by_role("button", name="Lagre").click()
    expect(desk.get_by_text("Lagret", exact=True)).to_be_visible()
    found += faults(desk, "inspection-walk-phone")
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    made = seen(fresh(made), by, Bad=RoomStandard.NEEDS_REPAIR)
    assert len(next(room for room in made.rooms if room.name == "Bad").photos) == 2
    desk.goto(f"{served}/admin/befaringer/vis/?id={made.pk}")
    found += faults(desk, "inspection-phone")
    desk.locator(".gallery a").first.click()
    expect(desk.get_by_text("Bilde 1 av 2", exact=False).first).to_be_visible()
    found += faults(desk, "inspection-photo-phone")
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert desk.evaluate("[...document.images].every((one) => one.complete && one.naturalWidth > 0)")
    assert found == []
