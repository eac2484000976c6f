"""The newcomer's first minute: `make demo`, the printed address and password, the start page, the mails."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo.database import HOST, free_port
from demo.logins import LOGINS
from demo.process import Process, wait_until
from tests.conftest import ROOT, leave_out

pytestmark = pytest.mark.story

START_SECONDS = 240


@dataclass(frozen=True)
class Demo:
    """A running demo: where it is, and what it printed."""

    url: str
    process: Process
    folder: Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The real demo with its data in the test's own folder."""
    if not Path(sys.executable).with_name("secantusd-py").exists():
        leave_out("needs the embedded database", "secantusd-py is not installed", unless="CI")
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    process = Process("demo", folder)
    environ = {**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    process.start([sys.executable, "-m", "demo.run", str(folder / "var")], environ, cwd=ROOT)
    wait_until(lambda: "Ctrl-C" in process.tail(100) or not process.running, seconds=START_SECONDS)
    assert process.running, process.tail(100)
    yield Demo(f"http://{HOST}:{port}", process, folder)
    process.stop(seconds=60)


def sign_in(page: Page, demo: Demo, user: str) -> None:
    printed = demo.process.tail(100)
    password = printed.split("passordet  ")[1].split()[0]
    page.goto(demo.url)
    page.get_by_label("E-postadresse").fill(f"{user}@demo.kommune.no")
    page.get_by_label("Passord").fill(password)
    page.get_by_role("button", name="Logg inn").click()


@pytest.mark.parametrize("user", ["saksbehandler", "admin", "okonomi"])
def test_the_printed_password_opens_the_start_page(page: Page, demo: Demo, user: str) -> None:
    sign_in(page, demo, user)
    expect(page).to_have_title("Forside – Husrom")


def test_the_mails_of_the_night_can_be_read(page: Page, demo: Demo) -> None:
    sign_in(page, demo, "saksbehandler")
    page.goto(f"{demo.url}/demo/mail")
    page.get_by_role("link", name="å følge opp").first.click()
    expect(page.get_by_role("main")).to_contain_text("å følge opp")


def test_it_stops_when_asked_and_leaves_the_log_ins(demo: Demo) -> None:
    os.kill(demo.process.pid() or 0, signal.SIGINT)
    assert wait_until(lambda: not demo.process.running, seconds=60)
    assert "Alt er stoppet" in demo.process.tail()
    logins = json.loads((demo.folder / "var/demo-logins.json").read_text(encoding="utf-8"))
    assert len(logins["logins"]) == len(LOGINS)
