"""Refusals about payment plans, pauses, interest, housing allowance and guarantees; imported through `rules.errors`."""

from dataclasses import dataclass
from datetime import date

from rules.refusal import HusromError


@dataclass(eq=False)
class PlanStands(HusromError):
    """An arrears case has one running plan; another takes its place only with a reason."""

    number: str


@dataclass(eq=False)
class PlanGone(HusromError):
    """The plan, or the pause, does not run any longer."""

    number: str


@dataclass(eq=False)
class PauseStands(HusromError):
    """A case has one pause at a time: the last day of the one that runs."""

    number: str
    until: date


@dataclass(eq=False)
class InterestOff(HusromError):
    """The rulebook in force says that the municipality takes no interest on arrears."""


@dataclass(eq=False)
class InterestBooked(HusromError):
    """Interest is booked once for each day: the last day that has been booked for."""

    number: str
    until: date


@dataclass(eq=False)
class NoSecurity(HusromError):
    """A claim needs a guarantee or a deposit on the lease, with its amount."""

    number: str


@dataclass(eq=False)
class GuaranteeTooHigh(HusromError):
    """A claim is of no more than is owed and left of the security (husll. §§ 3-5, 3-6)."""

    number: str
    most_ore: int
    left_ore: int
    owed_ore: int


@dataclass(eq=False)
class NotInArrears(HusromError):
    """The housing allowance is paid to the municipality only while an arrears case is open (S001)."""

    number: str
