"""What the checks share: a trouble, and looking records up some at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rules.terms import DataFault
from services.accounts import Stored
from services.batches import batched


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong: what, in which collection, the number people know it by, and the field or month."""

    fault: DataFault
    collection: str
    number: str
    detail: str = ""


def owes_row(document: Stored) -> bool:
    """Whether a document's row in the ledger, which has its key, is still to be written."""
    return any(effect["key"] == document["_id"] for effect in document.get("pending") or ())


def standing(kind: Any, identities: Sequence[Any]) -> set[Any]:
    """Those of the ids that are there."""
    found: set[Any] = set()
    for some in batched(dict.fromkeys(identities)):
        found |= {one["_id"] for one in kind._get_collection().find({"_id": {"$in": some}}, {"_id": 1})}
    return found


def numbers(kind: Any, identities: Sequence[Any]) -> dict[Any, str]:
    """What people call these records."""
    named: dict[Any, str] = {}
    for some in batched(dict.fromkeys(identities)):
        named |= {one.pk: getattr(one, "number", str(one.pk)) for one in kind.objects(pk__in=some).no_dereference()}
    return named
