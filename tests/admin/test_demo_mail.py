"""The demo's mails: there in demo mode alone, newest first, and harmless whatever they hold."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import admin
from models import User
from tests.admin.conftest import PASSWORD
from tests.conftest import make_settings

OLD, NEW = "20261122T050000000000-0001.eml", "20261122T060000000000-0002.eml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes.txt").write_text("ikke en e-post")
    return tmp_path


@pytest.fixture
def demo(memory_database: Any, folder: Path) -> Flask:
    app = Flask("husrom", static_folder=None)
    app.testing = True
    admin.register(app, make_settings("mongodb://127.0.0.1/husrom", demo=True, demo_mail_dir=str(folder)))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def caller(demo: Flask, make_account: Callable[..., User]) -> FlaskClient:
    client = demo.test_client()
    client.post("/login", data={"email": make_account(demo=True).email, "password": PASSWORD})
    return client


def put(folder: Path, name: str, subject: str, html: str = "<p>Hei på deg</p>") -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "bolig@kommune.test", "kari@kommune.test", subject
    mail["Date"] = "Sun, 22 Nov 2026 06:00:00 +0100"
    mail.set_content("Sak S2026001 haster.\n<b>ikke fet</b>")
    if html:
        mail.add_alternative(html, subtype="html")
    (folder / name).write_bytes(b"X-Envelope-To: per@kommune.test\r\n" + mail.as_bytes())


def test_outside_demo_mode_there_is_no_such_page(app: Flask, client: FlaskClient, folder: Path) -> None:
    put(folder, NEW, "Hemmelig")
    for caller in (app.test_client(), client):
        for path in ("/demo/mail", "/demo/mail/", f"/demo/mail/{NEW}/", f"/demo/mail/{NEW}/html"):
            assert caller.get(path).status_code == 404, path


def test_only_those_who_are_signed_in_read_them(demo: Flask, folder: Path) -> None:
    put(folder, NEW, "Påminnelse")
    for path in ("/demo/mail/", f"/demo/mail/{NEW}/", f"/demo/mail/{NEW}/html"):
        assert demo.test_client().get(path).status_code == 302, path


def test_the_newest_comes_first(caller: FlaskClient, folder: Path) -> None:
    put(folder, OLD, "Gårsdagens")
    put(folder, NEW, "Dagens ærlige påminnelse")
    page = caller.get("/demo/mail/").text
    assert page.index("Dagens ærlige påminnelse") < page.index("Gårsdagens")
    assert "per@kommune.test" in page
    assert "22.11.2026 kl. 06.00" in page
    assert "notes.txt" not in page


def test_an_empty_folder_says_so(caller: FlaskClient) -> None:
    assert "Ingen e-post er sendt ennå" in caller.get("/demo/mail/").text


def test_the_banner_leads_to_the_mails(caller: FlaskClient) -> None:
    assert 'href="/demo/mail/"' in caller.get("/admin/").text


def test_a_mail_shows_its_text_escaped_and_its_html_in_a_frame(caller: FlaskClient, folder: Path) -> None:
    put(folder, NEW, "Påminnelse")
    answer = caller.get(f"/demo/mail/{NEW}/")
    assert "&lt;b&gt;ikke fet&lt;/b&gt;" in answer.text
    assert "Hei på deg" not in answer.text
    assert f'src="/demo/mail/{NEW}/html"' in answer.text
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_html_of_a_mail_may_do_nothing(caller: FlaskClient, folder: Path) -> None:
    put(folder, NEW, "Påminnelse", "<script>alert(1)</script><p>Hei på deg</p>")
    answer = caller.get(f"/demo/mail/{NEW}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "Hei på deg" in answer.text
    assert policy.startswith("sandbox allow-popups")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert "script-src" not in policy


def test_a_mail_without_html_has_no_frame(caller: FlaskClient, folder: Path) -> None:
    put(folder, NEW, "Påminnelse", html="")
    assert "<iframe" not in caller.get(f"/demo/mail/{NEW}/").text
    assert caller.get(f"/demo/mail/{NEW}/html").status_code == 404


@pytest.mark.parametrize("name", ["..%2Fhemmelig.eml", "notes.txt", "1-1.eml", "%2e%2e", "1-1.eml%00"])
def test_no_other_file_can_be_read(caller: FlaskClient, folder: Path, name: str) -> None:
    (folder.parent / "hemmelig.eml").write_text("Subject: x\n\nhemmelig")
    assert caller.get(f"/demo/mail/{name}/").status_code == 404
