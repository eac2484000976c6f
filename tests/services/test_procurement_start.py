"""The day a procurement began: put right with a reason, and what may be dated before it (S000)."""

from datetime import date, timedelta
from typing import Any

import pytest

from rules.errors import BeforeStart, InvalidRecord, ProcurementClosed, StartBeyond
from rules.terms import Phase
from services.procurements import announcing, phasing, starting
from services.procurements.starting import Leading
from tests.casework import TODAY, house
from tests.procuring import CALLED, STARTED, anchored, announced, call, fresh, note, procurer, started

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

WHY = "Arbeidet begynte før."


@pytest.fixture
def kari(house: Any) -> Any:
    return procurer()


def change(held: Any, by: Any, on: date, why: str = WHY) -> bool:
    held = fresh(held)
    return starting.change(
        held, by, title=held.title, leading=Leading(leader=held.leader), started_on=on, why=why, version=held.version,
        today=TODAY,
    )  # fmt: skip


def test_the_day_it_began_is_put_right_with_a_reason_and_phase_one_follows(kari: Any) -> None:
    held = started(kari)
    earlier = STARTED - timedelta(days=60)
    assert change(held, kari, earlier)
    held = fresh(held)
    assert (held.started_on, held.work_on(Phase.ANCHORING).begun_on) == (earlier, earlier)
    assert (held.history[-1].action, held.history[-1].why) == ("procurement_changed", WHY)
    assert not change(held, kari, earlier, why="")


def test_a_later_phase_that_was_given_that_day_by_hand_does_not_move_with_the_start(kari: Any) -> None:
    held = started(kari)
    phasing.plan(
        held, Phase.NEED, kari, responsible=None, begun_on=STARTED, due_on=None, notes="", version=held.version,
        today=TODAY,
    )  # fmt: skip
    assert change(held, kari, STARTED - timedelta(days=60))
    assert fresh(held).work_on(Phase.NEED).begun_on == STARTED
    with pytest.raises(StartBeyond):
        change(held, kari, STARTED + timedelta(days=1))


def test_a_call_from_before_it_began_is_refused_with_that_day_and_taken_when_the_day_is_put_right(kari: Any) -> None:
    held = anchored(kari)
    early = STARTED - timedelta(days=10)
    with pytest.raises(BeforeStart) as refused:
        announcing.announce(held, call(published_on=early), kari, version=held.version, today=TODAY)
    assert (refused.value.field, refused.value.started_on) == ("published_on", STARTED)
    change(held, kari, early)
    held = fresh(held)
    with pytest.raises(BeforeStart):
        phasing.plan(
            held, Phase.NEED, kari, responsible=None, begun_on=early - timedelta(days=1), due_on=None, notes="",
            version=held.version, today=TODAY,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("on", "why", "problem"),
    [
        (TODAY + timedelta(days=1), WHY, {"started_on": "future"}),
        (date(2026, 8, 1), " ", {"reason": "start_unreasoned"}),
    ],
)
def test_a_day_that_it_did_not_begin(kari: Any, on: date, why: str, problem: dict[str, str]) -> None:
    with pytest.raises(InvalidRecord) as refused:
        change(started(kari), kari, on, why)
    assert refused.value.problems == problem


def test_it_began_no_later_than_what_was_done_in_it(kari: Any) -> None:
    held = announced(kari)
    with pytest.raises(StartBeyond) as refused:
        change(held, kari, CALLED + timedelta(days=1))
    assert refused.value.first_on == date(2026, 9, 10)
    assert change(held, kari, date(2026, 9, 10))


def test_earlier_work_counts_for_five_years_before_the_procurement(kari: Any) -> None:
    held = started(kari)
    with pytest.raises(BeforeStart) as refused:
        note(held, "housing_bank", kari, on=date(1990, 1, 1))
    assert (refused.value.field, refused.value.started_on) == ("on", STARTED)
    assert note(held, "housing_bank", kari, on=date(2022, 3, 1))
    assert change(held, kari, STARTED + timedelta(days=3))


def test_nothing_of_one_that_is_called_off_is_put_right(kari: Any) -> None:
    held = started(kari)
    starting.cancel(held, kari, why="Ikke behov.", version=held.version, today=TODAY)
    with pytest.raises(ProcurementClosed):
        change(held, kari, date(2026, 8, 1))
