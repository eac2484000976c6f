"""Mail servers for tests: they keep what they are given, or answer as they are told."""

# ruff: noqa: N802 - aiosmtpd names its hooks after the commands

import contextlib
import datetime
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config.settings import SmtpServer
from demo.database import HOST, free_port

OK = "250 OK"


@dataclass
class PostOffice:
    """Keeps mails; `answers` (reply to MAIL, RCPT or DATA) are used up in turn, then all is well."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)
    sessions: set[Any] = field(default_factory=set)
    on_data: Callable[[], None] | None = None

    def _answer(self, command: str) -> str:
        left = self.answers.get(command)
        return left.pop(0) if left else OK

    async def handle_MAIL(
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        envelope.mail_from = address
        self.sessions.add(session.peer)
        return self._answer("MAIL")

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        answer = self._answer("RCPT")
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        answer = self._answer("DATA")
        if answer == OK:
            self.mails.append(message_from_bytes(envelope.content or b"", policy=default))  # type: ignore[arg-type]
            if self.on_data:
                self.on_data()
        return answer


class _Started(Controller):
    """A controller that only knocks to see that the server is there; the library's own knock knows no server's TLS."""

    def _trigger_server(self) -> None:
        socket.create_connection((self.hostname, self.port), 5).close()


@contextlib.contextmanager
def serve(office: PostOffice, *, tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[SmtpServer]:
    """Run the mail server; the address says nothing of TLS, a test adds that."""
    port = free_port()
    controller = _Started(office, hostname=HOST, port=port, ssl_context=tls, **options)
    controller.start()
    try:
        yield SmtpServer(host=HOST, port=port)
    finally:
        controller.stop()


def checks_password(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    """Lets in the password «riktig»."""
    return AuthResult(success=data.password == b"riktig", handled=False)


def make_certificate(folder: Path) -> Path:
    """A certificate for this machine that nobody has signed, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "certificate.pem"
    path.write_bytes(plain + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def server_context(certificate: Path) -> ssl.SSLContext:
    """TLS for the server's side."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
