"""The web tier: the real web server on a real database, seen through a real browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from config.settings import Settings
from tests.conftest import drop, leave_out, make_settings, new_name
from tests.processes import environment, flask, web_server

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
QUIET = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update", "--disable-sync"),
    *("--disable-background-networking", "--disable-default-apps", "--disable-dev-shm-usage"),
)


@dataclass(frozen=True)
class Site:
    """A running web server, its settings, and a way to run an operator's command against its database."""

    url: str
    settings: Settings

    def run(self, *words: str) -> CompletedProcess[str]:
        """Run `flask --app app …`; a command that fails fails the test with what it wrote."""
        done = flask(environment(self.settings), *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done


@pytest.fixture(scope="module")
def site(database_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A web server on a fresh database with its indexes made; one for each test module."""
    settings = make_settings(database_server.format(new_name()))
    made = flask(environment(settings), "create-indexes")
    assert made.returncode == 0, made.stdout + made.stderr
    with web_server(environment(settings), tmp_path_factory.mktemp("web")) as url:
        yield Site(url, settings)
    drop(settings.mongodb_uri)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium or Chrome without a window, talking to nobody but our own server."""
    program = find_browser()
    if program is None:
        leave_out("needs a browser", "found neither Chromium nor Chrome (HUSROM_BROWSER names one)", unless="CI")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    driver = subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, check=False)
    if driver.returncode != 0:
        leave_out("needs a browser", "Playwright's driver does not start (libatomic1 missing?)", unless="CI")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=[*QUIET, *root])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a person who has never been here, in Norwegian."""
    context = browser.new_context(locale="nb-NO", timezone_id="Europe/Oslo", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def find_browser() -> str | None:
    """The browser to use: HUSROM_BROWSER, or the first that is installed."""
    named = os.environ.get("HUSROM_BROWSER")
    found = [path for name in NAMES if (path := shutil.which(name))]
    found += [path for name in MAC if Path(path := f"/Applications/{name}.app/Contents/MacOS/{name}").exists()]
    return named or next(iter(found), None)
