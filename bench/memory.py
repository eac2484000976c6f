"""What an import takes of memory: how much the process grows at its peak, for a long file and for a shorter one.

python -m bench.memory ADDRESS FILE ROWS
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import payments, seeding
from bench.results import Result
from bench.servers import Server, empty_database, open_database

LIMIT = 1.3
FULL = (
    10_000  # payments of 160 bytes that fill whatever is held at once: a chunk of payments, a part of the stored file
)
PROC = Path("/proc/self")  # on Linux alone; there `ru_maxrss` starts at what the parent had


def compare(server: Server, rows: int) -> Result:
    """The growth of an import of that many payments, against one of far fewer that fill a chunk all the same."""
    few = rows // 10 if rows >= 10 * FULL else rows // 2
    return Result(
        what=f"Minnevekst ved importen, mot {few} innbetalinger",
        ours=_growth(server, rows), yardstick=_growth(server, few), unit="MB", limit=LIMIT, rows=rows,
    )  # fmt: skip


def _growth(server: Server, rows: int) -> float:
    with empty_database(server) as address, tempfile.NamedTemporaryFile() as file:
        seeding.charged_leases(rows)
        payments.write_file(file, rows)  # type: ignore[arg-type]  # it is one
        command = [sys.executable, "-m", "bench.memory", address, file.name, str(rows)]
        return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def forget_peak() -> None:
    """Let the peak be what the process has now, where the system can."""
    if PROC.exists():
        (PROC / "clear_refs").write_text("5")


def peak() -> float:
    """The most memory that this process has had, in MB."""
    if PROC.exists():
        told = dict(line.split(":", 1) for line in (PROC / "status").read_text().splitlines())
        return int(told["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2  # macOS counts in bytes


def main(address: str, file: str, rows: str) -> None:
    """Import the file into the database and print the growth, in MB."""
    open_database(address)
    with open(Path(file), "rb") as source:
        forget_peak()
        before = peak()
        done = payments.bring_in(source)
        grown = peak() - before
    payments.check(done, int(rows))
    print(grown)


if __name__ == "__main__":
    main(*sys.argv[1:])
