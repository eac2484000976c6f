"""Refusals about leases between a landlord and a referred household, and homes that landlords propose."""

from dataclasses import dataclass

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
class HomeKnown(HusromError):
    """A home with that address and unit number is registered, or proposed, already; whose it is is not told."""

    address: str


@dataclass(eq=False)
class HomesFull(HusromError):
    """As many homes are registered in the project as the agreement covers: both numbers."""

    project: str
    homes: int
    registered: int
