"""Forms: what is typed becomes what is stored, by the services; what is wrong is said in Norwegian; stale pages."""

import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from models import Applicant, Application, AuditEntry, Office, User
from models.applicant import Member
from models.mapping import ApprovedNeed, Mapping
from rules.terms import ApplicationKind, ApplicationState, Relation, Role
from services import records
from services.actor import Actor
from tests.factories import ACTOR, make_applicant, make_application, make_office, make_user

PEOPLE, CASES, OFFICES = "/admin/personer/", "/admin/soknader/", "/admin/kontorer/"
OTHER = Actor(id="other", name="Per Hansen", at=ACTOR.at, roles=frozenset({Role.CASEWORKER}))
PERSON = {"first_name": "Åse", "last_name": "Østby", "letter_form": "nb"}


def _case(applicant: Any, **more: str) -> dict[str, str]:
    values = {
        "application_number": "S2026900", "applicant": str(applicant.pk), "applicant-text": "Åse", "kind": "new",
        "received_on": "02.11.2026", "target_group": "disadvantaged", "applied_by": "applicant",
        "situation": "no_dwelling", "adults": "2", "tenant_status": "new",
    }  # fmt: skip
    return values | more


def test_creating_goes_through_the_service_with_history_and_audit(client: FlaskClient) -> None:
    answer = client.post(f"{OFFICES}ny/", data={"name": "  Boligkontoret ", "email": "", "active": "y"})
    office = Office.objects.get()
    assert answer.headers["Location"] == f"{OFFICES}vis/?id={office.pk}"
    assert (office.name, office.email, office.version) == ("Boligkontoret", None, 1)
    assert [entry.action for entry in office.history] == ["created"]
    assert AuditEntry.objects(document="office", by_name=office.history[0].by_name).count() == 1


def test_everything_on_a_person_is_read_as_it_is_typed(client: FlaskClient) -> None:
    form = PERSON | {
        "identity_number": "01410012345", "born_on": "1.1.1900", "resident": "ja", "permit": "eea",
        "members-0-name": "Lille", "members-0-relation": "child", "members-0-born_on": "02012018",
        "members-3-name": "Stor", "members-3-relation": "spouse", "members-3-custody_percent": "50",
    }  # fmt: skip
    assert client.post(f"{PEOPLE}ny/", data=form).status_code == 302
    person = Applicant.objects.get()
    assert (person.identity_number, person.born_on, person.resident) == ("01410012345", date(1900, 1, 1), True)
    assert [(member.name, member.relation) for member in person.members] == [
        ("Lille", Relation.CHILD),
        ("Stor", Relation.SPOUSE),
    ]
    assert person.members[0].born_on == date(2018, 1, 2)
    assert (person.address, person.email, person.protected_address) == (None, None, False)


def test_a_case_with_kroner_parts_and_a_picked_person(client: FlaskClient) -> None:
    worker = make_user()
    form = _case(make_applicant(), caseworker=str(worker.pk))
    form |= {"mapping-rent_now_ore": "6 293,50", "mapping-health": "Trenger heis", "approved_need-rooms": "3"}
    assert client.post(f"{CASES}ny/", data=form).status_code == 302
    case = Application.objects.get()
    assert (case.mapping.rent_now_ore, case.mapping.health, case.approved_need.rooms) == (629350, "Trenger heis", 3)
    assert (case.kind, case.state, case.received_on) == (
        ApplicationKind.NEW,
        ApplicationState.RECEIVED,
        date(2026, 11, 2),
    )
    assert case.caseworker == worker


def test_optional_parts_left_blank_are_not_stored(client: FlaskClient) -> None:
    assert client.post(f"{CASES}ny/", data=_case(make_applicant())).status_code == 302
    case = Application.objects.get()
    assert (case.mapping, case.approved_need, case.caseworker) == (None, None, None)


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("adults", "", "Fyll ut dette feltet."),
        ("adults", "to", "Skriv et helt tall fra 1 til 20."),
        ("adults", "0", "Tallet må være mellom 1 og 20."),
        ("received_on", "32.13.2026", "Skriv datoen som dd.mm.åååå, for eksempel 22.11.2026."),
        ("received_on", "22.11.26", "Skriv datoen som dd.mm.åååå, for eksempel 22.11.2026."),
        ("kind", "tull", "Velg en av verdiene i listen."),
        ("kind", "", "Fyll ut dette feltet."),
        ("applicant", "", "Velg en fra listen som kommer fram når du skriver."),
        ("applicant", "5f5f5f5f5f5f5f5f5f5f5f5f", "Velg en fra listen som kommer fram når du skriver."),
        ("mapping-rent_now_ore", "ca 6000", "Skriv beløpet i kroner med komma foran ørene"),
        ("mapping-rent_now_ore", "-5", "Beløpet kan ikke være negativt."),
        ("application_number", "S" * 31, "Skriv høyst 30 tegn."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
    client: FlaskClient, field: str, typed: str, reason: str
) -> None:
    page = client.post(f"{CASES}ny/", data=_case(make_applicant()) | {field: typed}).text
    assert reason in page
    assert 'role="alert"' in page
    assert "Ingenting er lagret ennå." in page
    assert typed in page or field in ("kind", "applicant")
    assert Application.objects.count() == 0


def test_a_number_in_use_is_refused(client: FlaskClient) -> None:
    make_application(application_number="S2026900")
    page = client.post(f"{CASES}ny/", data=_case(make_applicant())).text
    assert "Det finnes allerede en søknad med samme verdi." in page
    assert Application.objects.count() == 1


def test_forms_refuse_what_is_not_theirs(client: FlaskClient) -> None:
    case = make_application()
    form = _case(case.applicant, version="1", state="housed", history="x", pending="x")
    client.post(f"{CASES}rediger/?id={case.pk}", data=form)
    assert Application.objects.get().state == ApplicationState.RECEIVED


def test_editing_writes_one_entry_with_the_reason(client: FlaskClient) -> None:
    office = make_office(name="Gammelt navn", phone="77000000")
    form = {"name": "Nytt navn", "phone": "", "active": "y", "version": "1", "why": "  Omorganisert "}
    answer = client.post(f"{OFFICES}rediger/?id={office.pk}", data=form)
    stored = Office.objects.get()
    assert answer.status_code == 302
    assert (stored.name, stored.phone, stored.version) == ("Nytt navn", None, 2)
    assert (stored.history[1].why, set(stored.history[1].changes)) == ("Omorganisert", {"name", "phone"})


def test_saving_without_a_change_writes_nothing_and_says_so(client: FlaskClient) -> None:
    case = make_application(mapping=Mapping(rent_now_ore=629350, health="Trenger heis"))
    form = _form(client.get(f"{CASES}rediger/?id={case.pk}").text)
    page = client.post(f"{CASES}rediger/?id={case.pk}", data=form, follow_redirects=True).text
    assert "Ingenting var endret" in page
    assert Application.objects.get().version == 1


def test_rows_of_a_list_keep_what_the_form_does_not_show(client: FlaskClient) -> None:
    kept = Member(name="Nest", relation=Relation.CHILD, born_on=date(2015, 5, 5))
    person = make_applicant(members=[Member(name="Først", relation=Relation.SPOUSE), kept])
    form = _form(client.get(f"{PEOPLE}rediger/?id={person.pk}").text)
    form = {name: value for name, value in form.items() if not name.startswith("members-0-")}
    form |= {"members-2-name": "Ny", "members-2-relation": "other"}
    assert client.post(f"{PEOPLE}rediger/?id={person.pk}", data=form).status_code == 302
    members = Applicant.objects.get().members
    assert [(one.name, one.born_on) for one in members] == [("Nest", date(2015, 5, 5)), ("Ny", None)]


def test_roles_are_ticked(client: FlaskClient) -> None:
    user = make_user(roles=[Role.READER])
    form = _form(client.get(f"/admin/brukere/rediger/?id={user.pk}").text)
    answer = client.post(f"/admin/brukere/rediger/?id={user.pk}", data=form | {"roles": ["caseworker", "economy"]})
    assert answer.status_code == 302
    assert User.objects.get(pk=user.pk).roles == [Role.CASEWORKER, Role.ECONOMY]


# --- Stale pages -----------------------------------------------------------------------------------------------------


def test_a_stale_page_is_refused_with_what_changed_and_keeps_what_was_typed(client: FlaskClient) -> None:
    case = make_application(adults=2)
    form = _form(client.get(f"{CASES}rediger/?id={case.pk}").text) | {"adults": "3"}
    records.change(case, OTHER, values={"adults": 4, "received_on": date(2026, 10, 1)}, why="Rettet")
    page = client.post(f"{CASES}rediger/?id={case.pk}", data=form).text
    assert "Noen andre har lagret mens du skrev" in page
    assert "av Per Hansen" in page
    assert "Rettet" in page
    shown = _form(page)
    assert (shown["adults"], shown["received_on"], shown["version"]) == ("3", "01.10.2026", "2")
    assert "Dere har begge endret <strong>Voksne</strong>" in page
    assert Application.objects.get().adults == 4


def test_the_next_save_after_a_stale_page_goes_in(client: FlaskClient) -> None:
    case = make_application(adults=2)
    form = _form(client.get(f"{CASES}rediger/?id={case.pk}").text) | {"adults": "3"}
    records.change(case, OTHER, values={"received_on": date(2026, 10, 1)})
    again = _form(client.post(f"{CASES}rediger/?id={case.pk}", data=form).text)
    assert client.post(f"{CASES}rediger/?id={case.pk}", data=again).status_code == 302
    stored = Application.objects.get()
    assert (stored.adults, stored.received_on, stored.version) == (3, date(2026, 10, 1), 3)


def test_parts_that_others_changed_are_shown_new_where_they_were_left_alone(client: FlaskClient) -> None:
    case = make_application(mapping=Mapping(rent_now_ore=100), approved_need=ApprovedNeed(rooms=1))
    form = _form(client.get(f"{CASES}rediger/?id={case.pk}").text) | {"adults": "5"}
    records.change(case, OTHER, values={"mapping": Mapping(rent_now_ore=200_00)})
    page = client.post(f"{CASES}rediger/?id={case.pk}", data=form).text
    assert _form(page)["mapping-rent_now_ore"] == "200,00"
    assert _form(page)["adults"] == "5"


def test_a_form_without_a_version_is_stale(client: FlaskClient) -> None:
    office = make_office(name="Gammelt")
    page = client.post(f"{OFFICES}rediger/?id={office.pk}", data={"name": "Nytt", "active": "y"}).text
    assert "Noen andre har lagret mens du skrev" in page
    assert Office.objects.get().name == "Gammelt"


# --- Changes and setting back ---------------------------------------------------------------------------------------


def test_the_list_of_changes_speaks_norwegian(client: FlaskClient) -> None:
    case = make_application(adults=2)
    records.change(case, OTHER, values={"adults": 4, "received_on": date(2026, 10, 1)}, why="Rettet")
    page = client.get(f"{CASES}endringer/?id={case.pk}").text
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Endret 22.11.2026 kl. 12.00 av Per Hansen Begrunnelse: Rettet" in text
    assert "Voksne 2 4" in text
    assert "Mottatt 02.11.2026 01.10.2026" in text


def test_encrypted_values_are_not_spelt_out_in_the_list_of_changes(client: FlaskClient) -> None:
    case = make_application()
    records.change(case, OTHER, values={"mapping": Mapping(health="Trenger heis")})
    page = client.get(f"{CASES}endringer/?id={case.pk}").text
    assert "Kryptert" in page
    assert "Trenger heis" not in page


def test_a_plain_edit_is_set_back(client: FlaskClient) -> None:
    case = make_application(adults=2, mapping=Mapping(health="Før"))
    records.change(case, OTHER, values={"adults": 4, "mapping": Mapping(health="Etter")})
    answer = client.post(f"{CASES}tilbake/", data={"id": str(case.pk), "entry": "2", "version": "2"})
    stored = Application.objects.get()
    assert answer.status_code == 302
    assert (stored.adults, stored.mapping.health, stored.version) == (2, "Før", 3)
    assert stored.history[2].action == "restored"


def test_setting_back_from_a_stale_page_is_refused(client: FlaskClient) -> None:
    case = make_application(adults=2)
    records.change(case, OTHER, values={"adults": 4})
    records.change(case, OTHER, values={"adults": 5})
    form = {"id": str(case.pk), "entry": "2", "version": "2"}
    page = client.post(f"{CASES}tilbake/", data=form, follow_redirects=True).text
    assert "Voksne er endret igjen etter dette, sist av Per Hansen 22.11.2026 kl. 12.00." in page
    assert "Kan ikke settes tilbake: Voksne er endret senere." in page
    assert Application.objects.get().adults == 5


def test_setting_back_what_another_field_followed_asks_with_both_values(client: FlaskClient) -> None:
    case = make_application(adults=2)
    records.change(case, OTHER, values={"adults": 4})
    records.change(case, OTHER, values={"children": 1})
    page = client.get(f"{CASES}endringer/?id={case.pk}").text
    assert "Sette tilbake? Voksne: fra «4» til «2»." in page
    stale = client.post(
        f"{CASES}tilbake/", data={"id": str(case.pk), "entry": "2", "version": "2"}, follow_redirects=True
    )
    assert "Per Hansen har endret søknaden" in stale.text
    client.post(f"{CASES}tilbake/", data={"id": str(case.pk), "entry": "2", "version": "3"})
    stored = Application.objects.get()
    assert (stored.adults, stored.children) == (2, 1)


@pytest.mark.parametrize(("action", "values"), [("assessed", {"adults": 4}), ("edited", {"swap_of": ACTOR.office})])
def test_only_plain_edits_of_the_form_are_set_back(client: FlaskClient, action: str, values: dict[str, Any]) -> None:
    case = make_application(adults=2)
    records.change(case, OTHER, values=values | {"archive_case_number": "26/1"}, action=action)
    assert "Sett tilbake" not in client.get(f"{CASES}endringer/?id={case.pk}").text
    answer = client.post(f"{CASES}tilbake/", data={"id": str(case.pk), "entry": "2", "version": "2"})
    assert answer.status_code == 404


def _form(page: str) -> dict[str, Any]:
    """What a browser would post from the page's own form, untouched."""
    body = re.search(r'<form method="post" enctype.*?</form>', page, re.DOTALL)
    assert body, page[:2000]
    html = re.sub(r"<template.*?</template>", "", body[0], flags=re.DOTALL)
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        names, types = re.search(r'name="([^"]+)"', tag), re.search(r'type="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if names and types and (types[1] != "checkbox" or " checked" in tag):
            found[names[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*(.*?)</textarea>', html, re.DOTALL))
    return found
