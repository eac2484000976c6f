"""Reading the rulebook's data: each value by its dotted path, refused with the path and the reason."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from rules.errors import HusromError
from rules.terms import Term

T = TypeVar("T", bound=Term)


@dataclass(eq=False)
class RulebookInvalid(HusromError):
    """The rulebook's data does not hold: where in it (dotted path), the reason's code, and the line of its text."""

    where: str
    reason: str
    line: int | None = None


def value(content: Mapping[str, Any], path: str, sort: type, missing: Any = None) -> Any:
    """The value at the path; `missing` stands in where there is none. Raises RulebookInvalid."""
    found: Any = content
    for part in path.split("."):
        try:
            found = found[int(part)] if isinstance(found, list) else found[part]
        except (KeyError, IndexError, TypeError, ValueError):
            if missing is None:
                raise RulebookInvalid(path, "missing") from None
            return missing
    if not isinstance(found, sort) or (isinstance(found, bool) and sort is not bool):
        raise RulebookInvalid(path, "wrong_sort")
    return found


def count(content: Mapping[str, Any], path: str, missing: int | None = None) -> int:
    """A whole number from 0."""
    number = value(content, path, int, missing)
    if number < 0:
        raise RulebookInvalid(path, "negative")
    return int(number)


def text(content: Mapping[str, Any], path: str, missing: str | None = None) -> str:
    """A text; an empty one counts as missing where it is demanded."""
    found = str(value(content, path, str, missing)).strip()
    if not found and missing is None:
        raise RulebookInvalid(path, "missing")
    return found


def term(content: Mapping[str, Any], path: str, kind: Callable[[Any], T]) -> T:
    """One of the words of the trade."""
    try:
        return kind(value(content, path, str))
    except ValueError:
        raise RulebookInvalid(path, "unknown_word") from None


def terms(content: Mapping[str, Any], path: str, kind: Callable[[Any], T]) -> tuple[T, ...]:
    """A list of words of the trade; none where the path is absent."""
    found = value(content, path, list, [])
    return tuple(term(content, f"{path}.{index}", kind) for index in range(len(found)))


def paths(content: Mapping[str, Any], path: str) -> Iterator[str]:
    """The path of each table in a list of tables."""
    yield from (f"{path}.{index}" for index in range(len(value(content, path, list))))


def unique(codes: list[str], path: str) -> None:
    """Refuse a list in which a code stands twice."""
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise RulebookInvalid(f"{path}.{index}.code", "twice")
