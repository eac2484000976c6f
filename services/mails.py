"""What is handed over to the mail server: a mail with its files as they were stored, and how the server may refuse."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bson import ObjectId

from letters.layout import Letter
from models import Message
from rules.errors import NotFound
from services import files

GONE = "Finnes ikke lenger"
FILE_GONE = "En fil som skulle følge med e-posten, finnes ikke lenger. E-posten er ikke sendt."


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail, under the name and the media type that it was stored with, parameters and all."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Mail:
    """A mail as it is handed over: the same each time, Message-ID and date too."""

    to: str
    letter: Letter
    message_id: str
    dated: datetime
    attachments: tuple[Attachment, ...] = ()


class Carrier(Protocol):
    """Who hands a mail over to the mail server."""

    def hand_over(self, mail: Mail) -> None:
        """Hand it over; raises NotNow, ServerAway or MailRefused."""


class NotNow(Exception):
    """The server does not take this mail now (4xx); `why` is bokmål."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ServerAway(NotNow):
    """The server takes no mail at all now: no contact, no sign-in, no trusted certificate."""


class MailRefused(Exception):
    """The server refuses this mail for good (5xx); `why` is bokmål."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class FileGone(MailRefused):
    """A file that should go with the mail is not stored any more; no server was asked."""


def letter_of(message: Message) -> Letter:
    """What the mail says."""
    return Letter(message.subject, message.text, message.html)


def attached(message: Message) -> list[str]:
    """The names of the files that go with the mail, in its order."""
    found = (files.find(identity) for identity in message.attachments)
    return [file.name if file else GONE for file in found]


def of(message: Message) -> Mail:
    """The mail with its files; one that is not there any more stops it. Raises FileGone."""
    try:
        attachments = tuple(_attachment(identity) for identity in message.attachments)
    except NotFound as error:
        raise FileGone(FILE_GONE) from error
    return Mail(message.to, letter_of(message), message.message_id, message.queued_at, attachments)


def _attachment(identity: ObjectId) -> Attachment:
    file = files.find(identity)
    if file is None:
        raise NotFound("file", str(identity))
    with files.open_stored(identity) as source:
        return Attachment(file.name, file.media_type, source.read())
