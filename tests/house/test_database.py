"""The embedded database: started and stopped by our own command, never lost, never taken for a library."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from pymongo import MongoClient

from demo.database import HOST, Database
from demo.process import wait_until
from tests.conftest import ROOT, leave_out

Command = Callable[..., CompletedProcess[str]]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A stopped database with an empty folder."""
    if not Path(sys.executable).with_name("secantusd-py").exists():
        leave_out("needs the embedded database", "secantusd-py is not installed", unless="CI")
    made = Database(tmp_path / "db")
    yield made
    made.stop()


@pytest.fixture
def command(database: Database) -> Command:
    """`python -m demo.database …`, as a person runs it."""

    def run(*words: str) -> CompletedProcess[str]:
        line = [sys.executable, "-m", "demo.database", *words, "--folder", str(database.folder)]
        return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)

    return run


def client(database: Database) -> "MongoClient[dict[str, Any]]":
    return MongoClient(database.uri())


def test_it_is_started_once_and_stopped_by_command(command: Command) -> None:
    assert command("status").returncode == 1
    started = command("start", "--port", "0")
    assert started.returncode == 0, started.stderr
    assert re.search(
        r"mongodb://127\.0\.0\.1:\d+/husrom\?directConnection=true&w=majority&journal=true", started.stdout
    )
    again = command("start")
    assert (again.returncode, again.stderr.split(":")[0]) == (1, "Databasen kjører allerede")
    assert command("status").returncode == 0
    assert command("stop").stdout == "Databasen er stoppet.\n"
    assert command("stop").stdout == "Databasen kjørte ikke.\n"


def test_what_was_answered_is_on_disk_after_a_kill(database: Database) -> None:
    database.start(port=0)
    with client(database) as connection:
        connection.husrom.rows.insert_many([{"_id": number} for number in range(50)])
    os.kill(database.process.pid() or 0, signal.SIGKILL)
    assert wait_until(lambda: not database.running, seconds=20)
    database.process.stop()
    database.start(port=0)
    with client(database) as connection:
        assert connection.husrom.rows.count_documents({}) == 50


def test_a_taken_port_is_no_hindrance(database: Database) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        database.start(port=taken)
    assert database.port != taken
    assert database.answers()


def test_nobody_imports_it() -> None:
    """GPL-2.0: a program of its own, behind the wire."""
    sources = [path for path in ROOT.rglob("*.py") if not {".venv", "var"} & set(path.relative_to(ROOT).parts)]
    assert len(sources) > 20
    importing = re.compile(r"^\s*(import|from)\s+secantus", flags=re.MULTILINE)
    assert [path for path in sources if importing.search(path.read_text(encoding="utf-8"))] == []
