"""Refusals of single cases: assessed, decided, noticed, appealed on, met about; imported through `rules.errors`."""

from dataclasses import dataclass
from datetime import date

from rules.refusal import HusromError


@dataclass(eq=False)
class ConflictOfInterest(HusromError):
    """Whoever is disqualified in a case takes no part in preparing or deciding it (fvl. § 6)."""

    number: str
    who: str


@dataclass(eq=False)
class FourEyesMissing(HusromError):
    """The one who decides is not the one who prepared the proposal."""

    number: str
    who: str


@dataclass(eq=False)
class QuorumMissing(HusromError):
    """A committee decides only with enough members of enough agencies left in the case (S001)."""

    present: int
    quorum: int
    agencies: int
    needed_agencies: int


@dataclass(eq=False)
class DecisionStands(HusromError):
    """An application carries one open decision for each legal basis."""

    number: str
    basis: str
    decided_on: date


@dataclass(eq=False)
class AssessmentMissing(HusromError):
    """Nothing is granted or refused by the guidelines before every must and factor is answered."""

    number: str
    unanswered: tuple[str, ...] = ()


@dataclass(eq=False)
class AssessmentOutdated(HusromError):
    """Facts or rulebook have changed what the assessment comes to since it was made or proposed on."""

    number: str


@dataclass(eq=False)
class PriorNoticeMissing(HusromError):
    """A decision is withdrawn only after the party has had notice and time to answer (fvl. § 16)."""

    number: str


@dataclass(eq=False)
class DecisionUntold(HusromError):
    """Nobody is warned that a grant may be withdrawn before they were told of it: until then it can be undone."""

    number: str


@dataclass(eq=False)
class AppealOpen(HusromError):
    """An application is taken back only once no appeal in its case waits for an answer."""

    number: str


@dataclass(eq=False)
class DateBeforeCause(HusromError):
    """Something cannot have happened before what it follows from: field, its date, and the cause with its date."""

    field: str
    day: date
    cause: str
    cause_day: date


@dataclass(eq=False)
class NotAppealable(HusromError):
    """There is no appeal on this decision: the appeal body's own, one that is undone, one appealed before."""

    number: str
    why: str


@dataclass(eq=False)
class AnswerProposed(HusromError):
    """An appeal that a proposal answers is sent on or closed only after the proposal is taken back (fvl. § 33)."""

    number: str


@dataclass(eq=False)
class ConsentMissing(HusromError):
    """A case that another has applied for waits for the applicant's consent or power of attorney (fvl. § 12)."""

    number: str


@dataclass(eq=False)
class NoNeedToKnow(HusromError):
    """Journal and mapping are for those who work the case alone (tjenstlig behov, fvl. § 13 b)."""

    number: str


@dataclass(eq=False)
class MergeRefused(HusromError):
    """Two persons cannot be merged: why is a code (same, other_number, both_open, offers, merged, not_merged)."""

    why: str


@dataclass(eq=False)
class FileRefused(HusromError):
    """A file cannot be attached: too large, empty, or of a kind that is not taken (code)."""

    name: str
    why: str


@dataclass(eq=False)
class AddressShielded(HusromError):
    """A letter drawn before its party's address was protected tells where they live: who may see that may open it."""

    number: str


@dataclass(eq=False)
class LetterOutdated(HusromError):
    """What is signed bears the day it is signed and the rulebook in force: the letter must be drawn and seen anew."""

    number: str
    drawn_on: date
    by_rulebook: bool = False


@dataclass(eq=False)
class UndrawableText(HusromError):
    """A letter's fonts lack a character (an emoji, a script that is not ours); `text` is it, as far as known."""

    text: str


@dataclass(eq=False)
class MeetingNotToday(HusromError):
    """A meeting is opened, and decides, on its own day: what it decides bears that day."""

    number: str
    held_on: date


@dataclass(eq=False)
class NotProposed(HusromError):
    """Only a case that is proposed to the committee is put before it."""

    number: str


@dataclass(eq=False)
class AlreadyOnAgenda(HusromError):
    """A case stands on the agenda of one meeting at a time: the case and that meeting."""

    number: str
    meeting: str


@dataclass(eq=False)
class NotInMeeting(HusromError):
    """What the committee decides is recorded by a member who is present in the case (fvl. § 6)."""

    number: str
    who: str


@dataclass(eq=False)
class ItemsLeft(HusromError):
    """A meeting is closed when each of its cases is decided or postponed: the meeting and the cases left."""

    number: str
    cases: tuple[str, ...]


@dataclass(eq=False)
class LikelySamePerson(HusromError):
    """Somebody of the same name and birth date is in the register: ids of the persons, for the door to show."""

    persons: tuple[str, ...]


@dataclass(eq=False)
class SecondOpenApplication(HusromError):
    """A household has one open application of each kind: the other one's number, kind and day of receipt."""

    number: str
    kind: str
    received_on: date


@dataclass(eq=False)
class FormUsed(HusromError):
    """The form has registered something else before (the browser's way back): what it registered."""

    number: str
