"""A mail server that delivers to a folder: what the demo sends becomes .eml files and goes no further."""

import itertools
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class Folder:
    """Keeps what it is handed, in the order it came; the envelope's recipients stand in X-Envelope-To."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = itertools.count(1)
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Store one mail, whole or not at all."""
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{next(self._count):04}.eml"
        draft = self.folder / f"{name}.new"
        recipients = ", ".join(envelope.rcpt_tos)
        draft.write_bytes(f"X-Envelope-To: {recipients}\r\n".encode() + (envelope.original_content or b""))
        draft.replace(self.folder / name)
        return "250 kept"


def catcher(folder: Path, port: int) -> Controller:
    """A mail server on this machine that keeps all mail in the folder; `.start()` and `.stop()` it."""
    return Controller(Folder(folder), hostname=HOST, port=port)
