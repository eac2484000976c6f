"""Refusals at a lease and its keys; imported through `rules.errors`."""

from dataclasses import dataclass
from datetime import date

from rules.refusal import HusromError


@dataclass(eq=False)
class StartTooEarly(HusromError):
    """A lease begins when the dwelling is free: that day."""

    number: str
    free_from: date


@dataclass(eq=False)
class ContractStands(HusromError):
    """A dwelling has one signed lease that is to come, an offer one lease: the one that stands, and who signed it."""

    number: str
    by_name: str


@dataclass(eq=False)
class ContractOutdated(HusromError):
    """What is signed is the contract that was looked at, drawn the same day: it must be drawn and seen anew."""

    number: str


@dataclass(eq=False)
class NoContractYet(HusromError):
    """A lease is written for a household that said yes to a dwelling, or was granted an extension: the case."""

    number: str


@dataclass(eq=False)
class KeysTooEarly(HusromError):
    """Keys are handed over on the day the lease begins, earlier only where it is agreed: that day."""

    number: str
    starts_on: date


@dataclass(eq=False)
class StillLivedIn(HusromError):
    """A dwelling has one lease that is lived under; it stands until its keys are back: the number of that lease."""

    number: str


@dataclass(eq=False)
class TenantShielded(HusromError):
    """A contract tells where the tenant lives: that of a protected one is for those who may see it."""

    number: str
