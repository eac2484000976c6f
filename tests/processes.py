"""Programs that the tests start: operators' commands and the web server, each in a process of its own."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.settings import Settings
from demo.database import free_port
from demo.process import Process, wait_until
from tests.conftest import ROOT

COMMAND_SECONDS = 300
SERVER_SECONDS = 60


def environment(settings: Settings, **others: str) -> dict[str, str]:
    """The environment that gives these settings; nothing of Husrom's is inherited from ours."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("HUSROM_", "FLASK_"))}
    return inherited | {
        "HUSROM_MONGODB_URI": settings.mongodb_uri,
        "HUSROM_SECRET_KEY": settings.secret_key,
        "HUSROM_FIELD_KEY": settings.field_key,
        "HUSROM_BASE_URL": settings.base_url,
        "HUSROM_SMTP_URL": settings.smtp_url or "",
        "HUSROM_MAIL_FROM": settings.mail_from,
        "HUSROM_ALLOW_SYNTHETIC_IDS": str(int(settings.allow_synthetic_ids)),
        "HUSROM_DEMO": str(int(settings.demo)),
        "HUSROM_DEMO_MAIL_DIR": settings.demo_mail_dir or "",
        "HUSROM_MUNICIPALITY_NUMBER": settings.municipality_number,
        "HUSROM_MUNICIPALITY_NAME": settings.municipality_name,
        **others,
    }


def flask(environ: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run `flask --app app …` to its end and give what it wrote."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *words],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )


@contextmanager
def web_server(environ: dict[str, str], folder: Path) -> Iterator[str]:
    """Run the web server as it runs in earnest and give its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = Process("web", folder)
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "app:create_app()"]
    process.start(command, environ | {"HUSROM_BASE_URL": url}, cwd=ROOT)
    try:
        wait_until(lambda: not process.running or _answers(url), seconds=SERVER_SECONDS)
        assert _answers(url), f"the web server did not start:\n{process.tail()}"
        yield url
    finally:
        process.stop()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
