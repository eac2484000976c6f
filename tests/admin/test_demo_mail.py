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


CALENDAR = b"BEGIN:VCALENDAR\r\nSUMMARY:L2026-0001\r\n"


def put(folder: Path, name: str, subject: str, html: str = "<p>Hei på deg</p>", *, files: bool = False) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "bolig@kommune.test", "kari@kommune.test", subject
    mail["Date"] = "Sun, 22 Nov 2026 06:00:00 +0100"
    mail.set_content("Sak S2026001 haster.\n<b>ikke fet</b>")
    if html:
        mail.add_alternative(html, subtype="html")
    if files:
        mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Ledige boliger på Åsen.pdf")
        calendar = {"method": "REQUEST", "charset": "utf-8"}
        mail.add_attachment(CALENDAR, maintype="text", subtype="calendar", filename="Visning.ics", params=calendar)
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


def test_the_files_of_a_mail_are_named_and_can_be_saved(caller: FlaskClient, folder: Path) -> None:
    put(folder, NEW, "Visning", files=True)
    page = caller.get(f"/demo/mail/{NEW}/").text
    assert "Ledige boliger på Åsen.pdf" in page
    assert "Kalenderfil, innkalling" in page
    pdf, calendar = (caller.get(f"/demo/mail/{NEW}/vedlegg/{number}") for number in (1, 2))
    assert (pdf.content_type, pdf.data) == ("application/pdf", b"%PDF-1.7")
    assert (calendar.mimetype, calendar.data) == ("text/calendar", CALENDAR)
    assert calendar.mimetype_params["method"] == "REQUEST"
    for answer in (pdf, calendar):
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("number", ["0", "3", "-1", "x", "99999999999999999999"])
def test_a_file_that_the_mail_does_not_have_is_not_found(caller: FlaskClient, folder: Path, number: str) -> None:
    put(folder, NEW, "Visning", files=True)
    assert caller.get(f"/demo/mail/{NEW}/vedlegg/{number}").status_code == 404


def test_files_are_for_those_who_are_signed_in(demo: Flask, folder: Path) -> None:
    put(folder, NEW, "Visning", files=True)
    assert demo.test_client().get(f"/demo/mail/{NEW}/vedlegg/1").status_code == 302


def test_a_mail_without_files_says_nothing_of_any(caller: FlaskClient, folder: Path) -> None:
    put(folder, NEW, "Påminnelse")
    assert "Vedlegg" not in caller.get(f"/demo/mail/{NEW}/").text
