"""Refusals when a dwelling is reported vacant and its stages are dated; imported through `rules.errors`."""

from dataclasses import dataclass

from rules.refusal import HusromError
from rules.terms import DwellingState, VacancyStage


@dataclass(eq=False)
class DwellingNotInUse(HusromError):
    """A dwelling that is sold, closed or being rebuilt is not let: its number and what it is."""

    number: str
    state: DwellingState


@dataclass(eq=False)
class LandlordReports(HusromError):
    """A private landlord's dwelling (referral, allocation) is reported vacant by the landlord: the dwelling."""

    number: str


@dataclass(eq=False)
class OtherUnit(HusromError):
    """A unit's leader reports and follows the dwellings of the own unit alone: the dwelling."""

    number: str


@dataclass(eq=False)
class VacancyClosed(HusromError):
    """Nothing more is done with a vacancy that is let or cancelled."""

    number: str


@dataclass(eq=False)
class VacancyPromised(HusromError):
    """A vacancy whose offer is accepted is not cancelled: the offer."""

    number: str
    offer: str


@dataclass(eq=False)
class StageMissing(HusromError):
    """A stage follows another one that has no day yet."""

    number: str
    missing: VacancyStage


@dataclass(eq=False)
class StageFollowed(HusromError):
    """A stage's day is corrected until the next one is dated: the stage and the one that follows."""

    number: str
    stage: VacancyStage
    followed_by: VacancyStage


@dataclass(eq=False)
class LeaseOver(HusromError):
    """A dwelling that is vacated has its lease ended with it, so that the day is corrected, never taken away."""

    number: str
