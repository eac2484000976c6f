"""Refusals in the five phases of a procurement (S000); imported through `rules.errors`."""

from dataclasses import dataclass
from datetime import date

from rules.refusal import HusromError


@dataclass(eq=False)
class BeforeStart(HusromError):
    """A day before the procurement began: the procurement, the field with that day, and when it began."""

    number: str
    field: str
    started_on: date


@dataclass(eq=False)
class StartBeyond(HusromError):
    """A procurement begins no later than the first thing done in it: the procurement, and the day of that."""

    number: str
    first_on: date


@dataclass(eq=False)
class PhaseOrder(HusromError):
    """Phases are finished in order: the procurement, and the name of the one that is not finished yet."""

    number: str
    first: str


@dataclass(eq=False)
class PhaseRests(HusromError):
    """Something later rests on it, so it stands: the procurement, and what rests on it (`procurement.rests_on`)."""

    number: str
    on: str


@dataclass(eq=False)
class PhaseClosed(HusromError):
    """The phase is finished, and is opened again before its results are changed: the procurement, and its name."""

    number: str
    phase: str


@dataclass(eq=False)
class MandateStands(HusromError):
    """The body's decision of that case number is registered: whose, the case number, and the mandate.

    `withdrawn`: it is taken back, but homes are agreed on by it, which another would not count.
    """

    body: str
    case_number: str
    number: str
    withdrawn: bool = False


@dataclass(eq=False)
class MandateNotTheirs(HusromError):
    """The authority is the council's to give, unless the rulebook lets the chief executive (S000)."""

    case_number: str
