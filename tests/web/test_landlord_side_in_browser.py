"""What landlords tell, in a browser: a lease of theirs, a warning that waits and a proposed home."""

from playwright.sync_api import Page

from models import User
from models.landlord_side import ProposedHome
from rules.terms import ApplicationState, DwellingType
from services import landlord_leases, records
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.factories import make_application
from tests.landlord_side import TODAY, partner, referred, signed
from tests.partners import make_proposal
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]  # fixtures, used here


def test_a_landlords_lease_its_warning_and_a_proposed_home(served: str, desk: Page, user: User) -> None:
    case = make_application(
        state=ApplicationState.WAITING, caseworker=user.pk, office=records.reference(user, "office")
    )
    lease = signed(referred(application=case))
    report = landlord_leases.report_arrears(
        lease, partner(lease.landlord), owed_ore=950_000, oldest_due=TODAY, version=lease.version, today=TODAY
    )
    home = ProposedHome(
        address="Sjøgata 2 B", postcode="9405", unit_number="H0201", kind=DwellingType.FLAT, rooms=2, area_m2=48.0,
        rent_ore=950_000,
    )  # fmt: skip
    proposal = make_proposal(project=lease.dwelling.project, home=home)
    found = []
    for name, path in (
        ("landlords-lease", f"leieforhold/vis/?id={lease.pk}"),
        ("landlords-warning", f"meldinger-fra-utleiere/vis/?id={report.pk}"),
        ("landlords-reports", "meldinger-fra-utleiere/?flt_venter=ja"),
        ("proposed-home", f"foreslatte-boliger/vis/?id={proposal.pk}"),
        ("landlords-page", f"utleiere/vis/?id={lease.landlord.pk}"),
    ):
        desk.goto(f"{served}/admin/{path}")
        found += faults(desk, name)
    assert found == []
