"""Refusals at a step of an arrears case; imported through `rules.errors`."""

from dataclasses import dataclass
from datetime import date

from rules.refusal import HusromError


@dataclass(eq=False)
class StepTooEarly(HusromError):
    """No step of the ladder is skipped: the one that comes first, and the day after its time has run out, if known."""

    step: str
    missing: str
    from_day: date | None


@dataclass(eq=False)
class StepTaken(HusromError):
    """A step about the same debt is taken once; reminders as often as the rulebook lets: when it was taken."""

    step: str
    on: date


@dataclass(eq=False)
class StepHeld(HusromError):
    """A step is not taken while the debt is disputed, paused, under a plan, or not one for it: why."""

    step: str
    why: str


@dataclass(eq=False)
class StepApprovalMissing(HusromError):
    """A step toward eviction is approved by a named officer before it is taken."""

    step: str


@dataclass(eq=False)
class ApproverAsked(HusromError):
    """Four eyes: whoever asks for a step toward eviction does not approve it."""


@dataclass(eq=False)
class ChildrenUnanswered(HusromError):
    """Whether children live there is answered before a step toward eviction is asked for (Grunnloven § 104)."""

    step: str


@dataclass(eq=False)
class BestInterestMissing(HusromError):
    """With children in the household, what is best for them is written down first (Grunnloven § 104)."""

    step: str


@dataclass(eq=False)
class StepGone(HusromError):
    """A step is undone by whoever took it, until its letter is sent."""

    step: str
