"""Addresses of landlords' systems on the screen: what is wrong, the buttons, and that the secret is shown to nobody."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import WebhookDelivery
from rules.terms import DeliveryState, PartnerEvent, Role, WebhookState
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.hooks import names
from tests.partners import make_delivery, make_webhook

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
SECRET = "hemmelig-nok-til-en-prove"


@pytest.fixture(autouse=True)
def internet() -> Iterator[None]:
    with names():
        yield


@pytest.fixture
def by(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.ADMINISTRATOR, name="Ada Admin")


def page(caller: FlaskClient, screen: str, record: object, view: str = "vis") -> str:
    answer = caller.get(f"/admin/{screen}/{view}/", query_string={"id": str(record.pk)})  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.text
    return answer.text


def test_an_address_that_fails_says_so_in_words_and_what_to_do(by: FlaskClient) -> None:
    hook = make_webhook(state=WebhookState.FAILING, failures=12, last_error="not_public")
    shown = page(by, "varslinger", hook)
    assert strange(shown) == []
    for words in ("Adressen har ikke svart på over et døgn", "Adressen peker på et lukket nett", "Send prøvemelding"):
        assert words in visible(shown)
    assert "Send prøvemelding" not in visible(
        page(by, "varslinger", make_webhook(landlord=hook.landlord, state=WebhookState.REMOVED))
    )


def test_the_landlord_s_page_tells_of_an_address_that_is_stopped(by: FlaskClient) -> None:
    hook = make_webhook(state=WebhookState.FAILING, failures=12, last_error="timeout")
    shown = visible(page(by, "utleiere", hook.landlord))
    assert "Stanset etter feil" in shown


def test_an_address_is_paused_taken_up_tried_and_removed_by_buttons(by: FlaskClient) -> None:
    hook = make_webhook()
    assert "Varslingen er satt på pause" in do(by, "varslinger", "pause", hook)
    do(by, "varslinger", "ta-i-bruk", hook)  # from the page of before the pause
    hook.reload()
    assert hook.state is WebhookState.PAUSED
    assert "Varslingen er i bruk" in do(by, "varslinger", "ta-i-bruk", hook)
    hook.reload()
    assert "Prøvemeldingen ligger i køen" in do(by, "varslinger", "prov", hook)
    assert WebhookDelivery.objects.get().event is PartnerEvent.TEST
    assert "Varslingen er fjernet" in do(by, "varslinger", "fjern", hook)
    hook.reload()
    assert hook.state is WebhookState.REMOVED


def test_one_that_leads_inside_by_now_is_not_taken_up_again(by: FlaskClient) -> None:
    hook = make_webhook(state=WebhookState.PAUSED)
    with names({"utleier.example": ["10.0.0.1"]}):
        assert "Adressen peker på et lukket nett" in do(by, "varslinger", "ta-i-bruk", hook)


def test_a_message_is_sent_again_once(by: FlaskClient) -> None:
    delivery = make_delivery(state=DeliveryState.FAILED, tries=8, error="timeout", status=None)
    shown = page(by, "sendte-varslinger", delivery)
    assert strange(shown) == []
    assert "Svaret kom ikke i tide" in visible(shown)
    data = {"id": delivery.key, "version": "7"}
    stale = by.post("/admin/sendte-varslinger/pa-nytt/", data=data, follow_redirects=True)
    assert WebhookDelivery.objects.get().state is DeliveryState.FAILED
    assert stale.status_code == 200
    again = by.post("/admin/sendte-varslinger/pa-nytt/", data=data | {"version": "8"}, follow_redirects=True)
    assert "Meldingen ligger i køen" in visible(again.text)
    assert WebhookDelivery.objects.get().state is DeliveryState.QUEUED


def test_the_secret_is_on_no_page(by: FlaskClient) -> None:
    hook = make_webhook()
    shown = [page(by, "varslinger", hook), page(by, "varslinger", hook, "endringer"), by.get("/admin/varslinger/").text]
    shown.append(by.get("/admin/varslinger/eksport/csv/").text)
    assert not any(SECRET in text for text in shown)


def test_others_look_and_do_not_touch(app: Flask, client_of: Clients) -> None:
    head = client_of(Role.DEPARTMENT_HEAD, name="Anne Leder")
    hook = make_webhook()
    shown = visible(page(head, "varslinger", hook))
    assert "Send prøvemelding" not in shown
    assert head.post("/admin/varslinger/fjern/", data={"id": str(hook.pk), "version": "1"}).status_code == 403
