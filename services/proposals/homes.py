"""What a landlord changes of a home that is registered as its own: each change in the home's history, in its name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from models import Dwelling
from rules import proposed_homes
from rules.dwellings import NEEDS_LANDLORD
from rules.errors import NotFound
from rules.proposed_homes import OWN_FIELDS
from services import records
from services.actor import Actor
from services.proposals.proposing import DECIDERS

__all__ = ["OWN_FIELDS", "update_home"]


def update_home(
    dwelling: Dwelling,
    actor: Actor,
    *,
    values: Mapping[str, Any],
    version: int,
    today: date,  # noqa: ARG001 - a step is always given its day
) -> bool:
    """Set what is the landlord's to say of its home (`OWN_FIELDS`); rent is the home's, not that of a lease.

    False where nothing differs. Raises NotAuthorised, NotFound (no landlord's home), InvalidRecord, StaleState.
    """
    landlord = records.reference(dwelling, "landlord")
    if landlord is None or dwelling.disposal not in NEEDS_LANDLORD:
        raise NotFound("dwelling", dwelling.number)
    actor.require_party(landlord, *DECIDERS, what="dwelling.update_own")
    proposed_homes.check_own(values)
    return records.change(dwelling, actor, values=values, action="home_updated", version=version)
