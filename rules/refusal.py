"""The root of every named refusal, and those that belong to no one step; imported through `rules.errors`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


class HusromError(Exception):
    """A refusal that a person is to understand: what, why, where, and what to do next."""


@dataclass(eq=False)
class TransitionRefused(HusromError):
    """A document may only go from one state to another along its transition table."""

    document: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One field that another person has changed: labels are looked up at the door."""

    field: str
    by: str
    at: datetime


@dataclass(eq=False)
class StaleState(HusromError):
    """Another was first: the document is no longer what the actor saw."""

    document: str
    identity: str
    changes: tuple[Change, ...] = ()


@dataclass(eq=False)
class MissingReason(HusromError):
    """What is done here must be reasoned (fvl. § 24)."""

    what: str


@dataclass(eq=False)
class NotAuthorised(HusromError):
    """The actor's roles do not allow it."""

    what: str


@dataclass(eq=False)
class NotFound(HusromError):
    """There is no such record, or the actor may not know of it."""

    document: str
    identity: str


@dataclass(eq=False)
class AlreadyExists(HusromError):
    """A record with the same key or in the same place stands already."""

    document: str
    fields: tuple[str, ...]


@dataclass(eq=False)
class InvalidRecord(HusromError):
    """One or more fields hold what the document cannot store: field name → what is wrong (English code or text)."""

    document: str
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class JobRunning(HusromError):
    """A run of the same job and period is going on."""

    job: str
    period: str
    holder: str
    since: datetime


@dataclass(eq=False)
class UnknownJob(HusromError):
    """No job has that name."""

    name: str


@dataclass(eq=False)
class RulebookOvertaken(HusromError):
    """A draft older than what has been published since would take back what that changed."""

    number: int
    published: int
