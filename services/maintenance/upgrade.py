"""What a new release needs of records that an earlier one stored."""

from typing import Any

from models import Agreement, Application, Lease, Mandate, Record
from rules.agreements import NOT_STANDING, RIGHTS
from services import records

DERIVED: tuple[tuple[type[Record], str, dict[str, Any]], ...] = (  # the field, and the records that are to have it
    (Application, "on_list", {}),
    (Lease, "inspect_from", {}),
    (Agreement, "right_to", {
        "kind": {"$in": sorted(kind.value for kind in RIGHTS)}, "project": {"$exists": True},
        "state": {"$nin": [state.value for state in NOT_STANDING]},
    }),
)  # fmt: skip


def derive_missing() -> int:
    """Put applications of an earlier release on the waiting list where they belong; returns how many were set.

    So are leases, by what the time to their next inspection is counted from, mandates, by their case number, and rights
    that stand, by their project. Whoever is changed meanwhile is set by that change. Raises AlreadyExists.
    """
    count = 0
    for kind, field, among in DERIVED:
        for record in kind.objects(__raw__={field: {"$exists": False}, **among}).no_dereference().order_by("id"):
            count += records.derive(record)
    return count + _case_keys()


def _case_keys() -> int:
    """The withdrawn first: one that stands may be their successor, with the key that they had."""
    every = Mandate.objects.no_dereference().order_by("-state", "id")
    return sum(records.derive(one) for one in every if one.case_key != one.derived()["case_key"])
