"""The operators' commands: what they write, in bokmål, and how they end."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click.testing
import pytest
from flask import Flask
from mongoengine.errors import OperationError
from pymongo.errors import ServerSelectionTimeoutError

import jobs
from config.schedule import PAGE
from models import JobRun, LedgerRow, Message, Rulebook, Task
from rules.terms import JobState, RowKind
from services import claims, flags, job_runs, maintenance
from tests.clockwork import book
from tests.conftest import NOON, make_settings
from tests.factories import make_appeal, make_lease, make_task, make_user

Call = Callable[..., click.testing.Result]


@pytest.fixture
def call(clock: Any) -> Call:
    """Run a command at noon on 22 November 2026."""
    app = Flask("husrom")
    jobs.register(app, make_settings("mongodb://127.0.0.1/husrom"))
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=list(words))


def test_list_shows_every_job_with_its_next_time(call: Call) -> None:
    told = call("jobs", "list").output
    assert all(entry.id in told and entry.title in told for entry in PAGE)
    assert "01.12.2026 04:00" in told
    assert "23.11.2026 05:00" in told


def test_run_ends_with_one_line_and_leaves_a_run(call: Call) -> None:
    lease = make_lease()
    book(lease, RowKind.CHARGE, 800_000, date(2026, 10, 1), due_on=date(2026, 10, 20))
    done = call("jobs", "run", "arrears", "--date", "2026-11-22")
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "selected=1 done=1 failed=0")
    run = JobRun.objects.get()
    assert (run.key, run.day, run.state) == ("arrears:2026-11-22", date(2026, 11, 22), JobState.DONE)
    assert run.counts == {"selected": 1, "done": 1, "failed": 0}


def test_without_a_date_the_day_is_norways(call: Call, clock: Any) -> None:
    clock.move_to(datetime.fromisoformat("2026-11-22T23:30:00+00:00"))
    call("jobs", "run", "slow_cases")
    assert JobRun.objects.get().period == "2026-11-23"


def test_the_date_is_the_business_day_and_the_clock_keeps_the_time(call: Call) -> None:
    make_appeal(received_on=date(2026, 9, 1))
    call("jobs", "run", "pending_appeals", "--date", "2026-12-24")
    assert Task.objects.get().opened_on == date(2026, 12, 24)
    assert Task.objects.get().history[0].at == NOON
    assert JobRun.objects.get().started_at == NOON


def test_a_job_that_is_running_is_refused_with_holder_and_time(call: Call) -> None:
    job_runs.claim_by_hand("arrears", "2026-11-22", date(2026, 11, 22), "tjener:7", NOON)
    refused = call("jobs", "run", "arrears", "--date", "2026-11-22")
    assert refused.exit_code == 1
    assert "kjører allerede: startet 22.11.2026 12:00 av tjener:7" in refused.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(("jobs", "run", "arears"), "Det finnes ingen jobb som heter «arears»", id="unknown job"),
        pytest.param(("jobs", "run", "arrears", "--date", "22.11.2026"), "«22.11.2026» er ikke en dato", id="date"),
        pytest.param(("flags", "--date", "2026-02-30"), "«2026-02-30» er ikke en dato", id="impossible date"),
        pytest.param(("rent-run", "2026-13"), "«2026-13» er ikke en måned", id="month"),
        pytest.param(("jobs", "run"), "Den skrives slik: husrom jobs run [VALG] JOBB", id="job not named"),
        pytest.param(("outbox", "send", "--nå"), "Den skrives slik: husrom outbox send [VALG]", id="unknown option"),
        pytest.param(("rent-run", "2026"), "«2026» er ikke en måned", id="year alone"),
    ],
)
def test_misuse_is_told_in_bokmal(call: Call, words: tuple[str, ...], told: str) -> None:
    refused = call(*words)
    assert (refused.exit_code, told in refused.output) == (2, True), refused.output
    assert JobRun.objects.count() == 0


def test_a_job_that_fails_says_why_and_ends_with_1(call: Call) -> None:
    Rulebook._get_collection().delete_many({})
    failed = call("jobs", "run", "arrears")
    assert failed.exit_code == 1
    assert failed.output.splitlines()[-1] == "selected=0 done=0 failed=0"
    assert "Ingen regelbok er lastet inn" in failed.output
    assert JobRun.objects.get().state is JobState.FAILED
    assert "feilet" in Task.objects.get().text


def test_a_rulebook_from_an_earlier_release_says_what_to_do(call: Call) -> None:
    Rulebook._get_collection().update_one({}, {"$unset": {"content.arrears": 1}})
    failed = call("jobs", "run", "arrears")
    assert failed.exit_code == 1
    assert "create-indexes», som fyller den ut" in failed.output


@pytest.mark.parametrize("error", [ServerSelectionTimeoutError, OperationError])
def test_a_database_away_is_told(call: Call, monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def away(*_: object) -> None:
        raise error("127.0.0.1:27017: connection refused")

    monkeypatch.setattr(flags, "report", away)
    failed = call("flags")
    assert failed.exit_code == 1
    assert "Databasen svarer ikke" in failed.output


def test_every_command_asks_first_whether_the_database_is_there(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise ServerSelectionTimeoutError

    monkeypatch.setattr(maintenance, "require_alive", away)
    for words in (
        ("jobs", "run", "arrears"),
        ("jobs", "status"),
        ("rent-run", "2026-11"),
        ("outbox", "send"),
        ("flags",),
    ):
        failed = call(*words)
        assert (failed.exit_code, "Databasen svarer ikke" in failed.output) == (1, True), words
    assert JobRun.objects.count() == 0


def test_rent_run_charges_a_month_once(call: Call) -> None:
    make_lease()
    for line in ("selected=1 done=1 failed=0", "selected=0 done=0 failed=0"):
        done = call("rent-run", "2026-11")
        assert (done.exit_code, done.output.splitlines()[-1]) == (0, line)
    assert LedgerRow.objects.count() == 1
    assert (JobRun.objects.get().key, JobRun.objects.get().attempt) == ("rent_run:2026-11", 2)


def test_rent_ahead_of_time_is_refused(call: Call) -> None:
    failed = call("rent-run", "2027-03")
    assert failed.exit_code == 1
    assert "bare til og med neste måned" in failed.output


def test_the_outbox_without_a_server_says_so(call: Call) -> None:
    make_task(assignee=make_user())
    call("jobs", "run", "reminders")
    sent = call("outbox", "send")
    assert sent.exit_code == 0
    assert "HUSROM_SMTP_URL er ikke satt" in sent.output
    assert "I køen: 1." in sent.output
    assert Message.objects.get().sent_at is None


def test_status_shows_the_latest_runs_and_the_schedulers_life(call: Call) -> None:
    assert "Planleggeren kjører ikke" in call("jobs", "status").output
    claims.beat("tjener:7", NOON)
    call("jobs", "run", "slow_cases")
    told = call("jobs", "status").output
    assert "Planleggeren er i live, sist sett 22.11.2026 12:00." in told
    (line,) = [line for line in told.splitlines() if line.startswith("slow_cases")]
    assert "2026-11-22" in line
    assert "Ferdig" in line
    assert "selected=0 done=0 failed=0" in line
    assert "Har ikke kjørt" in told


def test_flags_as_json_is_the_agreed_object(call: Call) -> None:
    lease = make_lease(contract_number="K5000", ends_on=date(2026, 11, 1))
    book(lease, RowKind.CHARGE, 629_300, date(2026, 10, 1), due_on=date(2026, 10, 20))
    told = call("flags", "--date", "2026-11-22", "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout) == {
        "date": "2026-11-22",
        "dwellings": 1,
        "landlords": 0,
        "leases": 1,
        "applications": 0,
        "appeals": 0,
        "unmatched_payments": 0,
        "arrears": {"K5000": {"owed_ore": 629_300, "oldest_due": "2026-10-20", "days": 33}},
        "expiring_within_6_months": [],
        "expiring_within_3_months": [],
        "expired_still_running": ["K5000"],
        "slow_cases": [],
        "pending_appeals": [],
    }


def test_flags_for_people_are_a_norwegian_table(call: Call) -> None:
    lease = make_lease(contract_number="K5000", ends_on=date(2026, 11, 1))
    book(lease, RowKind.CHARGE, 629_300, date(2026, 10, 1), due_on=date(2026, 10, 20))
    told = call("flags", "--date", "2026-11-22").output
    assert "Status per 22.11.2026" in told
    assert "Restanser (1)" in told
    assert "K5000     6 293,00      20.10.2026      33" in told
    assert "Utløpte kontrakter som fortsatt løper (1)\n  K5000" in told
