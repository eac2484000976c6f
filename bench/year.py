"""A simulated year of three hundred households, every night's jobs run: compared with a clerk's sheets each morning.

What is measured is whether the nights get slower as the year goes by.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from bench.results import Result
from bench.servers import Server, empty_database
from config.settings import Settings
from jobs.context import Counts
from services import maintenance
from tests.simulation import comparing, paper
from tests.simulation.year import Year

HOUSEHOLDS, DAYS, QUARTER = 300, 365, 90
LIMIT = 3.0  # by then every third household has a case with its history, and all of them a year of rows


@dataclass
class Timed(Year):
    """A year that knows how long its nights took, but for the first of a month."""

    nights: list[float] = field(default_factory=list)

    def jobs(self) -> dict[str, Counts]:
        """The night's jobs, timed."""
        start = time.perf_counter()
        done = super().jobs()
        if self.day.day > 1:
            self.nights.append(time.perf_counter() - start)
        return done


def compare(server: Server) -> Result:
    """The last quarter's nights against the second's: in the first the households' follow-up begins."""
    with empty_database(server) as address:
        year = Timed(Settings(mongodb_uri=address, secret_key="", field_key="", base_url=""), HOUSEHOLDS)
        paper.draw_quickly()
        year.settle_in()
        for _day in year.days(DAYS):
            comparing.morning(year)
        _check(year.clock())
    return Result(
        what=f"En natt i siste kvartal av et år med {HOUSEHOLDS} husstander, mot andre kvartal",
        ours=median(year.nights[-QUARTER:]), yardstick=median(year.nights[QUARTER : 2 * QUARTER]), unit="s",
        limit=LIMIT, rows=HOUSEHOLDS,
    )  # fmt: skip


def _check(now: datetime) -> None:
    """That the year ended with books that agree."""
    if comparing.charged_more_than_once():
        raise RuntimeError("en måned er krevd to ganger")
    if troubles := maintenance.check_data(now).troubles:
        raise RuntimeError(f"{len(troubles)} feil i dataene etter året: {troubles[:3]}")
