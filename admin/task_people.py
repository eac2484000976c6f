"""Whose case a task is about: the applicant, tenant or appellant by name, for those who may open such cases."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from bson import ObjectId

from admin import links
from admin.desk import HIDDEN, Desk
from admin.lists import BATCH
from models import Appeal, Applicant, Application, Lease

Subject = tuple[str, str]  # collection and id, as a task names its record
PERSON: dict[type[Any], str] = {Application: "applicant", Lease: "tenant", Appeal: "party"}


def names_of(desk: Desk, subjects: Iterable[Subject]) -> dict[Subject, str]:
    """The person of each record, «Skjermet» where the address is protected from the one at the screen.

    One read for each kind of case and one for the persons, in batches of 50; what the person may not open is left out.
    """
    wanted = set(subjects)
    persons: dict[Subject, Any] = {}
    for model, field in PERSON.items():
        kind = model._get_collection_name()
        ids = [ObjectId(one) for held, one in wanted if held == kind and ObjectId.is_valid(one)]
        if ids and links.may_read(desk, model):
            persons |= {(kind, str(row["_id"])): row.get(field) for row in _read(model, ids, (field,))}
    rows = _read(Applicant, set(persons.values()) - {None}, ("first_name", "last_name", "protected_address"))
    names = {row["_id"]: _name(row, sees_protected=desk.sees_protected()) for row in rows}
    return {subject: names[person] for subject, person in persons.items() if person in names}


def _read(model: type[Any], ids: Collection[ObjectId], fields: Iterable[str]) -> Iterator[dict[str, Any]]:
    every = sorted(ids)
    for start in range(0, len(every), BATCH):
        yield from model._get_collection().find(
            {"_id": {"$in": every[start : start + BATCH]}}, dict.fromkeys(fields, 1)
        )


def _name(row: dict[str, Any], *, sees_protected: bool) -> str:
    if row.get("protected_address") and not sees_protected:
        return HIDDEN.text
    return " ".join(part for part in (row.get("first_name"), row.get("last_name")) if part)
