"""Refusals about agreements with landlords; imported through `rules.errors`."""

from dataclasses import dataclass

from rules.refusal import HusromError


@dataclass(eq=False)
class BidNotChosen(HusromError):
    """An agreement is drafted on a bid that was chosen, with reasons: that bid, and its state's code."""

    number: str
    state: str


@dataclass(eq=False)
class BidAgreed(HusromError):
    """The bid has an agreement already: the bid, and that agreement."""

    number: str
    agreement: str


@dataclass(eq=False)
class NotRegistered(HusromError):
    """The loan is paid out after the right is registered on the property (regulation § 3-2): that agreement."""

    number: str


@dataclass(eq=False)
class CooperationMissing(HusromError):
    """The loan is paid out after a cooperation agreement is signed (regulation § 3-2): which agreement lacks it."""

    number: str


@dataclass(eq=False)
class HomesTaken(HusromError):
    """A project has at least the homes that are taken in it: the project, those taken, and the homes asked for."""

    project: str
    taken: int
    homes: int


@dataclass(eq=False)
class DutyNotDue(HusromError):
    """A duty that is ended, or has no next day, cannot be reported: that duty."""

    label: str


@dataclass(eq=False)
class RightStands(HusromError):
    """A project has one right to its homes at a time: the agreement that is not signed, and the one that stands."""

    number: str
    standing: str


@dataclass(eq=False)
class SigningUsed(HusromError):
    """A signing that something has come of is no mistake to be taken back: a loan was noted paid out, or homes let."""

    number: str


@dataclass(eq=False)
class RightsNeed(HusromError):
    """A cooperation agreement stands as long as a right to the project's homes rests on it: both agreements."""

    number: str
    right: str


@dataclass(eq=False)
class ReferralsLive(HusromError):
    """An agreement cannot end while households are referred under it and nothing is signed: it, and how many."""

    number: str
    count: int
