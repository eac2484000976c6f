"""The start page on the house itself: whether the night's jobs have run, and what has stopped."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import formats, start, start_house
from models import ImportRun, JobRun, Message
from rules.terms import ImportState, JobState, MessageKind, Role, TaskKind
from tests.admin.office import app
from tests.factories import make_task

__all__ = ["app"]
NIGHTLY = {"arrears": "Restanser", "slow_cases": "Saker over en måned"}
Clients = Callable[..., FlaskClient]


@pytest.fixture
def nightly(app: Flask) -> None:
    """The office knows which jobs run every night."""
    home = app.extensions["husrom_desk"].index_view
    home.panels.clear()
    start.add_to(app.extensions["husrom_desk"], NIGHTLY)


def _panel(page: str, heading: str) -> str:
    """The part of the page under a heading, until the next panel."""
    return page.partition(f">{heading}</h2>")[2].partition("</section>")[0]


def _start(caller: FlaskClient) -> str:
    return caller.get("/admin/").text


def _ran(job: str, days_ago: int, state: JobState = JobState.DONE) -> None:
    at = datetime.now(UTC) - timedelta(days=days_ago)
    JobRun(
        key=f"{job}:{days_ago}", job=job, period=str(days_ago), day=formats.today() - timedelta(days=days_ago),
        state=state, holder="h", started_at=at, finished_at=at, lease_until=at,
    ).save()  # fmt: skip


def test_no_warning_while_the_jobs_have_run_since_yesterday(client_of: Clients, nightly: None) -> None:
    _ran("arrears", 1)
    _ran("slow_cases", 0)
    page = _start(client_of(Role.CASEWORKER))
    assert "attjobbene har" not in page


def test_jobs_that_have_not_run_since_yesterday_are_told_to_everybody(client_of: Clients, nightly: None) -> None:
    _ran("arrears", 0)
    _ran("slow_cases", 2)
    _ran("slow_cases", 1, JobState.FAILED)
    page = _start(client_of(Role.CASEWORKER))
    when = formats.moment(datetime.now(UTC) - timedelta(days=2))[:10]
    assert f"Nattjobbene har ikke kjørt siden {when}" in page
    assert start_house.TELL in page
    assert start_house.START in _start(client_of(Role.ADMINISTRATOR))


def test_jobs_that_never_ran(client_of: Clients, nightly: None) -> None:
    _ran("arrears", 0)
    assert start_house.NEVER in _start(client_of(Role.CASEWORKER))


def test_administrators_see_what_has_stopped(client_of: Clients, nightly: None) -> None:
    make_task(kind=TaskKind.JOB_FAILED, role=Role.ADMINISTRATOR)
    make_task(kind=TaskKind.EFFECT_STOPPED, role=Role.ADMINISTRATOR)
    now = datetime.now(UTC)
    ImportRun(
        key="k", kind="dwellings", state=ImportState.DONE, name="boliger.csv", sha256="x", by="u", by_name="Kari",
        day=now.date(), started_at=now, beat_at=now, counts={"refused": 2},
    ).save()  # fmt: skip
    waiting = now - timedelta(hours=2)
    Message(
        key="m", kind=MessageKind.DIGEST, to="k@k.test", subject="s", text="t", html="h", message_id="m",
        queued_at=waiting, next_at=now,
    ).save()  # fmt: skip
    _ran("arrears", 0)
    caller = client_of(Role.ADMINISTRATOR)
    panel = _panel(_start(caller), "Drift")
    for words in ("Nattjobb feilet: 1", "Oppfølging har stoppet: 1", "Importer med avviste linjer: 1",
                  "E-poster som har ventet i over en time: 1", "Restanser", "Aldri"):  # fmt: skip
        assert words in panel, words
    links = [unescape(url) for url in re.findall(r'<li><a href="([^"]+)"', panel)]
    assert len(links) == 4
    assert all(caller.get(url).status_code == 200 for url in links)


def test_a_quiet_house_says_so(client_of: Clients, nightly: None) -> None:
    assert "Ingenting har stoppet." in _panel(_start(client_of(Role.ADMINISTRATOR)), "Drift")
