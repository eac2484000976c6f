"""Whom or what a task is about: the person by name, a vacancy's dwelling; for those who may open the case."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from bson import ObjectId

from admin import links
from admin.desk import HIDDEN, Desk
from models import Appeal, Applicant, Application, Dwelling, Lease, Vacancy
from services.batches import batched

Subject = tuple[str, str]  # collection and id, as a task names its record
PERSON: dict[type[Any], str] = {Application: "applicant", Lease: "tenant", Appeal: "party"}


def names_of(desk: Desk, subjects: Iterable[Subject]) -> dict[Subject, str]:
    """The person of each record, «Skjermet» where the address is protected from the one at the screen; or its dwelling.

    One read for each kind of case and one for the persons or dwellings, in batches of 50; what the person may not open
    is left out.
    """
    wanted = set(subjects)
    persons: dict[Subject, Any] = {}
    for model, field in PERSON.items():
        persons |= _referred(desk, model, field, wanted)
    rows = _read(Applicant, set(persons.values()) - {None}, ("first_name", "last_name", "protected_address"))
    names = {row["_id"]: _name(row, sees_protected=desk.sees_protected()) for row in rows}
    found = {subject: names[person] for subject, person in persons.items() if person in names}
    return found | _homes_of(desk, wanted)


def _homes_of(desk: Desk, wanted: Collection[Subject]) -> dict[Subject, str]:
    homes = _referred(desk, Vacancy, "dwelling", wanted)
    if not homes:
        return {}
    every = sorted(set(homes.values()))
    named: dict[Any, str] = {}
    for ids in batched(every):
        some = Dwelling.objects(pk__in=ids).only("dwelling_number", "address")
        named |= {one.pk: str(one) for one in some.no_dereference()}
    return {subject: named[home] for subject, home in homes.items() if home in named}


def _referred(desk: Desk, model: type[Any], field: str, wanted: Collection[Subject]) -> dict[Subject, Any]:
    kind = model._get_collection_name()
    ids = [ObjectId(one) for held, one in wanted if held == kind and ObjectId.is_valid(one)]
    if not ids or not links.may_read(desk, model):
        return {}
    return {(kind, str(row["_id"])): row.get(field) for row in _read(model, ids, (field,))}


def _read(model: type[Any], ids: Collection[ObjectId], fields: Iterable[str]) -> Iterator[dict[str, Any]]:
    every = sorted(ids)
    for some in batched(every):
        yield from model._get_collection().find({"_id": {"$in": some}}, dict.fromkeys(fields, 1))


def _name(row: dict[str, Any], *, sees_protected: bool) -> str:
    if row.get("protected_address") and not sees_protected:
        return HIDDEN.text
    return " ".join(part for part in (row.get("first_name"), row.get("last_name")) if part)
