"""Programs that the demo starts: found again, ended when asked, told about when they die."""

import os
import signal
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.logins import LOGINS, password, write_private
from demo.process import AlreadyRunning, Process, only_one, wait_until
from rules.terms import Role

WAITS = [sys.executable, "-u", "-c", "import signal; print('up'); signal.pause()"]
DEAF = [
    sys.executable,
    "-u",
    "-c",
    "import signal as s; s.signal(s.SIGTERM, s.SIG_IGN); print('up'); s.pause(); s.pause()",
]


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    started = Process("helper", tmp_path)
    yield started
    started.stop(seconds=0.1)


def start(process: Process, command: list[str] = WAITS) -> None:
    process.start(command, os.environ)
    assert wait_until(lambda: "up" in process.tail(), seconds=20)


def test_a_running_process_is_found_by_another_and_not_started_twice(process: Process, tmp_path: Path) -> None:
    start(process)
    other = Process("helper", tmp_path)
    assert other.pid() == process.pid() is not None
    with pytest.raises(AlreadyRunning):
        other.start(WAITS, os.environ)


def test_stop_ends_it_once(process: Process) -> None:
    start(process)
    assert process.stop() is True
    assert process.running is False
    assert process.stop() is False


def test_one_that_does_not_listen_is_ended_all_the_same(process: Process) -> None:
    start(process, DEAF)
    assert process.stop(seconds=0.2) is True
    assert process.running is False


def test_a_dead_process_is_not_mistaken_for_a_living_one(process: Process) -> None:
    """The pid file still holds a number, which may be another program's by now."""
    start(process)
    os.kill(process.pid() or 0, signal.SIGKILL)
    assert wait_until(lambda: not process.running, seconds=20)
    process.pid_file.write_text(str(os.getpid()))
    assert process.running is False
    assert process.stop() is False


def test_only_one_holds_the_lock(tmp_path: Path) -> None:
    with only_one(tmp_path / "lock") as first, only_one(tmp_path / "lock") as second:
        assert (first, second) == (True, False)
    with only_one(tmp_path / "lock") as again:
        assert again is True


def test_secrets_are_written_for_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    file.write_text("{}")
    file.chmod(0o644)
    write_private(file, "new")
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("new", 0o600)


def test_the_demo_password_is_made_once_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "demo-logins.json"
    first = password(file)
    assert len(first) >= 12
    assert password(file) == first
    assert password(tmp_path / "other.json") != first


def test_every_demo_login_has_a_role_that_exists() -> None:
    assert {one.role for one in LOGINS} <= {role.value for role in Role}
    assert len({one.email for one in LOGINS}) == len(LOGINS)
    promised = (
        "admin saksbehandler boligkonsulent boligkonsulent2 enhetsleder utvalg1 utvalg2 beslutter avdelingsleder "
        "eiendom okonomi innsyn"
    )
    assert {f"{name}@demo.kommune.no" for name in promised.split()} <= {one.email for one in LOGINS}
