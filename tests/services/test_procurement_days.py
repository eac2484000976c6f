"""The days of a procurement's results: none is moved past what rests on it, and no phase is finished before them."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import Landlord
from rules.errors import InvalidRecord, PhaseNotYet
from rules.terms import AgreementState, Phase
from services import records
from tests import factories
from tests.casework import TODAY, house
from tests.factories import ACTOR
from tests.procuring import (
    BIDS_BY,
    CALLED,
    anchored,
    announced,
    chosen,
    finish,
    fresh,
    note,
    procurer,
    started,
)

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")
NOTED_ON = date(2026, 9, 10)


@pytest.fixture
def kari() -> Any:
    return procurer()


def test_a_result_that_a_call_rests_on_is_not_moved_to_after_the_call(kari: Any) -> None:
    held = announced(kari)
    with pytest.raises(InvalidRecord) as refused:
        note(held, "trained", kari, on=CALLED + timedelta(days=1))
    assert refused.value.problems == {"on": "after_call"}
    assert note(held, "trained", kari, on=CALLED)
    assert note(held, "trained", kari, on=CALLED, what="Hele teamet var på kurset.")
    assert note(held, "trained", kari, on=NOTED_ON)


def test_a_result_that_an_agreement_rests_on_is_not_moved_to_after_it_was_signed(kari: Any) -> None:
    held = chosen(kari)
    note(held, "trained", kari, on=NOTED_ON)
    signed_on = date(2026, 11, 10)
    landlord = Landlord.objects.first()
    factories.make_agreement(landlord=landlord, procurement=held, state=AgreementState.SIGNED, signed_on=signed_on)
    records.change(fresh(held), ACTOR, values={"announcement": None})
    with pytest.raises(InvalidRecord) as refused:
        note(held, "trained", kari, on=signed_on + timedelta(days=1))
    assert refused.value.problems == {"on": "after_signing"}
    assert note(held, "trained", kari, on=signed_on)


def test_a_result_that_nothing_rests_on_is_moved_as_one_likes(kari: Any) -> None:
    held = anchored(kari)
    assert note(held, "trained", kari, on=TODAY)


def test_no_phase_is_finished_before_the_day_of_its_results(kari: Any) -> None:
    held = anchored(kari)
    with pytest.raises(InvalidRecord) as refused:
        finish(held, Phase.ANCHORING, kari, on=NOTED_ON - timedelta(days=1))
    assert refused.value.problems == {"finished_on": "before_results"}
    assert finish(held, Phase.ANCHORING, kari, on=NOTED_ON)


@pytest.mark.parametrize(
    ("phase", "on", "soonest"),
    [(Phase.NEED, CALLED - timedelta(days=1), CALLED), (Phase.CHOICE, BIDS_BY, TODAY)],
)
def test_no_phase_is_finished_before_the_call_or_the_choice(kari: Any, phase: Phase, on: date, soonest: date) -> None:
    held = chosen(kari)
    for earlier in list(Phase)[: list(Phase).index(phase)]:
        finish(held, earlier, kari, on=NOTED_ON if earlier is Phase.ANCHORING else CALLED)
    with pytest.raises(InvalidRecord) as refused:
        finish(held, phase, kari, on=on)
    assert refused.value.problems == {"finished_on": "before_results"}
    assert finish(held, phase, kari, on=soonest)


def test_what_is_missing_today_too_is_told_as_missing(kari: Any) -> None:
    with pytest.raises(PhaseNotYet):
        finish(started(kari), Phase.ANCHORING, kari, on=NOTED_ON)
