"""What a new release needs of records that an earlier one stored."""

from models import Application, Lease, Mandate
from services import records


def derive_missing() -> int:
    """Put applications of an earlier release on the waiting list where they belong; returns how many were set.

    So are leases, by what the time to their next inspection is counted from, and mandates, by their case number.
    Whoever is changed meanwhile is set by that change. Raises AlreadyExists.
    """
    count = 0
    for kind, field in ((Application, "on_list"), (Lease, "inspect_from"), (Mandate, "case_key")):
        for record in kind.objects(__raw__={field: {"$exists": False}}).no_dereference().order_by("id"):
            count += records.derive(record)
    return count
