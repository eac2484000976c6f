"""Agreements as people see them: one browser, six pages, pictures kept."""

from datetime import date

from playwright.sync_api import Page

from models import Duty
from rules.terms import Disposal, LeaseState
from services import agreements, quotas
from tests import factories
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.agreeing import BY, TODAY, chosen_bid, paid_out, registered
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]  # fixtures, used here


def test_an_agreement_shows_where_it_stands_and_who_takes_its_homes(desk: Page, served: str) -> None:
    running = paid_out(chosen_bid(homes=12))
    for day in (date(2026, 10, 5), date(2026, 11, 2), date(2026, 11, 9)):
        home = factories.make_dwelling(
            project=running.project, landlord=running.landlord, disposal=Disposal.REFERRAL
        )  # fmt: skip
        factories.make_lease(dwelling=home, state=LeaseState.OCCUPYING, starts_on=day)
    quotas.keep_up(running.project.pk, factories.ACTOR)
    bid = chosen_bid(homes=8, landlord=running.landlord)
    waiting = registered(chosen_bid(homes=10, landlord=running.landlord))
    duty = Duty.objects(agreement=running.pk).order_by("code").first()
    agreements.report_duty(
        duty, BY, done_on=TODAY, what="Møtet er holdt.", files=(), nonce="n", version=duty.version, today=TODAY
    )  # fmt: skip
    for path, name in (
        (f"avtaler/vis/?id={running.pk}", "agreement-running"),
        (f"avtaler/vis/?id={waiting.pk}", "agreement-registered"),
        (f"avtaler/ny/?tilbud={bid.pk}", "agreement-new"),
        (f"avtaler/inngatt/?id={waiting.pk}", "agreement-sign"),
        (f"prosjekter/vis/?id={running.project.pk}", "agreement-project"),
        (f"avtaleplikter/vis/?id={duty.pk}", "agreement-duty"),
    ):
        desk.goto(f"{served}/admin/{path}")
        assert faults(desk, name) == []
