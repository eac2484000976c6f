"""The postcode register (Bring): plain rows without history."""

from collections.abc import Sequence
from typing import Any

from pymongo.errors import BulkWriteError

from models import Postcode
from rules.errors import AlreadyExists
from services.audit import DUPLICATE
from services.imports.books import Book, Change, lookup
from services.imports.files import Facts

FIELDS = ("place", "municipality_number", "municipality", "category")


class PostcodeBook(Book):
    """Postcodes by code."""

    document = Postcode
    key_field = "code"

    def look_up(self, rows: Sequence[Facts]) -> None:
        self._found = lookup(Postcode, "code", (row.get("code") for row in rows))

    def find(self, row: Facts) -> Any | None:
        return self._found.get(row["code"])

    def build(self, row: Facts) -> Postcode:
        return Postcode(code=row["code"], **self.values(row))

    def values(self, row: Facts) -> dict[str, Any]:
        return {name: row[name] for name in FIELDS}

    def store(self, new: Sequence[Any]) -> list[tuple[Any, AlreadyExists]]:
        """Insert in bulk; one that another import has just brought in is done."""
        try:
            if new:
                Postcode._get_collection().insert_many([row.to_mongo() for row in new], ordered=False)
        except BulkWriteError as error:
            if any(problem["code"] != DUPLICATE for problem in error.details["writeErrors"]):
                raise
        return []

    def write(self, record: Any, change: Change, action: str) -> None:
        Postcode.objects(pk=record.pk).update_one(**{f"set__{name}": value for name, value in change.values.items()})
