"""Housing allowance by its days, and a claim on a guarantee within what it secures."""

from datetime import date

import pytest

from rules import benefits
from rules.benefits import GuaranteeFacts
from rules.deadlines import Month
from rules.errors import GuaranteeTooHigh, InvalidRecord


@pytest.mark.parametrize(
    ("month", "apply_by", "paper_by", "paid_on"),
    [
        pytest.param("2026-11", date(2026, 11, 25), date(2026, 11, 25), date(2026, 12, 18), id="paid on a Friday"),
        pytest.param("2026-12", date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 20), id="paper after Christmas"),
        pytest.param("2026-02", date(2026, 2, 25), date(2026, 2, 25), date(2026, 3, 20), id="an ordinary month"),
        pytest.param("2026-04", date(2026, 4, 25), date(2026, 4, 27), date(2026, 5, 20), id="a deadline on a Saturday"),
    ],
)
def test_a_months_allowance_has_its_days(month: str, apply_by: date, paper_by: date, paid_on: date) -> None:
    found = benefits.allowance_days(Month.parse(month))
    assert (found.apply_by, found.paper_by, found.paid_on) == (apply_by, paper_by, paid_on)


@pytest.mark.parametrize(
    ("applied", "first"),
    [
        pytest.param(date(2026, 11, 25), "2026-11", id="on the last day"),
        pytest.param(date(2026, 11, 26), "2026-12", id="the day after"),
        pytest.param(date(2026, 12, 31), "2027-01", id="over the new year"),
    ],
)
def test_an_application_counts_from_its_month(applied: date, first: str) -> None:
    assert str(benefits.first_month(applied)) == first


@pytest.mark.parametrize(
    ("facts", "most"),
    [
        pytest.param(GuaranteeFacts(2_400_000, 0, 1_200_000, 800_000), 1_200_000, id="no more than is owed"),
        pytest.param(GuaranteeFacts(2_400_000, 0, 9_000_000, 800_000), 2_400_000, id="no more than the security"),
        pytest.param(GuaranteeFacts(2_400_000, 2_000_000, 9_000_000, 800_000), 400_000, id="what earlier claims left"),
        pytest.param(GuaranteeFacts(9_000_000, 0, 9_000_000, 800_000), 4_800_000, id="never above six months' rent"),
        pytest.param(GuaranteeFacts(2_400_000, 2_500_000, 9_000_000, 800_000), 0, id="used up"),
        pytest.param(GuaranteeFacts(2_400_000, 0, -500, 800_000), 0, id="nothing owed"),
    ],
)
def test_a_claim_is_bounded_by_debt_and_security(facts: GuaranteeFacts, most: int) -> None:
    assert facts.most_ore == most
    if most:
        benefits.check_claim("K1", most, facts)
    with pytest.raises(GuaranteeTooHigh):
        benefits.check_claim("K1", most + 1, facts)


def test_a_claim_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidRecord):
        benefits.check_claim("K1", 0, GuaranteeFacts(1, 0, 1, 1))
