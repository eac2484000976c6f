"""A year of 39 households lived day by day: whoever is to be told of is told of that day, and the books agree."""

import pytest

from config.settings import Settings
from services import maintenance
from tests.clockwork import load_rulebook
from tests.simulation import comparing, habits, paper
from tests.simulation.year import Year

pytestmark = pytest.mark.story

HOUSEHOLDS, DAYS = 39, 365  # every third has a story of its own: so many have each of the thirteen once
OTHERS_EVERY = 7  # nights: the jobs that have nothing to do with rent and leases
TWICE_EVERY = 60  # nights: all jobs once more


@pytest.mark.usefixtures("app")
def test_a_year_of_households_goes_as_the_calendar_says(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    load_rulebook()
    paper.draw_quickly(monkeypatch.setattr)
    year = Year(settings, HOUSEHOLDS, others_every=OTHERS_EVERY)
    year.settle_in()
    assert {one.habit for one in year.residents} == set(habits.PAYS)
    for number, _day in enumerate(year.days(DAYS), 1):
        comparing.morning(year)
        if number % TWICE_EVERY == 0:
            before = comparing.standing()
            year.jobs()
            assert comparing.standing() == before
    assert comparing.without_cause(year) == []
    assert comparing.charged_more_than_once() == []
    assert maintenance.check_data(year.clock()).troubles == []
    assert year.stories() >= set(STORIES)


STORIES = (
    "plan kept", "plan broken", "petition averted", "moved out", "settled", "placed by hand", "taken back by the bank",
    "warned", "allowance paid to the municipality",
)  # fmt: skip
