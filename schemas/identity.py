"""Identifiers in cells: rules.identifiers with its refusals in bokmål."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from rules import identifiers
from rules.identifiers import InvalidIdentifier, Kind, Modulus, NationalId, Reason

T = TypeVar("T")

_REASONS: dict[tuple[Kind, Reason], str] = {
    ("national_id", "characters"): "Fødselsnummeret kan bare ha sifre.",
    ("national_id", "length"): "Fødselsnummeret må ha 11 sifre; et regneark kan ha tatt bort en null foran.",
    ("national_id", "check_digit"): "Kontrollsifferet i fødselsnummeret stemmer ikke.",
    ("national_id", "birth_date"): "Fødselsdatoen i fødselsnummeret finnes ikke.",
    ("national_id", "unborn"): "Fødselsdatoen i fødselsnummeret er fram i tid.",
    ("national_id", "synthetic"): "Fødselsnummeret er syntetisk (testnummer) og godtas ikke her.",
    ("organisation_number", "characters"): "Organisasjonsnummeret kan bare ha sifre.",
    ("organisation_number", "length"): "Organisasjonsnummeret må ha 9 sifre.",
    ("organisation_number", "check_digit"): "Kontrollsifferet i organisasjonsnummeret stemmer ikke.",
    ("organisation_number", "shape"): "Organisasjonsnummeret må begynne med 8 eller 9.",
    ("kid", "characters"): "KID kan bare ha sifre (og «-» som siste tegn ved MOD11).",
    ("kid", "length"): "KID må ha fra 2 til 25 tegn.",
    ("kid", "check_digit"): "Kontrollsifferet i KID stemmer ikke.",
    ("unit_number", "shape"): "Bruksenhetsnummeret må være H, U, K eller L og fire sifre, for eksempel H0101.",
    ("postcode", "characters"): "Postnummeret må ha fire sifre.",
    ("postcode", "length"): "Postnummeret må ha fire sifre.",
    ("phone", "shape"): "Telefonnummeret kan ikke leses. Skriv åtte sifre, eller + og landkode.",
    ("email", "shape"): "E-postadressen er ikke gyldig.",
}


def _checked(read: Callable[[], T]) -> T:
    try:
        return read()
    except InvalidIdentifier as error:
        raise ValueError(_REASONS.get((error.kind, error.reason), "Verdien har feil form.")) from None


def parse_national_id(cell: str, *, allow_synthetic: bool, today: date) -> NationalId:
    """An identity number with its birth date; synthetic ones only where allowed."""
    return _checked(lambda: identifiers.national_id(cell, allow_synthetic=allow_synthetic, today=today))


def parse_organisation_number(cell: str) -> str:
    """A 9-digit organisation number."""
    return _checked(lambda: identifiers.organisation_number(cell))


def parse_unit_number(cell: str) -> str:
    """A dwelling unit number (bruksenhetsnummer) such as H0101."""
    return str(_checked(lambda: identifiers.unit_number(cell)))


def parse_postcode(cell: str) -> str:
    """Four digits; whether they are in use is for the register to say."""
    return _checked(lambda: identifiers.postcode(cell))


def parse_phone(cell: str) -> str:
    """A telephone number without spaces."""
    return _checked(lambda: identifiers.phone(cell))


def parse_email(cell: str) -> str:
    """An e-mail address in small letters."""
    return _checked(lambda: identifiers.email(cell)).lower()


def parse_kid(cell: str, *, modulus: Modulus) -> str:
    """A payment reference whose last character checks the others."""
    return _checked(lambda: identifiers.kid(cell, modulus))


def agreed_modulus(cells: Iterable[str]) -> Modulus:
    """The check that most of a file's KIDs hold by: it is agreed per account, and a false KID in ten passes the other.

    MOD10 where they are as many.
    """
    held = {10: 0, 11: 0}
    for cell in cells:
        for modulus in (10, 11):
            try:
                identifiers.kid(cell, modulus)
            except InvalidIdentifier:
                continue
            held[modulus] += 1
    return 11 if held[11] > held[10] else 10
