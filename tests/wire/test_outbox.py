"""Mail from the outbox to a real mail server, by processes that are killed, race, and find nobody at home."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from config.settings import SmtpServer
from demo.database import HOST, free_port
from letters.layout import Letter
from models import Claim, Message, Task
from rules.terms import MessageKind, MessageState, Role, TaskKind, TaskState
from services import outbox
from services.actor import Actor
from tests.clockwork import load_rulebook
from tests.factories import make_user
from tests.jobs.post_office import PostOffice, serve
from tests.processes import environment
from tests.wire.programs import kill, program, soon

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
LETTER = Letter("Husrom: 1 sak å følge opp", "Tekst", "<p>Tekst</p>")
SEND = ("flask", "--app", "app", "outbox", "send")
Run = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def rulebook(app: Flask) -> None:
    load_rulebook()


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def server(office: PostOffice) -> Iterator[SmtpServer]:
    with serve(office) as address:
        yield address


def url(server: SmtpServer) -> str:
    return f"smtp://{server.host}:{server.port}"


def queue(number: int = 1) -> Message:
    key = f"digest:{number}:2026-11-22"
    return outbox.queue(key, MessageKind.DIGEST, make_user(), LETTER, domain="kommune.test", now=datetime.now(UTC))


def fresh() -> Message:
    return Message.objects.get()


def let_time_pass() -> None:
    """What the clock would do in ten minutes: claims of the dead run out, and back-off is over."""
    Message.objects(state=MessageState.SENDING).update(set__claimed_until=LONG_AGO)
    Message.objects(state=MessageState.QUEUED).update(set__next_at=LONG_AGO)
    Claim.objects.update(set__until=LONG_AGO)


def test_a_mail_is_sent_once(run_flask: Run, server: SmtpServer, office: PostOffice) -> None:
    message = queue()
    for _ in range(2):
        done = run_flask("outbox", "send", HUSROM_SMTP_URL=url(server))
        assert done.returncode == 0, done.stderr
    assert [mail["Message-ID"] for mail in office.mails] == [message.message_id]
    assert fresh().state is MessageState.SENT


def test_killed_between_hand_over_and_record_the_next_try_has_the_same_message_id(
    settings: Any, run_flask: Run, server: SmtpServer, office: PostOffice, tmp_path: Path
) -> None:
    message, sender = queue(), []

    def kill_sender() -> None:  # the server has the mail, and its answer has not been sent
        kill(sender[0])

    office.on_data = kill_sender
    with program(environment(settings, HUSROM_SMTP_URL=url(server)), tmp_path / "send.log", *SEND) as child:
        sender.append(child)
        child.wait(timeout=60)
    office.on_data = None
    assert (len(office.mails), fresh().state) == (1, MessageState.SENDING)
    let_time_pass()
    done = run_flask("outbox", "send", HUSROM_SMTP_URL=url(server))
    assert done.returncode == 0, done.stderr
    assert [mail["Message-ID"] for mail in office.mails] == [message.message_id] * 2
    assert len({mail["Date"] for mail in office.mails}) == 1
    assert (fresh().state, fresh().tries) == (MessageState.SENT, 2)


def test_a_refusal_is_a_task_and_the_rest_are_sent(run_flask: Run, server: SmtpServer, office: PostOffice) -> None:
    office.answers["RCPT"] = ["550 5.1.1 No such user"]
    for number in range(3):
        queue(number)
    done = run_flask("outbox", "send", HUSROM_SMTP_URL=url(server))
    assert done.stdout.splitlines()[-1] == "selected=3 done=2 failed=0 refused=1"
    assert len(office.mails) == 2
    refused = Message.objects.get(state=MessageState.REFUSED)
    task = Task.objects.get()
    assert (task.kind, task.role, task.state) == (TaskKind.MAIL_REFUSED, Role.ADMINISTRATOR, TaskState.OPEN)
    assert "550 5.1.1 No such user" in refused.error
    outbox.requeue(refused, Actor.system(datetime.now(UTC)))
    run_flask("outbox", "send", HUSROM_SMTP_URL=url(server))
    assert (len(office.mails), Task.objects.get().state) == (3, TaskState.SETTLED)


def test_a_server_away_loses_nothing(run_flask: Run, office: PostOffice) -> None:
    queue(1)
    queue(2)
    failed = run_flask("outbox", "send", HUSROM_SMTP_URL=f"smtp://{HOST}:{free_port()}")
    assert failed.returncode == 1
    assert "Fikk ikke kontakt med e-posttjeneren" in failed.stderr
    assert failed.stdout.splitlines()[-1] == "selected=2 done=0 failed=0 waiting=2"
    for message in Message.objects:
        assert (message.state, message.tries) == (MessageState.QUEUED, 1)
        assert message.next_at > datetime.now(UTC)
        assert message.error.startswith("Fikk ikke kontakt")
    assert Task.objects.get(kind=TaskKind.JOB_FAILED).state is TaskState.OPEN
    let_time_pass()
    with serve(office) as server:
        done = run_flask("outbox", "send", HUSROM_SMTP_URL=url(server))
    assert (done.returncode, len(office.mails)) == (0, 2)
    assert Task.objects.get().state is TaskState.SETTLED


def test_a_mail_not_taken_now_is_sent_later(run_flask: Run, server: SmtpServer, office: PostOffice) -> None:
    office.answers["DATA"] = ["451 4.7.1 Greylisted"]
    queue()
    done = run_flask("outbox", "send", HUSROM_SMTP_URL=url(server))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "selected=1 done=0 failed=0 waiting=1")
    assert "451 4.7.1 Greylisted" in fresh().error
    let_time_pass()
    run_flask("outbox", "send", HUSROM_SMTP_URL=url(server))
    assert (fresh().state, fresh().error, len(office.mails)) == (MessageState.SENT, None, 1)


def test_two_senders_at_once_send_each_mail_once(
    settings: Any, server: SmtpServer, office: PostOffice, tmp_path: Path
) -> None:
    for number in range(10):
        queue(number)
    environ = environment(settings, HUSROM_SMTP_URL=url(server))
    logs = [tmp_path / "a.log", tmp_path / "b.log"]
    with program(environ, logs[0], *SEND) as first, program(environ, logs[1], *SEND) as second:
        soon(lambda: first.poll() is not None and second.poll() is not None, *logs)
    assert sorted(mail["Message-ID"] for mail in office.mails) == sorted(m.message_id for m in Message.objects)
    assert Message.objects(state=MessageState.SENT).count() == 10
