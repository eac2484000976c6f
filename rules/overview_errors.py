"""Refusals when services are asked for and vacant dwellings are told of (S004 steps 2-3); through `rules.errors`."""

from dataclasses import dataclass
from datetime import date

from rules.refusal import HusromError


@dataclass(eq=False)
class WithoutServices(HusromError):
    """An ordinary dwelling takes the short road: nobody asks for its services, and no overview tells of it."""

    number: str


@dataclass(eq=False)
class LeaderAway(HusromError):
    """Nobody can be asked: the unit, and why (no_unit, no_leader, no_account, no_role)."""

    number: str
    unit: str
    why: str


@dataclass(eq=False)
class ProfileStands(HusromError):
    """What has been answered is not asked for again: who answered, and when."""

    number: str
    by_name: str
    on: date


@dataclass(eq=False)
class OverviewOutdated(HusromError):
    """An overview is sent as it was looked at: something in it has changed since."""


@dataclass(eq=False)
class NothingNew(HusromError):
    """The same overview is not sent again until it counts as old: the one that was sent, by whom, and from when."""

    number: str
    by_name: str
    again_on: date


@dataclass(eq=False)
class NothingToTell(HusromError):
    """No vacant dwelling can be told of today."""


@dataclass(eq=False)
class NobodyToTell(HusromError):
    """No caseworker of an office in use can get the overview."""
