"""check-data on homes: a lease to come begins after the one that is lived under."""

from datetime import date
from typing import Any

import pytest

from models import Lease
from rules.terms import DataFault, LeaseState
from services import maintenance
from tests.casework import house
from tests.factories import NOW, make_lease, make_vacancy
from tests.keepers import make_ending

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

BEGINS = date(2026, 12, 20)


def found() -> list[tuple[str, str]]:
    troubles = maintenance.check_data(NOW).troubles
    return [(one.number, one.detail) for one in troubles if one.fault is DataFault.LET_TWICE]


def two(**held: Any) -> Lease:
    """The lease that is lived under, and another of the same home that is to come."""
    lived = make_lease(contract_number="K1", **{"ends_on": date(2027, 6, 30)} | held)
    make_lease(contract_number="K2", dwelling=lived.dwelling, state=LeaseState.UPCOMING, starts_on=BEGINS)
    return lived


@pytest.mark.parametrize("ends_on", [date(2027, 6, 30), BEGINS, None])
def test_two_leases_with_a_day_in_common_are_found(ends_on: date | None) -> None:
    two(ends_on=ends_on)
    assert found() == [("K2", "K1")]


@pytest.mark.parametrize("ends_on", [date(2026, 12, 19), date(2026, 10, 31)])
def test_one_that_has_its_end_before_is_none(ends_on: date) -> None:
    two(ends_on=ends_on)
    assert found() == []


def test_notice_given_is_its_end() -> None:
    make_ending(lease=two(), ends_on=date(2026, 12, 19))
    assert found() == []


def test_a_home_that_we_report_vacant_keeps_its_days_there() -> None:
    lived = two()
    make_vacancy(lease=lived.pk, dwelling=lived.dwelling)
    assert found() == []


def test_an_extension_takes_over_from_the_lease_it_follows() -> None:
    lived = make_lease(ends_on=date(2027, 6, 30))
    make_lease(dwelling=lived.dwelling, state=LeaseState.UPCOMING, starts_on=BEGINS, follows=lived.pk)
    assert found() == []
