"""Whether the person at the screen works a case (tjenstlig behov): asked once for each request and case."""

from collections.abc import Iterable

from bson import ObjectId
from flask import g

from admin.people import current_actor
from services import need_to_know


def learn(cases: Iterable[ObjectId]) -> None:
    """Ask of many cases at once, before each is asked for: a list's rows."""
    known: dict[ObjectId, bool] = g.setdefault("cases_worked", {})
    wanted = {case for case in cases if case not in known}
    if wanted:
        worked = need_to_know.among(wanted, current_actor())
        known |= {case: case in worked for case in wanted}


def worked(cases: Iterable[ObjectId]) -> list[ObjectId]:
    """Those of the cases that they work."""
    wanted = list(dict.fromkeys(cases))
    learn(wanted)
    return [case for case in wanted if works(case)]


def works(case: ObjectId | None) -> bool:
    """Whether they work the case of that id; what belongs to no case is for nobody in particular."""
    if case is None:
        return True
    learn([case])
    known: dict[ObjectId, bool] = g.cases_worked
    return known[case]
