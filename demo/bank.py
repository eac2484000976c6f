"""OCR giro files as the bank would send them (NETS' format): 80 characters to a line, amounts in øre."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import BinaryIO

from rules.identifiers import issue_kid

ACCOUNT = "99990400004"  # the municipality's, and below the payers': no bank has the register number 9999
PAYER = "99990500009"
NETS, RECIPIENT, AGREEMENT = "00008080", "00099990", "001099990"
DIRECT, REVERSAL = "12", "18"  # kinds of transaction


@dataclass(frozen=True)
class Transfer:
    """Money in (or taken back by the bank: negative) on a KID."""

    kid: str
    amount_ore: int
    booked_on: date


def kid_of(number: int) -> str:
    """The KID of a contract by its running number (MOD10)."""
    return issue_kid(f"88{number:06}")


def giro_file(transfers: Iterable[Transfer], *, transmission: int, sent_on: date) -> bytes:
    """A whole OCR giro file of one assignment; `sent_on` is the day of its end records."""
    return b"".join(lines(transfers, transmission=transmission, sent_on=sent_on))


def write_many(target: BinaryIO, kids: Iterable[str], *, transmission: int, booked_on: date, seed: int = 1) -> None:
    """A file with one payment for each KID, written line by line: fit for hundreds of thousands (benchmarks)."""
    rng = Random(seed)  # noqa: S311 - made-up amounts, no secret
    transfers = (Transfer(kid, rng.randrange(4_000_00, 16_000_00, 50), booked_on) for kid in kids)
    target.writelines(lines(transfers, transmission=transmission, sent_on=booked_on))


def lines(transfers: Iterable[Transfer], *, transmission: int, sent_on: date) -> Iterator[bytes]:
    """The lines of a file, each with its line end; the end records hold net sums."""
    yield _line(f"NY000010{NETS}{transmission:07}{RECIPIENT}")
    yield _line(f"NY090020{AGREEMENT}{1:07}{ACCOUNT}")
    count = total = 0
    first = last = sent_on
    for count, one in enumerate(transfers, 1):
        yield from _items(count, one)
        total += one.amount_ore
        first, last = min(first, one.booked_on), max(last, one.booked_on)
    days = f"{sent_on:%d%m%y}{first:%d%m%y}{last:%d%m%y}"
    yield _line(f"NY090088{count:08}{2 * count + 2:08}{abs(total):017}{days}")
    yield _line(f"NY000089{count:08}{2 * count + 4:08}{abs(total):017}{sent_on:%d%m%y}")


def _items(number: int, one: Transfer) -> Iterator[bytes]:
    kind, sign = (DIRECT, "0") if one.amount_ore >= 0 else (REVERSAL, "-")
    head = f"NY09{kind}30{number:07}{one.booked_on:%d%m%y}0101464000{sign}"
    yield _line(f"{head}{abs(one.amount_ore):017}{one.kid:>25}")
    reference = f"{one.booked_on:%d%m}{number % 10**5:05}"
    yield _line(f"NY09{kind}31{number:07}{number:010}{reference}{0:07}{one.booked_on:%d%m%y}{PAYER}")


def _line(text: str) -> bytes:
    return f"{text:0<80}\n".encode("iso-8859-1")
