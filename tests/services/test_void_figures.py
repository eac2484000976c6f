"""The figures of empty dwellings, against cases counted by hand."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from bson import ObjectId

from models.vacancy_parts import Allocation
from rules.deadlines import Month
from rules.terms import (
    ChoosingBody,
    OfferState,
    RefusalReason,
    VacancyCause,
    VacancyStage,
    VacancyState,
)
from rules.voids import Void
from services import void_figures
from services.void_figures import Period, Sum
from tests.factories import make_offer, make_unit, make_vacancy

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
YEAR = void_figures.year(2026)
RENT = 900_000  # øre a month: 300 kroner a day of a month of thirty


def empty(**values: Any) -> Any:
    """A dwelling that stood empty all of September: ten days vacated, ten in preparation, ten ready."""
    dates = {
        "vacated_on": date(2026, 9, 1), "preparation_on": date(2026, 9, 11), "ready_on": date(2026, 9, 21),
        "let_on": date(2026, 10, 1), "closed_on": date(2026, 10, 2), "state": VacancyState.LET,
        "reported_on": date(2026, 8, 25), "known_on": date(2026, 8, 25), "rent_ore": RENT,
    }  # fmt: skip
    return make_vacancy(**dates | values)


def allocation(on: date, ended_on: date, *, offer: bool) -> Allocation:
    return Allocation(
        id=ObjectId(), application=ObjectId(), application_number="S1", applicant=ObjectId(), on=on, at=NOW, by="1",
        by_name="Bruker", body=ChoosingBody.CONSULTANTS, ended_on=ended_on, offer=ObjectId() if offer else None,
    )  # fmt: skip


def open_since(day: date, **values: Any) -> Any:
    gone = {"preparation_on": None, "ready_on": None, "let_on": None, "closed_on": None, "state": VacancyState.OPEN}
    return empty(**gone | {"vacated_on": day} | values)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        pytest.param(date(2026, 11, 22), Month(2025, 12), id="eleven months before"),
        pytest.param(date(2026, 12, 31), Month(2026, 1), id="in December it is the year"),
        pytest.param(date(2026, 1, 1), Month(2025, 2), id="in January it is the year before, and January"),
    ],
)
def test_the_latest_period_is_twelve_months(today: date, first: Month) -> None:
    period = void_figures.latest(today)
    assert (period.first, period.last) == (first, Month.of(today))
    assert len(list(period.months())) == 12
    assert (period.holds(today), period.holds(period.until), period.holds(None)) == (True, False, False)


def test_days_and_loss_by_stage_month_cause_and_unit() -> None:
    unit = make_unit(name="Fjellveien")
    empty(cause=VacancyCause.DEATH, unit=unit)
    open_since(date(2026, 10, 30))  # two days of October's 31, 21 of November's 30
    found = void_figures.figures(YEAR, TODAY)
    october, november = round(RENT * 2 / 31), round(RENT * 21 / 30)
    assert found.void == Void(30 + 23, RENT + october + november)
    assert void_figures.grouped(found.empty, lambda _, part: part.stage) == {
        VacancyStage.VACATED: Sum(Void(10 + 23, 300_000 + october + november), 2),
        VacancyStage.PREPARATION: Sum(Void(10, 300_000), 1),
        VacancyStage.READY: Sum(Void(10, 300_000), 1),
    }
    assert void_figures.grouped(found.empty, lambda _, part: part.month) == {
        Month(2026, 9): Sum(Void(30, RENT), 1),
        Month(2026, 10): Sum(Void(2, october), 1),
        Month(2026, 11): Sum(Void(21, november), 1),
    }
    by_cause = void_figures.grouped(found.empty, lambda home, _: home.cause)
    assert by_cause[VacancyCause.DEATH] == Sum(Void(30, RENT), 1)
    assert void_figures.grouped(found.empty, lambda home, _: home.unit)[unit.pk] == Sum(Void(30, RENT), 1)
    assert found.units == {unit.pk: "Fjellveien"}


def test_a_period_counts_its_own_days_alone() -> None:
    empty(vacated_on=date(2025, 12, 31), let_on=date(2026, 9, 30))  # 1 day of 2025, 272 of 2026 to 30 September
    assert void_figures.figures(void_figures.year(2025), TODAY).void.days == 1
    assert void_figures.figures(YEAR, TODAY).void.days == 272
    september = Period(Month(2026, 9), Month(2026, 9))
    assert void_figures.figures(september, TODAY).void.days == 29
    assert void_figures.figures(void_figures.year(2027), TODAY).empty == ()
    assert void_figures.figures(void_figures.year(2024), TODAY).empty == ()


@pytest.mark.parametrize(
    ("values", "days"),
    [
        pytest.param({}, 30, id="let"),
        pytest.param({"state": VacancyState.CANCELLED, "let_on": None, "closed_on": date(2026, 9, 6)}, 5,
                     id="cancelled: until the day it was taken back"),
        pytest.param({"vacated_on": None, "let_on": None, "closed_on": None, "state": VacancyState.OPEN}, 0,
                     id="somebody lives there"),
        pytest.param({"let_on": date(2026, 9, 1)}, 0, id="let from the day it was vacated"),
        pytest.param({"vacated_on": TODAY, "let_on": None, "state": VacancyState.OPEN}, 0, id="vacated today"),
    ],
)  # fmt: skip
def test_what_counts_as_empty(values: dict[str, Any], days: int) -> None:
    empty(**values)
    found = void_figures.figures(YEAR, TODAY)
    assert found.void.days == days
    assert len(found.empty) == (days > 0)


def test_one_that_was_promised_and_fell_through_was_reserved_meanwhile() -> None:
    earlier = [allocation(date(2026, 9, 21), date(2026, 9, 25), offer=True)]
    empty(earlier=earlier, reserved_on=date(2026, 9, 29))
    found = void_figures.grouped(void_figures.figures(YEAR, TODAY).empty, lambda _, part: part.stage)
    assert (found[VacancyStage.RESERVED].void.days, found[VacancyStage.READY].void.days) == (6, 4)


def test_time_from_notice_to_keys_is_of_those_let_in_the_period() -> None:
    for days in (10, 40, 200):
        empty(reported_on=date(2026, 3, 1), let_on=date(2026, 9, 1), closed_on=date.fromordinal(
            date(2026, 3, 1).toordinal() + days))  # fmt: skip
    empty(let_on=date(2025, 9, 1), vacated_on=date(2025, 8, 1))
    open_since(date(2026, 9, 1))
    found = void_figures.figures(YEAR, TODAY)
    assert sorted(home.days_to_keys or 0 for home in found.let) == [10, 40, 200]
    assert found.usual_days_to_keys == 40
    assert void_figures.figures(void_figures.year(2024), TODAY).usual_days_to_keys is None


def test_how_many_offers_it_took_to_let_a_home() -> None:
    empty()
    empty(earlier=[
        allocation(date(2026, 9, 2), date(2026, 9, 5), offer=True),
        allocation(date(2026, 9, 6), date(2026, 9, 7), offer=False),  # taken back before anybody was asked
        allocation(date(2026, 9, 8), date(2026, 9, 9), offer=True),
    ])  # fmt: skip
    found = void_figures.figures(YEAR, TODAY)
    assert sorted(home.offers for home in found.let) == [1, 3]
    assert found.offers_for_each == 2
    assert void_figures.figures(void_figures.year(2024), TODAY).offers_for_each is None


def test_offers_by_outcome_and_refusals_by_reason() -> None:
    for state, reason, on in (
        (OfferState.DECLINED, RefusalReason.SIZE, date(2026, 1, 1)),
        (OfferState.DECLINED, RefusalReason.SIZE, date(2026, 12, 31)),
        (OfferState.EXPIRED, RefusalReason.NO_ANSWER, date(2026, 5, 1)),
        (OfferState.LEASED, None, date(2026, 5, 1)),
        (OfferState.DECLINED, RefusalReason.RENT, date(2025, 12, 31)),
        (OfferState.DECLINED, RefusalReason.RENT, date(2027, 1, 1)),
    ):
        make_offer(state=state, reason=reason, offered_on=on)
    found = void_figures.figures(YEAR, TODAY)
    assert found.offers == {OfferState.DECLINED: 2, OfferState.EXPIRED: 1, OfferState.LEASED: 1}
    assert found.refusals == {RefusalReason.SIZE: 2, RefusalReason.NO_ANSWER: 1}


def test_the_homes_behind_a_figure_sum_to_it() -> None:
    empty()
    open_since(date(2026, 9, 20))
    found = void_figures.figures(YEAR, TODAY)
    for stage, whole in void_figures.grouped(found.empty, lambda _, part: part.stage).items():
        homes = void_figures.narrowed(found.empty, lambda _, part, stage=stage: part.stage is stage)
        assert sum((home.void for home in homes), Void()) == whole.void
        assert len(homes) == whole.homes


def test_where_the_vacant_homes_stand_today() -> None:
    empty()  # let: not among them
    make_vacancy(rent_ore=RENT)  # somebody lives there still
    open_since(date(2026, 10, 30))
    open_since(date(2026, 11, 12), preparation_on=date(2026, 11, 12))
    found = {one.stage: (one.homes, one.days, one.loss_ore) for one in void_figures.now(TODAY)}
    assert found == {
        VacancyStage.NOTICE: (1, 0, 0),
        VacancyStage.VACATED: (1, 23, 630_000),
        VacancyStage.PREPARATION: (1, 10, 300_000),
        VacancyStage.READY: (0, 0, 0),
        VacancyStage.RESERVED: (0, 0, 0),
    }
