"""Numbers from outside: the right ones give one value, the wrong ones a kind and a reason."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules import identifiers
from rules.identifiers import InvalidIdentifier, issue_kid, kid, national_id, unit_number
from rules.terms import IdentityKind

digits = st.text("0123456789", min_size=1, max_size=24)


def with_checks(base: str) -> str:
    """Nine digits with the two check digits of a Norwegian identity number, computed here; "" if it has none."""
    number = base
    for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
        check = -sum(int(d) * w for d, w in zip(number, weights, strict=True)) % 11
        if check == 10:
            return ""
        number += str(check)
    return number


def changed(number: str, place: int, by: int) -> str:
    return f"{number[:place]}{(int(number[place]) + by) % 10}{number[place + 1 :]}"


# Ordinary numbers here are born in 2039: nobody carries them.
@pytest.mark.parametrize(
    ("base", "born", "kind"),
    [
        pytest.param("010139900", date(2039, 1, 1), IdentityKind.NATIONAL, id="ordinary"),
        pytest.param("410139901", date(2039, 1, 1), IdentityKind.D_NUMBER, id="D-number: day + 40"),
        pytest.param("278156108", date(1956, 1, 27), IdentityKind.SYNTHETIC, id="Tenor: month + 80"),
        pytest.param("275256100", date(1956, 12, 27), IdentityKind.SYNTHETIC, id="NAV test: month + 40"),
        pytest.param("277756100", date(1956, 12, 27), IdentityKind.SYNTHETIC, id="health test: month + 65"),
        pytest.param("678156102", date(1956, 1, 27), IdentityKind.SYNTHETIC, id="D-number of a synthetic person"),
        pytest.param("819912345", None, None, id="FH number: tells neither birth date nor kind"),
    ],
)
def test_an_identity_number_tells(base: str, born: date | None, kind: IdentityKind | None) -> None:
    number = with_checks(base)
    assert number, "choose another base"
    person = national_id(f" {number[:6]} {number[6:]} ", allow_synthetic=True)
    assert (person.number, person.born, person.kind) == (number, born, kind)


@pytest.mark.parametrize("base", ["278156108", "275256100", "277756100", "678156102"])
def test_synthetic_persons_are_refused_unless_the_setting_allows_them(base: str) -> None:
    with pytest.raises(InvalidIdentifier) as refusal:
        national_id(with_checks(base))
    assert (refusal.value.kind, refusal.value.reason) == ("national_id", "synthetic")


def test_a_child_is_not_registered_before_it_is_born() -> None:
    number = with_checks("010139900")
    assert national_id(number, today=date(2039, 1, 1)).born == date(2039, 1, 1)
    with pytest.raises(InvalidIdentifier, match="unborn"):
        national_id(number, today=date(2038, 12, 31))


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 499), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(born: date, individual: int, place: int, by: int) -> None:
    number = with_checks(f"{born.day:02d}{born.month + 80:02d}{born.year % 100:02d}{individual:03d}")
    assume(number)
    assert national_id(number, allow_synthetic=True).born == born
    with pytest.raises(InvalidIdentifier, match="check_digit"):
        national_id(changed(number, place, by), allow_synthetic=True)


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (identifiers.organisation_number, "991 825 827", "991825827"),
        (identifiers.account_number, "8601.11.17947", "86011117947"),
        (identifiers.kid, " 00700005 ", "00700005"),
        (identifiers.postcode, "0150", "0150"),
        (identifiers.phone, "953 67 782", "95367782"),
        (identifiers.phone, "+47 95 36 77 82", "95367782"),
        (identifiers.phone, "0047 95367782", "95367782"),
        (identifiers.phone, "02800", "02800"),
        (identifiers.phone, "00380 (44) 123-45-67", "+380441234567"),
        (identifiers.email, " post@bolig.kommune.no ", "post@bolig.kommune.no"),
        (identifiers.email, "åse.o'hara+bolig@østre-åsland.no", "åse.o'hara+bolig@østre-åsland.no"),
    ],
)
def test_what_is_right_gives_one_value(read: Callable[[str], str], text: str, value: str) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "kind", "reason"),
    [
        (national_id, "2781561082", "national_id", "length"),
        (national_id, "27815610829", "national_id", "check_digit"),
        (national_id, "2781561O828", "national_id", "characters"),
        (national_id, "٢٧٨١٥٦١٠٨٢٨", "national_id", "characters"),
        (national_id, with_checks("310239903"), "national_id", "birth_date"),
        (national_id, with_checks("011356101"), "national_id", "birth_date"),
        (identifiers.organisation_number, "123456789", "organisation_number", "check_digit"),
        (identifiers.organisation_number, "123456785", "organisation_number", "shape"),
        (identifiers.organisation_number, "99182582", "organisation_number", "length"),
        (identifiers.account_number, "86011117949", "account_number", "check_digit"),
        (identifiers.account_number, "4090403", "account_number", "length"),
        (identifiers.account_number, "00004090403", "account_number", "check_digit"),
        (identifiers.kid, "00700055", "kid", "check_digit"),
        (identifiers.kid, "0070005-", "kid", "characters"),
        (identifiers.kid, "0" * 26, "kid", "length"),
        (identifiers.kid, "0", "kid", "length"),
        (identifiers.kid, "", "kid", "characters"),
        (unit_number, "X999", "unit_number", "shape"),
        (unit_number, "H101", "unit_number", "shape"),
        (unit_number, "", "unit_number", "shape"),
        (identifiers.postcode, "150", "postcode", "length"),
        (identifiers.postcode, "N-0150", "postcode", "characters"),
        (identifiers.phone, "9536778", "phone", "shape"),
        (identifiers.phone, "+47 9536778", "phone", "shape"),
        (identifiers.phone, "ukjent", "phone", "shape"),
        (identifiers.email, "post@bolig", "email", "shape"),
        (identifiers.email, "post@bolig.no,annen@bolig.no", "email", "shape"),
        (identifiers.email, "post@bolig.no\nBcc: x@y.no", "email", "shape"),
        (identifiers.email, f"{'a' * 250}@b.no", "email", "shape"),
    ],
)
def test_what_is_wrong_is_refused_by_kind_and_reason(
    read: Callable[[str], object], text: str, kind: str, reason: str
) -> None:
    with pytest.raises(InvalidIdentifier) as refusal:
        read(text)
    assert (refusal.value.kind, refusal.value.reason) == (kind, reason)
    assert not text or text not in str(refusal.value), "an error never carries the number itself"


@pytest.mark.parametrize(
    ("base", "modulus", "number"),
    [
        pytest.param("12345678", 10, "123456782", id="NETS: MOD10"),
        pytest.param("12345678", 11, "123456785", id="NETS: MOD11"),
        pytest.param("0070000", 10, "00700005", id="leading zeros count"),
    ],
)
def test_a_kid_is_issued(base: str, modulus: identifiers.Modulus, number: str) -> None:
    assert issue_kid(base, modulus) == number


def test_a_minus_sign_is_read_where_mod11_has_no_digit_but_never_issued() -> None:
    assert kid("1009-", 11) == "1009-"
    with pytest.raises(InvalidIdentifier, match="check_digit"):
        issue_kid("1009", 11)
    with pytest.raises(InvalidIdentifier, match="check_digit"):
        kid("1008-", 11)


@given(digits, st.sampled_from([10, 11]), st.integers(0, 23), st.integers(1, 9))
def test_an_issued_kid_reads_and_a_wrong_digit_in_it_does_not(
    base: str, modulus: identifiers.Modulus, place: int, by: int
) -> None:
    try:
        number = issue_kid(base, modulus)
    except InvalidIdentifier:
        assert modulus == 11
        assert kid(f"{base}-", 11) == f"{base}-"
        return
    assert kid(number, modulus) == number
    with pytest.raises(InvalidIdentifier, match="check_digit"):
        kid(changed(number, place % len(number), by), modulus)


@pytest.mark.parametrize("base", ["", "12a4", "-", "1" * 25])
def test_a_base_that_is_no_number_or_too_long_is_refused(base: str) -> None:
    with pytest.raises(InvalidIdentifier):
        issue_kid(base)


def test_a_unit_number_tells_level_floor_and_unit() -> None:
    number = unit_number(" h0207 ")
    assert (number.level, number.floor, number.unit, str(number)) == ("H", 2, 7, "H0207")
