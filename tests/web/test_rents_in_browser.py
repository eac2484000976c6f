"""The pages of a new rent as people see them: one browser, four pages, pictures kept."""

from datetime import date

from playwright.sync_api import Page

from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.factories import make_lease
from tests.keepers import make_index, make_rent_change
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]  # fixtures, used here


def test_a_new_rent_is_easy_to_see(desk: Page, served: str) -> None:
    for month in range(1, 11):
        make_index(f"2026-{month:02d}", 13_000 + 40 * month - 15 * (month % 3))
    make_index("2025-12", 12_990)
    lease = make_lease(starts_on=date(2025, 1, 1), rent_set_on=date(2025, 12, 1), rent_index_month="2025-12")
    make_lease(starts_on=date(2026, 9, 1))
    change = make_rent_change(lease=lease, reasons="Årlig regulering.")
    for path, name in (
        ("konsumprisindeks/", "rent-index"),
        ("indeksregulering/?new_month=10.2026&effective_from=01.02.2027", "rent-round"),
        (f"leieforhold/vis/?id={lease.pk}", "rent-lease"),
        (f"leieforhold/endre-husleie/?id={lease.pk}", "rent-change"),
        (f"endringer-av-husleien/vis/?id={change.pk}", "rent-details"),
    ):
        desk.goto(f"{served}/admin/{path}")
        assert faults(desk, name) == []
