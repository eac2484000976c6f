"""Homes that landlords propose or change: what is asked of them, and what of a home is the landlord's to say."""

from collections.abc import Mapping
from typing import Any

from rules import identifiers
from rules.errors import InvalidRecord
from rules.identifiers import InvalidIdentifier
from rules.terms import AgreementKind, Disposal

DISPOSAL: Mapping[AgreementKind, Disposal] = {
    AgreementKind.REFERRAL: Disposal.REFERRAL,
    AgreementKind.ALLOCATION: Disposal.ALLOCATION,
}
HOME_FIELDS = (
    "address", "postcode", "unit_number", "kind", "rooms", "area_m2", "floor", "lift", "wheelchair", "rent_ore",
)  # fmt: skip
# The least that changes while the home stays what it is; where it lies and how large it is, staff register.
OWN_FIELDS = ("rent_ore", "heating", "energy_label", "furnished", "parking", "storage", "balcony", "pets_allowed")
MOST_RENT_ORE = 100_000_00


def check_home(values: Mapping[str, Any], *, postcode_known: bool) -> dict[str, Any]:
    """The values of a proposed home as they are stored: trimmed, the unit number in one shape.

    Raises InvalidRecord (not_a_fact for what is no fact of a home, unknown_postcode, no_unit_number, out_of_range).
    """
    refuse_unknown(values, HOME_FIELDS)
    problems: dict[str, str] = {}
    found = dict(values) | {"address": " ".join(str(values.get("address") or "").split())}
    if not found["address"]:
        problems["address"] = "missing_value"
    if not postcode_known:
        problems["postcode"] = "unknown_postcode"
    try:
        number = values.get("unit_number")
        found["unit_number"] = str(identifiers.unit_number(str(number))) if number else None
    except InvalidIdentifier:
        problems["unit_number"] = "no_unit_number"
    if not _is_rent(values.get("rent_ore")):
        problems["rent_ore"] = "out_of_range"
    if problems:
        raise InvalidRecord("dwelling_proposal", problems)
    return found


def check_own(values: Mapping[str, Any]) -> None:
    """Refuse what a landlord may not change of its home, and a rent that is none. Raises InvalidRecord."""
    refuse_unknown(values, OWN_FIELDS)
    if "rent_ore" in values and not _is_rent(values["rent_ore"]):
        raise InvalidRecord("dwelling", {"rent_ore": "out_of_range"})


def refuse_unknown(values: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Raise InvalidRecord for names that are not among the known."""
    problems = {name: "not_a_fact" for name in values if name not in known}
    if problems:
        raise InvalidRecord("dwelling", problems)


def _is_rent(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST_RENT_ORE
