"""The need for homes: what a household counts as, sums over two terms that equal what was counted, small numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import needs
from rules.needs import Counted, Slot, Sort, Sums, Use
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
        st.builds(
            Counted,
            sort=st.just(Sort.EXPIRING),
            slot=SLOTS,
            on=st.dates(TODAY - timedelta(days=400), UNTIL[NeedTerm.LONG]),
        ),
    )
)
SLOT = Slot(rooms=2, accessible=False, area=needs.WHOLE, target_group=TargetGroup.REFUGEE)
SOON, LATER = date(2027, 5, 1), date(2030, 5, 1)  # within the short term, and within the long alone
LAST = UNTIL[NeedTerm.LONG] + timedelta(days=1)  # within none
BOTH, NONE = {NeedTerm.SHORT, NeedTerm.LONG}, set[NeedTerm]()


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
    assert short.expiring <= long.expiring


def test_what_lacks_is_what_is_asked_for_and_falls_away_less_what_is_free() -> None:
    assert Sums(waiting=7, leaving=3, expiring=5, vacant=4, added=2).lacking == 13
    assert Sums(vacant=4).lacking == -4


@pytest.mark.parametrize(
    ("ends", "covered"),
    [
        ([SOON], SOON),
        # An agreement that follows another holds the home till its own end.
        ([SOON, LATER], LATER),
        # One whose term has not begun has no end yet: the home stays.
        ([SOON, None], None),
        ([None], None),
        ([], None),
    ],
)
def test_a_home_falls_away_with_the_last_agreement_that_covers_it(
    ends: list[date | None], covered: date | None
) -> None:
    assert needs.covered_until(ends) == covered


@pytest.mark.parametrize(
    ("agreement_ends", "use", "expiring", "leaving"),
    [
        # A home that is lived in without a term falls away with its agreement.
        (SOON, Use(lived_in=True), BOTH, NONE),
        (LATER, Use(lived_in=True), {NeedTerm.LONG}, NONE),
        (LAST, Use(lived_in=True), NONE, NONE),
        (TODAY - timedelta(days=1), Use(lived_in=True), BOTH, NONE),
        # Where the household's own term runs out in the same term, it is the household that counts, and once.
        (SOON, Use(lived_in=True, term_ends=SOON), NONE, BOTH),
        (SOON, Use(lived_in=True, term_ends=SOON - timedelta(days=100)), NONE, BOTH),
        (LATER, Use(lived_in=True, term_ends=LATER + timedelta(days=100)), NONE, {NeedTerm.LONG}),
        # Where it runs out in the long term alone, the home counts in the short and the household in the long.
        (SOON, Use(lived_in=True, term_ends=LATER), {NeedTerm.SHORT}, {NeedTerm.LONG}),
        (LATER, Use(lived_in=True, term_ends=SOON), NONE, BOTH),
        (SOON, Use(lived_in=True, term_ends=LAST), BOTH, NONE),
        # A household with the next contract for the home does not leave: the home counts.
        (SOON, Use(promised=True, term_ends=SOON), BOTH, BOTH),
        # A home that is free counts as that too, whoever lives there still.
        (SOON, Use(free=True), BOTH, NONE),
        (SOON, Use(free=True, lived_in=True, term_ends=SOON), BOTH, BOTH),
        # A home that nobody of ours has, or whose household has or waits for another, needs no replacement.
        (SOON, Use(), NONE, NONE),
    ],
)
def test_a_home_whose_agreement_runs_out_counts_once(
    agreement_ends: date, use: Use, expiring: set[NeedTerm], leaving: set[NeedTerm]
) -> None:
    found = needs.expiring(SLOT, agreement_ends, use)
    household = [Counted(Sort.LEAVING, SLOT, use.term_ends)] if use.term_ends else []
    lines = needs.lines([*([found] if found else []), *household], UNTIL)
    assert {line.term for line in lines if line.sums.expiring} == expiring
    assert {line.term for line in lines if line.sums.leaving} == leaving
    assert all(line.sums.expiring <= 1 for line in lines)
