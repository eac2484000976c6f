"""Economy's work on the screen: the queue, a payment by hand, one taken back or moved, a credit, a debt written off."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import Adjustment, Lease, LedgerRow, Payment
from rules.terms import PaymentState, Role, RowKind
from services import ledger
from services.ledger import Received
from tests.admin.office import app
from tests.admin.plain_text import visible
from tests.casework import NOW, TODAY
from tests.factories import ACTOR, make_dwelling, make_lease

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def oda(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.ECONOMY, name="Oda Økonomi")


@pytest.fixture
def head(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.DEPARTMENT_HEAD, name="Anne Leder")


@pytest.fixture
def lease(app: Flask) -> Lease:
    made = make_lease(dwelling=make_dwelling(), rent_ore=800_000, starts_on=date(2026, 9, 1))
    list(ledger.charge_month(2026, 10, ACTOR, today=TODAY))
    made.reload()
    return made


def received(kid: str, ore: int = 50_000, key: str = "payment:36564131118:A1") -> None:
    ledger.receive([Received(key, kid, ore, TODAY, "36564131118", "B1")], ACTOR, run=None)


def see(caller: FlaskClient, address: str, **query: str) -> str:
    answer = caller.get(f"/admin/{address}/", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.text


def send(caller: FlaskClient, address: str, document: Any, **form: str) -> str:
    data = {"id": str(document.pk), "version": str(getattr(document, "version", 0)), **form}
    answer = caller.post(f"/admin/{address}/", data=data, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return visible(answer.text)


def nonce(page: str) -> str:
    found = re.search(r'name="nonce"[^>]*value="([0-9a-f]{32})"', page)
    assert found
    return found[1]


def balance(lease: Lease) -> int:
    return Lease.objects(pk=lease.pk).get().account.balance_ore


def test_the_queue_says_why_a_payment_waits_and_what_may_be_its_lease(oda: FlaskClient, lease: Lease) -> None:
    received(lease.kid[:-1] + ("1" if lease.kid[-1] != "1" else "2"), 800_000)
    payment = Payment.objects.get()
    assert "Ingen leieforhold har denne KID-en" in visible(see(oda, "innbetalinger"))
    page = visible(see(oda, "innbetalinger/vis", id=payment.pk))
    for words in (lease.contract_number, "Ett siffer i KID er annerledes, og beløpet er det samme", "Betales tilbake"):
        assert words in page


def test_money_that_is_not_ours_leaves_the_queue(oda: FlaskClient, lease: Lease) -> None:
    received("")
    page = send(oda, "innbetalinger/betal-tilbake", Payment.objects.get(), reason="Gjelder barnehagen")
    assert "merket for tilbakebetaling" in page
    assert Payment.objects.get().state is PaymentState.RETURNED
    assert "Plasser innbetalingen" not in page


def test_a_payment_registered_by_hand_is_booked_once(oda: FlaskClient, lease: Lease) -> None:
    assert "Registrer innbetaling" in visible(see(oda, "leieforhold/vis", id=str(lease.pk)))
    told = {
        "amount_ore": "1 000,50", "booked_on": "20.11.2026", "reason": "Kontant i luka",
        "nonce": nonce(see(oda, "leieforhold/innbetaling", id=str(lease.pk))),
    }  # fmt: skip
    assert "ført på leieforholdet" in send(oda, "leieforhold/innbetaling", lease, **told)
    assert "ført én gang" in send(oda, "leieforhold/innbetaling", lease, **told)
    assert (balance(lease), Payment.objects.get().note) == (800_000 - 100_050, "Kontant i luka")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"amount_ore": "0"}, "større enn null"),
        ({"amount_ore": "-5"}, "større enn null"),
        ({"amount_ore": "mye"}, "Skriv beløpet i kroner"),
        ({"amount_ore": ""}, "Skriv beløpet"),
        ({"booked_on": "24.11.2026"}, "fram i tid"),
        ({"reason": ""}, "Skriv en begrunnelse"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(oda: FlaskClient, lease: Lease, form: dict[str, str], words: str) -> None:
    told = {"amount_ore": "5", "booked_on": "20.11.2026", "reason": "x", "nonce": "a" * 32, **form}
    assert words in send(oda, "leieforhold/innbetaling", lease, **told)
    assert balance(lease) == 800_000


def test_a_payment_on_the_wrong_lease_is_moved_in_one_step(oda: FlaskClient, lease: Lease) -> None:
    other = make_lease(dwelling=make_dwelling())
    received(lease.kid)
    row = LedgerRow.objects(kind=RowKind.PAYMENT).get()
    assert "Flytt til et annet leieforhold" in visible(see(oda, "posteringer/vis", id=row.key))
    page = send(oda, "posteringer/flytt", row, lease=str(other.pk), reason="Feil KID på giroen")
    assert "Innbetalingen er flyttet" in page
    assert "Flytt til et annet" not in page
    assert (balance(lease), balance(other)) == (800_000, -50_000)
    again = send(oda, "posteringer/flytt", row, lease=str(other.pk), reason="En gang til")
    assert "ble tilbakeført 23.11.2026" in again


def test_a_payment_is_taken_back(oda: FlaskClient, lease: Lease) -> None:
    received(lease.kid)
    row = LedgerRow.objects(kind=RowKind.PAYMENT).get()
    assert "Innbetalingen er tilbakeført" in send(oda, "posteringer/tilbakefor", row, reason="Dobbelt")
    assert balance(lease) == 800_000
    taken = Payment.objects(pk=f"reversal:{row.key}").get()
    assert "Flytt" not in visible(see(oda, "innbetalinger/vis", id=taken.pk))
    charge = LedgerRow.objects(kind=RowKind.CHARGE).first()
    assert "Bare en innbetaling kan tilbakeføres" in send(oda, "posteringer/tilbakefor", charge, reason="x")


def test_a_credit_is_booked_and_taken_back(oda: FlaskClient, lease: Lease) -> None:
    send(oda, "leieforhold/krediter", lease, amount_ore="300", reason="Uten varmtvann", nonce="b" * 32)
    booked = Adjustment.objects.get()
    assert balance(lease) == 770_000
    assert "Uten varmtvann" in visible(see(oda, "korrigeringer/vis", id=booked.key))
    assert "opphevet med en motpost" in send(oda, "korrigeringer/angre", booked, reason="Feil leieforhold")
    assert balance(lease) == 800_000
    assert "alt angret" in send(oda, "korrigeringer/angre", booked, reason="Igjen")


def test_the_head_writes_off_no_more_than_is_owed(oda: FlaskClient, head: FlaskClient, lease: Lease) -> None:
    assert oda.get("/admin/leieforhold/ettergi/", query_string={"id": str(lease.pk)}).status_code == 403
    told = {"reason": "Gjeldsordning", "nonce": "c" * 32}
    assert "skylder" in send(head, "leieforhold/ettergi", lease, amount_ore="9 000", **told)
    assert "Beløpet er ettergitt" in send(head, "leieforhold/ettergi", lease, amount_ore="8 000", **told)
    assert balance(lease) == 0
    assert "Angre" not in visible(see(oda, "korrigeringer/vis", id=Adjustment.objects.get().key))


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.ADMINISTRATOR, Role.AUDITOR, Role.PROPERTY])
def test_the_others_may_not(app: Flask, client_of: Clients, lease: Lease, role: Role) -> None:
    received(lease.kid)
    row = LedgerRow.objects(kind=RowKind.PAYMENT).get().key
    caller = client_of(role, name="En Annen")
    for address, key in [
        ("leieforhold/innbetaling", lease.pk), ("leieforhold/krediter", lease.pk), ("leieforhold/ettergi", lease.pk),
        ("posteringer/flytt", row), ("posteringer/tilbakefor", row), ("innbetalinger/betal-tilbake", row),
    ]:  # fmt: skip
        assert caller.post(f"/admin/{address}/", data={"id": str(key), "reason": "x"}).status_code == 403
    assert balance(lease) == 750_000
