"""The doors of keeping a home: who learns what was said and written, and where a protected household lives."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from mongoengine import EmbeddedDocument

from admin.keeping_doors import KEEPING, ON_LEASE
from models import ArrearsCase, AuditEntry, Ending, Inspection, Lease, PriceIndex, Repair, Task
from models.fields import EncryptedString
from rules.terms import Role
from services import records
from tests.admin.office import app
from tests.admin.plain_text import strange, visible
from tests.casework import NOW
from tests.factories import ACTOR, make_applicant, make_dwelling, make_lease, make_office, make_user
from tests.keepers import furnish_keeping

__all__ = ["app"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("app")
Clients = Callable[..., FlaskClient]
SECRET = "Hemmelighet"
HOME, NUMBER = "Hemmelig vei 7", "B7654321"
STEPS = {name: list(doors.also) for name, doors in KEEPING.items()} | {"lease": list(ON_LEASE)}
PARTS = {"complainants": ["hvem"], "measures": ["tiltak"], "rooms": ["rom"], "items": ["punkt"]}


@pytest.fixture(autouse=True)
def monday(clock: Any) -> None:
    clock.move_to(NOW)


def at_home(**person: Any) -> tuple[Any, dict[type[Any], Any]]:
    """The lease of Siv Skjult, with one of each record."""
    siv = make_applicant(first_name="Siv", last_name="Skjult", **person)
    home = make_dwelling(dwelling_number=NUMBER, address=HOME)
    office = make_office()
    lease = make_lease(contract_number="K7788", tenant=siv, dwelling=home, office=office)
    return lease, furnish_keeping(lease, make_user(name="Kari Kontor", office=office))


def furnished(**person: Any) -> tuple[Any, dict[type[Any], Any]]:
    """The same, where every encrypted field holds a secret that tells where it stood."""
    lease, made = at_home(**person)
    for kind, record in made.items():
        values = dict(with_secrets(kind, record))
        records.change(record, ACTOR, values=values, why=f"{SECRET} {kind.__name__} why")
    return lease, made


def with_secrets(kind: type[Any], record: Any) -> Iterator[tuple[str, Any]]:
    """The encrypted fields of a record with a secret each, those of its parts too."""
    for name, field in kind._fields.items():
        if isinstance(field, EncryptedString):
            yield name, f"{SECRET} {kind.__name__} {name}"
        elif (parts := getattr(record, name)) and isinstance(parts, list) and isinstance(parts[0], EmbeddedDocument):
            yield name, [told(f"{kind.__name__} {name}", part) for part in parts]


def told(path: str, part: Any) -> Any:
    copied = type(part)(**{name: getattr(part, name) for name in part._fields})
    for name, value in with_secrets(type(part), part):
        setattr(copied, name, f"{SECRET} {path} {name}" if isinstance(value, str) else value)
    return copied


def pages_of(app: Any, lease: Any, made: dict[type[Any], Any]) -> list[str]:
    """Every page that may tell of the records: their lists, details and changes, and those of what they belong to."""
    screens = app.extensions["husrom_desk"].screens
    found = ["", "oppgaver/", "sok/?q=K7788", "sok/?q=Siv", "restanser/"]
    for record in [*made.values(), lease, lease.dwelling, lease.tenant]:
        slug = screens[type(record)].slug
        found += [f"{slug}/", f"{slug}/vis/?id={record.pk}", f"{slug}/endringer/?id={record.pk}"]
    return [*(f"/admin/{page}" for page in dict.fromkeys(found)), *steps_of(app, made, lease)]


def steps_of(app: Any, made: dict[type[Any], Any], lease: Any) -> list[str]:
    """The pages of every step that the list of doors names, on each record and on what its parts are called."""
    records_of = {kind._get_collection_name(): record for kind, record in [*made.items(), (type(lease), lease)]}
    steps = [(f"{name}.{step}", record) for name, record in records_of.items() for step in STEPS.get(name, ())]
    rules = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return [f"{rules[name]}?id={record.pk}{parts_of(record)}" for name, record in steps if name in rules]


def parts_of(record: Any) -> str:
    """The address's names of the first of each of the record's parts."""
    held = ((words, getattr(record, name, None)) for name, words in PARTS.items())
    return "".join(
        f"&{word}={parts[0].id}" for words, parts in held if isinstance(parts, list) and parts for word in words
    )


def told_to(app: Any, caller: FlaskClient, lease: Any, made: dict[type[Any], Any]) -> set[str]:
    """Whose secrets the pages and the exports tell, by the collections' classes; every page is answered."""
    found: set[str] = set()
    for page in pages_of(app, lease, made):
        answer = caller.get(page)
        assert answer.status_code < 500, page
        found |= set(re.findall(rf"{SECRET} (\w+)", answer.text))
        words = [] if SECRET in answer.text or answer.status_code != 200 else strange(answer.text)
        assert words == [], page
    screens = app.extensions["husrom_desk"].screens
    for kind in [*made, type(lease), AuditEntry, Task]:
        answer = caller.post(f"/admin/{screens[kind].slug}/eksport/csv/")
        assert answer.status_code < 500, kind
        found |= set(re.findall(rf"{SECRET} (\w+)", answer.text))
    return found - {"PriceIndex"}  # of no person


MONEY = {"ArrearsCase", "RentChange", "Adjustment", "Allowance", "GuaranteeClaim"}
HOMES = {"Incident", "Inspection", "Repair"}
EVERYTHING = MONEY | HOMES | {"FollowUp", "Ending", "Dispute"}
TOLD_ELSEWHERE = {  # to those of another office: what each role does for every office
    Role.READER: set(), Role.CASEWORKER: set(), Role.HOUSING_CONSULTANT: set(), Role.UNIT_LEADER: set(),
    Role.COMMITTEE_MEMBER: set(), Role.DECIDER: set(), Role.ADMINISTRATOR: set(), Role.PROPERTY: HOMES,
    Role.ECONOMY: MONEY, Role.AUDITOR: {"RentChange", "Adjustment"}, Role.DEPARTMENT_HEAD: EVERYTHING,
}  # fmt: skip


@pytest.mark.parametrize(("role", "expected"), TOLD_ELSEWHERE.items(), ids=[role.name for role in TOLD_ELSEWHERE])
def test_what_was_written_is_told_to_those_of_another_office_by_their_work_alone(
    app: Any, client_of: Clients, role: Role, expected: set[str]
) -> None:
    lease, made = furnished()
    assert told_to(app, client_of(role, office=make_office()), lease, made) == expected


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER])
def test_what_was_written_is_told_to_those_who_follow_the_lease_up(app: Any, client_of: Clients, role: Role) -> None:
    lease, made = furnished()
    assert told_to(app, client_of(role, office=lease.office), lease, made) == EVERYTHING


def test_economy_follows_the_debt_and_is_not_told_what_is_best_for_a_child(client_of: Clients) -> None:
    lease, made = furnished()
    page = f"/admin/restansesaker/vis/?id={made[ArrearsCase].pk}"
    money, own = client_of(Role.ECONOMY).get(page).text, client_of(Role.CASEWORKER, office=lease.office).get(page).text
    child, contact = f"{SECRET} ArrearsCase approvals best_interest", f"{SECRET} ArrearsCase steps said"
    assert (child in own, contact in own) == (True, True)
    assert (child in money, contact in money) == (False, True)
    changes = f"/admin/restansesaker/endringer/?id={made[ArrearsCase].pk}"
    assert SECRET not in client_of(Role.ECONOMY).get(changes).text


@pytest.mark.parametrize("step", ["godkjenn", "si-nei", "blir-boende", "siste-dag"])
def test_a_leader_of_another_office_neither_approves_nor_changes_an_end(client_of: Clients, step: str) -> None:
    ending = furnished()[1][Ending]
    leader, held = client_of(Role.UNIT_LEADER, office=make_office()), Ending.objects.get(pk=ending.pk)
    form = {"id": str(ending.pk), "version": str(held.version), "reason": "Avtalt.", "ends_on": "31.01.2027"}
    leader.post(f"/admin/avslutninger/{step}/", data=form)
    assert Ending.objects.get(pk=ending.pk).version == held.version


# --- Where a protected household lives -----------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.PROPERTY, Role.ECONOMY, Role.AUDITOR, Role.DEPARTMENT_HEAD])
def test_no_page_joins_a_protected_household_with_its_home(app: Any, client_of: Clients, role: Role) -> None:
    lease, made = furnished(protected_address=True)
    caller = client_of(role, office=lease.office)
    screens = app.extensions["husrom_desk"].screens
    numbers = {record.number for kind, record in made.items() if kind is not PriceIndex} | {"K7788", "Siv Skjult"}
    ids = {str(record.pk) for kind, record in made.items() if kind is not PriceIndex} | {str(lease.pk)}
    home = str(lease.dwelling.pk)
    filtered = [f"/admin/{screens[kind].slug}/?flt_dwelling={home}" for kind in (Inspection, Repair, Lease)]
    found = [f"/admin/{screens[kind].slug}/?search={HOME[:9]}" for kind in [*made, Lease]]
    joined = {}
    for page in [*pages_of(app, lease, made), *filtered, *found]:
        text = caller.get(page, follow_redirects=True).text
        words = visible(text)
        by_home = page in filtered or home in page or (page not in found and (HOME in words or NUMBER in words))
        here = {one for one in numbers if one in words} | {one for one in ids if one in text and one not in page}
        if by_home and here:
            joined[page] = here
    assert joined == {}
