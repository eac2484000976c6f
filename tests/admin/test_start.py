"""The start page: what is due for whom, and figures that open their lists."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from mongomock.collection import Collection

from admin import formats, start
from models import Lease, Payment, User
from models.lease import Account, OpenItem
from rules.terms import (
    ApplicationState,
    PaymentSource,
    Role,
    RowKind,
    TaskKind,
    Urgency,
    VacancyState,
)
from services import records
from tests.admin.conftest import PASSWORD
from tests.admin.office import app
from tests.factories import ACTOR, make_application, make_lease, make_office, make_task, make_vacancy

__all__ = ["app"]
Clients = Callable[..., FlaskClient]


def _panel(page: str, heading: str) -> str:
    """The part of the page under a heading, until the next panel."""
    return page.partition(f">{heading}</h2>")[2].partition("</section>")[0]


def _headings(page: str) -> list[str]:
    return re.findall(r'<h2 id="panel-\d+">(.*?)</h2>', page)


def _start(caller: FlaskClient) -> str:
    return caller.get("/admin/").text


def _signed_in(app: Flask, user: User) -> FlaskClient:
    client = app.test_client()
    client.post("/login", data={"email": user.email, "password": PASSWORD})
    return client


# --- Tasks --------------------------------------------------------------------------------------------------------


def test_my_tasks_stand_most_urgent_first_with_number_what_when_and_link(
    app: Flask, make_account: Callable[..., User]
) -> None:
    kari = make_account(Role.CASEWORKER)
    case = make_application(application_number="S2026001")
    due = formats.today() - timedelta(days=3)
    make_task(subject_number="S2026002", urgency=Urgency.SOON, assignee=kari)
    make_task(
        subject_number="S2026001", subject_id=str(case.pk), urgency=Urgency.URGENT, assignee=kari, due_on=due,
        text="Avgjør saken", kind=TaskKind.SLOW_CASE,
    )  # fmt: skip
    panel = _panel(_start(_signed_in(app, kari)), "Mine oppgaver")
    assert panel.index("S2026001") < panel.index("S2026002")
    assert f'<a href="/admin/soknader/vis/?id={case.pk}">S2026001</a>' in panel
    assert "Haster" in panel
    assert "Avgjør saken" in panel
    assert f"Svarfristen var {formats.day(due)} (3 dager siden)" in panel


def test_the_next_step_of_a_case_is_said_once(app: Flask, make_account: Callable[..., User]) -> None:
    kari = make_account(Role.CASEWORKER)
    make_task(subject_number="S1", assignee=kari, kind=TaskKind.NEXT_STEP, text="Neste steg: ta opp søknaden.")
    panel = _panel(_start(_signed_in(app, kari)), "Mine oppgaver")
    assert panel.count("Neste steg") == 1
    assert ">Ta opp søknaden.<" in panel


def test_a_record_without_a_page_of_ones_own_leads_to_the_task(app: Flask, make_account: Callable[..., User]) -> None:
    kari = make_account(Role.ECONOMY)
    make_task(key="task:manual:x", subject_number="S1", subject_kind="application", assignee=kari)
    assert "/admin/oppgaver/vis/?id=task:manual:x" in unescape(_start(_signed_in(app, kari)).replace("%3A", ":"))


def test_a_deputy_sees_whose_task_it_is(app: Flask, make_account: Callable[..., User]) -> None:
    kari = make_account(Role.CASEWORKER)
    per = make_account(name="Per Lund", deputy=kari, away_from=formats.today())
    make_task(subject_number="S9", assignee=per)
    assert "for Per Lund" in _panel(_start(_signed_in(app, kari)), "Mine oppgaver")


def test_many_tasks_are_cut_and_lead_to_the_list(app: Flask, make_account: Callable[..., User]) -> None:
    kari = make_account(Role.CASEWORKER)
    for _ in range(start.MOST_MINE + 1):
        make_task(assignee=kari)
    caller = _signed_in(app, kari)
    panel = _panel(_start(caller), "Mine oppgaver")
    assert panel.count("<li>") == start.MOST_MINE
    url = unescape(re.findall(r'panel-all"><a href="([^"]+)"', panel)[0])
    assert f"{start.MOST_MINE + 1} treff" in caller.get(url).text


def test_what_nobody_has_taken_in_my_office(client_of: Clients) -> None:
    office = make_office()
    make_task(subject_number="S1", role=Role.CASEWORKER, office=office)
    make_task(subject_number="S2", role=Role.CASEWORKER, office=make_office())
    make_application(office=office)
    caller = client_of(Role.CASEWORKER, office=office)
    panel = _panel(_start(caller), "Ikke fordelt ved kontoret")
    assert "S1" in panel
    assert "S2" not in panel
    url = unescape(re.findall(r'panel-note"><a href="([^"]+)">Én søknad uten saksbehandler', panel)[0])
    assert "1 treff" in caller.get(url).text


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.CASEWORKER, {Role.CASEWORKER}),
        (Role.HOUSING_CONSULTANT, {Role.HOUSING_CONSULTANT}),
        (Role.UNIT_LEADER, {Role.UNIT_LEADER, Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.PROPERTY}),
        (Role.ECONOMY, {Role.ECONOMY}),
        (Role.ADMINISTRATOR, set()),
        (Role.READER, set()),
    ],
)
def test_whose_unassigned_tasks_one_looks_after(role: Role, sees: set[Role]) -> None:
    assert start.waiting_for(frozenset({role})) == sees


# --- Figures ------------------------------------------------------------------------------------------------------


def _in_debt(days: int, ore: int) -> Lease:
    due = formats.today() - timedelta(days=days)
    items = [OpenItem(row="r", kind=RowKind.CHARGE, due_on=due, open_ore=ore)]
    return make_lease(account=Account(items=items, oldest_due=due))


def _rows(panel: str) -> list[list[str]]:
    """The cells of a figure's table as text."""
    rows = panel.partition("<tbody>")[2].split("</tr>")[:-1]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]
    return [[re.sub(r"<[^>]+>", "", unescape(cell)).strip() for cell in row] for row in cells]


def test_arrears_by_age_with_amounts(client_of: Clients) -> None:
    _in_debt(30, 629_349)
    _in_debt(31, 100_000)
    _in_debt(91, 200_050)
    rows = _rows(_panel(_start(client_of(Role.HOUSING_CONSULTANT)), "Restanser etter alder"))
    plain = [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in rows]
    assert plain == [
        ["1–30 dager", "", "1", "6 293 kr"],
        ["31–60 dager", "", "1", "1 000 kr"],
        ["61–90 dager", "", "0", "0 kr"],
        ["Over 90 dager", "", "1", "2 001 kr"],
    ]


def test_vacant_homes_by_where_they_stand_with_what_they_cost(client_of: Clients) -> None:
    caller = client_of(Role.PROPERTY)
    assert "Ingen boliger er meldt ledige." in _panel(_start(caller), "Ledige boliger")
    today = formats.today()
    make_vacancy()
    make_vacancy(vacated_on=today - timedelta(days=3), rent_ore=0)
    make_vacancy(state=VacancyState.LET, vacated_on=today - timedelta(days=9), let_on=today)
    panel = _panel(_start(caller), "Ledige boliger").replace("\N{NO-BREAK SPACE}", " ")
    assert f"3 tomme dager til nå, 0 kr i tapt leie hittil i {formats.MONTHS[today.month - 1]}." in panel
    assert [row[0::2] for row in _rows(panel)] == [
        ["Meldt ledig", "1"], ["Fraflyttet", "1"], ["Under klargjøring", "0"], ["Klar til innflytting", "0"],
        ["Reservert", "0"],
    ]  # fmt: skip


def test_each_bar_opens_just_its_records(client_of: Clients) -> None:
    for days in (30, 31, 60, 60, 91):
        _in_debt(days, 100)
    make_lease(ends_on=formats.today() + timedelta(days=1))
    make_vacancy(vacated_on=formats.today() - timedelta(days=3))
    make_vacancy(vacated_on=formats.today() - timedelta(days=3), state=VacancyState.CANCELLED)
    for _ in range(2):
        make_application(state=ApplicationState.WAITING)
    caller = client_of(Role.UNIT_LEADER)
    page = _start(caller)
    opened = 0
    for heading in ("Restanser etter alder", "Leiekontrakter som utløper", "Åpne søknader", "Ledige boliger"):
        for row in _panel(page, heading).partition("<tbody>")[2].split("</tr>")[:-1]:
            found = re.findall(r'<a href="([^"]+)"', row)
            count = int(re.findall(r'<td class="num">(\d+)</td>', row)[0])
            assert bool(found) is (count > 0)
            if found:
                assert f'aria-label="{count} treff"' in caller.get(unescape(found[0])).text
                opened += 1
    assert opened >= 6


def test_the_bars_are_drawn_without_style_or_script(client_of: Clients) -> None:
    _in_debt(30, 100)
    _in_debt(30, 100)
    _in_debt(40, 100)
    panel = _panel(_start(client_of(Role.HOUSING_CONSULTANT)), "Restanser etter alder")
    assert re.findall(r'class="bar-\w+" width="(\d+)" height="10"', panel) == [
        "100",
        "100",
        "100",
        "50",
        "100",
        "0",
        "100",
        "0",
    ]
    assert "style=" not in panel
    assert panel.count("aria-hidden") == 4


def test_payments_without_a_lease_for_economy(client_of: Clients) -> None:
    payment = Payment(key="p1", source=PaymentSource.OCR, amount_ore=840_000, booked_on=date(2026, 11, 20), kid="00012")
    records.create(payment, ACTOR)
    panel = _panel(_start(client_of(Role.ECONOMY)), "Innbetalinger uten treff")
    assert "KID 00012" in panel
    assert "betalt 20.11.2026" in panel
    assert "/admin/innbetalinger/vis/?id=p1" in panel


@pytest.mark.parametrize(
    ("role", "headings"),
    [
        (Role.CASEWORKER, {"Mine oppgaver", "Restanser etter alder", "Leiekontrakter som utløper", "Åpne søknader"}),
        (Role.ECONOMY, {"Mine oppgaver", "Restanser etter alder", "Leiekontrakter som utløper",
                        "Innbetalinger uten treff"}),
        (Role.PROPERTY, {"Mine oppgaver", "Leiekontrakter som utløper", "Ledige boliger"}),
        (Role.HOUSING_CONSULTANT, {"Mine oppgaver", "Restanser etter alder", "Leiekontrakter som utløper",
                                   "Åpne søknader", "Ledige boliger"}),
        (Role.ADMINISTRATOR, {"Drift"}),
        (Role.READER, {"Leiekontrakter som utløper", "Åpne søknader"}),
        (Role.COMMITTEE_MEMBER, {"Leiekontrakter som utløper", "Åpne søknader"}),
    ],
)  # fmt: skip
def test_each_role_sees_what_it_may_open(client_of: Clients, role: Role, headings: set[str]) -> None:
    found = {heading for heading in _headings(_start(client_of(role))) if not heading.startswith("Ikke fordelt")}
    assert found == headings


def test_the_page_costs_the_same_however_much_there_is(client_of: Clients, monkeypatch: Any) -> None:
    reads: list[str] = []
    find, count = Collection.find, Collection.count_documents
    monkeypatch.setattr(Collection, "find", lambda self, *a, **k: reads.append(self.name) or find(self, *a, **k))
    monkeypatch.setattr(
        Collection, "count_documents", lambda self, *a, **k: reads.append(self.name) or count(self, *a, **k)
    )
    caller = client_of(*Role)
    _start(caller)
    reads.clear()
    _start(caller)
    few = len(reads)
    for number in range(12):
        _in_debt(number * 10, 100)
        make_task(role=Role.CASEWORKER)
        make_application()
        make_vacancy()
    reads.clear()
    _start(caller)
    assert 0 < len(reads) == few <= 24
