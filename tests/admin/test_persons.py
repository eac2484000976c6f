"""Persons registered twice at the screen: pointed out, compared, merged, shown as one, parted again."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import AccessEntry, Applicant, Application, Task
from rules.terms import IdentityKind, Role, TaskKind
from services import persons, records
from tests.admin.office import app
from tests.admin.plain_text import visible
from tests.factories import ACTOR, make_applicant, make_application, make_lease
from tests.makers import make_journal_entry

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
SAME = {"first_name": "Ola", "last_name": "Dobbel", "born_on": date(1990, 5, 17)}
POINTED_OUT = "Mulige dobbeltregistreringer"


@pytest.fixture
def worker(client_of: Clients) -> FlaskClient:
    return client_of(Role.CASEWORKER, name="Kari Nordmann")


@pytest.fixture
def pair(memory_database: Any) -> tuple[Applicant, Applicant]:
    """Two records of one person, the first registered first."""
    return make_applicant(**SAME, phone="99887766"), make_applicant(**SAME, phone="99887766", email="ola@eksempel.test")


def page_of(caller: FlaskClient, person: Applicant) -> str:
    return str(caller.get(f"/admin/personer/vis/?id={person.pk}").text)


def compare(caller: FlaskClient, one: Applicant, other: Applicant) -> str:
    return str(caller.get(f"/admin/personer/sammenlign/?id={one.pk}&med={other.pk}").text)


def merge(caller: FlaskClient, one: Applicant, other: Applicant, **values: str) -> str:
    page = compare(caller, one, other)
    hidden = dict(re.findall(r'name="(id|med|version|seen)"[^>]*value="([^"]*)"', page))
    form = hidden | {"reason": "Samme fødselsdato og samme søster."} | values
    return visible(caller.post("/admin/personer/sammenlign/", data=form, follow_redirects=True).text)


def test_a_likely_double_is_pointed_out_with_why_and_the_way_to_compare(
    app: Flask, worker: FlaskClient, pair: tuple[Applicant, Applicant], client_of: Clients
) -> None:
    page = page_of(worker, pair[1])
    assert f"{POINTED_OUT} Navn Født Hvorfor Se på dem Ola Dobbel 17.05.1990" in visible(page)
    assert "Samme navn og fødselsdato; samme navn og telefon" in visible(page)
    assert f"/admin/personer/sammenlign/?id={pair[1].pk}&amp;med={pair[0].pk}" in page
    assert POINTED_OUT not in page_of(worker, make_applicant())
    assert POINTED_OUT not in page_of(client_of(Role.READER), pair[1])


def test_the_two_stand_side_by_side_and_both_openings_are_logged(
    app: Flask, worker: FlaskClient, pair: tuple[Applicant, Applicant]
) -> None:
    make_application(applicant=pair[1])
    text = visible(compare(worker, pair[1], pair[0]))
    assert "Husrom spør fordi de har samme navn og fødselsdato; samme navn og telefon." in text
    assert "Telefon 99887766 99887766 Likt" in text
    assert re.search(r"E-post .{0,20}ola@eksempel.test (?!Likt)", text)
    assert "Søknader 0 1, hvorav 1 åpen" in text
    assert {entry.person.pk for entry in AccessEntry.objects} == {one.pk for one in pair}


def test_two_are_merged_and_shown_as_one_with_all_that_is_kept_on_both(
    app: Flask, worker: FlaskClient, pair: tuple[Applicant, Applicant]
) -> None:
    first, later = pair
    case = make_application(applicant=later)
    lease = make_lease(tenant=first)
    make_journal_entry(application=case)
    told = merge(worker, later, first)
    assert "Personene er slått sammen." in told
    assert "Slått sammen med denne" in told
    assert case.number in told
    assert lease.number in told
    assert "Ingenting er journalført." not in told
    gone = page_of(worker, later)
    assert f'Personen er slått sammen med <a href="/admin/personer/vis/?id={first.pk}">' in gone
    assert lease.number in gone
    assert Applicant.objects.get(pk=later.pk).history[-1].by_name == "Kari Nordmann"


def test_a_merged_record_is_in_no_list_and_is_not_picked(
    app: Flask, worker: FlaskClient, pair: tuple[Applicant, Applicant]
) -> None:
    merge(worker, *pair)
    assert visible(worker.get("/admin/personer/").text).count("Ola Dobbel") == 1
    picked = worker.get("/admin/soknader/oppslag/?name=filter.applicant&query=ola").json
    assert [one[0] for one in picked] == [str(pair[0].pk)]


def test_a_list_of_a_persons_cases_has_those_of_all_their_records(
    app: Flask, worker: FlaskClient, pair: tuple[Applicant, Applicant]
) -> None:
    case = make_application(applicant=pair[1])
    merge(worker, *pair)
    for person in pair:
        assert case.number in worker.get(f"/admin/soknader/?flt_applicant={person.pk}").text


def test_what_stands_in_the_way_is_told_before_anybody_writes_a_reason(app: Flask, worker: FlaskClient) -> None:
    one = make_applicant(**SAME, identity_number="03858412349", identity_kind=IdentityKind.SYNTHETIC)
    other = make_applicant(**SAME, identity_number="17859012345", identity_kind=IdentityKind.SYNTHETIC)
    text = visible(compare(worker, one, other))
    assert "De kan ikke slås sammen nå Personene har hvert sitt fødselsnummer." in text
    assert "Slå dem sammen" not in text
    form = {"id": one.pk, "med": other.pk, "version": "1", "seen": "1", "reason": "x"}
    posted = visible(worker.post("/admin/personer/sammenlign/", data=form).text)
    assert "Personene har hvert sitt fødselsnummer." in posted
    assert Applicant.objects(merged=True).count() == 0


def test_a_merge_without_reason_stale_or_twice_stores_nothing_more(
    app: Flask, worker: FlaskClient, pair: tuple[Applicant, Applicant]
) -> None:
    assert "Skriv en begrunnelse." in merge(worker, *pair, reason=" ")
    page = compare(worker, *pair)
    records.change(pair[1], ACTOR, values={"phone": "11223344"})
    hidden = dict(re.findall(r'name="(id|med|version|seen)"[^>]*value="([^"]*)"', page)) | {"reason": "x"}
    answer = worker.post("/admin/personer/sammenlign/", data=hidden, follow_redirects=True).text
    assert "har endret personen" in visible(answer)
    assert Applicant.objects(merged=True).count() == 0
    merge(worker, *pair)
    again = worker.post("/admin/personer/sammenlign/", data=hidden, follow_redirects=True).text
    assert "Det er den samme personen." in visible(again)
    assert Applicant.objects.get(pk=pair[1].pk).version == 3


@pytest.mark.parametrize("med", ["", "tull", "5f5f5f5f5f5f5f5f5f5f5f5f"])
def test_nobody_to_compare_with_is_not_found(
    app: Flask, worker: FlaskClient, pair: tuple[Applicant, Applicant], med: str
) -> None:
    assert worker.get(f"/admin/personer/sammenlign/?id={pair[0].pk}&med={med}").status_code == 404


def test_another_record_of_the_person_is_searched_up_by_hand(app: Flask, worker: FlaskClient) -> None:
    one, other = make_applicant(first_name="Åse"), make_applicant(first_name="Aase")
    page = worker.get(f"/admin/personer/slaa-sammen/?id={one.pk}").text
    assert "Du får se dem side om side før noe skjer." in page
    assert "Velg hvem." in worker.post("/admin/personer/slaa-sammen/", data={"id": one.pk}).text
    answer = worker.post("/admin/personer/slaa-sammen/", data={"id": one.pk, "other": other.pk})
    assert answer.location.endswith(f"/admin/personer/sammenlign/?id={one.pk}&med={other.pk}")
    assert "Husrom ser ikke selv noe som tyder på at det er samme person." in visible(compare(worker, one, other))


def test_two_that_were_merged_wrongly_are_parted_again(
    app: Flask, worker: FlaskClient, pair: tuple[Applicant, Applicant]
) -> None:
    merge(worker, *pair)
    later = Applicant.objects.get(pk=pair[1].pk)
    assert "Skill personene" in page_of(worker, later)
    assert "Skill personene" not in page_of(worker, pair[0])
    assert worker.get(f"/admin/personer/skill/?id={pair[0].pk}").status_code == 404
    form = {"id": later.pk, "version": str(later.version), "reason": "Tvillinger"}
    told = visible(worker.post("/admin/personer/skill/", data=form, follow_redirects=True).text)
    assert "Personene er skilt." in told
    assert POINTED_OUT in told
    assert "har endret" in visible(worker.post("/admin/personer/skill/", data=form, follow_redirects=True).text)


def test_a_telephone_that_is_hidden_is_not_told_by_what_it_is_like(
    app: Flask, worker: FlaskClient, client_of: Clients
) -> None:
    hidden = make_applicant(first_name="Siv", last_name="Skjult", phone="99887766", protected_address=True)
    shown = make_applicant(first_name="Siv", last_name="Skjult", phone="99887766")
    assert POINTED_OUT not in page_of(worker, shown)
    assert "99887766" not in visible(compare(worker, hidden, shown)).replace("Telefon Skjermet 99887766", "")
    assert POINTED_OUT in page_of(client_of(Role.CASEWORKER, sees_protected=True), shown)


def test_whoever_registers_a_person_that_may_stand_already_is_told_at_once(
    app: Flask, worker: FlaskClient, pair: tuple[Applicant, Applicant]
) -> None:
    form = {"first_name": "Ola", "last_name": "Dobbel", "born_on": "17.05.1990", "letter_form": "nb"}
    told = visible(worker.post("/admin/personer/ny/", data=form, follow_redirects=True).text)
    assert "Personen kan være registrert fra før." in told
    assert Task.objects(kind=TaskKind.DUPLICATE, state="open").count() == 1


@pytest.mark.parametrize("role", [Role.READER, Role.COMMITTEE_MEMBER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_neither_compare_nor_merge(
    app: Flask, client_of: Clients, pair: tuple[Applicant, Applicant], role: Role
) -> None:
    caller = client_of(role)
    assert caller.get(f"/admin/personer/sammenlign/?id={pair[0].pk}&med={pair[1].pk}").status_code == 403
    assert caller.post("/admin/personer/skill/", data={"id": pair[0].pk}).status_code == 403
    assert persons.ids_of(pair[0].pk) == [pair[0].pk]
    assert Application.objects.count() == 0
