"""The outbox: each mail once, claimed by one sender, kept when the server will not, a task when it never will."""

import io
from datetime import timedelta

import pytest
from bson import ObjectId
from pymongo.errors import AutoReconnect

from letters.layout import Letter
from models import Message, Task
from rules.errors import NotAuthorised, TransitionRefused
from rules.terms import FileKind, MessageKind, MessageState, Role, TaskKind, TaskState
from services import audit, effects, files, mails, outbox
from services.actor import Actor
from services.mails import Attachment, MailRefused, NotNow, ServerAway
from services.outbox import Outcome
from tests.clockwork import Tray
from tests.conftest import NOON
from tests.factories import make_user

MINUTE = timedelta(minutes=1)
LETTER = Letter("Husrom: 1 sak", "Tekst", "<p>Tekst</p>")


class Death(BaseException):
    """The process is killed."""


@pytest.fixture(autouse=True)
def audited() -> None:
    effects.registry.record(audit.EFFECT, audit.build)


def at(minutes: float = 0) -> Actor:
    return Actor.system(NOON + minutes * MINUTE)


def queued(key: str = "digest:1:2026-11-22") -> Message:
    user = make_user(email=f"{key.replace(':', '.')}@kommune.test")
    return outbox.queue(key, MessageKind.DIGEST, user, LETTER, domain="kommune.test", now=NOON)


def fresh() -> Message:
    return Message.objects.get()


def test_one_mail_for_each_key() -> None:
    first = queued()
    other = Letter("Annet", "Annet", "Annet")
    again = outbox.queue(first.key, MessageKind.DIGEST, make_user(), other, domain="kommune.test", now=NOON)
    assert (again.subject, again.to) == (first.subject, first.to)
    assert Message.objects.count() == 1


def test_the_message_id_is_the_keys_and_carries_our_domain() -> None:
    message = queued()
    assert message.message_id == outbox.message_id(message.key, "kommune.test")
    assert message.message_id.endswith("@kommune.test>")
    assert message.message_id != outbox.message_id("digest:2:2026-11-22", "kommune.test")


def test_a_mail_is_sent_once() -> None:
    message, tray = queued(), Tray()
    assert outbox.deliver(message, tray, at(1)) is Outcome.SENT
    assert (fresh().state, fresh().sent_at, fresh().claimed_until) == (MessageState.SENT, at(1).at, None)
    assert outbox.due(at(999).at) == []
    assert [(mail.to, mail.letter, mail.message_id) for mail in tray.mails] == [
        (message.to, LETTER, message.message_id)
    ]


def test_two_senders_with_the_same_mail_in_hand_send_it_once() -> None:
    queued()
    first, second, tray = fresh(), fresh(), Tray()
    assert outbox.deliver(first, tray, at()) is Outcome.SENT
    assert outbox.deliver(second, tray, at()) is Outcome.TAKEN
    assert len(tray.mails) == 1


def test_a_sender_that_died_is_followed_by_another_with_the_same_message_id() -> None:
    tray = Tray([Death()])  # type: ignore[list-item]
    with pytest.raises(Death):
        outbox.deliver(queued(), tray, at())
    claimed = outbox.CLAIM / MINUTE
    assert outbox.due(at(claimed - 1).at) == []
    (left,) = outbox.due(at(claimed).at)
    assert outbox.deliver(left, tray, at(claimed)) is Outcome.SENT
    assert len({mail.message_id for mail in tray.mails}) == 1
    assert len({mail.dated for mail in tray.mails}) == 1


@pytest.mark.parametrize("answer", [None, NotNow("Postkassen er full (452)."), MailRefused("Finnes ikke (550).")])
def test_a_slow_sender_whose_mail_another_has_taken_over_leaves_it_to_the_other(answer: Exception | None) -> None:
    claimed = outbox.CLAIM / MINUTE
    message = queued()

    class Slow(Tray):
        def hand_over(self, mail: mails.Mail) -> None:
            (left,) = outbox.due(at(claimed).at)
            with pytest.raises(Death):
                outbox.deliver(left, Tray([Death()]), at(claimed))  # type: ignore[list-item]
            super().hand_over(mail)

    outbox.deliver(message, Slow([answer]), at())
    assert (fresh().state, fresh().tries, message.state) == (MessageState.SENDING, 2, MessageState.SENDING)


def test_a_mail_not_taken_now_waits_longer_each_time() -> None:
    message = queued()
    waits = []
    for _ in range(4):
        now = message.next_at
        assert (
            outbox.deliver(message, Tray([NotNow("Postkassen er full (452).")]), Actor.system(now)) is Outcome.WAITING
        )
        message = fresh()
        waits.append((message.next_at - now) / MINUTE)
    assert (waits, message.state, message.error) == ([1, 2, 4, 8], MessageState.QUEUED, "Postkassen er full (452).")
    assert outbox.back_off(99) == outbox.LONGEST_BACK_OFF


def test_a_server_away_is_noted_and_told_to_the_one_who_sends() -> None:
    with pytest.raises(ServerAway):
        outbox.deliver(queued(), Tray([ServerAway("Fikk ikke kontakt.")]), at())
    assert (fresh().state, fresh().error, fresh().next_at) == (MessageState.QUEUED, "Fikk ikke kontakt.", at(1).at)


def test_a_mail_that_could_not_be_tried_waits_and_says_why() -> None:
    assert outbox.postpone(queued(), "Fikk ikke kontakt.", NOON)
    assert (fresh().state, fresh().error, fresh().tries, fresh().next_at) == (
        MessageState.QUEUED, "Fikk ikke kontakt.", 1, at(1).at,
    )  # fmt: skip


def test_a_mail_that_fails_by_a_fault_of_our_own_waits_longer_each_time_and_becomes_a_task() -> None:
    message, waits = queued(), []
    for _ in range(outbox.MOST_FAULTS):
        assert Task.objects.count() == 0
        now = fresh().next_at
        with pytest.raises(UnicodeError):
            outbox.deliver(fresh(), Tray([UnicodeError(f"{message.to} kan ikke skrives")]), Actor.system(now))
        waits.append((fresh().next_at - now) / MINUTE)
    assert waits[:4] == [1, 2, 4, 8]
    assert (fresh().state, fresh().error, Task.objects.get().kind) == (
        MessageState.REFUSED, outbox.OUR_FAULT, TaskKind.MAIL_REFUSED,
    )  # fmt: skip
    assert outbox.due(at(10**6).at) == []


def test_a_mail_waits_for_the_next_sender_where_the_database_is_away() -> None:
    with pytest.raises(AutoReconnect):
        outbox.deliver(queued(), Tray([AutoReconnect()]), at())
    assert (fresh().state, fresh().error) == (MessageState.SENDING, None)


def test_a_refusal_is_the_administrators_task_without_an_address() -> None:
    message = queued()
    assert outbox.deliver(message, Tray([MailRefused(f"550 {message.to} finnes ikke")]), at()) is Outcome.REFUSED
    task = Task.objects.get()
    assert (fresh().state, task.kind, task.role) == (MessageState.REFUSED, TaskKind.MAIL_REFUSED, Role.ADMINISTRATOR)
    assert "@" not in task.text + task.subject_number
    assert outbox.due(at(999).at) == []


def test_a_refused_mail_is_queued_again_to_the_mended_address_and_its_task_settles() -> None:
    message = queued()
    outbox.deliver(message, Tray([MailRefused("550")]), at())
    message.recipient.update(set__email="rett@kommune.test")
    with pytest.raises(NotAuthorised):
        outbox.requeue(fresh(), Actor(id="u", name="Kari", at=NOON, roles=frozenset({Role.CASEWORKER})))
    outbox.requeue(fresh(), Actor(id="a", name="Ada", at=NOON, roles=frozenset({Role.ADMINISTRATOR})))
    assert (fresh().state, fresh().to, Task.objects.get().state) == (
        MessageState.QUEUED, "rett@kommune.test", TaskState.SETTLED,
    )  # fmt: skip
    with pytest.raises(TransitionRefused):
        outbox.requeue(fresh(), at())


def test_a_second_refusal_opens_a_task_again() -> None:
    message = queued()
    for _ in range(2):
        outbox.deliver(fresh(), Tray([MailRefused("550")]), at())
        Task.objects(state=TaskState.OPEN).get()
        outbox.requeue(fresh(), at())
    assert message.key == Task.objects.first().subject_id
    assert Task.objects(state=TaskState.SETTLED).count() == 2


def test_due_mails_come_with_the_longest_waiting_first() -> None:
    late, early = queued("b"), queued("a")
    outbox.postpone(late, "Venter", NOON)
    assert [message.key for message in outbox.due(at(5).at)] == [early.key, late.key]
    assert outbox.waiting() == 2


# --- Files that go with a mail ---------------------------------------------------------------------------------------


def stored(name: str = "Oversikt.pdf", media_type: str = "application/pdf", content: bytes = b"%PDF-1.7") -> ObjectId:
    return files.store(ObjectId(), FileKind.OVERVIEW, name, media_type, io.BytesIO(content), at()).pk


def with_files(*identities: ObjectId) -> Message:
    return outbox.queue(
        "mail:1", MessageKind.STAFF, make_user(), LETTER, domain="kommune.test", now=NOON, attachments=identities
    )


def test_the_files_of_a_mail_are_read_when_it_is_handed_over_the_same_each_time() -> None:
    calendar = "text/calendar; method=REQUEST; charset=utf-8"
    message = with_files(stored(), stored("Visning.ics", calendar, b"BEGIN:VCALENDAR"))
    tray = Tray([NotNow("Postkassen er full (452).")])
    outbox.deliver(message, tray, at())
    outbox.deliver(fresh(), tray, at(1))
    first, second = tray.mails
    assert first == second
    assert first.attachments == (
        Attachment("Oversikt.pdf", "application/pdf", b"%PDF-1.7"),
        Attachment("Visning.ics", calendar, b"BEGIN:VCALENDAR"),
    )
    assert mails.attached(message) == ["Oversikt.pdf", "Visning.ics"]


@pytest.mark.parametrize("discarded", [True, False], ids=["discarded", "never stored"])
def test_a_mail_whose_file_is_gone_is_not_sent_without_it_but_becomes_a_task(discarded: bool) -> None:
    gone = stored() if discarded else ObjectId()
    files.discard(gone)
    tray = Tray()
    assert outbox.deliver(with_files(stored("Hel.pdf"), gone), tray, at()) is Outcome.REFUSED
    assert (tray.mails, fresh().state, fresh().error) == ([], MessageState.REFUSED, mails.FILE_GONE)
    task = Task.objects.get()
    assert (task.kind, task.role, task.state) == (TaskKind.MAIL_REFUSED, Role.ADMINISTRATOR, TaskState.OPEN)
    assert "filen som skulle følge med, finnes ikke lenger" in task.text
