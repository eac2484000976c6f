"""Refusals on a dwelling's way from vacancy to keys; imported through `rules.errors`."""

from dataclasses import dataclass
from datetime import date

from rules.refusal import HusromError


@dataclass(eq=False)
class VacancyStands(HusromError):
    """A dwelling has one open vacancy at a time: the one that stands, and who reported it."""

    number: str
    by_name: str


@dataclass(eq=False)
class DwellingLet(HusromError):
    """A dwelling that is let, and whose tenant has not given it up, is not vacant: the lease's number."""

    number: str


@dataclass(eq=False)
class NotSuited(HusromError):
    """A household is put up for, or chosen for, a dwelling that suits it alone: the exclusions' codes."""

    number: str
    why: tuple[str, ...]


@dataclass(eq=False)
class ChecklistIncomplete(HusromError):
    """A candidate is put up once every point of the checklist is answered (S004 step 5): the codes left."""

    number: str
    left: tuple[str, ...]


@dataclass(eq=False)
class CandidateStands(HusromError):
    """An office has one candidate for a vacancy at a time: whose, and who put it up."""

    number: str
    by_name: str


@dataclass(eq=False)
class StraightFromList(HusromError):
    """For an ordinary dwelling nobody is put up: the candidates come straight from the waiting list."""

    number: str


@dataclass(eq=False)
class NotOnList(HusromError):
    """A candidate stands on the waiting list (S004 step 4): the application that does not."""

    number: str


@dataclass(eq=False)
class OtherOffice(HusromError):
    """An office puts up its own households, and takes back its own candidates (S004 step 4)."""

    number: str


@dataclass(eq=False)
class NotACandidate(HusromError):
    """Who is chosen stands among the candidates: put up by an office, or on the waiting list (S004 step 4)."""

    number: str


@dataclass(eq=False)
class SummaryMissing(HusromError):
    """Each candidate is summed up before a recommendation is made (S004 step 6): those left."""

    number: str
    left: tuple[str, ...]


@dataclass(eq=False)
class PassedOverUnexplained(HusromError):
    """Each household that suits and ranks above the one chosen has a stored reason: those without."""

    number: str
    left: tuple[str, ...]


@dataclass(eq=False)
class CandidateOutdated(HusromError):
    """Whose assessment must be looked at again is chosen after that: the case."""

    number: str


@dataclass(eq=False)
class NotEqual(HusromError):
    """Two are put up to choose between only where the key makes them equal, and somebody else chooses (S004 step 7)."""

    number: str


@dataclass(eq=False)
class SamePerson(HusromError):
    """A recommendation is gone through by another consultant than the one who made it (S004 step 6)."""

    number: str
    who: str


@dataclass(eq=False)
class NotTheUnitsLeader(HusromError):
    """The unit's leader answers to a recommendation, or who stands in for them (S004 step 7)."""

    number: str


@dataclass(eq=False)
class TookPart(HusromError):
    """Whoever recommended does not answer for the unit, and no party to a disagreement settles it (S004 step 8)."""

    number: str
    who: str


@dataclass(eq=False)
class RecommendationOutdated(HusromError):
    """The candidates, their facts or the rulebook have changed since the recommendation was made."""

    number: str


@dataclass(eq=False)
class NotForCommittee(HusromError):
    """A dwelling comes before the committee once somebody is recommended, and the unit has agreed if it is heard."""

    number: str


@dataclass(eq=False)
class ChooserMissing(HusromError):
    """Where the committee chooses, it does so in an open meeting (S001)."""

    number: str


@dataclass(eq=False)
class HeldBack(HusromError):
    """A household that said no without good reason gets no new offer before a day (S001)."""

    number: str
    until: date


@dataclass(eq=False)
class OfferStands(HusromError):
    """A dwelling is offered to one household at a time: the offer that stands, and who gave it."""

    number: str
    by_name: str


@dataclass(eq=False)
class LetterDiffers(HusromError):
    """What goes out is the letter that was looked at: it is of another day, or says something else now."""

    number: str


@dataclass(eq=False)
class OfferExpired(HusromError):
    """An offer is answered by its day; later a person decides."""

    number: str
    expired_on: date


@dataclass(eq=False)
class OfferAccepted(HusromError):
    """A person has one accepted offer at a time: the other one's number."""

    number: str


@dataclass(eq=False)
class HearingMissing(HusromError):
    """A refusal is judged after the household was heard, or the time to answer is out: that day."""

    number: str
    due: date | None


@dataclass(eq=False)
class TermTooShort(HusromError):
    """Under three years needs special grounds (husll. §§ 9-3, 11-1); a second time weighty ones by a unit leader."""

    number: str
    why: str  # no_grounds, no_weighty_grounds, not_section_11_1, not_by_leader


@dataclass(eq=False)
class SecurityMissing(HusromError):
    """Keys are handed over once the guarantee is there, where the rulebook demands it (S001)."""

    number: str


@dataclass(eq=False)
class SecurityTooHigh(HusromError):
    """Deposit and guarantee together are at most six months' rent (husll. §§ 3-5, 3-6), in øre."""

    number: str
    most_ore: int


@dataclass(eq=False)
class ContractUnfinished(HusromError):
    """Keys are handed over after the contract meeting: what is left of it, by code."""

    number: str
    left: tuple[str, ...]


@dataclass(eq=False)
class DwellingNotReady(HusromError):
    """Keys are handed over for a dwelling that is vacated and ready: the vacancy, and the day it was, if it is."""

    number: str
    ready_on: date | None
