"""`make demo`: a whole municipality on this machine – database, web, scheduler and mail – until Ctrl-C.

The data stay under var/ for the next start. Nothing listens to other machines.
"""

import contextlib
import json
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from demo import issuer
from demo.database import HOST, Database, DatabaseFailed, free_port
from demo.logins import LOGINS, landlord, password, write_private
from demo.mailcatcher import catcher
from demo.process import AlreadyRunning, Process, only_one, wait_until

VAR = Path("var")
SCOPE_PREFIX = "fjordvik:husrom"
FILLING = "filling"  # stands in the database's folder until the demo's data are all there
WEB_SECONDS = 90.0
WATCH_SECONDS = 0.5
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FLASK = [sys.executable, "-m", "flask", "--app", "app"]


class DemoFailed(Exception):
    """The demo cannot go on; the message says why and what to do, in bokmål."""


class Stop(Exception):
    """Somebody asked the demo to stop."""


class Demo:
    """What one run of the demo consists of."""

    def __init__(self, var: Path, port: int) -> None:
        self.var = var.resolve()
        self.port = port
        self.url = f"http://{HOST}:{port}"
        self.database = Database(self.var / "db")
        self.web = Process("web", self.var / "run")
        self.scheduler = Process("scheduler", self.var / "run")
        self.environ: dict[str, str] = {}

    def run(self) -> None:
        """Start everything, say where it is, and watch until somebody or something stops it."""
        self.stop()  # what an earlier run left behind if it was killed
        require_free(self.port)
        with contextlib.ExitStack() as ending:
            ending.callback(self.stop)
            self.start_database()
            mail = catcher(self.var / "mail", free_port())
            mail.start()
            ending.callback(mail.stop)
            tokens = issuer.Served(free_port(), self.url, SCOPE_PREFIX)
            tokens.start()
            ending.callback(tokens.stop)
            self.environ = self.settings(mail.port, tokens.issuer)
            self.fill()
            self.start_programs()
            print(welcome(self.url, self.var, self.environ["HUSROM_MASKINPORTEN_ISSUER"]), flush=True)
            self.watch()

    def start_database(self) -> None:
        """Start the database; one whose filling was cut short starts empty."""
        say("Starter den innebygde databasen …")
        if (self.database.folder / FILLING).exists():
            shutil.rmtree(self.database.folder)
        self.database.start()

    def settings(self, mail_port: int, tokens: issuer.Issuer) -> dict[str, str]:
        """The demo's settings, also written to var/demo.env so that commands can be run against the same data."""
        husrom = {
            **self.keys(),
            "HUSROM_MONGODB_URI": self.database.uri(),
            "HUSROM_BASE_URL": self.url,
            "HUSROM_SMTP_URL": f"smtp://{HOST}:{mail_port}",
            "HUSROM_MAIL_FROM": "boligkontoret@demo.kommune.no",
            "HUSROM_MUNICIPALITY_NUMBER": "9999",
            "HUSROM_MUNICIPALITY_NAME": "Fjordvik kommune",
            "HUSROM_ALLOW_SYNTHETIC_IDS": "1",
            "HUSROM_MASKINPORTEN_ISSUER": tokens.issuer,
            "HUSROM_MASKINPORTEN_AUDIENCE": tokens.audience,
            "HUSROM_MASKINPORTEN_SCOPE_PREFIX": tokens.scope_prefix,
            "HUSROM_DEMO": "1",
            "HUSROM_DEMO_MAIL_DIR": str(self.var / "mail"),
            "HUSROM_DEMO_LOGINS": str(self.var / "demo-logins.json"),
        }
        lines = [f"export {name}={shlex.quote(value)}" for name, value in husrom.items()]
        write_private(self.var / "demo.env", "\n".join(lines) + "\n")
        return {**os.environ, **husrom}

    def keys(self) -> dict[str, str]:
        """The demo's own secrets, made at the first start."""
        file = self.var / "demo-keys.json"
        if not file.exists():
            made = {name: secrets.token_urlsafe(48) for name in ("HUSROM_SECRET_KEY", "HUSROM_FIELD_KEY")}
            write_private(file, json.dumps(made))
        kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        return kept

    def fill(self) -> None:
        """Make the indexes, and the municipality's data the first time."""
        filling, filled = self.database.folder / FILLING, self.database.folder / "filled"
        self.flask("create-indexes")
        if filled.exists():
            return
        say("Fyller demokommunen med data (bare første gang) …")
        password(self.var / "demo-logins.json")
        filling.touch()
        self.flask("seed-demo")
        filling.rename(filled)

    def flask(self, *words: str) -> None:
        done = subprocess.run([*FLASK, *words], env=self.environ, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            last = "\n".join((done.stdout + done.stderr).splitlines()[-12:])
            raise DemoFailed(f"«flask --app app {' '.join(words)}» gikk ikke. Det siste den skrev:\n{last}")

    def start_programs(self) -> None:
        say("Starter nettstedet og jobbene …")
        web = [sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{self.port}", "app:create_app()"]
        self.web.start(web, self.environ)
        self.scheduler.start([*FLASK, "scheduler"], self.environ)
        wait_until(lambda: not self.web.running or answers(self.url), seconds=WEB_SECONDS)

    def watch(self) -> None:
        """Return never: raises DemoFailed when a child dies, Stop when somebody asks for it."""
        while True:
            for name, child in self.children():
                if not child.running:
                    raise DemoFailed(f"{name} stoppet av seg selv. Det siste den skrev:\n{child.tail()}")
            time.sleep(WATCH_SECONDS)

    def stop(self) -> None:
        """Stop all that runs, the database last."""
        for _, child in reversed(self.children()):
            child.stop()

    def children(self) -> list[tuple[str, Process]]:
        return [("Databasen", self.database.process), ("Nettstedet", self.web), ("Jobbene", self.scheduler)]


def say(text: str) -> None:
    print(text, flush=True)


def require_free(port: int) -> None:
    """Raises DemoFailed where another program has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as taken:
            raise DemoFailed(
                f"Port {port} er opptatt av et annet program. Velg en annen port: make demo PORT={port + 1}"
            ) from taken


def answers(url: str) -> bool:
    """Whether the web server answers, whatever it answers."""
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def welcome(url: str, var: Path, tokens: str | None = None) -> str:
    """What the terminal shows when all is up: the address, who can sign in, and where the mails are."""
    system = landlord(var / "demo-logins.json", tokens)
    logins = "\n".join(f"  {one.email:36} {one.name}, {one.office}" for one in LOGINS)
    return f"""
Husrom kjører på {url}/

Logg inn som en av disse, alle med passordet  {password(var / "demo-logins.json")}

{logins}

E-postene den sender, kan leses på {url}/demo/mail
Utleier-API-et er beskrevet på {url}/api/v1/docs
{system}Kommandoer mot de samme dataene: . {var}/demo.env; .venv/bin/flask --app app --help
Ctrl-C stopper alt. Dataene blir liggende under {var}/ til neste gang.
"""


@contextlib.contextmanager
def signals_stop() -> Iterator[None]:
    """Turn the first signal into Stop, and let those after it pass while we stop."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        raise Stop

    for number in STOPPING:
        signal.signal(number, stop)
    yield


def main(var: Path = VAR) -> int:
    """Run the demo with its data in the folder; returns the exit code."""
    port = os.environ.get("PORT", "8000")
    if not port.isdigit() or not 1 <= int(port) <= 65535:
        print(f"PORT må være et tall fra 1 til 65535, ikke «{port}».", file=sys.stderr)
        return 2
    with only_one(var / "run" / "demo.lock") as alone, signals_stop():
        if not alone:
            print("Demoen kjører allerede fra denne mappen; stopp den med Ctrl-C der den ble startet.", file=sys.stderr)
            return 1
        try:
            Demo(var, int(port)).run()
        except Stop:
            print(f"\nAlt er stoppet. Dataene ligger under {var}/.")
        except (DemoFailed, DatabaseFailed, AlreadyRunning) as failed:
            print(f"\n{failed}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
