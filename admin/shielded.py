"""Whose home the person at the screen may not learn of: those with a protected address."""

from collections.abc import Collection
from typing import Any

from bson import ObjectId
from flask import g

from admin import need
from admin.people import sees_protected
from models import Applicant, Application
from services import records
from services.batches import batched


def hidden_people() -> list[ObjectId]:
    """The persons themselves; read once for each request."""
    if sees_protected():
        return []
    if "hidden_people" not in g:
        g.hidden_people = list(Applicant.objects(protected_address=True).order_by("pk").scalar("pk"))
    found: list[ObjectId] = g.hidden_people
    return found


def is_hidden(person: Any) -> bool:
    """Whether the person referred to is one of them; somebody who has not been read is."""
    if sees_protected():
        return False
    return bool(person.protected_address) if isinstance(person, Applicant) else True


def hides_any(cases: Collection[ObjectId]) -> bool:
    """Whether one of the cases is such a person's, and the one at the screen does not work it."""
    hidden = set(hidden_people())
    for ids in batched(cases if hidden else ()):
        some = Application.objects(pk__in=ids).only("applicant")
        theirs = (one for one in some.no_dereference() if records.reference(one, "applicant") in hidden)
        if any(not need.works(one.pk) for one in theirs):
            return True
    return False
