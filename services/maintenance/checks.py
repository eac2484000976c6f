"""Whether the database agrees with itself: accounts with rows, payments with leases, references with records."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from mongoengine import ReferenceField

from models import DOCUMENTS, Application, Decision, Plain, Record
from rules.deadlines import oslo_date
from rules.terms import DataFault
from services import audit
from services.batches import batched
from services.maintenance import checks_agreements as agreements
from services.maintenance import checks_keeping as keeping
from services.maintenance import checks_landlords as landlords
from services.maintenance.checks_common import Trouble, numbers, standing
from services.maintenance.checks_ledger import ledgers
from services.maintenance.checks_payments import payments
from services.maintenance.indexes import missing_indexes

LATE = timedelta(hours=1)


@dataclass
class Checked:
    """What was looked at, by collection, and what is wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    troubles: list[Trouble] = field(default_factory=list)


def check_data(now: datetime) -> Checked:
    """Look through everything; nothing is changed."""
    checked = Checked(Counter({audit.collection(kind): kind.objects.count() for kind in DOCUMENTS}))
    checked.troubles += [Trouble(DataFault.INDEX_MISSING, "", name) for name in missing_indexes()]
    for check in CHECKS:
        checked.troubles += check()
    checked.troubles += agreements.shares(oslo_date(now))
    checked.troubles += landlords.calls(now)
    checked.troubles += _effects(now)
    return checked


def _references() -> Iterator[Trouble]:
    """Each reference leads to a record."""
    for kind in DOCUMENTS:
        pointers = [pointer for pointer in kind._fields.values() if isinstance(pointer, ReferenceField)]
        if not pointers:
            continue
        found = kind._get_collection().find({}, {pointer.db_field: 1 for pointer in pointers})
        for some in batched(found):
            for pointer in pointers:
                yield from _lost(kind, pointer, some)


def _lost(kind: type[Plain] | type[Record], pointer: Any, some: Sequence[dict[str, Any]]) -> Iterator[Trouble]:
    pointed = {one["_id"]: one[pointer.db_field] for one in some if one.get(pointer.db_field) is not None}
    there = standing(pointer.document_type, list(pointed.values()))
    lost = [identity for identity, target in pointed.items() if target not in there]
    for number in numbers(kind, lost).values():
        yield Trouble(DataFault.REFERENCE_LOST, audit.collection(kind), number, pointer.verbose_name or pointer.name)


def _decisions() -> Iterator[Trouble]:
    """Each decision that an application carries stands as a document."""
    carrying = {"decisions.id": {"$exists": True}}
    found = Application._get_collection().find(carrying, {"decisions.id": 1, "application_number": 1})
    for some in batched(found):
        there = standing(Decision, [entry["id"] for one in some for entry in one["decisions"]])
        for one in some:
            if any(entry["id"] not in there for entry in one["decisions"]):
                label = Application._fields["decisions"].verbose_name
                yield Trouble(DataFault.REFERENCE_LOST, "application", one["application_number"], label)


def _effects(now: datetime) -> Iterator[Trouble]:
    """What a change owes is paid soon."""
    for kind in DOCUMENTS:
        if not issubclass(kind, Record):
            continue
        for record in kind.objects(__raw__={"pending.key": {"$exists": True}}).order_by("pk").no_dereference():
            if any(effect.stopped for effect in record.pending):
                yield Trouble(DataFault.EFFECT_STOPPED, audit.collection(kind), record.number)
            elif any(effect.next_at < now - LATE for effect in record.pending):
                yield Trouble(DataFault.EFFECT_LATE, audit.collection(kind), record.number)


CHECKS = (
    ledgers,
    payments,
    _references,
    _decisions,
    keeping.open_ones,
    keeping.cases,
    keeping.plans,
    keeping.rent_changes,
    keeping.endings,
    keeping.homes,
    landlords.reservations,
    landlords.ceilings,
    agreements.agreements,
    agreements.homes,
    agreements.signings,
)
