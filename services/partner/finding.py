"""A landlord's own records: found by the numbers that people know, in pages of a fixed order; no other landlord's."""

from collections.abc import Iterable, Sequence
from typing import Any

from bson import ObjectId

from models import Agreement, Dwelling, DwellingProposal, Lease, Project, Record, Referral, VacancyNotice
from rules.errors import NotFound
from services import audit, records
from services.batches import batched

NUMBERS: dict[type[Record], str] = {  # the field that holds what people call the record; each has a unique index
    Dwelling: "dwelling_number",
    DwellingProposal: "proposal_number",
    VacancyNotice: "notice_number",
    Referral: "referral_number",
    Lease: "contract_number",
    Agreement: "agreement_number",
}


class Row:
    """A stored record as it was read, each field made what it is when it is asked for: a page makes no documents.

    For reading alone; `_data` is what `records.reference` looks in.
    """

    __slots__ = ("_data", "_kind")

    def __init__(self, kind: type[Record], stored: dict[str, Any]) -> None:
        self._kind, self._data = kind, stored

    @property
    def pk(self) -> Any:
        return self._data["_id"]

    def __getattr__(self, name: str) -> Any:
        field = self._kind._fields[name]
        value = self._data.get(field.db_field)
        if value is None:
            return field.default() if callable(field.default) else field.default
        return field.to_python(value)


def page(
    document: type[Record],
    landlord: ObjectId,
    fields: Iterable[str],
    /,
    *,
    after: ObjectId | None,
    limit: int,
    **wanted: Any,
) -> list[Any]:
    """The landlord's records after that one, oldest first, with these fields alone: what is not read is not told."""
    asked = {name: value for name, value in wanted.items() if value is not None}
    if after is not None:
        asked["id__gt"] = after
    found = document.objects(landlord=landlord, **asked).only("version", "landlord", *fields)
    return [Row(document, stored) for stored in found.order_by("id").limit(limit).as_pymongo()]


def get(kind: type[Record], landlord: ObjectId, number: str) -> Any:
    """The landlord's whole record of that number, to be changed; raises NotFound, for another landlord's too."""
    return _own(kind, landlord, number, kind.objects(**{NUMBERS[kind]: number}).no_dereference().first())


def read(kind: type[Record], landlord: ObjectId, number: str, fields: Iterable[str]) -> Any:
    """The landlord's record of that number with these fields alone; raises NotFound, for another landlord's too."""
    wanted = kind.objects(**{NUMBERS[kind]: number}).only("version", "landlord", *fields).no_dereference()
    return _own(kind, landlord, number, wanted.first())


def _own(kind: type[Record], landlord: ObjectId, number: str, found: Any) -> Any:
    if found is None or records.reference(found, "landlord") != landlord:
        raise missing(kind, number)
    return found


def missing(kind: type[Record], number: str) -> NotFound:
    """The refusal of a record that is not there for this landlord."""
    return NotFound(audit.collection(kind), number)


def get_by_id(kind: type[Record], landlord: ObjectId, identity: str) -> Any:
    """The landlord's record that has no number but its id; raises NotFound, for another landlord's too."""
    found = kind.objects(pk=identity).no_dereference().first() if ObjectId.is_valid(identity) else None
    return _own(kind, landlord, identity, found)


def numbers_of(kind: type[Record], documents: Sequence[Record], name: str) -> dict[Any, str]:
    """What those that the documents refer to are called, by id: one read for fifty."""
    field = "name" if kind is Project else NUMBERS[kind]
    wanted = {held for one in documents if (held := records.reference(one, name)) is not None}
    found: dict[Any, str] = {}
    for ids in batched(wanted):
        some = kind.objects(pk__in=ids)
        found |= dict(some.scalar("id", field))
    return found
