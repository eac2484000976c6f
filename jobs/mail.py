"""Hands mail over by SMTP: with TLS where the address says so, certificates checked, one connection for a batch."""

import hashlib
import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from services.mails import Attachment, Mail, MailRefused, NotNow, ServerAway

if TYPE_CHECKING:
    from config.settings import SmtpServer

TIMEOUT_SECONDS = 30
SIGN_IN_CODES = frozenset({454, 530, 534, 535, 538})  # RFC 4954: what is wrong is the sign-in, not the mail
CLOSING = 421


class SmtpCarrier:
    """An open connection to the mail server; entering raises ServerAway where there is no contact."""

    def __init__(self, server: "SmtpServer", sender: str) -> None:
        self._server = server
        self._sender = sender
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        try:
            self._smtp = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(self._why(error)) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()

    def hand_over(self, mail: Mail) -> None:
        """Hand one mail over; raises MailRefused (5xx), NotNow (4xx) or ServerAway (no more contact)."""
        if self._smtp is None:
            raise ServerAway(self._why(smtplib.SMTPServerDisconnected()))
        try:
            message = compose(mail, self._sender)
        except (
            ValueError,
            UnicodeError,
            IndexError,
        ) as error:  # IndexError: the parser's, on some impossible addresses
            raise MailRefused("Adressen er ikke en gyldig e-postadresse.") from error
        try:
            self._smtp.send_message(message, self._sender, [mail.to])
        except smtplib.SMTPNotSupportedError as error:
            raise MailRefused("E-posttjeneren tar ikke imot adresser med slike tegn.") from error
        except smtplib.SMTPRecipientsRefused as error:
            raise self._judged(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPResponseException as error:
            raise self._judged(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(self._why(error)) from error

    def _connect(self) -> smtplib.SMTP:
        server, trusted = self._server, ssl.create_default_context()
        smtp: smtplib.SMTP
        if server.implicit_tls:
            smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=trusted)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            if server.starttls:
                smtp.starttls(context=trusted)
            if server.user is not None:
                smtp.login(server.user, server.password or "")
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _judged(self, code: int, words: bytes | str) -> Exception:
        said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        reply = f"{code} {said}".strip()[:300]
        if code in SIGN_IN_CODES:
            return ServerAway(f"E-posttjeneren krever en annen innlogging ({reply}). Se HUSROM_SMTP_URL.")
        if code == CLOSING:
            return ServerAway(f"E-posttjeneren tar ikke imot mer nå ({reply}).")
        if code >= 500:
            return MailRefused(f"E-posttjeneren avviste e-posten ({reply}).")
        return NotNow(f"E-posttjeneren kan ikke ta imot e-posten nå ({reply}).")

    def _why(self, error: Exception) -> str:
        where = f"{self._server.host}:{self._server.port}"
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"Sertifikatet til e-posttjeneren {where} ble ikke godkjent ({error.verify_message})."
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return f"E-posttjeneren {where} godtok ikke brukernavn og passord. Se HUSROM_SMTP_URL."
        if isinstance(error, smtplib.SMTPNotSupportedError):
            return f"E-posttjeneren {where} kan ikke det HUSROM_SMTP_URL ber om (TLS eller innlogging)."
        return f"Fikk ikke kontakt med e-posttjeneren {where} ({type(error).__name__})."


def compose(mail: Mail, sender: str) -> EmailMessage:
    """The mail in the form that is sent: text, HTML and files, and the same bytes each time it is tried."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.letter.subject
    message["Date"] = format_datetime(mail.dated)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.letter.text)
    message.add_alternative(mail.letter.html, subtype="html")
    for attachment in mail.attachments:
        _attach(message, attachment)
    message["Content-Language"] = "nb"  # last: whatever is said of the content before there is any, falls away
    _set_boundaries(message, mail.message_id)
    return message


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    """Put a file on the mail as it was stored: a calendar file's method is what makes it an invitation (RFC 6047)."""
    kind = SMTP.header_factory("Content-Type", attachment.media_type)
    message.add_attachment(
        attachment.content,
        maintype=kind.maintype,
        subtype=kind.subtype,
        filename=attachment.name,
        params=dict(kind.params),
    )


def _set_boundaries(message: EmailMessage, seed: str) -> None:
    """What stands between the parts: drawn from the mail itself, for the library's own are new each time."""
    for number, part in enumerate(_multiparts(message)):
        part.set_boundary(hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:40])


def _multiparts(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.walk():
        if part.is_multipart() and isinstance(part, EmailMessage):
            yield part
