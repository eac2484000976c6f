"""Postcodes at the door: known ones alone where a register is loaded, and the place that follows from each."""

from typing import Any

from models import Postcode

UNKNOWN = "Postnummeret finnes ikke i postnummerregisteret. Sjekk at det er riktig skrevet."


def find_place(code: str | None) -> str | None:
    """The register's place for a postcode; None where it has none."""
    found = Postcode.objects(pk=code).first() if code else None
    return found.place if found else None


def register_loaded() -> bool:
    """Whether a postcode register has been imported."""
    return Postcode.objects.only("pk").first() is not None


def with_place(values: dict[str, Any]) -> dict[str, Any]:
    """The values with the place that the register has for their postcode."""
    place = find_place(values.get("postcode"))
    return {**values, "place": place} if place else values
