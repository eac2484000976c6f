"""The records of an OCR giro file as lines: positions in the 80 characters (NETS system manual), counted from 0."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

LENGTH = 80
SERVICE = slice(2, 4)
TYPE = slice(4, 6)
RECORD = slice(6, 8)
OCR_GIRO, AVTALEGIRO = "09", "21"
TRANSMISSION_START, TRANSMISSION_END = "NY000010", "NY000089"
START, ITEM_1, ITEM_2, ITEM_3, MANDATE, END = "20", "30", "31", "32", "70", "88"
AMOUNT = slice(32, 49)
SIGN = 31
PAYMENT_TYPES = frozenset(str(kind) for kind in range(10, 22))
REVERSALS = frozenset({"18", "20"})


class Line(NamedTuple):
    """One record: its line number in the file, and its text without the blanks at its end."""

    number: int
    text: str


def lines(source: Iterable[bytes]) -> Iterator[Line]:
    """Every line that is not blank; CR, blanks and the DOS end mark at its end are taken off."""
    for number, raw in enumerate(source, 1):
        if text := raw.rstrip(b" \r\n\x1a").decode("iso-8859-1"):
            yield Line(number, text)


def record(text: str) -> str:
    """The record type, "" for a line that is no record."""
    return text[RECORD] if text.startswith("NY") else ""


def is_payments(start: str) -> bool:
    """Whether an assignment that starts so holds OCR giro payments."""
    return start[SERVICE] == OCR_GIRO and start[TYPE] == "00"


def is_payment(text: str) -> bool:
    """Whether a record is the first of a payment that netsgiro understands."""
    return record(text) == ITEM_1 and text[SERVICE] == OCR_GIRO and text[TYPE] in PAYMENT_TYPES


def is_reversal(text: str) -> bool:
    """Whether the first record of a payment takes money back: by its sign, or by its type."""
    return text[SIGN : SIGN + 1] == "-" or text[TYPE] in REVERSALS


def part_name(transmission: str, assignment: str) -> str:
    """What people call an assignment."""
    return f"{transmission} / {assignment}"


def names(start: str) -> tuple[str, str]:
    """Number and account of an assignment from its start record."""
    return start[17:24], start[24:35]
