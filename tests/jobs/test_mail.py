"""Handing over by SMTP: TLS with its certificate checked, sign-in, and what each answer of the server means."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.settings import SmtpServer
from demo.database import HOST, free_port
from jobs.mail import SmtpCarrier, compose
from letters.layout import Letter
from services.mails import Attachment, Mail, MailRefused, NotNow, ServerAway
from tests.conftest import NOON
from tests.jobs.post_office import OK, PostOffice, checks_password, make_certificate, serve, server_context

SENDER = "bolig@kommune.test"
LETTER = Letter("Husrom: 2 saker å følge opp", "Første linje\nÆØÅ", "<p>ÆØÅ</p>")
MAIL = Mail("kari@kommune.test", LETTER, "<abc@kommune.test>", NOON)
PDF = Attachment("Ledige boliger på Åsen.pdf", "application/pdf", b"%PDF-1.7\r\n\x00\xff")
CALENDAR = Attachment(
    "Visning.ics", "text/calendar; method=REQUEST; charset=utf-8", "BEGIN:VCALENDAR\r\nSUMMARY:Åpent\r\n".encode()
)
WITH_FILES = replace(MAIL, attachments=(PDF, CALENDAR))


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def server(office: PostOffice) -> Iterator[SmtpServer]:
    with serve(office, enable_SMTPUTF8=False) as address:
        yield address


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def hand_over(server: SmtpServer, *mails: Mail) -> None:
    with SmtpCarrier(server, SENDER) as carrier:
        for mail in mails:
            carrier.hand_over(mail)


def test_a_mail_arrives_as_text_and_html_with_its_own_headers(server: SmtpServer, office: PostOffice) -> None:
    hand_over(server, MAIL)
    (mail,) = office.mails
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, "kari@kommune.test", LETTER.subject)
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == ("<abc@kommune.test>", "auto-generated")
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "ÆØÅ" in text.get_content()
    assert "<p>ÆØÅ</p>" in html.get_content()

    assert mail["Content-Language"] == "nb"
    assert list(mail.iter_attachments()) == []


@pytest.mark.parametrize("mail", [MAIL, WITH_FILES], ids=["alone", "with files"])
def test_the_same_mail_is_the_same_bytes_each_time_it_is_tried(mail: Mail) -> None:
    first, second = (compose(mail, SENDER).as_bytes() for _ in range(2))
    assert first == second


def test_files_arrive_as_they_were_stored_beside_text_and_html(server: SmtpServer, office: PostOffice) -> None:
    hand_over(server, WITH_FILES)
    (mail,) = office.mails
    pdf, calendar = mail.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content_type(), pdf.get_content()) == (PDF.name, "application/pdf", PDF.content)
    assert (calendar.get_content_type(), calendar.get_content_charset()) == ("text/calendar", "utf-8")
    assert (calendar.get_param("method"), calendar.get_filename()) == ("REQUEST", "Visning.ics")
    assert calendar.get_payload(decode=True) == CALENDAR.content
    text = mail.get_body(("plain",))
    assert text is not None
    assert "ÆØÅ" in text.get_content()


def test_a_calendar_file_that_calls_off_says_so(server: SmtpServer, office: PostOffice) -> None:
    off = replace(CALENDAR, media_type="text/calendar; method=CANCEL; charset=utf-8")
    hand_over(server, replace(MAIL, attachments=(off,)))
    (calendar,) = office.mails[0].iter_attachments()
    assert calendar.get_param("method") == "CANCEL"


def test_a_batch_goes_over_one_connection(server: SmtpServer, office: PostOffice) -> None:
    hand_over(server, MAIL, MAIL, MAIL)
    assert (len(office.mails), len(office.sessions)) == (3, 1)


@pytest.mark.parametrize(
    ("command", "answer", "meaning"),
    [
        pytest.param("RCPT", "550 No such user", MailRefused, id="An unknown recipient is a refusal."),
        pytest.param("MAIL", "553 Sender not allowed", MailRefused, id="A sender that is not allowed is a refusal."),
        pytest.param("DATA", "554 Spam", MailRefused, id="Content that is not wanted is a refusal."),
        pytest.param("RCPT", "451 Greylisted", NotNow, id="A recipient not taken now waits."),
        pytest.param("DATA", "452 Full", NotNow, id="A full mailbox waits."),
        pytest.param("MAIL", "421 Closing", ServerAway, id="A server that is closing takes nothing more."),
        pytest.param("MAIL", "530 Authentication required", ServerAway, id="A sign-in asked for is no mail's fault."),
    ],
)
def test_what_an_answer_means(
    server: SmtpServer, office: PostOffice, command: str, answer: str, meaning: type[Exception]
) -> None:
    office.answers[command] = [answer]
    with pytest.raises(meaning) as told:
        hand_over(server, MAIL)
    assert type(told.value) is meaning
    assert answer.split()[0] in str(told.value)


def test_after_a_refusal_the_next_mail_goes_over_the_same_connection(server: SmtpServer, office: PostOffice) -> None:
    office.answers["RCPT"] = ["550 No such user", OK]
    with SmtpCarrier(server, SENDER) as carrier:
        with pytest.raises(MailRefused):
            carrier.hand_over(MAIL)
        carrier.hand_over(MAIL)
    assert len(office.mails) == 1


def test_no_contact_is_a_server_away_by_name() -> None:
    port = free_port()
    with pytest.raises(ServerAway, match=f"Fikk ikke kontakt med e-posttjeneren {HOST}:{port}"):
        hand_over(SmtpServer(host=HOST, port=port), MAIL)


@pytest.mark.parametrize("address", ["kari@", "kari@kommune.test\r\nBcc: andre@kommune.test", "blåbær@kommune.test"])
def test_an_impossible_address_is_a_refusal_and_stops_nobody_else(
    server: SmtpServer, office: PostOffice, address: str
) -> None:
    with SmtpCarrier(server, SENDER) as carrier:
        with pytest.raises(MailRefused):
            carrier.hand_over(replace(MAIL, to=address))
        carrier.hand_over(MAIL)
    assert [mail["To"] for mail in office.mails] == ["kari@kommune.test"]


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "smtps"])
def test_tls_with_a_trusted_certificate(
    office: PostOffice, certificate: Path, implicit: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = server_context(certificate)
    given = {"tls": context} if implicit else {"tls_context": context, "require_starttls": True}
    with serve(office, **given) as server:
        hand_over(replace(server, implicit_tls=implicit, starttls=not implicit), MAIL)
    assert len(office.mails) == 1


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "smtps"])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    office: PostOffice, certificate: Path, implicit: bool
) -> None:
    context = server_context(certificate)
    given = {"tls": context} if implicit else {"tls_context": context}
    with serve(office, **given) as server, pytest.raises(ServerAway, match="Sertifikatet"):
        hand_over(replace(server, implicit_tls=implicit, starttls=not implicit), MAIL)
    assert office.mails == []


def test_tls_asked_for_and_not_offered_sends_nothing(server: SmtpServer, office: PostOffice) -> None:
    with pytest.raises(ServerAway, match="HUSROM_SMTP_URL"):
        hand_over(replace(server, starttls=True), MAIL)
    assert office.mails == []


@pytest.mark.parametrize(("password", "arrived"), [("riktig", 1), ("galt", 0)])
def test_sign_in(
    office: PostOffice, certificate: Path, password: str, arrived: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serve(office, tls_context=server_context(certificate), authenticator=checks_password) as server:
        known = replace(server, starttls=True, user="husrom", password=password)
        if arrived:
            hand_over(known, MAIL)
        else:
            with pytest.raises(ServerAway, match="brukernavn og passord"):
                hand_over(known, MAIL)
    assert len(office.mails) == arrived
