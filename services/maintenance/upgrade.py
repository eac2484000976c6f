"""What a new release needs of records that an earlier one stored."""

from models import Application
from services import records


def derive_missing() -> int:
    """Put applications of an earlier release on the waiting list where they belong; returns how many were set.

    Whoever is changed meanwhile is set by that change. Raises AlreadyExists.
    """
    count = 0
    for case in Application.objects(__raw__={"on_list": {"$exists": False}}).no_dereference().order_by("id"):
        count += records.derive(case)
    return count
