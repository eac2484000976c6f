"""When a rise that a landlord reports may be unlawful: index, year, notice, going rent (husll. ch. 4)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules import landlord_leases
from rules.landlord_leases import NewRent, RentLimits
from rules.price_index import Index
from rules.terms import ReportDoubt

LIMITS = RentLimits(index_months=12, notice_months=1, market_months=30, market_notice_months=6)
INDEX = Index("kpi", {"2024-01": 100_00, "2025-01": 103_00, "2027-06": 110_00})
RENT = NewRent(
    old_ore=1_000_000, new_ore=1_030_000, from_on=date(2025, 2, 1), told_on=date(2024, 12, 20),
    set_on=date(2024, 1, 1), index_month="2024-01", market_on=date(2024, 1, 1),
)  # fmt: skip
SHORT_NOTICE, TOO_SOON, ABOVE = ReportDoubt.SHORT_NOTICE, ReportDoubt.TOO_SOON, ReportDoubt.ABOVE_INDEX


@pytest.mark.parametrize(
    ("values", "doubts"),
    [
        ({}, ()),
        ({"new_ore": 1_030_001}, (ABOVE,)),
        ({"new_ore": 1_030_001, "index_month": "2023-05"}, ()),  # nobody can tell
        ({"new_ore": 900_000, "told_on": date(2025, 2, 1)}, ()),  # a lower rent may be agreed
        ({"told_on": date(2025, 1, 1)}, ()),
        ({"told_on": date(2025, 1, 2)}, (SHORT_NOTICE,)),
        ({"set_on": date(2024, 2, 1)}, ()),
        ({"set_on": date(2024, 2, 2)}, (TOO_SOON,)),
        ({"new_ore": 2_000_000, "told_on": date(2026, 12, 1), "from_on": date(2027, 7, 1)}, ()),  # going rent, § 4-3
        ({"new_ore": 2_000_000, "told_on": date(2027, 2, 1), "from_on": date(2027, 7, 1)}, (ABOVE,)),
        ({"new_ore": 2_000_000, "told_on": date(2026, 6, 1), "from_on": date(2027, 7, 1)}, (ABOVE,)),
    ],
)
def test_a_rise_is_doubted_by_the_law_and_the_index_as_far_as_it_is_known(values: Any, doubts: Any) -> None:
    assert landlord_leases.doubts_of_rent(replace(RENT, **values), LIMITS, INDEX) == doubts
