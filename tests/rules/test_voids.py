"""The void clock: stages partition the empty days, months sum to the whole, and rent plus void is the rent."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import voids
from rules.deadlines import Month
from rules.terms import Urgency, VacancyStage
from rules.voids import Void, VoidFacts

TODAY = date(2026, 11, 22)
RENT = 800_000
VACATED, PREPARATION, READY, RESERVED = (
    VacancyStage.VACATED, VacancyStage.PREPARATION, VacancyStage.READY, VacancyStage.RESERVED,
)  # fmt: skip
EMPTY = VoidFacts(rent_ore=RENT, vacated_on=date(2026, 10, 20))
WHOLE = replace(
    EMPTY, preparation_on=date(2026, 10, 25), ready_on=date(2026, 11, 5), reserved=((date(2026, 11, 10), None),),
    until=date(2026, 11, 16),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "facts", "stages"),
    [
        ("while the tenant pays it costs nothing", replace(EMPTY, vacated_on=None), {}),
        ("nothing on the day it is vacated", replace(EMPTY, vacated_on=TODAY), {}),
        ("one day the day after", replace(EMPTY, vacated_on=TODAY - timedelta(days=1)), {VACATED: 1}),
        ("until today where it is not let", EMPTY, {VACATED: 33}),
        ("all stages", WHOLE, {VACATED: 5, PREPARATION: 11, READY: 5, RESERVED: 6}),
        ("a stage may be skipped", replace(WHOLE, preparation_on=None), {VACATED: 16, READY: 5, RESERVED: 6}),
        ("reserved before it is ready: reserved from then on",
         replace(WHOLE, reserved=((date(2026, 10, 1), None),)), {VACATED: 5, PREPARATION: 11, RESERVED: 11}),
        ("reserved for one who said no, then for another",
         replace(WHOLE, reserved=((date(2026, 11, 6), date(2026, 11, 8)), (date(2026, 11, 12), None))),
         {VACATED: 5, PREPARATION: 11, READY: 5, RESERVED: 6}),
        ("reserved and not ready yet: still under preparation",
         replace(EMPTY, preparation_on=date(2026, 10, 25), reserved=((date(2026, 11, 10), None),)),
         {VACATED: 5, PREPARATION: 28}),
        ("let from a day to come: until today", replace(EMPTY, until=date(2026, 12, 1)), {VACATED: 33}),
        ("let from the day it was vacated: no void", replace(EMPTY, until=EMPTY.vacated_on), {}),
    ],
)  # fmt: skip
def test_the_days_of_each_stage(sentence: str, facts: VoidFacts, stages: dict[VacancyStage, int]) -> None:
    found = voids.grouped(voids.parts(facts, TODAY), lambda part: part.stage)
    assert {stage: void.days for stage, void in found.items()} == stages, sentence


def test_the_loss_of_a_month_is_the_rent_by_its_empty_days() -> None:
    found = voids.grouped(voids.parts(EMPTY, TODAY), lambda part: part.month)
    # October: 12 of 31 days; November: 21 of 30.
    assert found == {Month(2026, 10): Void(12, 309_677), Month(2026, 11): Void(21, 560_000)}
    assert voids.total(voids.parts(EMPTY, TODAY)) == Void(33, 869_677)


def test_a_whole_empty_month_costs_the_rent() -> None:
    found = voids.grouped(voids.parts(replace(EMPTY, until=date(2026, 12, 1)), date(2027, 1, 1)), lambda one: one.month)
    assert found[Month(2026, 11)] == Void(30, RENT)


@pytest.mark.parametrize(
    ("days", "pressing"),
    [
        (0, Urgency.NOTICE), (13, Urgency.NOTICE), (14, Urgency.SOON), (29, Urgency.SOON), (30, Urgency.URGENT),
        (900, Urgency.URGENT),
    ],
)  # fmt: skip
def test_the_longer_it_is_empty_the_more_pressing(days: int, pressing: Urgency) -> None:
    assert voids.urgency(days) is pressing


DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@st.composite
def cases(draw: st.DrawFn) -> tuple[VoidFacts, date]:
    """Dated in order, with any stage skipped, and any times of reservation that do not overlap."""
    first = draw(DAYS)
    steps = [first + timedelta(days=sum(draw(st.lists(st.integers(0, 200), min_size=n, max_size=n)))) for n in (1, 2)]
    prepared, ready = sorted(steps)
    cuts = sorted(first + timedelta(days=n) for n in draw(st.lists(st.integers(-60, 500), max_size=6)))
    reserved = tuple((a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    if draw(st.booleans()):
        reserved = (*reserved, ((cuts[-1] if cuts else first), None))
    facts = VoidFacts(
        rent_ore=draw(st.integers(0, 5_000_000)),
        vacated_on=first,
        preparation_on=draw(st.sampled_from([None, prepared])),
        ready_on=draw(st.sampled_from([None, ready])),
        reserved=reserved,
        until=draw(st.none() | st.integers(0, 900).map(lambda n: first + timedelta(days=n))),
    )
    return facts, draw(DAYS)


@given(cases())
def test_the_stages_partition_the_empty_days(case: tuple[VoidFacts, date]) -> None:
    facts, today = case
    assert facts.vacated_on is not None
    found = voids.spans(facts, today)
    end = min(today, facts.until or today)
    assert sum(one.days for one in found) == max((end - facts.vacated_on).days, 0) == voids.empty_days(facts, today)
    assert all(one.until == following.first for one, following in pairwise(found))
    assert all(one.days > 0 for one in found)


@given(cases())
def test_months_and_stages_sum_to_the_whole(case: tuple[VoidFacts, date]) -> None:
    found = voids.parts(*case)
    whole = voids.total(found)
    assert whole.days == voids.empty_days(*case)
    for by in (lambda one: one.month, lambda one: one.stage, lambda _: "all"):
        sums = voids.grouped(found, by).values()
        assert sum(sums, Void()) == whole
    assert all(one.loss_ore >= 0 and one.days > 0 for one in found)


@given(cases())
def test_a_months_loss_is_its_days_share_of_the_rent_however_it_is_staged(case: tuple[VoidFacts, date]) -> None:
    facts, today = case
    for month, void in voids.grouped(voids.parts(facts, today), lambda one: one.month).items():
        let = month.last.day - void.days
        assert void.loss_ore == voids.month_loss(facts.rent_ore, month, void.days)
        assert abs(facts.rent_ore - void.loss_ore - facts.rent_ore * let / month.last.day) <= 0.5
        assert void.loss_ore <= facts.rent_ore


@given(cases(), st.integers(0, 100))
def test_the_clock_never_runs_backwards(case: tuple[VoidFacts, date], later: int) -> None:
    facts, today = case
    now, then = (voids.total(voids.parts(facts, day)) for day in (today, today + timedelta(days=later)))
    assert now.days <= then.days
    assert now.loss_ore <= then.loss_ore
