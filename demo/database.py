"""The embedded database for trying and testing: SecantusDB, in a process of its own, with its data on disk.

It speaks MongoDB's protocol; a municipality runs MongoDB itself. It is never imported: only its command is run.

    python -m demo.database start|stop|status
"""

import argparse
import os
import socket
import sys
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from demo.process import AlreadyRunning, Process, wait_until

FOLDER = Path("var/db")
PORT = 27027
START_SECONDS = 60.0
HOST = "127.0.0.1"


class DatabaseFailed(Exception):
    """The embedded database did not start; the message says why, in bokmål."""


class Database:
    """One embedded server and the folder that holds its data, its log and its port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = Process("database", folder)

    @property
    def running(self) -> bool:
        return self.process.running

    @property
    def port(self) -> int:
        return int((self.folder / "port").read_text())

    def uri(self, name: str = "husrom") -> str:
        """The address of one of its databases: every write is on disk before it is answered."""
        return f"mongodb://{HOST}:{self.port}/{name}?directConnection=true&w=majority&journal=true"

    def start(self, *, port: int = PORT) -> None:
        """Start it and wait until it answers; another port is found where this one is taken (0 = any).

        Raises AlreadyRunning, DatabaseFailed.
        """
        if self.running:
            raise AlreadyRunning(self.process.name)
        self.folder.mkdir(parents=True, exist_ok=True)
        port = free_port(port)
        (self.folder / "port").write_text(str(port))
        self.process.start(self._command(port), os.environ)
        wait_until(lambda: not self.running or self.answers(), seconds=START_SECONDS)
        if not self.answers():
            self.process.stop()
            raise DatabaseFailed(f"Databasen startet ikke. Det siste den skrev:\n{self.process.tail()}")

    def answers(self) -> bool:
        """Whether it answers a ping now."""
        client: MongoClient[dict[str, object]] = MongoClient(self.uri(), serverSelectionTimeoutMS=500, timeoutMS=2000)
        try:
            client.admin.command("ping")
        except PyMongoError:
            return False
        finally:
            client.close()
        return True

    def stop(self) -> bool:
        """Stop it; False where it was not running."""
        return self.process.stop()

    def _command(self, port: int) -> list[str]:
        program = Path(sys.executable).with_name("secantusd-py")
        if not program.exists():
            raise DatabaseFailed("Fant ikke secantusd-py. Kjør «make demo» eller «make test», så blir den installert.")
        storage = str(self.folder / "data")
        return [str(program), "--sync-on-commit", "--storage-path", storage, "--host", HOST, "--port", str(port)]


def free_port(wanted: int = 0) -> int:
    """The wanted port of this machine if it is free, otherwise any free one."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise DatabaseFailed("Fant ingen ledig port på denne maskinen.")


def main(arguments: list[str] | None = None) -> int:
    """Start, stop or show the embedded database; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m demo.database", description="Den innebygde databasen.")
    parser.add_argument("do", choices=["start", "stop", "status"])
    parser.add_argument("--folder", type=Path, default=FOLDER, help="mappen med dataene (%(default)s)")
    parser.add_argument(
        "--port", type=int, default=PORT, help="ønsket port (%(default)s; er den opptatt, tas en annen)"
    )
    chosen = parser.parse_args(arguments)
    database = Database(chosen.folder)
    return {"start": _start, "stop": _stop, "status": _status}[chosen.do](database, chosen.port)


def _start(database: Database, port: int) -> int:
    try:
        database.start(port=port)
    except AlreadyRunning:
        print(f"Databasen kjører allerede: {database.uri()}", file=sys.stderr)
        return 1
    except DatabaseFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    print(f"Databasen er startet: {database.uri()}")
    return 0


def _stop(database: Database, _port: int) -> int:
    print("Databasen er stoppet." if database.stop() else "Databasen kjørte ikke.")
    return 0


def _status(database: Database, _port: int) -> int:
    if not database.running:
        print("Databasen kjører ikke. Start den med: python -m demo.database start")
        return 1
    print(f"Databasen kjører: {database.uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
