"""Refusals at inspections and repairs of homes; imported through `rules.errors`."""

from dataclasses import dataclass
from datetime import date

from rules.refusal import HusromError


@dataclass(eq=False)
class InspectionStands(HusromError):
    """A dwelling has one open inspection of a kind at a time: the one that stands."""

    number: str


@dataclass(eq=False)
class NoticeTooShort(HusromError):
    """The tenant is told in time before the home is visited, unless they agree (husll. § 5-6): the first such day."""

    number: str
    first_on: date


@dataclass(eq=False)
class RoomsUnseen(HusromError):
    """A protocol is signed once every room has its standard: those without."""

    number: str
    left: tuple[str, ...]


@dataclass(eq=False)
class ProtocolOutdated(HusromError):
    """What is signed is the protocol that was looked at: it must be drawn and seen anew."""

    number: str


@dataclass(eq=False)
class OrdinaryWear(HusromError):
    """A tenant pays for more than ordinary wear, and for no worse than they found (husll. § 10-2): the rooms."""

    number: str
    rooms: tuple[str, ...]


@dataclass(eq=False)
class ClaimUnreasoned(HusromError):
    """What is claimed where nobody knows how the room was, or late (husll. § 10-3), is reasoned: why it must be."""

    number: str
    late: bool


@dataclass(eq=False)
class ClaimStands(HusromError):
    """One claim at moving out stands for a lease at a time: who booked it."""

    number: str
    by_name: str


@dataclass(eq=False)
class NotTheirClaim(HusromError):
    """A claim is taken back by whoever booked it."""

    number: str
    by_name: str


@dataclass(eq=False)
class HomeShielded(HusromError):
    """Where a protected tenant lives, pictures included, is for those who may see it: the record's number."""

    number: str
