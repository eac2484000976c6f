"""The need for homes: what a household counts as, sums over two terms that equal what was counted, small numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import needs
from rules.needs import Counted, Slot, Sort, Sums
from rules.terms import NeedTerm, TargetGroup

TODAY = date(2026, 11, 23)
UNTIL = {NeedTerm.SHORT: date(2027, 11, 23), NeedTerm.LONG: date(2031, 11, 23)}
SLOTS = st.builds(
    Slot,
    rooms=st.integers(1, 10),
    accessible=st.booleans(),
    area=st.sampled_from([needs.WHOLE, "HARSTAD", "Kanebogen"]),
    target_group=st.sampled_from(TargetGroup),
)
COUNTED = st.lists(
    st.one_of(
        st.builds(Counted, sort=st.sampled_from([Sort.WAITING, Sort.VACANT]), slot=SLOTS),
        st.builds(
            Counted,
            sort=st.just(Sort.LEAVING),
            slot=SLOTS,
            on=st.dates(TODAY - timedelta(days=400), UNTIL[NeedTerm.LONG]),
        ),
    )
)


@pytest.mark.parametrize(
    ("approved", "wanted", "adults", "children", "rooms"),
    [
        (3, 5, 1, 0, 3),
        (None, 4, 1, 0, 4),
        (None, None, 1, 0, 2),
        (None, None, 2, 0, 2),
        (None, None, 1, 1, 3),
        (None, None, 2, 3, 5),
        (None, None, 20, 20, 10),
        (14, None, 1, 0, 10),
    ],
)
def test_a_household_counts_by_what_is_approved_else_asked_for_else_its_size(
    approved: int | None, wanted: int | None, adults: int, children: int, rooms: int
) -> None:
    assert needs.rooms_needed(approved, wanted, adults, children) == rooms


@pytest.mark.parametrize(
    ("named", "place", "area"),
    [
        ("Kanebogen", "HARSTAD", "Kanebogen"),
        ("", "HARSTAD", "HARSTAD"),
        ("", " ", needs.WHOLE),
        ("", None, needs.WHOLE),
    ],
)
def test_a_home_counts_in_its_area_else_its_town_else_the_whole(named: str, place: str | None, area: str) -> None:
    assert needs.area_of(named, place) == area


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (1, "færre enn 5"), (4, "færre enn 5"), (5, "om lag 5"), (8, "om lag 10"), (143, "om lag 145")],
)  # fmt: skip
def test_small_numbers_are_not_published_and_no_sum_gives_them_away(number: int, words: str) -> None:
    assert needs.told(number) == words


@pytest.mark.parametrize(
    ("on", "terms"),
    [
        (UNTIL[NeedTerm.SHORT], {NeedTerm.SHORT, NeedTerm.LONG}),
        (UNTIL[NeedTerm.SHORT] + timedelta(days=1), {NeedTerm.LONG}),
        (TODAY - timedelta(days=1), {NeedTerm.SHORT, NeedTerm.LONG}),
        (UNTIL[NeedTerm.LONG] + timedelta(days=1), set()),
    ],
)
def test_a_term_that_runs_out_counts_from_its_own_term_on(on: date, terms: set[NeedTerm]) -> None:
    slot = Slot(rooms=2, accessible=False, area=needs.WHOLE, target_group=TargetGroup.REFUGEE)
    assert {line.term for line in needs.lines([Counted(Sort.LEAVING, slot, on)], UNTIL)} == terms


@given(COUNTED)
def test_the_totals_equal_what_was_counted_however_they_are_cut(counted: list[Counted]) -> None:
    found = needs.lines(counted, UNTIL)
    for term in NeedTerm:
        inside = [one for one in counted if one.on is None or one.on <= UNTIL[term]]
        whole = needs.whole(found, term)
        for sort in Sort:
            assert getattr(whole, sort.value) == sum(one.sort is sort for one in inside)
        for side in (lambda slot: slot.rooms, lambda slot: slot.area, lambda slot: slot.target_group):
            assert sum(needs.by(found, term, side).values(), Sums()) == whole
    assert len({(line.term, line.slot) for line in found}) == len(found)
    assert list(needs.lines(reversed(counted), UNTIL)) == list(found)


@given(COUNTED)
def test_the_long_term_holds_all_of_the_short(counted: list[Counted]) -> None:
    found = needs.lines(counted, UNTIL)
    short, long = (needs.whole(found, term) for term in NeedTerm)
    assert short.waiting == long.waiting
    assert short.vacant == long.vacant
    assert short.leaving <= long.leaving


def test_what_lacks_is_what_is_asked_for_less_what_is_free() -> None:
    assert Sums(waiting=7, leaving=3, vacant=4, added=2).lacking == 8
    assert Sums(vacant=4).lacking == -4
