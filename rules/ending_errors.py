"""Refusals at the end of a lease and in disputes; imported through `rules.errors`."""

from dataclasses import dataclass
from datetime import date

from rules.refusal import HusromError


@dataclass(eq=False)
class EndingStands(HusromError):
    """A lease has one end under way: its number, and who noted it."""

    number: str
    by_name: str


@dataclass(eq=False)
class NoticeInvalid(HusromError):
    """A notice or rescission that would not hold; `why` is a code of `rules.endings.WHY` (husll. §§ 9-2 to 9-9)."""

    number: str
    why: str


@dataclass(eq=False)
class NotToBeEnded(HusromError):
    """An end is noted of a lease that runs: that lease."""

    number: str


@dataclass(eq=False)
class DemandNotNow(HusromError):
    """A demand to move is sent from the day after the term until three months past it: that span (husll. § 9-2)."""

    number: str
    first: date | None
    last: date | None


@dataclass(eq=False)
class DemandTooLate(HusromError):
    """Three months have passed: the lease is open-ended, and takes a notice to end (husll. § 9-2)."""

    number: str
    last: date


@dataclass(eq=False)
class SuitTooLate(HusromError):
    """A notice that was protested falls where nobody has sued by that day (husll. § 9-8)."""

    number: str
    last: date


@dataclass(eq=False)
class DisputeOpen(HusromError):
    """The end is disputed: whether it stands, the tribunal or the court says. The dispute's number."""

    number: str


@dataclass(eq=False)
class WrongForum(HusromError):
    """Disputes over homes go to the Rent Disputes Tribunal before a court, never to conciliation (husll. § 12-5)."""

    why: str


@dataclass(eq=False)
class ReleaseMissing(HusromError):
    """A deposit is released by consent, judgment, or the bank's five weeks for unpaid rent (husll. § 3-5)."""

    number: str
    why: str
