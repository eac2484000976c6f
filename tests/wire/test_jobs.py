"""Jobs and flags by the operators' commands on a real server, and their queries with and without indexes."""

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

import jobs
from config.settings import Settings
from models import DOCUMENTS, JobRun, Lease, LedgerRow, Letter, Message, Task
from rules.terms import (
    AgreementState,
    AppealState,
    ApplicationState,
    JobState,
    LeaseState,
    LetterState,
    MessageState,
    RowKind,
    TaskKind,
    TaskState,
    Urgency,
)
from services import (
    arrears,
    expiries,
    flags,
    job_runs,
    maintenance,
    outbox,
    pending_appeals,
    rulebooks,
    slow_cases,
    tasks,
)
from tests.clockwork import DAY, book, load_rulebook
from tests.factories import (
    ACTOR,
    make_agreement,
    make_appeal,
    make_application,
    make_decision,
    make_landlord,
    make_lease,
    make_task,
    make_user,
)
from tests.jobs.post_office import PostOffice, serve

NIGHT = ("arrears", "expiring_agreements", "pending_appeals", "slow_cases", "next_steps", "reminders", "send_outbox")
LATER = datetime(2027, 1, 1, tzinfo=UTC)
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def rulebook(app: Flask) -> None:
    load_rulebook()


def stored() -> Lease:
    """Something of everything that is flagged, and of what is near it and not; returns a lease in arrears."""
    kari = make_user(email="kari@kommune.test")
    owing, paid = (make_lease(caseworker=kari, ends_on=date(2027, month, 22)) for month in (2, 5))
    for lease in (owing, paid):
        book(lease, RowKind.CHARGE, 800_000, date(2026, 10, 1), due_on=date(2026, 10, 20))
    book(paid, RowKind.PAYMENT, -800_000, date(2026, 10, 20))
    make_lease(ends_on=date(2026, 7, 31), caseworker=make_user(email="ola@kommune.test"))
    make_lease(ends_on=date(2026, 7, 31), state=LeaseState.ENDED)
    make_lease(ends_on=None)
    landlord = make_landlord()
    for state in AgreementState:
        make_agreement(landlord=landlord, state=state, ends_on=date(2027, 1, 1))
    for number, state in enumerate(ApplicationState):
        make_application(application_number=f"S{number}", state=state, received_on=date(2026, 9, 1))
    for number, appeal in enumerate(AppealState):
        decision = make_decision(application=make_application(application_number=f"S9{number}"))
        make_appeal(decision=decision, state=appeal, received_on=date(2026, 11, 1))
    return owing


def test_a_night_by_hand_flags_and_tells_once(settings: Settings) -> None:
    owing = stored()
    office = PostOffice()
    with serve(office) as server:
        door = Flask("husrom")
        jobs.register(door, replace(settings, smtp_url=f"smtp://{server.host}:{server.port}"))
        for name in NIGHT * 2:
            done = door.test_cli_runner().invoke(args=["jobs", "run", name, "--date", "2026-11-22"])
            assert done.exit_code == 0, done.output
            assert re.match(r"selected=(\d+) done=\1 failed=0( \w+=\d+)*$", done.output.splitlines()[-1]), (
                name,
                done.output,
            )
    assert sorted(mail["To"] for mail in office.mails) == ["kari@kommune.test", "ola@kommune.test"]
    assert {task.kind: Task.objects(kind=task.kind).count() for task in Task.objects} == {
        TaskKind.ARREARS: 1,
        TaskKind.EXPIRING_LEASE: 3,
        TaskKind.EXPIRING_AGREEMENT: 4,
        TaskKind.PENDING_APPEAL: 2,
        TaskKind.SLOW_CASE: 2,
        TaskKind.NEXT_STEP: 11,
    }
    assert [letter.state for letter in Letter.objects] == [LetterState.DRAFT] * 2  # one for each slow case
    assert {task.version for task in Task.objects(kind=TaskKind.PENDING_APPEAL)} == {1}
    text = office.mails[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert owing.contract_number in text
    for word in (owing.tenant.first_name, owing.tenant.last_name, owing.tenant.address, owing.dwelling.address):
        assert word not in text


def test_flags_read_the_same_from_accounts_and_from_rows(run_flask: Run) -> None:
    owing = stored()
    cached = run_flask("flags", "--date", "2026-11-22", "--json")
    assert cached.returncode == 0, cached.stderr
    other = make_lease(ends_on=None)
    before = json.loads(cached.stdout)
    book(other, RowKind.PAYMENT, -1, date(2026, 12, 1))
    after = json.loads(run_flask("flags", "--date", "2026-11-22", "--json").stdout)
    assert after == before | {"leases": before["leases"] + 1, "dwellings": before["dwellings"] + 1}
    assert after["arrears"] == {owing.contract_number: {"owed_ore": 800_000, "oldest_due": "2026-10-20", "days": 33}}


def queries() -> dict[str, object]:
    """What each named query of the jobs finds, as ids."""
    rules = rulebooks.current(DAY)

    def ids(found: object) -> list[object]:
        return [record.pk for record in found]  # type: ignore[attr-defined]

    return {
        "overdue": ids(arrears.overdue(DAY)),
        "leases": ids(expiries.leases(DAY, 6)),
        "agreements": ids(expiries.agreements(DAY, 6)),
        "appeals": ids(pending_appeals.received(DAY)),
        "slow": ids(slow_cases.unanswered(DAY, rules.slow)),
        "report": flags.report(DAY, rules),
        "report before": flags.report(date(2026, 10, 15), rules),
        "assigned": ids(tasks.assigned()),
        "due": ids(outbox.due(LATER)),
        "unmarked": ids(outbox.unmarked()),
        "waiting": outbox.waiting(),
        "abandoned": ids(job_runs.abandoned(LATER)),
        "latest": ids(job_runs.latest("arrears", 9)),
        "periods": sorted(job_runs.of_periods("arrears", ["2026-11-21", "2026-11-22", "2026-11-23"])),
    }


@pytest.mark.own_database
def test_each_query_finds_the_same_with_and_without_indexes(app: Flask) -> None:
    stored()
    user = make_user()
    for urgency in Urgency:
        make_task(assignee=user, urgency=urgency, due_on=DAY + timedelta(days=urgency.level))
    make_task(assignee=user, state=TaskState.DONE)
    for number, state in enumerate(MessageState):
        key = f"digest:{number}"
        letter = outbox.Letter("s", "t", "h")
        outbox.queue(
            key, outbox.MessageKind.DIGEST, user, letter, domain="d", now=ACTOR.at, items=[{"task": key}] * (number % 2)
        )
        Message.objects(pk=key).update_one(set__state=state, set__claimed_until=ACTOR.at)
    for day, state in ((21, JobState.DONE), (22, JobState.RUNNING)):
        run = job_runs.claim_by_hand("arrears", f"2026-11-{day}", date(2026, 11, day), "a", ACTOR.at)
        JobRun.objects(pk=run.pk).update_one(set__state=state)
    indexed = queries()
    for kind in DOCUMENTS:
        kind._get_collection().drop_indexes()
    assert maintenance.missing_indexes()
    assert queries() == indexed
    assert all(found not in ([], 0, None) for found in indexed.values()), indexed


def test_the_arrears_query_uses_its_index() -> None:
    owing = stored()
    found = Lease._get_collection().find({"account.oldest_due": {"$lt": datetime(2026, 11, 22, tzinfo=UTC)}})
    assert "IXSCAN" in json.dumps(found.explain(), default=str)
    assert [lease.pk for lease in arrears.overdue(DAY)] == [owing.pk]


def test_the_rent_run_by_command_charges_each_lease_once(run_flask: Run) -> None:
    make_lease(starts_on=date(2026, 11, 1))
    make_lease(starts_on=date(2026, 11, 2))
    make_lease(starts_on=date(2026, 11, 2), imported=True)
    for _ in range(2):
        done = run_flask("rent-run", "2026-11", "--date", "2026-11-22")
        assert done.returncode == 0, done.stderr
    rows = LedgerRow.objects.order_by("-amount_ore")
    assert [(row.amount_ore, row.due_on) for row in rows] == [
        (800_000, date(2026, 11, 20)), (773_333, date(2026, 11, 20)),
    ]  # fmt: skip
