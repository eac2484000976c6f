"""What people do with payments, tasks, users, mails and follow-ups: what each step stores, tells and refuses."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import formats
from models import Application, LedgerRow, Message, Payment, Task, User
from rules.errors import HusromError
from rules.terms import MessageState, PaymentState, Role, TaskKind, TaskState
from services import effects, records
from services import stopped as follow_ups
from services.effects import Owed
from tests.admin.office import app, do
from tests.admin.plain_text import visible
from tests.factories import ACTOR, make_appeal, make_application, make_lease, make_task, make_user
from tests.makers import make_message, make_payment

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
STALE = "har endret"


@pytest.fixture
def worker(client_of: Clients) -> FlaskClient:
    return client_of(Role.CASEWORKER, name="Kari Nordmann")


@pytest.fixture
def administrator(client_of: Clients) -> FlaskClient:
    return client_of(Role.ADMINISTRATOR, name="Astrid Administrator")


# --- Money -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def economist(client_of: Clients) -> FlaskClient:
    return client_of(Role.ECONOMY)


def test_a_payment_is_placed_on_the_lease_that_is_suggested(app: Flask, economist: FlaskClient) -> None:
    lease = make_lease(contract_number="K7", kid="12345678", rent_ore=629_300)
    payment = make_payment(kid="12345687", amount_ore=629_300)
    page = visible(economist.get(f"/admin/innbetalinger/plasser/?id={payment.pk}").text)
    assert "To siffer i KID har byttet plass, og beløpet er det samme som husleien" in page
    form = {"suggested": str(lease.pk), "reason": "Ringte leietakeren"}
    assert "Innbetalingen er ført på leieforholdet." in do(economist, "innbetalinger", "plasser", payment, **form)
    stored = Payment.objects.get()
    assert (stored.state, stored.lease, stored.history[-1].why) == (PaymentState.PLACED, lease, "Ringte leietakeren")
    assert LedgerRow.objects.get(lease=lease).amount_ore == -629_300
    lease.reload()
    assert lease.account.credit_ore == 629_300
    assert ">Plasser<" not in economist.get(f"/admin/innbetalinger/vis/?id={payment.pk}").text


def test_or_on_another_found_by_typing(app: Flask, economist: FlaskClient) -> None:
    lease, payment = make_lease(contract_number="K8"), make_payment(kid=None)
    form = {"lease": str(lease.pk), "lease-text": "K8", "suggested": "", "reason": "Avtalt"}
    assert "ført på leieforholdet" in do(economist, "innbetalinger", "plasser", payment, **form)
    assert Payment.objects.get().lease == lease


def test_the_menu_leads_to_the_payments_that_wait(economist: FlaskClient) -> None:
    make_payment(kid="12345679")
    make_payment(kid="12345687", state=PaymentState.PLACED)
    address = re.findall(r'href="(/admin/innbetalinger/[^"]*)"', economist.get("/admin/leieforhold/").text)[0]
    page = economist.get(unescape(address)).text
    assert ("12345679" in page, "12345687" in page) == (True, False)


def test_one_lease_and_one_reason_are_needed(app: Flask, economist: FlaskClient) -> None:
    suggested, other = make_lease(kid="12345678"), make_lease()
    payment = make_payment(kid="12345679", amount_ore=1)
    both = {"suggested": str(suggested.pk), "lease": str(other.pk), "reason": "x"}
    assert "Velg ett leieforhold" in do(economist, "innbetalinger", "plasser", payment, **both)
    assert "Velg ett leieforhold" in do(economist, "innbetalinger", "plasser", payment, reason="x")
    assert "Velg ett leieforhold" in do(
        economist, "innbetalinger", "plasser", payment, suggested=str(other.pk), reason="x"
    )
    assert "Skriv en begrunnelse." in do(economist, "innbetalinger", "plasser", payment, suggested=str(suggested.pk))
    assert Payment.objects.get().state is PaymentState.UNMATCHED


# --- Tasks and users -------------------------------------------------------------------------------------------------


def test_a_task_is_done_with_a_note_by_whom_it_is_for(app: Flask, client_of: Clients, worker: FlaskClient) -> None:
    mine = User.objects.get(name="Kari Nordmann")
    task, others = make_task(assignee=mine), make_task(assignee=make_user())
    assert "Oppgaven er utført." in do(worker, "oppgaver", "utfort", task, note="Ringte")
    stored = Task.objects.get(pk=task.pk)
    assert (stored.state, stored.history[-1].why) == (TaskState.DONE, "Ringte")
    assert "Rollen din gir ikke adgang" in do(worker, "oppgaver", "utfort", others, note="x")
    page = worker.get(f"/admin/oppgaver/vis/?id={others.pk}").text
    assert "Marker som utført" not in page
    assert f"Oppgaven står på {others.assignee.name}, som kan markere den som utført." in page
    waiting = make_task(role=Role.ECONOMY)
    assert "Oppgaven venter på rollen økonomi" in worker.get(f"/admin/oppgaver/vis/?id={waiting.pk}").text
    assert "som utført. Det kan også" not in worker.get(f"/admin/oppgaver/vis/?id={task.pk}").text


def test_a_klage_shows_its_tasks(app: Flask, worker: FlaskClient) -> None:
    appeal = make_appeal()
    make_task(subject_kind="appeal", subject_id=str(appeal.pk), text="Vurder klagen på nytt")
    assert "Vurder klagen på nytt" in worker.get(f"/admin/klager/vis/?id={appeal.pk}").text


def test_a_new_password_is_shown_once_and_lets_the_user_in(app: Flask, administrator: FlaskClient) -> None:
    user = make_user(email="ny@kommune.test")
    page = administrator.post("/admin/brukere/nytt-passord/", data={"id": str(user.pk), "version": "1"}).text
    password = re.findall(r"<output>([^<]{18})</output>", page)[0]
    assert password not in administrator.get(f"/admin/brukere/vis/?id={user.pk}").text
    assert password not in str(User.objects.get(pk=user.pk).to_mongo())
    visitor = app.test_client()
    answer = visitor.post("/login", data={"email": "ny@kommune.test", "password": password})
    assert answer.status_code == 302
    assert visitor.get("/admin/").status_code == 200
    stale = do(administrator, "brukere", "nytt-passord", user, version=1)
    assert STALE in stale
    assert visitor.get("/admin/").status_code == 200
    do(administrator, "brukere", "nytt-passord", user, version=2)
    assert visitor.get("/admin/").status_code == 302


def test_all_tasks_are_handed_over(app: Flask, administrator: FlaskClient) -> None:
    leaving, taking = make_user(), make_user(name="Berit B")
    for _ in range(3):
        make_task(assignee=leaving)
    told = do(administrator, "brukere", "overfor", leaving, to=str(leaving.pk))
    assert "Velg en annen enn den oppgavene står på nå." in told
    case = make_application(caseworker=leaving)
    step = ("brukere", "overfor", leaving)
    page = administrator.get(f"/admin/brukere/overfor/?id={leaving.pk}").text
    assert (
        "checked" in page.partition('name="cases"')[0].rpartition("<input")[2] + page.partition('name="cases"')[2][:60]
    )
    assert "3 oppgaver er overført til Berit B." in do(administrator, *step, to=str(taking.pk), reason="Slutter")
    assert Task.objects(assignee=taking).count() == 3
    assert "1 søknad er overført til Berit B." in do(administrator, *step, to=str(taking.pk), cases="y")
    assert case.reload().caseworker == taking


def test_what_is_handed_over_is_not_left_with_one_who_may_not_or_is_away(
    app: Flask, administrator: FlaskClient
) -> None:
    leaving, away = make_user(), make_user(name="Berit B", away_from=formats.today())
    reader, closed = make_user(roles=[Role.READER]), make_user(active=False)
    make_application(caseworker=leaving)
    step = ("brukere", "overfor", leaving)
    assert "gir ikke adgang til det som skal overføres" in do(administrator, *step, to=str(reader.pk), cases="y")
    assert "kan ikke logge inn lenger" in do(administrator, *step, to=str(closed.pk), cases="y")
    found = administrator.get("/admin/brukere/oppslag/?name=hand_over.to&query=Berit").json
    assert "borte inntil videre" in found[0][1]
    assert "Berit B er borte inntil videre." in do(administrator, *step, to=str(away.pk), cases="y")


def test_absence_and_deputy(app: Flask, clock: Any, administrator: FlaskClient) -> None:
    user, deputy = make_user(), make_user(name="Berit B")
    step = ("brukere", "fravar", user)
    backwards = {"away_from": "20.11.2026", "away_until": "19.11.2026"}
    assert "kan ikke ta slutt før det begynner" in do(administrator, *step, **backwards)
    assert "sin egen stedfortreder" in do(administrator, *step, deputy=str(user.pk))
    other = make_user(name="Rolf", roles=[Role.READER])
    assert "samme slags rolle" in do(administrator, *step, deputy=str(other.pk))
    address = re.findall(r'data-lookup="([^"]+)"', administrator.get(f"/admin/brukere/fravar/?id={user.pk}").text)[0]
    assert [one[0] for one in administrator.get(unescape(address)).json] == [str(deputy.pk)]
    form = {"deputy": str(deputy.pk), "away_from": "20.11.2026", "away_until": "30.11.2026"}
    told = do(administrator, *step, **form)
    assert "Fraværet er lagret." in told
    assert "Borte t.o.m. 30.11.2026" in told
    assert User.objects.get(pk=user.pk).deputy == deputy
    user.reload()
    alone = {"deputy": "", "away_from": "20.11.2026", "away_until": ""}
    assert "Ingen stedfortreder er valgt." in do(administrator, *step, **alone)
    user.reload()
    do(administrator, *step, deputy="", away_from="", away_until="")
    assert User.objects.get(pk=user.pk).away_from is None


# --- Plumbing --------------------------------------------------------------------------------------------------------


def test_a_refused_mail_is_put_in_the_queue_again(app: Flask, administrator: FlaskClient) -> None:
    message = make_message(state=MessageState.REFUSED, tries=1)
    assert STALE in do(administrator, "e-poster", "i-ko", message, version=0)
    assert Message.objects.get().state is MessageState.REFUSED
    assert "ligger i køen" in do(administrator, "e-poster", "i-ko", message, version=1)
    assert Message.objects.get().state is MessageState.QUEUED
    assert "Send på nytt" not in administrator.get(f"/admin/e-poster/vis/?id={message.pk}").text


@pytest.fixture
def stopped(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Task:
    """The task of a follow-up that has stopped."""

    class Refused(HusromError):
        """What the follow-up meets."""

    def fail(*_: Any) -> None:
        raise Refused

    effects.registry.command("letter", fail)
    monkeypatch.setattr(effects.registry, "on_stopped", follow_ups.ask_administrators)
    case = make_application()
    records.change(case, ACTOR, values={"adults": 2}, owed=[Owed("letter", "letter:1")])
    return Task.objects.get(kind=TaskKind.EFFECT_STOPPED)


def test_a_stopped_follow_up_is_tried_again(app: Flask, administrator: FlaskClient, stopped: Task) -> None:
    page = visible(administrator.get(f"/admin/oppgaver/vis/?id={stopped.pk}").text)
    assert "Prøv igjen" in page
    assert "Oppfølgingen feilet igjen." in do(administrator, "oppgaver", "prov-igjen", stopped)
    effects.registry.command("letter", lambda *_: None)
    stopped.reload()  # it was closed and opened again
    assert "Oppfølgingen gikk bra denne gangen." in do(administrator, "oppgaver", "prov-igjen", stopped)
    assert Application.objects.get().pending == []
    assert Task.objects.get().state is TaskState.SETTLED


def test_or_dropped_with_a_reason(app: Flask, administrator: FlaskClient, stopped: Task) -> None:
    assert "Skriv en begrunnelse." in do(administrator, "oppgaver", "dropp", stopped)
    assert len(Application.objects.get().pending) == 1
    assert "Oppfølgingen er droppet" in do(administrator, "oppgaver", "dropp", stopped, reason="Sendt på papir")
    assert Application.objects.get().history[-1].why == "Sendt på papir"
