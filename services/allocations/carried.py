"""What a vacancy carries of its choice, copied with some values changed; history keeps the old ones."""

from typing import Any, TypeVar

from mongoengine import EmbeddedDocument

Carried = TypeVar("Carried", bound=EmbeddedDocument)


def copy_of(part: Carried, **others: Any) -> Carried:
    """A part of a vacancy with some values changed."""
    made: Carried = type(part)(**{name: getattr(part, name) for name in type(part)._fields} | others)
    return made
