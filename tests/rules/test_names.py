"""Names in Norwegian order and as they are searched."""

import pytest

from rules.names import sort_key, split_full_name, words


def test_the_alphabet_ends_in_æ_ø_å() -> None:
    names = ["Ås", "Østby", "Zahl", "Ærø", "Abel", "Öberg", "Ådland", "Él", "Ek"]
    assert sorted(names, key=sort_key) == ["Abel", "Ek", "Él", "Zahl", "Ærø", "Öberg", "Østby", "Ådland", "Ås"]


def test_surname_goes_before_first_name() -> None:
    assert sort_key("Bøe ", "Amina  Lise") == "b{be amina lise"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anne-Lise Bøe", ["anne", "lise", "bøe"]),
        ("Storgata 3B", ["storgata", "3b"]),
        ("O'Hara o'hara", ["o'hara"]),
        ("  ", []),
    ],
)
def test_words_are_lower_case_and_distinct(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("name", "parts"),
    [("Zahra Ali", ("Zahra", "Ali")), ("Per  Ola Moen", ("Per Ola", "Moen")), ("Madonna", ("", "Madonna"))],
)
def test_the_last_word_is_the_surname(name: str, parts: tuple[str, str]) -> None:
    assert split_full_name(name) == parts
