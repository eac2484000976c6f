"""Bids side by side and the overview of the need in a real browser: read at once, wide and narrow."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from admin import formats
from models.bid import Score
from models.mapping import ApprovedNeed
from models.need_overview import NeedAddition
from rules.needs import WHOLE
from rules.terms import ApplicationState, LeaseState, NeedTerm, Role, TargetGroup
from services import needs, records, rulebooks
from services.actor import Actor
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.factories import (
    ACTOR,
    make_agreement,
    make_application,
    make_dwelling,
    make_landlord,
    make_lease,
    make_project,
    make_vacancy,
)
from tests.partners import make_bid, make_need_overview
from tests.services.test_bids import announced
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_bids_are_compared_and_the_need_is_read(desk: Page, served: str) -> None:
    today = formats.today()
    procurement, landlord = announced(), make_landlord()
    for name, location, rent in (("Fjordgløtt", 5, 3), ("Havblikk", 3, 4), ("Solsiden", 2, 2)):
        scores = [
            Score(code="location", points=location, why="Fem minutter fra buss og butikk.", by_name="Kari"),
            Score(code="rent", points=rent, why="Under gjengs leie i området.", by_name="Kari"),
        ]
        make_bid(
            procurement=procurement, landlord=landlord, project_name=name, scores=scores,
            total=location * 60 + rent * 40,
        )  # fmt: skip
    make_bid(procurement=procurement, landlord=landlord, project_name="Bakkekanten", late=True)
    desk.goto(f"{served}/admin/framskaffelser/sammenlign/?id={procurement.pk}")
    expect(desk.get_by_role("heading", name="Tilbudene")).to_be_visible()
    found = faults(desk, "bids-compared")
    for number in range(14):
        make_application(state=ApplicationState.WAITING, approved_need=ApprovedNeed(rooms=2 + number % 3))
    for number in range(5):
        make_lease(state=LeaseState.OCCUPYING, ends_on=today + timedelta(days=200 * (number + 1)))
        make_vacancy(dwelling=make_dwelling(rooms=2 + number % 2, place="HARSTAD", wheelchair=number == 1))
    project = make_project(landlord=landlord)
    make_agreement(landlord=landlord, project=project, ends_on=today + timedelta(days=200))
    for number in range(6):
        home = make_dwelling(rooms=2 + number % 3, place="HARSTAD", project=project, landlord=landlord)
        make_lease(dwelling=home, ends_on=None)
    overview = make_need_overview(
        on=today, lines=needs.keeping._stored(needs.count(today, rulebooks.current(today).partnering))
    )
    addition = NeedAddition(
        term=NeedTerm.SHORT, rooms=2, area=WHOLE, target_group=TargetGroup.REFUGEE, homes=6, why="Bosetting."
    )
    staff = Actor(id="x", name="Kari", at=ACTOR.at, roles=frozenset({Role.PROPERTY}))
    needs.add(records.get(type(overview), overview.pk), staff, addition, version=1)
    desk.goto(f"{served}/admin/behovsoversikter/vis/?id={overview.pk}")
    expect(desk.get_by_role("heading", name="Kort sikt")).to_be_visible()
    expect(desk.get_by_text("6 boliger hos utleiere faller bort fordi avtalen utløper").first).to_be_visible()
    found += faults(desk, "need-overview")
    desk.goto(f"{served}/admin/behovsoversikter/publisering/?id={overview.pk}")
    found += faults(desk, "need-published")
    desk.set_viewport_size({"width": 390, "height": 844})
    for address, name in (
        (f"framskaffelser/sammenlign/?id={procurement.pk}", "bids-compared-narrow"),
        (f"behovsoversikter/vis/?id={overview.pk}", "need-overview-narrow"),
    ):
        desk.goto(f"{served}/admin/{address}")
        assert not desk.evaluate(WIDE), address
        found += faults(desk, name)
    assert found == []
