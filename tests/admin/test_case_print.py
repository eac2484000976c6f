"""«Skriv ut saken»: the journal looked through, what is withheld with its reason, and the PDF."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from letters.paper import Drawn
from models import AccessEntry, Application, File
from rules.terms import AccessKind, Role
from tests.admin.office import app
from tests.admin.plain_text import visible
from tests.factories import make_applicant, make_application, make_office
from tests.letters.reading import text_of
from tests.makers import make_journal_entry

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
PAGE = "/admin/soknader/skriv-ut/"


@pytest.fixture
def case(app: Flask) -> Application:
    case = make_application()
    make_journal_entry(application=case, key="a1", text="Ringte om visning.")
    make_journal_entry(application=case, key="b2", text="Naboen sa noe i fortrolighet.")
    return case


def test_the_journal_is_looked_through_and_the_case_comes_as_a_pdf(
    app: Flask, client_of: Clients, case: Application, tmp_path: Path
) -> None:
    caller = client_of(Role.CASEWORKER, name="Kari Nordmann")
    assert "Skriv ut saken" in caller.get(f"/admin/soknader/vis/?id={case.pk}").text
    page = visible(caller.get(f"{PAGE}?id={case.pk}").text)
    assert "Ringte om visning." in page
    assert "Naboen sa noe i fortrolighet." in page
    answer = caller.post(PAGE, data={"id": case.pk, "because-b2": " Av hensyn\tnaboen\x00 ", "because-a1": ""})
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].endswith(f'filename="Innsyn {case.number}.pdf"')
    assert answer.headers["Cache-Control"] == "no-store"
    text = text_of(Drawn("", "nb", answer.data), tmp_path)
    assert "Av hensyn naboen" in text
    assert "Ringte om visning." in text
    assert "fortrolighet" not in text
    printed = AccessEntry.objects.get(kind=AccessKind.PRINTED)
    assert (printed.by_name, printed.number) == ("Kari Nordmann", case.number)
    assert File.objects.count() == 0


def test_looking_prints_nothing_but_is_logged_as_an_opening(app: Flask, client_of: Clients, case: Application) -> None:
    client_of(Role.CASEWORKER).get(f"{PAGE}?id={case.pk}")
    assert [entry.kind for entry in AccessEntry.objects] == [AccessKind.OPENED]


def test_an_entry_of_another_case_withholds_nothing_and_prints_nothing(
    app: Flask, client_of: Clients, case: Application
) -> None:
    make_journal_entry(key="c3")
    answer = client_of(Role.CASEWORKER).post(PAGE, data={"id": case.pk, "because-c3": "x"})
    assert answer.mimetype == "text/html"
    assert "Fant ikke journalnotatet" in visible(answer.text)
    assert AccessEntry.objects(kind=AccessKind.PRINTED).count() == 0


def test_a_protected_address_is_warned_of_and_not_printed(app: Flask, client_of: Clients, tmp_path: Path) -> None:
    case = make_application(applicant=make_applicant(protected_address=True, address="Hemmelig vei 7"))
    caller = client_of(Role.CASEWORKER)
    assert "Parten har beskyttet adresse." in visible(caller.get(f"{PAGE}?id={case.pk}").text)
    answer = caller.post(PAGE, data={"id": case.pk})
    assert "Hemmelig vei" not in text_of(Drawn("", "nb", answer.data), tmp_path)


@pytest.mark.parametrize("role", [Role.READER, Role.DECIDER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_other_roles_do_not_print(app: Flask, client_of: Clients, case: Application, role: Role) -> None:
    caller = client_of(role)
    assert (caller.get(f"{PAGE}?id={case.pk}").status_code, caller.post(PAGE, data={"id": case.pk}).status_code) == (
        403,
        403,
    )


def test_whoever_does_not_work_the_case_neither_sees_the_page_nor_prints(app: Flask, client_of: Clients) -> None:
    case = make_application(office=make_office())
    caller = client_of(Role.CASEWORKER, office=make_office())
    assert caller.get(f"{PAGE}?id={case.pk}").status_code == 403
    assert caller.post(PAGE, data={"id": case.pk}).status_code == 403
    assert "Skriv ut saken" not in caller.get(f"/admin/soknader/vis/?id={case.pk}").text
    assert AccessEntry.objects.count() == 0
