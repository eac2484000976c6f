"""What a person writes in a cell, and what it is taken for."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import parsing


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        ("6293", 629300),
        ("6293,00", 629300),
        ("6293.00", 629300),
        ("6293,5", 629350),
        ("6 293,00", 629300),
        ("6\u00a0293,05", 629305),
        ("6\u202f293,05", 629305),
        ("6.293,00", 629300),
        ("6.293", 629300),
        ("1.234.567,89", 123456789),
        ("1 234 567,89", 123456789),
        ("-100,00", -10000),
        ("- 100,00", -10000),
        ("\u2212100", -10000),
        ("0,00", 0),
        ("  7 ", 700),
        ("999 999 999,99", 99_999_999_999),
    ],
)
def test_amounts_are_read_in_ore(written: str, ore: int) -> None:
    assert parsing.parse_ore(written) == ore


@pytest.mark.parametrize(
    "written",
    [
        "",
        "kr 5",
        "6,293.00",
        "6 29,00",
        "62 93",
        "6293,005",
        "1,2,3",
        "1e5",
        "٣",
        "--1",
        "1 000 000 000,00",
        "6.29.3",
        "½",
    ],
)
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="Beløpet"):
        parsing.parse_ore(written)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.integers(min_value=-99_999_999_999, max_value=99_999_999_999), st.sampled_from(["", " ", "\u00a0", "."]))
def test_every_amount_is_read_back_as_it_was_written(ore: int, thousands: str) -> None:
    kroner, cents = divmod(abs(ore), 100)
    written = f"{'-' if ore < 0 else ''}{kroner:,},{cents:02d}"
    whole, _, decimals = written.rpartition(",")
    assert parsing.parse_ore(f"{whole.replace(',', thousands)},{decimals}") == ore


@pytest.mark.parametrize(
    ("written", "day"),
    [("01.09.2026", date(2026, 9, 1)), ("1.9.2026", date(2026, 9, 1)), (" 29.02.2028 ", date(2028, 2, 29))],
)
def test_days_are_read(written: str, day: date) -> None:
    assert parsing.parse_day(written) == day


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("31.02.2026", "Datoen finnes ikke (31.02.2026)."),
        ("29.02.2026", "Datoen finnes ikke (29.02.2026)."),
        ("1.13.2026", "Datoen finnes ikke (01.13.2026)."),
        ("2026-09-01", "Datoen må skrives dd.mm.åååå."),
        ("01.09.26", "Datoen må skrives dd.mm.åååå."),
        ("01/09/2026", "Datoen må skrives dd.mm.åååå."),
        ("1. september 2026", "Datoen må skrives dd.mm.åååå."),
        ("01.09.0026", "Årstallet må være fra 1900 til 2199."),
    ],
)
def test_days_that_are_none_are_refused(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as caught:
        parsing.parse_day(written)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("parse", "written", "value"),
    [
        (parsing.parse_yes_no, "JA", True),
        (parsing.parse_yes_no, " nei ", False),
        (parsing.parse_area, "54,5", 54.5),
        (parsing.parse_area, "2000", 2000.0),
        (parsing.whole(-5, 60), "-5", -5),
        (parsing.text(9), " Ola \u00a0\n Nor ", "Ola Nor"),
        (parsing.parse_language, "SOMALI", "SOMALI"),
        (parsing.parse_language, "Tigrinja", "Tigrinja"),
        (parsing.words("ting", {"Hos familie/venner": 1}), "hos  FAMILIE/venner", 1),
    ],
)
def test_other_cells(parse: parsing.Parse[object], written: str, value: object) -> None:
    assert parse(written) == value


@pytest.mark.parametrize(
    ("parse", "written", "reason"),
    [
        (parsing.parse_yes_no, "J", "Skriv Ja eller Nei."),
        (parsing.parse_debt, "-0,01", "Beløpet kan ikke være negativt."),
        (parsing.parse_area, "0", "Arealet må være over 0 og høyst 2000 m²."),
        (parsing.parse_area, "2000,1", "Arealet må være over 0 og høyst 2000 m²."),
        (parsing.parse_area, "-5", "Arealet kan ikke leses. Skriv kvadratmeter slik: 54,5."),
        (parsing.whole(1, 20), "0", "Tallet må være fra 1 til 20."),
        (parsing.whole(1, 20), "2,5", "Skriv et helt tall."),
        (parsing.text(3), "Fire", "Teksten er for lang (4 tegn, høyst 3)."),
        (parsing.words("farge", {"Rød": 1, "Blå": 2}), "Gul", "Ukjent farge. Gyldige ord: Rød, Blå."),
        (parsing.parse_language, "Volapukisk", "Ukjent språk. Skriv språkets navn på bokmål, "),
    ],
)
def test_cells_that_cannot_be_read_say_why(parse: parsing.Parse[object], written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as caught:
        parse(written)
    assert str(caught.value).startswith(reason)
