"""The decisions that an application carries, copied with some values changed; history keeps the old ones."""

from typing import Any

from models.deciding import DecisionEntry


def copy_of(entry: DecisionEntry, **others: Any) -> DecisionEntry:
    """An entry with some values changed; history keeps the old one."""
    return DecisionEntry(**{name: getattr(entry, name) for name in DecisionEntry._fields} | others)


def closed(entry: DecisionEntry) -> DecisionEntry:
    """A decision that holds no longer: another has taken its place, or the application is taken back."""
    return copy_of(entry, open=False)
