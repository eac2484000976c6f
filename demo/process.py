"""A child process that can be found again: its lock is held for as long as it lives, so a pid is never mistaken."""

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

STOP_SECONDS = 15.0
TAIL_LINES = 12
POLL_SECONDS = 0.05


class AlreadyRunning(Exception):
    """The process that was to be started is running already."""


class Process:
    """A named process with its pid file and its log in one folder; the pid file is also its lock.

    The child inherits the locked file, so the lock is let go only when it (and every child of its own) is gone:
    a number left by a dead process is never taken for a living one.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.pid_file = folder / f"{name}.pid"
        self.log_file = folder / f"{name}.log"
        self._child: subprocess.Popen[bytes] | None = None

    def start(self, command: Sequence[str], environ: Mapping[str, str], *, cwd: Path | None = None) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only us; raises AlreadyRunning."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.pid_file, "a+") as held, open(self.log_file, "wb") as log:
            if not _lock(held):
                raise AlreadyRunning(self.name)
            self._reap()
            self._child = subprocess.Popen(
                command,
                env=dict(environ),
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[held.fileno()],
                start_new_session=True,
            )
            held.truncate(0)
            held.write(str(self._child.pid))

    @property
    def running(self) -> bool:
        """Whether it lives, whoever started it."""
        return self.pid() is not None

    def pid(self) -> int | None:
        """The pid of the living process, None where nothing lives."""
        try:
            with open(self.pid_file, "r+") as held:
                return None if _lock(held) else int(held.read() or 0) or None
        except FileNotFoundError:
            return None

    def stop(self, *, seconds: float = STOP_SECONDS) -> bool:
        """Ask it to stop, and end it if it has not within the time; False where nothing was running."""
        pid = self.pid()
        for order in (signal.SIGTERM, signal.SIGKILL):
            if pid is not None and self.running:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, order)
                wait_until(lambda: not self.running, seconds=seconds)
        self._reap()
        return pid is not None

    def _reap(self) -> None:
        if self._child is not None:
            self._child.wait()

    def tail(self, lines: int = TAIL_LINES) -> str:
        """The last lines that it wrote."""
        try:
            text = self.log_file.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(text.splitlines()[-lines:])


@contextlib.contextmanager
def only_one(path: Path) -> Iterator[bool]:
    """Hold the file's lock; yields False where another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+") as held:
        yield _lock(held)


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Whether the condition came true within the time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _lock(held: IO[str]) -> bool:
    held.seek(0)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
