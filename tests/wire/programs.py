"""Long-running programs of the wire tier: started, waited for, ended by a signal; never longer than a test."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from demo.process import wait_until
from tests.conftest import ROOT

SECONDS = 60.0
UNBUFFERED = {"PYTHONUNBUFFERED": "1"}  # so that the logs can be waited for


@contextlib.contextmanager
def program(environ: dict[str, str], log: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m …` until the block ends; what it writes goes to the file."""
    with log.open("wb") as written:
        child = subprocess.Popen(
            [sys.executable, "-m", *words], cwd=ROOT, env=environ | UNBUFFERED, stdout=written, stderr=subprocess.STDOUT
        )
    try:
        yield child
    finally:
        if child.poll() is None:
            child.kill()
        child.wait()


def soon(condition: Callable[[], object], *logs: Path) -> None:
    """Wait until the condition holds; fail with what the programs wrote."""
    if not wait_until(lambda: bool(condition()), seconds=SECONDS):
        raise AssertionError("\n".join(log.read_text(errors="replace")[-3000:] for log in logs) or "not in time")


def kill(child: subprocess.Popen[bytes]) -> None:
    """kill -9, and wait until it is gone."""
    child.send_signal(signal.SIGKILL)
    child.wait()
