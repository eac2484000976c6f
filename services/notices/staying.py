"""A home that a landlord has reported vacant stays in its project while a household may be referred to it."""

from collections.abc import Mapping
from typing import Any

from models import Dwelling
from rules.errors import InvalidRecord
from services import records
from services.notices.reporting import open_of

KEPT = ("project", "landlord")


def refuse_moved(home: Dwelling, values: Mapping[str, Any]) -> None:
    """Raise InvalidRecord where the values would move the home to another project or landlord while a notice is open.

    Its reservation counts in the project that it was referred from (domain 4.1).
    """
    moved = [name for name in KEPT if name in values and not records.same(getattr(home, name), values[name])]
    if moved and open_of(home.pk) is not None:
        raise InvalidRecord("dwelling", dict.fromkeys(moved, "home_noticed"))
