"""Numbers and addresses that outside data carries: each is parsed to one value or refused by kind and reason."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.no import fodselsnummer, kontonr, orgnr

from rules.errors import HusromError
from rules.terms import IdentityKind

Kind = Literal[
    "national_id", "organisation_number", "account_number", "kid", "unit_number", "postcode", "phone", "email"
]
Reason = Literal["characters", "length", "check_digit", "birth_date", "unborn", "synthetic", "shape"]
Modulus = Literal[10, 11]

KID_LENGTH = range(2, 26)  # NETS: at most 25 with the check digit
EMAIL_MAX = 254  # RFC 5321
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_PHONE = re.compile(r"(?:\+47|0047)?([0-9]{8}|0[0-9]{4})|(?:\+|00)((?!47)[1-9][0-9]{6,14})")
_EMAIL = re.compile(r"[^\s@,;:<>()\[\]\\\"]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")


@dataclass(eq=False)
class InvalidIdentifier(HusromError):
    """A number or address that cannot be what it is given as; never carries the number itself."""

    kind: Kind
    reason: Reason


@dataclass(frozen=True)
class NationalId:
    """A checked identity number; `born` and `kind` are None for a shared help number (FH), which tells neither."""

    number: str
    born: date | None
    kind: IdentityKind | None


class UnitNumber(NamedTuple):
    """Dwelling unit number (bruksenhetsnummer): level H main, U basement level, K cellar, L loft; floor; unit."""

    level: str
    floor: int
    unit: int

    def __str__(self) -> str:
        return f"{self.level}{self.floor:02d}{self.unit:02d}"


def _digits(text: str, kind: Kind, length: int, separators: str = "") -> str:
    """The text without spaces and separators; refuses other characters than 0-9 and another length."""
    number = _SPACES.sub("", text).translate(str.maketrans("", "", separators))
    if not re.fullmatch("[0-9]+", number):
        raise InvalidIdentifier(kind, "characters")
    if len(number) != length:
        raise InvalidIdentifier(kind, "length")
    return number


def national_id(text: str, *, allow_synthetic: bool = False, today: date | None = None) -> NationalId:
    """An 11-digit identity number (fødselsnummer, D-number, FH number) with its birth date; sex is never read.

    Synthetic numbers (month + 80 Tenor, + 40 NAV, + 65 health test; + 40 is also the old help number) are refused
    unless allowed. Their check digits hold for the digits as they stand; only the month is brought back for the
    date. With `today`, a birth date after it is refused.
    """
    number = _digits(text, "national_id", 11)
    checks = fodselsnummer.calc_check_digit1(number) + fodselsnummer.calc_check_digit2(number)
    if number[9:] != checks:
        raise InvalidIdentifier("national_id", "check_digit")
    day, month = int(number[:2]), int(number[2:4])
    if day >= 80:
        return NationalId(number, None, None)
    shift = next((s for s in (80, 65, 40) if 1 <= month - s <= 12), 0)
    if shift and not allow_synthetic:
        raise InvalidIdentifier("national_id", "synthetic")
    born = _birth_date(f"{number[:2]}{month - shift:02d}{number[4:]}")
    if today and born > today:
        raise InvalidIdentifier("national_id", "unborn")
    ordinary = IdentityKind.D_NUMBER if day > 40 else IdentityKind.NATIONAL
    return NationalId(number, born, IdentityKind.SYNTHETIC if shift else ordinary)


def _birth_date(number: str) -> date:
    # Not fodselsnummer.validate: it reads the clock, and it would check the digits after the month was changed.
    try:
        return fodselsnummer.get_birth_date(number)
    except ValidationError:
        raise InvalidIdentifier("national_id", "birth_date") from None


def organisation_number(text: str) -> str:
    """A 9-digit organisation number, first digit 8 or 9, MOD11."""
    number = _digits(text, "organisation_number", 9)
    if not orgnr.is_valid(number):
        raise InvalidIdentifier("organisation_number", "check_digit")
    if number[0] not in "89":
        raise InvalidIdentifier("organisation_number", "shape")
    return number


def account_number(text: str) -> str:
    """An 11-digit bank account number, MOD11; dots and spaces are taken away."""
    number = _digits(text, "account_number", 11, separators=".")
    # stdnum takes a leading 0000 off (postgiro), which leaves seven digits with another check.
    if number.startswith("0000") or not kontonr.is_valid(number):
        raise InvalidIdentifier("account_number", "check_digit")
    return number


def _kid_check(base: str, modulus: Modulus) -> str:
    """Check character of a KID: "0"-"9", or "-" where MOD11 has no digit (NETS, OCR giro manual)."""
    if modulus == 10:
        return luhn.calc_check_digit(base)
    remainder = sum(int(digit) * (2 + n % 6) for n, digit in enumerate(reversed(base))) % 11
    return {0: "0", 1: "-"}.get(remainder, str(11 - remainder))


def kid(text: str, modulus: Modulus = 10) -> str:
    """A payment reference of 2 to 25 characters whose last checks the others by MOD10 or MOD11."""
    number = _SPACES.sub("", text)
    if not re.fullmatch("[0-9]+[0-9-]" if modulus == 11 else "[0-9]+", number):
        raise InvalidIdentifier("kid", "characters")
    if len(number) not in KID_LENGTH:
        raise InvalidIdentifier("kid", "length")
    if number[-1] != _kid_check(number[:-1], modulus):
        raise InvalidIdentifier("kid", "check_digit")
    return number


def issue_kid(base: str, modulus: Modulus = 10) -> str:
    """The base with its check digit; a base that MOD11 gives no digit for is refused: take the next one."""
    check = _kid_check(base, modulus) if re.fullmatch("[0-9]+", base) else ""
    if check == "-":
        raise InvalidIdentifier("kid", "check_digit")
    return kid(base + check, modulus)


def unit_number(text: str) -> UnitNumber:
    """A dwelling unit number such as H0101 (Matrikkelen)."""
    match = re.fullmatch(r"([HUKL])([0-9]{2})([0-9]{2})", _SPACES.sub("", text).upper())
    if not match:
        raise InvalidIdentifier("unit_number", "shape")
    return UnitNumber(match[1], int(match[2]), int(match[3]))


def postcode(text: str) -> str:
    """Four digits as text; whether it exists is for the register to say."""
    return _digits(text, "postcode", 4)


def phone(text: str) -> str:
    """A Norwegian number as eight digits, a foreign one as + and its digits."""
    match = _PHONE.fullmatch(_SPACES.sub("", text).translate(str.maketrans("", "", "-()")))
    if not match:
        raise InvalidIdentifier("phone", "shape")
    return match[1] or f"+{match[2]}"


def email(text: str) -> str:
    """One e-mail address by its shape; nothing that could add a header or a second recipient."""
    address = text.strip()
    if len(address) > EMAIL_MAX or not _EMAIL.fullmatch(address):
        raise InvalidIdentifier("email", "shape")
    return address
