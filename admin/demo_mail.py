"""The demo's mails as a person reads them: what the mail catcher has put in its folder. There only in demo mode."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Response, abort, make_response, send_file
from flask.typing import ResponseReturnValue

from admin import formats, security
from admin.own_page import OwnPage
from admin.routes import expose

MOST = 200
NAME = re.compile(r"[0-9T]+-[0-9]+\.eml")
# A mail is strangers' HTML as far as the browser goes: it runs no script, loads nothing, and lives in a frame of its
# own where only its links work, each in a new window.
FRAME = "allow-popups allow-popups-to-escape-sandbox"
MAIL_POLICY = f"sandbox {FRAME}; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
LINKS_OUT = '<base target="_blank">'
NO_NAME = "Uten navn"
KINDS = {"application/pdf": "PDF", "text/calendar": "Kalenderfil"}
METHODS = {"REQUEST": "innkalling", "CANCEL": "avlysning"}


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail."""

    name: str
    media_type: str
    about: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Mail:
    """One mail: its file's name, whom it went to, what it says, what came with it."""

    name: str
    to: str
    sender: str
    subject: str
    sent: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


class DemoMail(OwnPage):
    """The list of mails, newest first, and each mail."""

    def __init__(self, folder: Path) -> None:
        super().__init__(name="E-post i demoen", endpoint="demo_mail", url="/demo/mail")
        self.folder = folder

    def is_visible(self) -> bool:
        return False  # the demo's banner leads here; it is no part of the office

    @expose("/")
    def index(self) -> ResponseReturnValue:
        names = _names(self.folder)
        mails = [read(self.folder, name) for name in names[:MOST]]
        page: str = self.render("admin/demo_mail/list.html", mails=mails, count=len(names), most=MOST)
        return page

    @expose("/<file>/")
    def mail(self, file: str) -> ResponseReturnValue:
        page = make_response(self.render("admin/demo_mail/mail.html", mail=self._mail(file), frame=FRAME))
        page.headers["Content-Security-Policy"] = f"{security.POLICY.format(nonce=security.nonce())}; frame-src 'self'"
        return page

    @expose("/<file>/html")
    def html(self, file: str) -> ResponseReturnValue:
        found = self._mail(file)
        if not found.html:
            abort(404)
        return Response(LINKS_OUT + found.html, headers={"Content-Security-Policy": MAIL_POLICY})

    @expose("/<file>/vedlegg/<int:number>")
    def attachment(self, file: str, number: int) -> ResponseReturnValue:
        """A file as it came, to be saved: the browser shows none of it, whatever it is."""
        attachments = self._mail(file).attachments
        if not 1 <= number <= len(attachments):
            abort(404)
        found = attachments[number - 1]
        source = io.BytesIO(found.content)
        answer = send_file(source, found.media_type, as_attachment=True, download_name=found.name, conditional=False)
        answer.headers["Content-Security-Policy"] = MAIL_POLICY
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    def _mail(self, name: str) -> Mail:
        if not NAME.fullmatch(name) or not (self.folder / name).is_file():
            abort(404)
        return read(self.folder, name)


def _names(folder: Path) -> list[str]:
    """The mails' file names, newest first: a name begins with the time."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted((path.name for path in found if NAME.fullmatch(path.name)), reverse=True)


def read(folder: Path, name: str) -> Mail:
    """One mail of the folder."""
    message = message_from_bytes((folder / name).read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
    date = message["date"]
    sent: datetime | None = date.datetime if date is not None else None
    return Mail(
        name=name,
        to=str(message["X-Envelope-To"] or message["to"] or ""),
        sender=str(message["from"] or ""),
        subject=str(message["subject"] or "Uten emne"),
        sent=formats.moment(sent) if sent else formats.NOTHING,
        text="\n".join(_parts(message, "plain")),
        html="\n".join(_parts(message, "html")),
        attachments=tuple(_attachments(message)),
    )


def _parts(message: EmailMessage, kind: str) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_type() == f"text/{kind}" and not part.is_attachment():
            yield str(part.get_content())


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Attachment(part.get_filename() or NO_NAME, str(part["Content-Type"]), _about(part), content)


def _about(part: EmailMessage) -> str:
    """What sort of file it is: «Kalenderfil, innkalling»."""
    method = str(part.get_param("method", ""))
    words = [KINDS.get(part.get_content_type(), "Fil"), METHODS.get(method.upper(), "")]
    return ", ".join(word for word in words if word)
