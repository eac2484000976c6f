"""How a landlord hears of what we do: by its own system, or from us where it has none."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from admin import formats
from admin.views.acting import Step
from models import Landlord
from services import records, referrals

BY_SYSTEM = "Utleieren får vite det."
BY_US = "Utleieren har ikke system mot Husrom: ring eller skriv"
UNREACHED = "Telefon og e-post mangler på utleieren."


def told_by_us(landlord: Any) -> str:
    """Whom to ring or write to; empty where the landlord's own system tells it."""
    held: Landlord = records.get(Landlord, landlord)
    if referrals.has_system(held.pk, formats.today()):
        return ""
    reached = next(_ways(held), "")
    return f"{BY_US} til {reached}." if reached else f"{BY_US}. {UNREACHED}"


def _ways(landlord: Landlord) -> Iterator[str]:
    """How the landlord is reached: its own people first."""
    told: list[Any] = [*landlord.contacts, landlord]
    for one in told:
        how = ", ".join(filter(None, (one.phone, one.email)))
        if how:
            yield f"{one.name}, {how}"


def telling(step: Step, landlord: Any) -> Step:
    """The step, whose last words say how the landlord hears of it."""
    return replace(step, done=f"{step.done} {told_by_us(landlord) or BY_SYSTEM}")
