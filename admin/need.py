"""Whether the person at the screen works a case (tjenstlig behov): asked once for each request and case."""

from bson import ObjectId
from flask import g

from admin.people import current_actor
from services import need_to_know


def works(case: ObjectId | None) -> bool:
    """Whether they work the case of that id; what belongs to no case is for nobody in particular."""
    if case is None:
        return True
    known: dict[ObjectId, bool] = g.setdefault("cases_worked", {})
    if case not in known:
        known[case] = case in need_to_know.among([case], current_actor())
    return known[case]
