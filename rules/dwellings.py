"""What is odd about a dwelling without being impossible."""

from dataclasses import dataclass

from rules.identifiers import UnitNumber
from rules.terms import Disposal, NoticeCode

NEEDS_LANDLORD = frozenset({Disposal.REFERRAL, Disposal.ALLOCATION})
MAY_HAVE_LANDLORD = NEEDS_LANDLORD | {Disposal.RENTED_IN}


@dataclass(frozen=True, kw_only=True)
class DwellingFacts:
    """What is registered of a dwelling; `register_place` is the postcode register's name for its postcode."""

    disposal: Disposal
    has_landlord: bool
    unit_number: UnitNumber | None = None
    floor: int | None = None
    place: str = ""
    register_place: str | None = None


def notices(dwelling: DwellingFacts) -> tuple[NoticeCode, ...]:
    """The dwelling's notices, in the order of the enum."""
    found = {
        NoticeCode.FLOOR_DIFFERS: _floor_differs(dwelling),
        NoticeCode.PLACE_DIFFERS: place_differs(dwelling.place, dwelling.register_place),
        NoticeCode.LANDLORD_MISSING: dwelling.disposal in NEEDS_LANDLORD and not dwelling.has_landlord,
        NoticeCode.LANDLORD_UNEXPECTED: dwelling.disposal not in MAY_HAVE_LANDLORD and dwelling.has_landlord,
    }
    return tuple(code for code, holds in found.items() if holds)


def _floor_differs(dwelling: DwellingFacts) -> bool:
    """Only main floors (H) count as floors do; U, K and L are counted within their own level."""
    number = dwelling.unit_number
    return number is not None and number.level == "H" and dwelling.floor not in (None, number.floor)


def place_differs(place: str, register_place: str | None) -> bool:
    """Whether a place is another than the register's name for its postcode; none given, none registered: no."""
    return bool(place.strip()) and register_place is not None and place.strip().casefold() != register_place.casefold()
