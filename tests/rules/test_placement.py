"""Where a payment without a match may belong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.placement import MOST, Candidate, Suggestion, near_kids, suggest

RENT = 629_300


@pytest.mark.parametrize(
    ("sentence", "kid", "other", "amount_ore", "expected"),
    [
        ("one digit is wrong", "12345678", "12345078", 100, (Suggestion.KID_DIGIT,)),
        ("two neighbours have changed places", "12345678", "12354678", 100, (Suggestion.KID_SWAPPED,)),
        ("two digits are wrong, which is too much", "12345678", "12300678", 100, ()),
        ("two digits that are not neighbours are swapped", "12345678", "82345671", 100, ()),
        ("a KID of another length is another KID", "1234567", "12345678", 100, ()),
        ("the amount is the rent", "99999999", "12345678", RENT, (Suggestion.SAME_RENT,)),
        ("a reversal is no rent", "99999999", "12345678", -RENT, ()),
        ("both speak for it", "12345670", "12345678", RENT, (Suggestion.KID_DIGIT, Suggestion.SAME_RENT)),
        ("nothing speaks for it", "99999999", "12345678", 100, ()),
        ("a payment without KID is known by its amount", "", "12345678", RENT, (Suggestion.SAME_RENT,)),
    ],
)
def test_what_speaks_for_a_lease(
    sentence: str, kid: str, other: str, amount_ore: int, expected: tuple[Suggestion, ...]
) -> None:
    found = suggest(kid, amount_ore, [Candidate("a", other, RENT)])
    assert tuple(one.reasons for one in found) == ((expected,) if expected else ()), sentence


def test_the_best_reasons_come_first_and_the_order_is_fixed() -> None:
    rent_only = Candidate("rent", "55555555", RENT)
    kid_only = Candidate("kid", "12345679", 1)
    both = Candidate("both", "12345677", RENT)
    for order in ([rent_only, kid_only, both], [both, kid_only, rent_only]):
        assert [one.key for one in suggest("12345678", RENT, order)] == ["both", "kid", "rent"]


def test_no_more_are_suggested_than_a_person_can_weigh() -> None:
    many = [Candidate(str(number), f"{number:08d}", RENT) for number in range(30)]
    assert len(suggest("99999999", RENT, many)) == MOST


@given(st.text("0123456789", min_size=2, max_size=25), st.data())
def test_the_kids_to_look_up_are_those_that_would_be_suggested(kid: str, data: st.DataObject) -> None:
    near = near_kids(kid)
    one = data.draw(st.sampled_from(near))
    assert kid not in near
    assert suggest(kid, 0, [Candidate("a", one, RENT)])
