"""Run every comparison and print each as it is done; exit 1 where one is over its limit.

BENCH_N=5000 make bench: with that many rows. HUSROM_MONGODB_URI: on that server.
"""

import os
import sys
from collections.abc import Iterator

from bench import arrears, letters, lists, matching, memory, partners, payments, rent, waiting_list, year
from bench.results import Result, heading, machine
from bench.servers import Server, serving

ROWS, FEWER = 100_000, 10_000
FEWEST = 5_000
SLOW = (
    "Den innebygde databasen leser alt som passer, og er treg over 5 000 dokumenter: derfor færre rader, og tiden for\n"
    "en side har ingen grense. Tallene som gjelder, tas mot en MongoDB (HUSROM_MONGODB_URI)."
)


def main() -> int:
    """Returns the exit code."""
    with serving() as server:
        rows = _rows(server)
        print(f"{server.name}. {machine()}.")
        if server.embedded:
            print(SLOW)
        print(heading(), flush=True)
        over = False
        for result in _results(server, rows):
            over |= result.over
            print(result.line(server.name), flush=True)
    return int(over)


def _rows(server: Server) -> int:
    wanted = os.environ.get("BENCH_N", "").strip()
    if not wanted:
        return FEWER if server.embedded else ROWS
    if not wanted.isascii() or not wanted.isdigit() or int(wanted) < FEWEST:
        sys.exit(f"BENCH_N må være et helt tall, minst {FEWEST}.")
    return int(wanted)


def _results(server: Server, rows: int) -> Iterator[Result]:
    yield payments.compare(server, rows)
    yield memory.compare(server, rows)
    yield from rent.compare(server, rows)
    yield from arrears.compare(server, rows)
    yield from lists.compare(server, rows // 10)
    yield waiting_list.compare(server)
    yield from matching.compare(server)
    yield from partners.compare(server, rows)
    yield letters.compare()
    yield year.compare(server)


if __name__ == "__main__":
    sys.exit(main())
