"""Refusals about landlords' bids, the choice among them, and overviews of the need; imported through `rules.errors`."""

from dataclasses import dataclass
from datetime import date

from rules.refusal import HusromError


@dataclass(eq=False)
class ProcurementClosed(HusromError):
    """The procurement is completed or cancelled: nothing more is done with its bids."""

    number: str


@dataclass(eq=False)
class BidLate(HusromError):
    """A bid that came after the last day is dismissed, or considered for a written reason, before it is scored."""

    number: str
    bids_by: date


@dataclass(eq=False)
class BidStands(HusromError):
    """The landlord's bid of that project and place is registered: the procurement, and that bid."""

    number: str
    bid: str


@dataclass(eq=False)
class BidScored(HusromError):
    """A bid that has points stands as it was scored; who finds it wrong dismisses it, or scores it anew."""

    number: str


@dataclass(eq=False)
class BidsUndecided(HusromError):
    """No choice before every bid is scored, dismissed or withdrawn: the numbers of those that wait."""

    number: str
    waiting: tuple[str, ...]


@dataclass(eq=False)
class BiddingOpen(HusromError):
    """No choice before the last day for bids is past."""

    number: str
    bids_by: date


@dataclass(eq=False)
class AgainstOrder(HusromError):
    """A bid with more points is passed over, which needs a written reason: the numbers of those passed over."""

    number: str
    better: tuple[str, ...]


@dataclass(eq=False)
class ChoiceStands(HusromError):
    """The choice is made; it is taken back before the bids are changed or another is made."""

    number: str


@dataclass(eq=False)
class ChoiceUsed(HusromError):
    """An agreement rests on the choice: that agreement."""

    number: str
    agreement: str


@dataclass(eq=False)
class BiddingOver(HusromError):
    """An approach may be shown to an announced procurement only while it takes bids."""

    number: str


@dataclass(eq=False)
class OverviewSettled(HusromError):
    """The overview is settled and stands as it was; a new one is made instead."""

    number: str
