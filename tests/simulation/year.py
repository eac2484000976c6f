"""A year of a housing office: every night's jobs, every day's officers and bank, and a clerk who counts along."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from config.schedule import PAGE, Entry, Every
from config.settings import Settings
from demo.bank import Transfer, giro_file
from jobs import periods
from jobs.context import Counts
from jobs.runner import Runner
from models import ArrearsCase, Lease, LedgerRow, Payment
from models.lease import RentLine
from rules.terms import (
    ArrearsEnd,
    ArrearsState,
    ImportKind,
    LeaseState,
    PaymentState,
    PlanState,
    RentLineKind,
    RowKind,
)
from schemas import readers
from services import imports
from services.actor import Actor
from services.imports import Order
from tests.factories import make_lease
from tests.simulation import almanac, troubles
from tests.simulation.habits import UNKNOWN_KID, Resident, household
from tests.simulation.office import Office

FIRST = date(2027, 1, 1)
RENT = ("rent_run", "payment_plans", "arrears", "expiring_agreements", "endings")
NIGHT, MORNING, NOON = time(3, 30), time(8), time(11)


class Hand:
    """A clock that is turned by hand."""

    def __init__(self, day: date) -> None:
        self.now = datetime.combine(day, NIGHT, UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, day: date, hour: time) -> None:
        self.now = datetime.combine(day, hour, UTC)


@dataclass
class Year:
    """The town and where it stands; `day` is the business day.

    The jobs about rent, leases and their ends run every night; the office's other jobs, which have little to do here,
    every so many nights: nobody's rent changes, and no lease follows another.
    """

    settings: Settings
    leases: int
    others_every: int = 1
    seed: int = 1
    day: date = FIRST
    residents: list[Resident] = field(default_factory=list)
    sent: int = 0

    def __post_init__(self) -> None:
        self.clock = Hand(self.day)
        self.runner = Runner(self.settings, clock=self.clock, holder="simulation")
        self.office = Office(self.clock)

    def settle_in(self) -> None:
        """Everybody moves in."""
        rng, kontor = Random(self.seed), self.office.found()
        for number in range(1, self.leases + 1):
            one = household(number, self.day, rng)
            rent = RentLine(
                id="1", kind=RentLineKind.BASE, amount_ore=one.sheet.rent_ore, valid_from=one.sheet.starts_on
            )
            lease: Lease = make_lease(
                contract_number=f"K{number}",
                kid=f"88{number:06}",
                starts_on=one.sheet.starts_on,
                signed_on=one.sheet.starts_on - timedelta(days=5),
                ends_on=one.sheet.ends_on,
                rent_lines=[rent],
                eviction_clause=True,
                office=kontor,
            )
            one.lease, one.kid = lease.pk, lease.kid
            self.residents.append(one)

    def days(self, count: int) -> Iterator[date]:
        """Live so many days; yields each morning, when the night's jobs are done and nobody has come to work."""
        for _ in range(count):
            self.night()
            yield self.day
            self.work()
            self.bank()
            self.day += timedelta(days=1)

    def jobs(self) -> dict[str, Counts]:
        """The jobs that fall due this night, in the order of the page; run again, they run as another attempt."""
        self.clock.turn(self.day, NIGHT)
        return {entry.id: self._run(entry) for entry in PAGE if self._is_due(entry)}

    def night(self) -> None:
        """The night's jobs; and the clerk brings the sheets up to date."""
        self.jobs()
        for one in self.residents:
            if self.day.day == 1:
                one.sheet.charge(self.day)
            one.sheet.look_at_plan(self.day, self.office.grace_days)

    def _is_due(self, entry: Entry) -> bool:
        if entry.every is Every.MONTH:
            return self.day == periods.first_day(entry, self.day)
        return entry.id in RENT or (self.day - FIRST).days % self.others_every == 0

    def _run(self, entry: Entry) -> Counts:
        if entry.every is Every.MINUTE:
            return self.runner.minute(entry, self.day)
        counts = self.runner.by_hand(entry, periods.period_of(entry, self.day), self.day)
        if counts.trouble():
            raise AssertionError(f"{entry.id} {self.day}: {counts.trouble()}")
        return counts

    def work(self) -> None:
        """What the officers do in the daytime, where they are at work at all."""
        self.clock.turn(self.day, MORNING)
        if not almanac.is_free(self.day):
            self.office.work(self.day, self.residents)
            self._place_strays()

    def bank(self) -> None:
        """The day's payments come as one file of the bank's, and are read in."""
        self.clock.turn(self.day, NOON)
        transfers = [transfer for one in self.residents for transfer in self._payments(one)]
        if not transfers:
            return
        self.sent += 1
        data = giro_file(transfers, transmission=self.sent, sent_on=self.day)
        name = f"ocr-{self.day}.txt"
        read = readers.read(ImportKind.PAYMENTS, name, io.BytesIO(data), today=self.day, allow_synthetic=True)
        imports.run(read, Order(actor=Actor.system(self.clock()), today=self.day, clock=self.clock))

    def _payments(self, one: Resident) -> Iterator[Transfer]:
        for ore in (*one.pays(self.day, FIRST), *self.office.promised(one, self.day)):
            if one.habit == "wrong KID" and self._first_of(one):
                yield Transfer(UNKNOWN_KID, ore, self.day)
                self.office.waiting.append((self.day + timedelta(days=3), one, ore))
                continue
            one.sheet.pay(self.day, ore)
            yield Transfer(one.kid, ore, self.day)

    def _first_of(self, one: Resident) -> bool:
        """Whether this is the one payment that goes astray."""
        if one.marks.get("astray") or self.day < almanac.month_on(FIRST, one.trouble):
            return False
        one.marks["astray"] = True
        return True

    def _place_strays(self) -> None:
        for found in [one for one in self.office.waiting if one[0] <= self.day]:
            self.office.waiting.remove(found)
            _, one, ore = found
            self.office.place(one, ore, self.day)

    def stories(self) -> set[str]:
        """What has happened to somebody, as the house has it."""
        ends = {(case.end, bool(case.petitioned_on)) for case in ArrearsCase.objects(state=ArrearsState.CLOSED)}
        plans = {plan.state for case in ArrearsCase.objects for plan in case.plans}
        found = {
            "plan kept": PlanState.KEPT in plans,
            "plan broken": PlanState.BROKEN in plans,
            "petition averted": (ArrearsEnd.AVERTED, True) in ends,
            "moved out": Lease.objects(state=LeaseState.ENDED).first() is not None,
            "placed by hand": Payment.objects(state=PaymentState.PLACED).first() is not None,
            "taken back by the bank": LedgerRow.objects(kind=RowKind.REVERSAL).first() is not None,
        }
        befallen = {story for one in self.residents for story in troubles.told(one)}
        return befallen | {story for story, told in found.items() if told}
