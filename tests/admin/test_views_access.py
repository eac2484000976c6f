"""Who may do what: the list, its table in docs/roles.md, and what stays closed to those without need of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from flask.testing import FlaskClient

from admin import access
from admin.doors import Doors
from models import AccessEntry, Applicant, Application, AuditEntry, JournalEntry, Lease
from rules.terms import AccessKind, Role
from services import records
from tests.admin.office import app
from tests.admin.plain_text import visible
from tests.factories import ACTOR, make_office
from tests.makers import furnish

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
TABLE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
SECRETS = ("Trenger heis.", "Boligen i dag er fuktig.", "Husstanden kan skaffe bolig", "leiekontrakten er sagt opp")
NUMBER = "03858412349"


def screens(app: Flask) -> list[Any]:
    return list(app.extensions["husrom_desk"].screens.values())


def table(app: Flask) -> Iterator[str]:
    """The rows of docs/roles.md: a screen, and for each role the letters of what it may do."""
    yield f"| Skjermbilde | {' | '.join(role.label for role in Role)} |"
    yield f"|---|{'---|' * len(Role)}"
    for screen in screens(app):
        yield f"| {screen.name_many} | {' | '.join(letters(screen.doors, role) for role in Role)} |"


def letters(doors: Doors, role: Role) -> str:
    may = {"L": doors.read, "R": doors.create | doors.edit, "E": doors.export, "H": doors.actions}
    return " ".join(letter for letter, roles in may.items() if role in roles) or "–"


def test_the_table_that_people_read_is_the_list_that_is_kept(app: Flask) -> None:
    written = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    assert written == list(table(app))


def test_every_route_is_on_the_list(app: Flask) -> None:
    assert list(access.unlisted(app)) == []


def test_every_screen_is_on_the_list_and_nothing_else(app: Flask) -> None:
    assert {screen.endpoint for screen in screens(app)} == set(access.SCREENS)


CASEWORKER, CONSULTANT, LEADER, HEAD = (
    Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD,
)  # fmt: skip
WORKERS = {CASEWORKER, CONSULTANT, LEADER, HEAD}
DECIDERS = {Role.COMMITTEE_MEMBER, Role.DECIDER}


@pytest.mark.parametrize(
    ("sentence", "screen", "method", "roles"),
    [
        ("those who work or decide cases read journals", "journal_entry", "index_view", WORKERS | DECIDERS),
        ("the same open a case's journal", "application", "journal", WORKERS | DECIDERS),
        ("only those who work cases take them up", "application", "take_up", WORKERS),
        ("only those who work cases change the register of persons", "applicant", "edit_view", WORKERS),
        ("economy places payments", "payment", "place", {Role.ECONOMY}),
        ("nobody but economy and the auditor sees the queue", "payment", "index_view", {Role.ECONOMY, Role.AUDITOR}),
        ("administrators make users", "user", "create_view", {Role.ADMINISTRATOR}),
        ("administrators publish rulebooks", "rulebook", "publish", {Role.ADMINISTRATOR}),
        ("administrators change a draft of the rulebook", "rulebook", "edit_part", {Role.ADMINISTRATOR}),
        ("leaders, administrators and the auditor see what a draft would change", "rulebook", "impact",
         {LEADER, HEAD, Role.ADMINISTRATOR, Role.AUDITOR}),
        ("administrators drop what has stopped", "task", "drop", {Role.ADMINISTRATOR}),
        ("administrators put mails back in the queue", "message", "requeue", {Role.ADMINISTRATOR}),
        ("those who work cases plan meetings", "meeting", "create_view", WORKERS),
        ("members of the committee record what it decides", "meeting", "decide", {Role.COMMITTEE_MEMBER}),
        ("those around the table postpone", "meeting", "postpone", WORKERS | {Role.COMMITTEE_MEMBER}),
        ("who controls reads the log of who saw what", "access_entry", "index_view", {Role.AUDITOR, HEAD}),
        ("who controls reads the log of changes", "audit_entry", "index_view", {Role.AUDITOR, HEAD}),
        ("caseworkers register applications", "application", "create_view", WORKERS),
        ("caseworkers ask for papers", "application", "papers", WORKERS),
        ("deciders say that they are disqualified", "application", "declare_conflict",
         {*WORKERS, Role.COMMITTEE_MEMBER, Role.DECIDER}),
        ("nobody edits an application as a whole", "application", "edit_view", set()),
        ("nobody edits a lease by hand here", "lease", "edit_view", set()),
        ("nobody writes in the ledger by hand", "ledger_row", "create_view", set()),
    ],
)  # fmt: skip
def test_policy(sentence: str, screen: str, method: str, roles: set[Role]) -> None:
    assert access.SCREENS[screen].of(method) == roles, sentence


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR])
def test_readers_change_nothing(role: Role) -> None:
    for screen, doors in access.SCREENS.items():
        assert role not in doors.create | doors.edit | doors.actions, screen


def test_administrators_read_nothing_about_persons() -> None:
    for screen in ("applicant", "application", "journal_entry", "decision", "appeal", "lease", "ledger_row", "payment"):
        assert Role.ADMINISTRATOR not in access.SCREENS[screen].read, screen


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_is_its_own_and_no_more(app: Flask, client_of: Clients, role: Role) -> None:
    caller = client_of(role)
    for screen in screens(app):
        expected = 200 if role in screen.doors.read else 403
        assert caller.get(f"/admin/{screen.slug}/").status_code == expected, screen.slug
        creating = 200 if role in screen.doors.create else 403
        assert caller.get(f"/admin/{screen.slug}/ny/").status_code == creating, screen.slug


def on_agenda(case: Application) -> None:
    """Put the case before those who decide."""
    records.change(case, ACTOR, values={"meeting": ObjectId()})


def everything(
    app: Flask, caller: FlaskClient, role: Role, *, before_deciders: bool = False, office: Any = None
) -> str:
    """All that a role can read of a furnished office: lists, pages, changes, exports."""
    furnished = furnish()
    if office is not None:
        records.change(furnished[Application], ACTOR, values={"office": office})
    if before_deciders:
        on_agenda(furnished[Application])
    said = []
    for screen in screens(app):
        if role not in screen.doors.read:
            continue
        record = furnished[screen.model]
        pages = ("", f"vis/?id={record.pk}", f"endringer/?id={record.pk}")
        said += [caller.get(f"/admin/{screen.slug}/{page}").text for page in pages]
        if role in screen.doors.export:
            said.append(caller.post(f"/admin/{screen.slug}/eksport/csv/").text)
    return visible(" ".join(said))


@pytest.mark.parametrize("role", sorted(set(Role) - WORKERS - DECIDERS, key=lambda role: role.value))
def test_health_reasons_and_journals_reach_nobody_without_need(app: Flask, client_of: Clients, role: Role) -> None:
    said = everything(app, client_of(role), role)
    assert len(said) > 500
    assert [secret for secret in SECRETS if secret in said] == []
    assert "6 293,50 kr".replace(" ", "\N{NO-BREAK SPACE}") not in said  # the rent in the mapping
    assert NUMBER not in said


@pytest.mark.parametrize("role", sorted(WORKERS, key=lambda role: role.value))
def test_those_who_work_cases_read_them(app: Flask, client_of: Clients, role: Role) -> None:
    office = make_office()
    said = everything(app, client_of(role, office=office), role, office=office)
    assert [secret for secret in SECRETS if secret not in said] == []
    assert NUMBER in said


def test_those_who_decide_read_the_case_but_not_the_identity_number(app: Flask, client_of: Clients) -> None:
    said = everything(app, client_of(Role.DECIDER), Role.DECIDER, before_deciders=True)
    assert "Trenger heis." in said
    assert NUMBER not in said


@pytest.mark.parametrize("role", sorted(DECIDERS, key=lambda role: role.value))
def test_those_who_decide_read_no_secret_of_a_case_that_is_not_before_them(
    app: Flask, client_of: Clients, role: Role
) -> None:
    said = everything(app, client_of(role), role)
    assert len(said) > 500
    assert [secret for secret in SECRETS if secret in said] == []


def test_a_reader_sees_no_account(app: Flask, client_of: Clients) -> None:
    caller = client_of(Role.READER)
    lease = furnish()[Lease]
    page = visible(caller.get(f"/admin/leieforhold/vis/?id={lease.pk}").text)
    assert "Konto" not in page.replace("Kontor", "")
    assert "Forfalt husleie" not in page
    listed = visible(caller.get("/admin/leieforhold/").text)
    assert "12 586" not in listed
    assert "Skjermet" in listed
    everyone = caller.get("/admin/leieforhold/?flt_restanse=ja").text
    assert "K5001" in everyone
    assert len(AccessEntry.objects(document="lease")) == 0
    assert caller.get("/admin/leieforhold/?flt_restanse=nei").text.count("K5001") == everyone.count("K5001")


def opened() -> list[tuple[str, str | None]]:
    return [(entry.document, entry.number) for entry in AccessEntry.objects(kind=AccessKind.OPENED).order_by("pk")]


def test_each_opening_of_a_person_is_logged(app: Flask, client_of: Clients) -> None:
    caller = client_of(CASEWORKER, name="Kari Nordmann")
    person = furnish()[Applicant]
    for page in ("vis", "endringer", "rediger"):
        caller.get(f"/admin/personer/{page}/?id={person.pk}")
    caller.get("/admin/personer/")
    entries = AccessEntry.objects(kind=AccessKind.OPENED)
    assert [(entry.document, entry.person.pk, entry.by_name) for entry in entries] == [
        ("applicant", person.pk, "Kari Nordmann")
    ] * 3


def test_opening_a_case_is_logged_where_the_mapping_is_shown(app: Flask, client_of: Clients) -> None:

    case = furnish()[Application]
    client_of(Role.READER).get(f"/admin/soknader/vis/?id={case.pk}")
    assert opened() == []
    client_of(CASEWORKER).get(f"/admin/soknader/vis/?id={case.pk}")
    assert opened() == [("application", "S2026001")]
    plain = case.__class__.objects(application_number__ne="S2026001").first()
    client_of(CASEWORKER).get(f"/admin/soknader/vis/?id={plain.pk}")
    assert len(opened()) == 1


def test_each_opening_of_a_journal_is_logged(app: Flask, client_of: Clients) -> None:
    entry = furnish()[JournalEntry]
    on_agenda(entry.application)
    caller = client_of(Role.COMMITTEE_MEMBER)
    caller.get(f"/admin/soknader/journal/?id={entry.application.pk}")
    caller.get(f"/admin/journalnotater/vis/?id={entry.pk}")
    caller.get(f"/admin/journalnotater/rett/?id={entry.pk}")
    assert opened() == [("journal_entry", "S2026001")] * 3
    assert caller.get("/admin/journalnotater/").status_code == 200
    assert len(opened()) == 3


def test_no_get_changes_anything_but_the_access_log(app: Flask, client_of: Clients, memory_database: Any) -> None:
    furnished = {model._get_collection_name(): record.pk for model, record in furnish().items()}
    caller = client_of(*Role)
    before = contents(memory_database)
    called = 0
    for rule in app.url_map.iter_rules():
        screen = rule.endpoint.partition(".")[0]
        if "GET" not in (rule.methods or set()) or rule.arguments or screen not in furnished:
            continue
        assert caller.get(f"{rule.rule}?id={furnished[screen]}&name=filter.applicant").status_code < 500, rule.rule
        called += 1
    assert called > 90
    assert contents(memory_database) == before


def contents(database: Any) -> dict[str, list[Any]]:
    names = set(database.list_collection_names()) - {"access_entry", "throttle"}
    return {name: list(database[name].find()) for name in sorted(names)}


def test_an_unknown_record_is_not_found(app: Flask, client_of: Clients) -> None:
    caller = client_of(*Role)
    for screen in screens(app):
        for identity in ("finnes-ikke", "65f000000000000000000001", ""):
            assert caller.get(f"/admin/{screen.slug}/vis/?id={identity}").status_code == 404, screen.slug


def test_the_auditor_sees_what_changed_but_no_secret(app: Flask, client_of: Clients) -> None:

    person = furnish()[Applicant]
    records.change(person, ACTOR, values={"phone": "99887766"})
    entry = AuditEntry.objects(document="applicant", action="edited").order_by("-version").first()
    assert "99887766" in client_of(Role.AUDITOR).get(f"/admin/endringslogg/vis/?id={entry.pk}").text
    records.change(person, ACTOR, values={"protected_address": True})
    assert "99887766" not in client_of(Role.AUDITOR).get(f"/admin/endringslogg/vis/?id={entry.pk}").text
    mapping = AuditEntry.objects(document="application", action="edited").first()
    page = visible(client_of(Role.AUDITOR).get(f"/admin/endringslogg/vis/?id={mapping.pk}").text)
    assert "Kartlegging" in page
    assert "Skjermet" in page
