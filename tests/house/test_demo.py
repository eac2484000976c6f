"""`make demo`: everything up, everything down, data kept – shown on a small application in place of the real one."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.database import HOST, Database, free_port
from demo.process import Process, wait_until
from tests.conftest import ROOT, leave_out

SMALL_APP = """
import os, signal, sys
from pathlib import Path
from flask import Flask
from pymongo import MongoClient

def create_app():
    app = Flask("small")
    rows = MongoClient(os.environ["HUSROM_MONGODB_URI"]).get_default_database().rows

    @app.get("/")
    def seen():
        return f"{rows.count_documents({})} {os.environ['HUSROM_DEMO']}"

    @app.get("/healthz")
    def alive():
        return "ok"

    @app.cli.command("create-indexes")
    def create_indexes():
        pass

    @app.cli.command("seed-demo")
    def seed():
        rows.insert_one({})
        if Path("broken").exists():
            sys.exit("Frøet spirte ikke")

    @app.cli.command("scheduler")
    def scheduler():
        print("ringer", flush=True)
        signal.pause()

    return app
"""


class Demo:
    """A demo of the small application, and what it printed."""

    def __init__(self, folder: Path) -> None:
        if not Path(sys.executable).with_name("secantusd-py").exists():
            leave_out("needs the embedded database", "secantusd-py is not installed", unless="CI")
        self.folder = folder
        self.port = free_port()
        self.process = Process("demo", folder)
        (folder / "app.py").write_text(SMALL_APP)
        shutil.copy(ROOT / "gunicorn.conf.py", folder)

    def start(self) -> None:
        environ = {**os.environ, "PYTHONPATH": str(ROOT), "PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        self.process.start([sys.executable, "-m", "demo.run", "var"], environ, cwd=self.folder)

    def up(self) -> bool:
        return wait_until(lambda: "Husrom kjører på" in self.printed or not self.process.running, seconds=60)

    def ended(self) -> bool:
        return wait_until(lambda: not self.process.running, seconds=60)

    @property
    def printed(self) -> str:
        return self.process.tail(100)

    def page(self) -> str:
        with urllib.request.urlopen(f"http://{HOST}:{self.port}/", timeout=10) as answer:
            return str(answer.read().decode())

    def child(self, name: str) -> Process:
        return Process(name, self.folder / "var" / ("db" if name == "database" else "run"))


def run_beside(demo: Demo) -> subprocess.CompletedProcess[str]:
    """A second demo in the folder of a running one, on another port."""
    return subprocess.run(
        [sys.executable, "-m", "demo.run", "var"],
        cwd=demo.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PORT": str(free_port())},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    made = Demo(tmp_path)
    yield made
    made.process.stop()
    for name in ("web", "scheduler", "database"):
        made.child(name).stop()


def test_it_starts_prints_how_to_sign_in_stops_on_ctrl_c_and_keeps_its_data(demo: Demo) -> None:
    demo.start()
    assert demo.up(), demo.printed
    assert demo.page() == "1 1"
    password = re.search(r"passordet  (\S+)", demo.printed)
    assert password
    assert f"http://127.0.0.1:{demo.port}/" in demo.printed
    assert "saksbehandler@demo.kommune.no" in demo.printed
    for private in ("demo-logins.json", "demo-keys.json", "demo.env"):
        assert stat.S_IMODE((demo.folder / "var" / private).stat().st_mode) == 0o600
    assert run_beside(demo).stderr.startswith("Demoen kjører allerede")
    os.kill(demo.process.pid() or 0, signal.SIGINT)
    assert demo.ended()
    assert "Alt er stoppet" in demo.printed
    assert not any(demo.child(name).running for name in ("web", "scheduler", "database"))
    demo.start()
    assert demo.up()
    assert demo.page() == "1 1", "the second start finds the first one's data, and fills in nothing"
    assert password[0] in demo.printed


def test_a_dead_child_is_told_with_its_last_lines_and_stops_the_rest(demo: Demo) -> None:
    demo.start()
    assert demo.up()
    wait_until(lambda: "ringer" in demo.child("scheduler").tail(), seconds=30)  # it may start later than the web
    os.kill(demo.child("scheduler").pid() or 0, signal.SIGKILL)
    assert demo.ended()
    assert "Jobbene stoppet av seg selv. Det siste den skrev:\nringer" in demo.printed
    assert not demo.child("web").running
    assert not Database(demo.folder / "var/db").running


def test_a_filling_that_was_cut_short_starts_anew(demo: Demo) -> None:
    (demo.folder / "broken").touch()
    demo.start()
    assert demo.ended()
    assert "«flask --app app seed-demo» gikk ikke. Det siste den skrev:\nFrøet spirte ikke" in demo.printed
    (demo.folder / "broken").unlink()
    demo.start()
    assert demo.up()
    assert demo.page() == "1 1"


def test_what_a_killed_demo_left_running_is_cleared_away(demo: Demo) -> None:
    demo.start()
    assert demo.up()
    left = demo.child("web").pid()
    os.kill(demo.process.pid() or 0, signal.SIGKILL)
    assert demo.ended()
    assert demo.child("web").pid() == left
    demo.start()
    assert demo.up()
    assert demo.page() == "1 1"
    assert demo.child("web").pid() != left


def test_a_taken_port_is_said_plainly(demo: Demo) -> None:
    with socket.socket() as other:
        other.bind((HOST, demo.port))
        other.listen()
        demo.start()
        assert demo.ended()
    assert f"Port {demo.port} er opptatt" in demo.printed
    assert f"make demo PORT={demo.port + 1}" in demo.printed


@pytest.mark.parametrize("port", ["åtte", "0", "70000", ""])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "demo.run", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PORT": port},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.split(",")[0]) == (2, "PORT må være et tall fra 1 til 65535")
