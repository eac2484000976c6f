"""What ordering the waiting list costs beside reading it: ten thousand households, ranked by the default rulebook."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bson import ObjectId

from bench import seeding
from bench.results import Result
from bench.servers import Server, empty_database
from bench.timing import in_turn
from models import Applicant, Application
from models.mapping import ApprovedNeed
from rules import priority
from rules.policy import Policy
from rules.terms import (
    ApplicationKind,
    ApplicationState,
    AppliedBy,
    HousingSituation,
    TargetGroup,
    TenantStatus,
)
from services import records, rulebooks, waiting_list
from services.waiting_list import Wanted

HOUSEHOLDS = 10_000
SLOWEST = 1.5
TIE = b"t" * 32


def compare(server: Server) -> Result:
    """Those who wait in their order, against the same query as raw dictionaries and a sort of tuples made before."""
    with empty_database(server):
        seeding.write(Application, waiting(HOUSEHOLDS))
        policy = rulebooks.current(seeding.TODAY).policy
        tuples = _tuples(policy)

        def ours() -> None:
            ranked = priority.rank(waiting_list.households(Wanted()), policy, TIE)
            _all(len(ranked))

        def yardstick() -> None:
            rows = list(Application._get_collection().find({"on_list": True}, waiting_list.ORDERED_BY))
            _all(len(rows), len(sorted(tuples)))

        mine, theirs = in_turn(ours, yardstick)
    return Result(
        what="Ventelisten i rekkefølge, mot rå rader og ferdige tupler",
        ours=mine * 1000, yardstick=theirs * 1000, unit="ms", limit=SLOWEST, rows=HOUSEHOLDS,
    )  # fmt: skip


def _all(*found: int) -> None:
    if set(found) != {HOUSEHOLDS}:
        raise RuntimeError(f"fant {found}, ikke {HOUSEHOLDS}")


def _tuples(policy: Policy) -> list[tuple[Any, ...]]:
    """What the order comes to, worked out beforehand, in no order."""
    ranked = priority.rank(waiting_list.households(Wanted()), policy, TIE)
    tuples = [(tuple(-part for part in one.key), at, one.household.id) for at, one in enumerate(ranked)]
    random.Random(1).shuffle(tuples)  # noqa: S311 - no secret
    return tuples


def waiting(count: int) -> Iterator[seeding.Stored]:
    """Applications as the product stores them, that differ in what the order looks at."""
    person = Applicant(first_name="Åse", last_name="Prøve")
    records.create(person, seeding.ACTOR)
    plain = seeding.pattern(
        Application(
            application_number="S0", applicant=person, kind=ApplicationKind.NEW, state=ApplicationState.WAITING,
            received_on=seeding.TODAY, decided_on=seeding.TODAY, target_group=TargetGroup.DISADVANTAGED, adults=1,
            applied_by=AppliedBy.APPLICANT, situation=HousingSituation.NO_DWELLING, tenant_status=TenantStatus.NEW,
            approved_need=ApprovedNeed(rooms=2),
        )
    )  # fmt: skip
    policy = rulebooks.current(seeding.TODAY).policy
    chance = random.Random(1)  # noqa: S311 - no secret
    for number in range(1, count + 1):
        yield plain | {
            "_id": ObjectId(),
            "application_number": f"S{number:06d}",
            "open_key": f"bench:{number}",
            "situation": chance.choice(list(HousingSituation)).value,
            "children": chance.choice([0, 0, 1, 2, 3]),
            "factor_levels": {one.code: chance.choice(one.levels).code for one in policy.factors},
            "history": [],
            "pending": [],
            "received_on": datetime(2026, 1 + number % 12, 1, tzinfo=UTC),
        }
