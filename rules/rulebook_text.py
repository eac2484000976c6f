"""The rulebook as a text that people write (TOML): read, and refused with the line and the reason."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w

from rules import rulebook_checks
from rules.reading import RulebookInvalid
from rules.rulebook import Rules

LONGEST = 200_000  # signs; the default has some 12,000
AT_LINE = re.compile(r"\(at line (\d+)")
TWICE = ("Cannot declare", "Cannot overwrite", "Cannot mutate")
OPEN_ENDED = ("Unclosed", "Unterminated", 'Expected "', "Illegal character '\\n'")
WORD = re.compile(r"[A-Za-z0-9_-]+")
BLANK = re.compile(r"[ \t\r\n]+|#[^\n]*")
QUOTED = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\])*"|\'[^\']*\'', re.DOTALL)
PLAIN = re.compile(r"[^,\]}#\n]+")


def content_of(source: str) -> dict[str, Any]:
    """The data of a text; raises RulebookInvalid where it is no TOML."""
    if len(source) > LONGEST:
        raise RulebookInvalid("", "too_long")
    try:
        return tomllib.loads(source.removeprefix("\ufeff"))
    except RecursionError:
        raise RulebookInvalid("", "syntax") from None
    except ValueError as error:
        raise _unreadable(source, str(error)) from None


def parse_text(number: int, source: str) -> Rules:
    """The values of a text that is to be a version; raises RulebookInvalid with the line."""
    content = content_of(source)
    try:
        return rulebook_checks.check(number, content)
    except RulebookInvalid as error:
        line = line_of(source, error.where)
        if line is None and error.reason == "missing":
            line = source.rstrip().count("\n") + 1  # a whole table: read to the end without finding it
        raise RulebookInvalid(error.where, error.reason, line) from None


def text_of(content: Mapping[str, Any]) -> str:
    """The data as a text; `content_of` gives the same data back."""
    return tomli_w.dumps(content)


def line_of(source: str, where: str) -> int | None:
    """The line on which a value stands; for one that is missing, the line of the table that lacks it."""
    lines = Places(source.removeprefix("\ufeff")).lines
    path = where
    while path and path not in lines:
        path = path.rpartition(".")[0]
    return lines.get(path)


def _unreadable(source: str, message: str) -> RulebookInvalid:
    found = AT_LINE.search(message)
    line = int(found[1]) if found else source.count("\n") + 1
    if message.startswith(TWICE):
        return RulebookInvalid("", "declared_twice", line)
    return RulebookInvalid("", "left_open" if message.startswith(OPEN_ENDED) else "syntax", line)


class Places:
    """Where each value of a text stands, by its dotted path; the text has been read by `tomllib` already."""

    def __init__(self, source: str) -> None:
        self.lines: dict[str, int] = {}
        self._text, self._at, self._line = source, 0, 1
        self._counts: dict[str, int] = {}
        try:
            self._document()
        except (IndexError, AttributeError, RecursionError):
            return  # a text of a shape we do not know: the places found so far stand

    def _document(self) -> None:
        table = ""
        self._skip()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._heading()
            else:
                self._pair(table)
            self._skip()

    def _heading(self) -> str:
        repeated = self._text.startswith("[[", self._at)
        line = self._line
        self._forward(2 if repeated else 1)
        *outer, last = self._key()
        path = ""
        for part in outer:
            path = self._latest(_joined(path, part))
        path = _joined(path, last)
        if repeated:
            self.lines.setdefault(path, line)
            self._counts[path] = self._counts.get(path, -1) + 1
            path = self._latest(path)
        self.lines[path] = line
        self._forward(2 if repeated else 1)
        return path

    def _latest(self, path: str) -> str:
        return f"{path}.{self._counts[path]}" if path in self._counts else path

    def _key(self) -> list[str]:
        parts = []
        while True:
            self._skip()
            quoted = QUOTED.match(self._text, self._at)
            word = quoted[0] if quoted else WORD.match(self._text, self._at)[0]  # type: ignore[index]
            self._forward(len(word))
            parts.append(word[1:-1] if quoted else word)
            self._skip()
            if self._text[self._at] != ".":
                return parts
            self._forward(1)

    def _pair(self, table: str) -> None:
        line = self._line
        path = table
        for part in self._key():
            path = _joined(path, part)
            self.lines.setdefault(path, line)
        self._forward(1)  # the sign of equality
        self._value(path)

    def _value(self, path: str) -> None:
        self._skip()
        self.lines[path] = self._line
        sign = self._text[self._at]
        if sign == "[":
            for number in self._items("]"):
                self._value(f"{path}.{number}")
        elif sign == "{":
            for _ in self._items("}"):
                self._pair(path)
        else:
            found = QUOTED.match(self._text, self._at) or PLAIN.match(self._text, self._at)
            self._forward(len(found[0]))  # type: ignore[index]

    def _items(self, end: str) -> Iterator[int]:
        self._forward(1)
        number = 0
        self._skip()
        while self._text[self._at] != end:
            yield number
            number += 1
            self._skip()
            if self._text[self._at] == ",":
                self._forward(1)
                self._skip()
        self._forward(1)

    def _skip(self) -> None:
        while found := BLANK.match(self._text, self._at):
            self._forward(len(found[0]))

    def _forward(self, signs: int) -> None:
        self._line += self._text.count("\n", self._at, self._at + signs)
        self._at += signs


def _joined(path: str, part: str) -> str:
    return f"{path}.{part}" if path else part
