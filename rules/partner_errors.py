"""Refusals about private landlords; imported through `rules.errors`."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rules.refusal import HusromError


@dataclass(eq=False)
class PhasesUnfinished(HusromError):
    """No agreement is signed before the results of phases one to three stand (S000): the codes of those that lack."""

    number: str
    missing: tuple[str, ...]


@dataclass(eq=False)
class PhaseNotYet(HusromError):
    """A step belongs to a later phase than the procurement has come to: what lacks before it."""

    number: str
    missing: tuple[str, ...]


@dataclass(eq=False)
class NotProcured(HusromError):
    """A referral or allocation agreement rests on a chosen bid of a procurement (S000): that agreement."""

    number: str


@dataclass(eq=False)
class CeilingReached(HusromError):
    """The authority to sign covers so many homes: the ceiling, those used, and those asked for."""

    number: str
    ceiling: int
    used: int
    asked: int


@dataclass(eq=False)
class MandateInvalid(HusromError):
    """The authority does not cover the agreement: it is withdrawn, past its day, or given for other kinds (code)."""

    number: str
    why: str


@dataclass(eq=False)
class QuotaFull(HusromError):
    """As many of the project's homes are taken as the agreement gives right to at a time (regulation § 3-2)."""

    project: str
    limit: int
    reserved: int
    homes: int

    @property
    def share(self) -> Fraction:
        """The share of the homes that is taken."""
        return Fraction(self.reserved, self.homes)


@dataclass(eq=False)
class QuotaTooSmall(QuotaFull):
    """With so few homes the project would have more taken than the agreement gives right to (regulation § 3-2)."""


@dataclass(eq=False)
class NoAgreement(HusromError):
    """No referral or allocation agreement in force covers the home: its number."""

    number: str


@dataclass(eq=False)
class NoticeStands(HusromError):
    """The home has an open notice already: that notice."""

    number: str


@dataclass(eq=False)
class HouseholdReferred(HusromError):
    """The household is referred to another home already: that referral, and the case."""

    number: str
    application: str


@dataclass(eq=False)
class HouseholdNotToRefer(HusromError):
    """The household is not to be referred: off the waiting list, promised a home, or shielded (code)."""

    number: str
    why: str


@dataclass(eq=False)
class ReferralOver(HusromError):
    """The referral is answered, withdrawn or past its day: its state's code, and its last day."""

    number: str
    state: str
    valid_to: date


@dataclass(eq=False)
class NotAnswerable(HusromError):
    """The notice's answer date is past, or it is answered: its state's code."""

    number: str
    state: str


@dataclass(eq=False)
class AddressRefused(HusromError):
    """An address that events may not be sent to: the code of the reason (`rules.webhooks.WHY`)."""

    url: str
    why: str


@dataclass(eq=False)
class NamesBusy(HusromError):
    """So many names are being looked up that another must wait: that is our fault, and nobody else's."""


@dataclass(eq=False)
class TooManyAddresses(HusromError):
    """The landlord has as many addresses that are told of events as it may have: how many."""

    most: int


@dataclass(eq=False)
class KeyUnknown(HusromError):
    """A key that opens nothing: unknown, revoked or past its day (code). Callers are told no more than that."""

    prefix: str
    why: str


@dataclass(eq=False)
class LandlordInactive(HusromError):
    """No landlord in use has that organisation number, or the landlord of the key is no longer in use: the number."""

    number: str
