"""Economy's pages in a browser: the queue, a file's reconciliation, a payment by hand, the invoicing basis."""

from datetime import date

from playwright.sync_api import Page, expect

from admin import formats
from models import Payment
from rules.terms import ImportKind, Role
from services import imports, ledger
from services.actor import Actor
from services.imports import Order
from tests.admin.conftest import make_account, served
from tests.admin.office import app
from tests.factories import ACTOR, NOW, make_dwelling, make_lease
from tests.importing import file_of
from tests.schemas.camt_samples import camt
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]  # fixtures, used here


def test_the_months_money_is_read_and_done_without_a_fault(served: str, desk: Page) -> None:
    today = formats.today()
    lease = make_lease(dwelling=make_dwelling(), starts_on=date(today.year - 1, 1, 1), rent_ore=629_300)
    list(ledger.charge_month(today.year, today.month, ACTOR, today=today))
    near = lease.kid[:-1] + ("1" if lease.kid[-1] != "1" else "2")
    data = camt((lease.kid, 629_300), (near, 629_300), ("", 120_000), day=f"{today:%Y-%m-%d}")
    actor = Actor(id="o", name="Oda Økonomi", at=NOW, roles=frozenset({Role.ECONOMY}))
    order = Order(actor=actor, today=today, clock=lambda: NOW)
    run = imports.run(file_of(ImportKind.PAYMENTS, data=data, today=today), order).run
    found = []
    desk.goto(f"{served}/admin/import/status/?id={run.key}")
    found += faults(desk, "money-reconciled")
    desk.get_by_role("link", name="1 ført på leieforhold").click()
    found += faults(desk, "money-behind")
    desk.goto(f"{served}/admin/innbetalinger/")
    found += faults(desk, "money-queue")
    desk.goto(f"{served}/admin/innbetalinger/vis/?id={Payment.objects(kid=near).get().pk}")
    found += faults(desk, "money-waiting")
    desk.goto(f"{served}/admin/leieforhold/innbetaling/?id={lease.pk}")
    desk.get_by_label("Beløp").fill("500")
    desk.get_by_label("Hvordan kom pengene").fill("Kontant i luka")
    found += faults(desk, "money-by-hand")
    desk.get_by_role("button", name="Registrer innbetalingen").click()
    expect(desk.get_by_text("Innbetalingen er ført på leieforholdet.")).to_be_visible()
    desk.goto(f"{served}/admin/fakturagrunnlag/")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Hent som CSV").click()
    assert download.value.suggested_filename.endswith("-1.csv")
    desk.reload()
    found += faults(desk, "money-invoicing")
    assert found == []
