"""Refusals about leases between a landlord and a referred household, and homes that landlords propose."""

from dataclasses import dataclass
from datetime import date

from rules.refusal import HusromError


@dataclass(eq=False)
class LandlordsLease(HusromError):
    """A private landlord is the tenant's landlord: what is asked for is the landlord's to do. That lease."""

    number: str


@dataclass(eq=False)
class NotLandlordsLease(HusromError):
    """The municipality is the tenant's landlord: no landlord reports of that lease."""

    number: str


@dataclass(eq=False)
class HomeLet(HusromError):
    """A home has one lease at a time: the one that has days in common with what is told, and its last day, if any."""

    number: str
    until: date | None


@dataclass(eq=False)
class HomeKnown(HusromError):
    """A home with that address and unit number is registered, or proposed, already.

    The landlord's own, or anybody's where the staff ask: a landlord does not learn of others'.
    """

    address: str


@dataclass(eq=False)
class ReportDelayed(HusromError):
    """What a landlord reported of the lease is stored; the report of it, which is the receipt, is not yet."""

    number: str


@dataclass(eq=False)
class HomesFull(HusromError):
    """As many homes are registered in the project as the agreement covers: both numbers."""

    project: str
    homes: int
    registered: int
