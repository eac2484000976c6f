"""The page of void figures in a real browser: read at once, on a wide screen and a narrow one."""

import random
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from admin import formats
from rules.terms import OfferState, RefusalReason, VacancyCause, VacancyState
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.factories import make_offer, make_unit, make_vacancy
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]

WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def _a_year(today: date) -> None:
    chance = random.Random(4)
    units = [make_unit(name=name) for name in ("Fjellveien botiltak", "Sentrum bofellesskap")]
    for number in range(24):
        vacated = today - timedelta(days=chance.randint(5, 330))
        prepared, ready = vacated + timedelta(days=4), vacated + timedelta(days=16)
        let = ready + timedelta(days=chance.randint(3, 40))
        going_on = let >= today
        make_vacancy(
            cause=chance.choice(list(VacancyCause)), unit=chance.choice([*units, None]), vacated_on=vacated,
            preparation_on=prepared if prepared < today else None, ready_on=ready if ready < today else None,
            reported_on=vacated - timedelta(days=20), known_on=vacated - timedelta(days=20),
            reserved_on=let - timedelta(days=3) if let - timedelta(days=3) < today else None,
            let_on=None if going_on else let, closed_on=None if going_on else let,
            state=VacancyState.OPEN if going_on else VacancyState.LET, rent_ore=chance.randint(6000, 12000) * 100,
        )  # fmt: skip
        state = (OfferState.DECLINED, OfferState.LEASED, OfferState.EXPIRED, OfferState.OPEN)[number % 4]
        reason = RefusalReason.NO_ANSWER if state is OfferState.EXPIRED else chance.choice(list(RefusalReason)[:9])
        refused = state in (OfferState.DECLINED, OfferState.EXPIRED)
        make_offer(state=state, offered_on=vacated, reason=reason if refused else None)


def test_figures_are_read_and_followed_to_the_homes_behind_them(desk: Page, served: str) -> None:
    _a_year(formats.today())
    desk.goto(f"{served}/admin/")
    found = faults(desk, "start-with-vacant-homes")
    desk.get_by_role("link", name="Tomgang").click()
    expect(desk.get_by_role("heading", name="Måned for måned")).to_be_visible()
    found += faults(desk, "void-figures")
    desk.get_by_role("link", name="Under klargjøring").click()
    expect(desk.get_by_text("Til sammen")).to_be_visible()
    found += faults(desk, "void-figures-homes")
    with desk.expect_download() as taken:
        desk.get_by_role("button", name="Eksporter som CSV").click()
    assert taken.value.suggested_filename.startswith("tomgang-siste-")
    desk.set_viewport_size({"width": 390, "height": 844})
    for address, name in (
        ("", "start-with-vacant-homes-narrow"),
        ("tomgang/", "void-figures-narrow"),
        ("tomgang/boliger/", "void-figures-homes-narrow"),
    ):
        desk.goto(f"{served}/admin/{address}")
        assert not desk.evaluate(WIDE), address
        found += faults(desk, name)
    assert found == []
