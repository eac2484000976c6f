"""The outbox: each mail is stored once under its key, claimed by one sender at a time, and sent, kept or refused."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from bson import ObjectId
from mongoengine import NotUniqueError
from pymongo.errors import ConnectionFailure

from letters import task_texts
from letters.layout import Letter, short_date
from models import Message, User
from rules import states
from rules.deadlines import oslo_date
from rules.errors import StaleState
from rules.terms import MessageKind, MessageState, Role, TaskKind, Urgency
from services import mails, queueing, tasks
from services.actor import Actor
from services.mails import Carrier, FileGone, MailRefused, NotNow, ServerAway
from services.tasks import Finding

CLAIM = timedelta(minutes=10)  # longer than the slowest hand-over; after that another may try
BACK_OFF = timedelta(minutes=1)  # doubled for each try
LONGEST_BACK_OFF = timedelta(hours=6)
MOST_FAULTS = 10  # tries by which a mail that fails by a fault of our own becomes a task
OUR_FAULT = "Feil hos oss: e-posten kom ikke av sted."
AT_ONCE = 200


class Outcome(Enum):
    """What became of one mail."""

    SENT = "sent"
    WAITING = "waiting"
    REFUSED = "refused"
    TAKEN = "taken"  # another sender was first


def message_id(key: str, domain: str) -> str:
    """The Message-ID that the key gives, whenever it is made."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def find(key: str) -> Message | None:
    """The mail with that key, or None."""
    found: Message | None = Message.objects(pk=key).first()
    return found


def queue(
    key: str,
    kind: MessageKind,
    to: User | str,
    letter: Letter,
    *,
    domain: str,
    now: datetime,
    items: Sequence[Mapping[str, Any]] = (),
    attachments: Sequence[ObjectId] = (),
) -> Message:
    """Store a mail to be sent; where one stands under the key, that one is returned and nothing is written.

    It goes to a colleague, or to the bare address of somebody who has no account here.
    """
    message = Message(
        key=key,
        kind=kind,
        to=to if isinstance(to, str) else to.email,
        recipient=None if isinstance(to, str) else to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        message_id=message_id(key, domain),
        items=[dict(item) for item in items],
        marked=not items,
        attachments=list(attachments),
        queued_at=now,
        next_at=now,
    )
    try:
        return message.save(force_insert=True)  # type: ignore[no-any-return]
    except NotUniqueError:
        return Message.objects(pk=key).get()  # type: ignore[no-any-return]


def unmarked() -> list[Message]:
    """Mails whose tasks are not all marked as told."""
    return list(Message.objects(marked=False).order_by("key"))


def note_marked(message: Message) -> None:
    """Remember that each task of the mail is marked as told."""
    Message.objects(pk=message.pk, marked=False).update_one(set__marked=True)


def due(now: datetime) -> list[Message]:
    """Mails whose time has come, and those whose sender died; the longest waiting first."""
    after = now + timedelta(milliseconds=1)  # the embedded server loses the bound of `$lte` inside a longer index
    queued = Message.objects(state=MessageState.QUEUED, next_at__lt=after).order_by("next_at", "key").limit(AT_ONCE)
    sending = Message.objects(state=MessageState.SENDING, claimed_until__lt=after).order_by("next_at", "key")
    return [*sending, *queued]


def waiting() -> int:
    """How many mails are in the queue."""
    return int(Message.objects(state=MessageState.QUEUED).count())


def deliver(message: Message, carrier: Carrier, actor: Actor) -> Outcome:
    """Claim a mail and hand it over; what the server refuses becomes an administrator's task.

    Raises ServerAway, after noting it on the mail, for the rest can wait too. So is a fault of our own, for the log.
    """
    if not queueing.claim(message, MessageState.SENDING, actor.at + CLAIM):
        return Outcome.TAKEN
    try:
        carrier.hand_over(mails.of(message))
    except MailRefused as refusal:
        _refuse(message, refusal, actor)
        return Outcome.REFUSED
    except NotNow as refusal:
        _move(message, MessageState.QUEUED, set__error=refusal.why, set__next_at=actor.at + back_off(message.tries))
        if isinstance(refusal, ServerAway):
            raise
        return Outcome.WAITING
    except ConnectionFailure:  # the database is away, so nothing can be noted: it is taken over later
        raise
    except Exception:
        _note_fault(message, actor)
        raise
    _move(message, MessageState.SENT, set__sent_at=actor.at, unset__error=1)
    if message.tries > 1:
        tasks.settle(TaskKind.MAIL_REFUSED, message.key, actor, oslo_date(actor.at))
    return Outcome.SENT


def postpone(message: Message, why: str, now: datetime) -> bool:
    """Keep a mail that could not even be tried for later; False where another sender was first."""
    return queueing.postpone(message, MessageState.QUEUED, now + back_off(message.tries + 1), why)


def back_off(tries: int) -> timedelta:
    """How long a mail waits after so many tries: 1, 2, 4 … minutes, 6 hours at most."""
    return min(BACK_OFF * (1 << min(tries - 1, 16)), LONGEST_BACK_OFF)


def requeue(message: Message, actor: Actor) -> None:
    """Put a refused mail back in the queue, to the recipient's present address; its task settles.

    Raises NotAuthorised, TransitionRefused, StaleState.
    """
    actor.require(Role.ADMINISTRATOR, what="outbox.requeue")
    if not _move(message, MessageState.QUEUED, set__next_at=actor.at, set__to=_address(message)):
        raise StaleState("message", message.subject)
    message.reload()
    tasks.settle(TaskKind.MAIL_REFUSED, message.key, actor, oslo_date(actor.at), why="Lagt i kø på nytt")


def _address(message: Message) -> str:
    recipient = message.recipient
    return recipient.email if isinstance(recipient, User) else message.to


def _move(message: Message, state: MessageState, **update: Any) -> bool:
    return queueing.move(message, states.MESSAGE, state, **update)


def _note_fault(message: Message, actor: Actor) -> None:
    if message.tries >= MOST_FAULTS:
        _refuse(message, MailRefused(OUR_FAULT), actor)
    else:
        _move(message, MessageState.QUEUED, set__error=OUR_FAULT, set__next_at=actor.at + back_off(message.tries))


def _refuse(message: Message, refusal: MailRefused, actor: Actor) -> None:
    # The task comes first: if we die in between, the mail is tried again and refused again.
    today = oslo_date(actor.at)
    finding = Finding(
        kind=TaskKind.MAIL_REFUSED,
        subject_kind="message",
        subject_id=message.key,
        subject_number=f"{message.kind.label} {short_date(oslo_date(message.queued_at))}",
        since=str(message.tries),
        urgency=Urgency.URGENT,
        text=task_texts.mail_without_file() if isinstance(refusal, FileGone) else task_texts.refused_mail(),
        role=Role.ADMINISTRATOR,
        due_on=today,
    )
    tasks.flag(finding, actor, today)
    _move(message, MessageState.REFUSED, set__error=refusal.why)
