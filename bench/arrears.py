"""What the arrears job costs, its selection and all of it: what it flags, however many leases there are."""

from datetime import date

from bson import ObjectId

from bench.results import Result
from bench.seeding import COMING, NOW, PAST, TODAY, Leases
from bench.servers import Server, empty_database
from bench.timing import in_turn
from config.settings import Settings
from jobs import arrears as job
from jobs.context import Context
from models import ArrearsCase, Lease
from rules.terms import LeaseState
from services import arrears

LIMIT, REVIEWS = 1.5, 3
NOBODYS = Settings(mongodb_uri="", secret_key="", field_key="", base_url="")  # the job asks for none
BUSY = ObjectId()  # a caseworker with as many leases as are in arrears


def compare(server: Server, rows: int) -> list[Result]:
    """One lease in a hundred is in arrears: against an indexed query that finds as many, and against fewer leases.

    The whole review is held against the same where there are no leases but those in arrears.
    """
    flagged, few = rows // 100, rows // 10
    with empty_database(server):
        Leases().write(range(1, flagged + 1), lambda one: due(one, flagged))
        (alone,) = in_turn(lambda: review(flagged), repeats=REVIEWS)
    with empty_database(server):
        leases = Leases()
        leases.write(range(1, few + 1), lambda one: due(one, flagged), lambda one: caseworker(one, flagged))
        (among_few,) = in_turn(lambda: select(flagged))
        leases.write(range(few + 1, rows + 1), lambda one: due(one, flagged))
        among_all, by_index = in_turn(lambda: select(flagged), lambda: read_by_caseworker(flagged))
        (reviewed,) = in_turn(lambda: review(flagged), repeats=REVIEWS)
    return [
        Result(
            what="Utvalget av restanser (1 %), mot like mange fra en indeks",
            ours=among_all * 1000, yardstick=by_index * 1000, unit="ms", limit=LIMIT, rows=rows,
        ),
        Result(
            what="Utvalget av restanser, mot like mange blant en tidel",
            ours=among_all * 1000, yardstick=among_few * 1000, unit="ms", limit=LIMIT, rows=rows,
        ),
        Result(
            what="Nattens gjennomgang av restanser, mot den uten andre leieforhold",
            ours=reviewed, yardstick=alone, unit="s", limit=LIMIT, rows=rows,
        ),
    ]  # fmt: skip


def due(number: int, flagged: int) -> date | None:
    """The first are in arrears; of the others every second owes rent that is not due yet."""
    if number <= flagged:
        return PAST
    return COMING if number <= 2 * flagged or number % 2 else None


def caseworker(number: int, flagged: int) -> ObjectId | None:
    """As many as are in arrears have the busy caseworker, none of those in arrears."""
    return BUSY if flagged < number <= 2 * flagged else None


def review(expected: int) -> None:
    """The whole job, as on any night but the first: the cases stand, and are looked at again."""
    context = Context(TODAY, TODAY.isoformat(), NOBODYS, lambda: NOW, lambda: None)
    counts = job.run(context)
    if (counts.selected, counts.failed) != (expected, 0) or ArrearsCase.objects.count() != expected:
        raise RuntimeError(f"{counts.line()} ved gjennomgangen, ikke {expected}")


def select(expected: int) -> None:
    """The job's selection."""
    _require(list(arrears.overdue(TODAY)), expected)


def read_by_caseworker(expected: int) -> None:
    """The yardstick: the same number of leases by another index, in its order."""
    found = Lease.objects(caseworker=BUSY, state=LeaseState.OCCUPYING).no_dereference()
    _require(list(found.order_by("id")), expected)


def _require(found: list[Lease], expected: int) -> None:
    if len(found) != expected:
        raise RuntimeError(f"fant {len(found)} leieforhold, ikke {expected}")
