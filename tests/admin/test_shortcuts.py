"""The short addresses in a mail lead to the record by the number that people know it by."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin.shortcuts import FINDERS, PAGES
from letters import staff_mails
from letters.digest import SHORT, path_of
from models import Record
from rules.terms import Role
from tests import factories as make
from tests.admin.office import app

__all__ = ["app"]

MAKERS: dict[str, Callable[[], Record]] = {
    "lease": make.make_lease,
    "application": make.make_application,
    "appeal": make.make_appeal,
    "agreement": make.make_agreement,
    "vacancy": make.make_vacancy,
    "task": make.make_task,
}


@pytest.mark.parametrize("collection", MAKERS)
def test_a_mails_link_leads_to_the_records_page(app: Flask, collection: str, client_of: Any) -> None:
    record = MAKERS[collection]()
    client: FlaskClient = client_of(Role.CASEWORKER, Role.PROPERTY)
    answer = client.get(path_of(collection, str(record.pk), record.number, str(record.pk)), follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.args["id"] == str(record.pk)


def test_every_kind_that_mails_name_has_a_finder() -> None:
    assert {kind for kind, _ in SHORT.values()} | {"oppgave"} == set(FINDERS)
    assert set(staff_mails.PAGES.values()) == set(PAGES)
    assert {sort for sort, _ in PAGES.values()} <= set(FINDERS)


@pytest.mark.parametrize(
    "path", ["/til/leieforhold/K0", "/til/avtale/tull", "/til/ukjent/1", "/til/soknad/%00", "/til/oppgave/task:x"]
)
def test_what_is_not_there_is_not_found(app: Flask, path: str, client_of: Any) -> None:
    assert client_of(Role.CASEWORKER).get(path).status_code == 404


def test_one_who_may_not_open_the_record_learns_nothing_of_it(app: Flask, client_of: Any) -> None:
    lease = make.make_lease()
    client = client_of(Role.ADMINISTRATOR)
    known, unknown = (client.get(f"/til/leieforhold/{number}").status_code for number in (lease.number, "K0"))
    assert known == unknown == 404


def test_one_who_is_not_signed_in_is_asked_to_and_then_led_on(app: Flask) -> None:
    answer = app.test_client().get("/til/leieforhold/K1")
    assert answer.status_code == 302
    assert answer.location.endswith("/login?next=/til/leieforhold/K1")
