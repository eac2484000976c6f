"""Reading the rulebook's data: each value by its dotted path, refused with the path and the reason."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from rules.errors import HusromError
from rules.terms import Term

T = TypeVar("T", bound=Term)

MOST = 10_000  # of days, weeks, months or points: far past what anybody means, within what a calendar holds
LONGEST = 4_000  # signs of one text
KEY = re.compile(r"[A-Za-z0-9_-]+")
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(eq=False)
class RulebookInvalid(HusromError):
    """The rulebook's data does not hold: where in it (dotted path), the reason's code, and the line of its text."""

    where: str
    reason: str
    line: int | None = None


class Tracked(dict[str, Any]):
    """A rulebook's data that remembers which of its values have been asked for."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        super().__init__(content)
        self.asked: set[str] = set()

    def unread(self) -> Iterator[str]:
        """The paths of what nobody asked for: misspelt, in the wrong table, or of no use where it stands."""
        yield from (path for path in _leaves(self, "") if path not in self.asked)


def _leaves(held: Any, path: str) -> Iterator[str]:
    inner: list[tuple[str, Any]] = []
    if isinstance(held, dict):
        inner = [(str(key), one) for key, one in held.items()]
    elif isinstance(held, list) and any(isinstance(one, dict) for one in held):
        inner = [(str(at), one) for at, one in enumerate(held)]
    if not inner:
        yield path
    for key, one in inner:
        at = f"{path}.{key}" if path else key
        # A key with a full stop in it would pass for a path.
        yield from _leaves(one, at) if KEY.fullmatch(key) else (f"{path}.«{key}»" if path else f"«{key}»",)


def value(content: Mapping[str, Any], path: str, sort: type, missing: Any = None) -> Any:
    """The value at the path; `missing` stands in where there is none. Raises RulebookInvalid."""
    if isinstance(content, Tracked):
        content.asked.add(path)
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
    if number > MOST:
        raise RulebookInvalid(path, "too_large")
    return int(number)


def positive(content: Mapping[str, Any], path: str) -> int:
    """A whole number from 1."""
    number = count(content, path)
    if number == 0:
        raise RulebookInvalid(path, "zero")
    return number


def points(content: Mapping[str, Any], path: str) -> int:
    """A whole number on either side of 0."""
    number = int(value(content, path, int))
    if abs(number) > MOST:
        raise RulebookInvalid(path, "too_large")
    return number


def text(content: Mapping[str, Any], path: str, missing: str | None = None, *, longest: int = LONGEST) -> str:
    """A text; an empty one counts as missing where it is demanded."""
    found = str(value(content, path, str, missing)).strip()
    if not found and missing is None:
        raise RulebookInvalid(path, "missing")
    if len(found) > longest:
        raise RulebookInvalid(path, "too_long")
    if CONTROL.search(found):
        raise RulebookInvalid(path, "control_sign")
    return found


def code(content: Mapping[str, Any], path: str) -> str:
    """What records know a must, a factor, a level or a paper by: small letters a-z, figures and underlines."""
    found = text(content, path)
    if not CODE.fullmatch(found):
        raise RulebookInvalid(path, "bad_code")
    return found


def term(content: Mapping[str, Any], path: str, kind: Callable[[Any], T]) -> T:
    """One of the words of the trade."""
    try:
        return kind(value(content, path, str))
    except ValueError:
        raise RulebookInvalid(path, "unknown_word") from None


def terms(content: Mapping[str, Any], path: str, kind: Callable[[Any], T]) -> tuple[T, ...]:
    """A list of words of the trade; none where the path is absent."""
    found = tuple(term(content, f"{path}.{index}", kind) for index in range(len(value(content, path, list, []))))
    if len(found) != len(set(found)):
        raise RulebookInvalid(path, "twice")
    return found


def paths(content: Mapping[str, Any], path: str) -> Iterator[str]:
    """The path of each table in a list of tables."""
    yield from (f"{path}.{index}" for index in range(len(value(content, path, list))))


def unique(codes: list[str], path: str) -> None:
    """Refuse a list in which a code stands twice."""
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise RulebookInvalid(f"{path}.{index}.code", "twice")
