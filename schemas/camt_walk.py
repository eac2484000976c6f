"""A camt.054 file (ISO 20022, any version) piece by piece: each booking as paths and texts, by local names alone.

No DTD passes (so no entity is expanded), and nothing is kept but the element that is being read: memory stays flat.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from schemas.errors import CutFile, UnknownFormat
from schemas.xml_errors import BrokenXml, OtherMessage, TooLargeXml, UnsafeXml

NOTICE, ENTRY, TRANSACTION = "Ntfctn", "Ntry", "TxDtls"
PLACES = {  # what is read as a whole, and where it stands
    NOTICE: ["Document", "BkToCstmrDbtCdtNtfctn"],
    ENTRY: ["Document", "BkToCstmrDbtCdtNtfctn", NOTICE],
    TRANSACTION: ["Document", "BkToCstmrDbtCdtNtfctn", NOTICE, ENTRY, "NtryDtls"],
}
EXPECTED = "en camt.054-fil (ISO 20022)"
OTHERS = {"BkToCstmrStmt": "camt.053 (kontoutskrift)", "BkToCstmrAcctRpt": "camt.052 (kontorapport)"}
AT_ONCE = 65_536  # bytes
MOST_BETWEEN = 1_048_576  # bytes between two signs of XML: no tag is so long
MOST_DEPTH, MOST_VALUES, MOST_TEXT = 60, 2000, 4000
CUT = frozenset({3, 5, 6})  # expat: no element found, unclosed token, partial character


@dataclass
class Element:
    """One notice, entry or transaction: its line, and its texts by path («Acct/Id/IBAN»); `@Ccy` is a currency."""

    name: str
    line: int
    values: dict[str, list[str]] = field(default_factory=dict)
    size: int = 0
    ordinal: int = 0  # its place among its siblings, from 1

    def text(self, *paths: str) -> str:
        """The first text at one of the paths, "" where there is none."""
        return next((self.values[path][0] for path in paths if path in self.values), "")

    def texts(self, path: str) -> list[str]:
        return self.values.get(path, [])


@dataclass(frozen=True)
class Ended:
    """An element that has been read to its end, within those around it."""

    element: Element
    around: tuple[Element, ...]


class _Target:
    """What the parser tells: collects texts, and lays what has ended aside."""

    def __init__(self) -> None:
        self.ended: list[Ended] = []
        self.parser: Any = None
        self.signs = 0
        self._names: list[str] = []
        self._open: list[tuple[int, Element, Counter[str]]] = []  # with its depth, and what it has held
        self._held: Counter[str] = Counter()
        self._text: list[str] = []
        self._length = 0

    def line(self) -> int:
        """The line that the parser has come to."""
        return int(self.parser.CurrentLineNumber)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._know(name)
        if PLACES.get(name) == self._names:
            held = self._open[-1][2] if self._open else self._held
            held[name] += 1
            element = Element(name, self.line(), ordinal=held[name])
            self._open.append((len(self._names) + 1, element, Counter()))
        self._names.append(name)
        self._text, self._length = [], 0
        if len(self._names) > MOST_DEPTH:
            raise TooLargeXml(self.line())
        if "Ccy" in attributes:
            self._keep("@Ccy", attributes["Ccy"])

    def data(self, text: str) -> None:
        self.signs += 1
        self._length += len(text)
        if self._length > MOST_TEXT and not text.isspace():
            raise TooLargeXml(self.line())
        if self._length <= MOST_TEXT:
            self._text.append(text)

    def end(self, _tag: str) -> None:
        self.signs += 1
        text = "".join(self._text).strip()
        if text:
            self._keep("", text)
        self._text, self._length = [], 0
        if self._open and self._open[-1][0] == len(self._names):
            _, element, _ = self._open.pop()
            self.ended.append(Ended(element, tuple(one for _, one, _ in self._open)))
        self._names.pop()

    def close(self) -> None:
        """The file is over."""

    def _know(self, name: str) -> None:
        """Is it a camt.054 at all: the first two elements say so."""
        self.signs += 1
        if not self._names and name != "Document":
            raise UnknownFormat(self.line(), EXPECTED)
        if len(self._names) == 1 and name != PLACES[NOTICE][1]:
            raise OtherMessage(OTHERS[name]) if name in OTHERS else UnknownFormat(self.line(), EXPECTED)

    def _keep(self, mark: str, text: str) -> None:
        if not self._open:
            return
        depth, element, _ = self._open[-1]
        element.size += 1
        if element.size > MOST_VALUES:
            raise TooLargeXml(self.line())
        element.values.setdefault("/".join(self._names[depth:]) + mark, []).append(text)


def walk(source: BinaryIO) -> Iterator[Ended]:
    """Every notice, entry and transaction of the file as it ends, from where the source stands.

    Raises BrokenXml, CutFile, OtherMessage, TooLargeXml, UnknownFormat, UnsafeXml.
    """
    target = _Target()
    parser: Any = DefusedXMLParser(target=target, forbid_dtd=True)
    target.parser = parser.parser
    since = 0
    while content := source.read(AT_ONCE):
        signs = target.signs
        _guarded(parser, parser.feed, content)
        since = 0 if target.signs > signs else since + len(content)
        if since > MOST_BETWEEN:
            raise TooLargeXml(target.line())
        yield from target.ended
        target.ended.clear()
    _guarded(parser, parser.close)
    yield from target.ended


def _guarded(parser: Any, step: Callable[..., object], *args: bytes) -> None:
    line = int(parser.parser.CurrentLineNumber)
    try:
        step(*args)
    except ParseError as error:
        at = error.position[0]
        if error.code in CUT:
            raise CutFile(at, "XML-en slutter før den er ferdig.") from None
        raise BrokenXml(at) from None
    except DefusedXmlException:
        raise UnsafeXml(int(parser.parser.CurrentLineNumber)) from None
    except (ValueError, LookupError):  # an encoding that expat does not know
        raise BrokenXml(line) from None
