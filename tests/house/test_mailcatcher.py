"""The demo's mail server keeps what it is handed, as it was handed over."""

import smtplib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from demo.database import HOST, free_port
from demo.mailcatcher import catcher


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[Controller]:
    """A running catcher that keeps its mail in tmp_path/mail."""
    server = catcher(tmp_path / "mail", free_port())
    server.start()
    yield server
    server.stop()


def test_each_mail_is_one_file_in_the_order_it_came(mail_server: Controller, tmp_path: Path) -> None:
    with smtplib.SMTP(HOST, mail_server.port) as connection:
        for number in (1, 2):
            message = EmailMessage()
            message["Subject"] = f"Påminnelse {number}"
            message["From"] = "bolig@kommune.test"
            message["Message-ID"] = f"<{number}@kommune.test>"
            message.set_content("Blåbærsyltetøy\n.\nslutt\n")
            connection.send_message(message, to_addrs=["sara@kommune.test", "ola@kommune.test"])
    files = sorted((tmp_path / "mail").iterdir())
    assert [path.suffix for path in files] == [".eml", ".eml"]
    kept = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    assert [mail["Message-ID"] for mail in kept] == ["<1@kommune.test>", "<2@kommune.test>"]
    assert kept[0]["X-Envelope-To"] == "sara@kommune.test, ola@kommune.test"
    assert kept[0]["Subject"] == "Påminnelse 1"
    assert kept[0].get_content().splitlines() == ["Blåbærsyltetøy", ".", "slutt"]
