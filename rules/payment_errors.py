"""Refusals at payments and postings; imported through `rules.errors`."""

from dataclasses import dataclass
from datetime import date

from rules.refusal import HusromError


@dataclass(eq=False)
class OtherAccounts(HusromError):
    """The file tells of accounts that the rent is not paid to (rulebook `rent.accounts`); nothing of it is read."""

    accounts: tuple[str, ...]
    ours: tuple[str, ...]


@dataclass(eq=False)
class NotReversible(HusromError):
    """Only a payment is taken back, and only once: the posting's kind, or when it was taken back."""

    kind: str
    reversed_on: date | None = None


@dataclass(eq=False)
class SameLease(HusromError):
    """A payment is moved to another lease than the one it stands on."""

    number: str


@dataclass(eq=False)
class AlreadyUndone(HusromError):
    """A posting is taken back once, and what takes one back is not itself taken back."""

    key: str


@dataclass(eq=False)
class NothingToGiveBack(HusromError):
    """More is to be credited or written off than the lease owes: what it owes in øre."""

    owed_ore: int
