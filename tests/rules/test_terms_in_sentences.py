"""A term inside a sentence begins small, unless it begins with an abbreviation."""

import pytest

from rules.terms import QueueCause, Security
from rules.terms.term import inside


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Adresse", "adresse"),
        ("Betalt uten KID", "betalt uten KID"),
        ("NAV-garanti", "NAV-garanti"),
        ("KID", "KID"),
        ("", ""),
    ],
)
def test_words_inside_a_sentence(words: str, told: str) -> None:
    assert inside(words) == told


def test_a_term_says_itself_how_it_stands_inside_a_sentence() -> None:
    assert Security.NAV_GUARANTEE.inside == "NAV-garanti"
    assert QueueCause.NO_KID.inside == "betalt uten KID"
