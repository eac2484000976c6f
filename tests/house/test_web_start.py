"""The web server refuses, once and by name, to start on what cannot run; it does not try again for ever."""

import subprocess
import sys

from config.settings import Settings
from demo.database import free_port
from tests.conftest import ROOT
from tests.processes import environment


def start(environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{free_port()}", "app:create_app()"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_without_a_setting_it_names_the_setting(settings: Settings) -> None:
    refused = start(environment(settings, HUSROM_BASE_URL=""))
    assert refused.returncode != 0
    assert "Innstillingen HUSROM_BASE_URL mangler" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_without_the_indexes_it_names_them(settings: Settings) -> None:
    refused = start(environment(settings))
    assert refused.returncode != 0
    assert "lease_one_occupying" in refused.stderr
    assert "create-indexes" in refused.stderr
    assert "Traceback" not in refused.stderr
