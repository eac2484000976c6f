"""How a lease ends: periods in tables, what makes a notice hold, what a deposit covers (husll. chs. 3, 9, 12)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import endings, notice_periods
from rules.deadlines import Month, is_working_day
from rules.endings import LandlordNotice, Owed
from rules.errors import NoticeInvalid, ReleaseMissing, WrongForum
from rules.terms import DepositRelease, DisputeForum, DisputeSubject, EndingGround, LeaseEnd, Party, Security

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
NOTICE, RESCINDED = LeaseEnd.LANDLORD_NOTICE, LeaseEnd.RESCINDED


@pytest.mark.parametrize(
    ("arrived", "room_only", "last"),
    [
        pytest.param("2026-11-01", False, "2027-02-28", id="the first of a month counts that month's start"),
        pytest.param("2026-11-12", False, "2027-02-28", id="three months to the end of a month"),
        pytest.param("2026-11-30", False, "2027-02-28", id="the last of November"),
        pytest.param("2026-12-01", False, "2027-03-31", id="a day later is a month later"),
        pytest.param("2027-11-30", False, "2028-02-29", id="a leap year"),
        pytest.param("2026-01-31", False, "2026-04-30", id="to a shorter month"),
        pytest.param("2026-11-12", True, "2026-12-12", id="a room: a month, on any day"),
        pytest.param("2027-01-31", True, "2027-02-28", id="a room: the last of January"),
    ],
)
def test_a_notice_runs_three_months_to_a_months_end_a_room_one_month(arrived: str, room_only: bool, last: str) -> None:
    found = notice_periods.ends_on(date.fromisoformat(arrived), months=3, room_months=1, room_only=room_only)
    assert found == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("arrived", "protest", "sue"),
    [
        pytest.param("2026-11-10", "2026-12-10", "2027-03-10", id="working days"),
        pytest.param("2026-11-12", "2026-12-14", "2027-03-15", id="a Saturday, then a Sunday"),
        pytest.param("2026-11-25", "2026-12-28", "2027-03-30", id="Christmas Day; the Sunday and Monday of Easter"),
        pytest.param("2027-01-31", "2027-03-01", "2027-06-01", id="no such day in February"),
    ],
)
def test_a_month_to_protest_and_three_more_to_sue(arrived: str, protest: str, sue: str) -> None:
    last = notice_periods.protest_by(date.fromisoformat(arrived))
    assert last == date.fromisoformat(protest)
    assert notice_periods.sue_by(last) == date.fromisoformat(sue)


@given(DAYS)
def test_no_notice_is_shorter_than_three_months_nor_longer_than_four(day: date) -> None:
    last = notice_periods.ends_on(day, months=3, room_months=1)
    assert last == Month.of(last).last
    assert 88 <= (last - day).days <= 123
    assert notice_periods.ends_on(day + timedelta(days=1), months=3, room_months=1) >= last


@given(DAYS)
def test_deadlines_end_on_working_days_and_in_order(day: date) -> None:
    last = notice_periods.protest_by(day)
    assert is_working_day(last)
    assert is_working_day(notice_periods.sue_by(last))
    assert day < last < notice_periods.sue_by(last)


@given(DAYS)
def test_a_lease_is_open_ended_the_day_after_the_last_one_for_the_demand(ends_on: date) -> None:
    first, last = notice_periods.demand_span(ends_on)
    assert first == ends_on + timedelta(days=1)
    assert notice_periods.open_ended_from(ends_on) == last + timedelta(days=1)


@pytest.mark.parametrize(
    ("ends_on", "open_ended_on", "fixed"),
    [
        pytest.param(None, None, False, id="without a term"),
        pytest.param(date(2026, 6, 30), None, True, id="a term that was not run past"),
        pytest.param(date(2026, 6, 30), date(2026, 10, 1), False, id="run past"),
        pytest.param(date(2029, 6, 30), date(2026, 10, 1), True, id="made longer after"),
    ],
)
def test_a_term_holds_until_it_is_run_past(ends_on: date | None, open_ended_on: date | None, fixed: bool) -> None:
    assert notice_periods.is_fixed(ends_on, open_ended_on) is fixed


def notice(**values: Any) -> LandlordNotice:
    given = {
        "number": "K1", "reason": NOTICE, "grounds": [EndingGround.BREACH], "reasons": "Fordi.",
        "given_on": date(2026, 11, 27),
    }  # fmt: skip
    return LandlordNotice(**given | values)


BOUND = {"non_terminable": True, "term_ends_on": date(2027, 6, 30)}
RESCISSION = {"reason": RESCINDED, "ends_on": date(2026, 12, 15)}


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({}, id="breach, open-ended"),
        pytest.param({"term_ends_on": date(2027, 6, 30)}, id="a term that may be terminated"),
        pytest.param({**BOUND, "term_ends_on": date(2026, 10, 31)}, id="a bound term that is over"),
        pytest.param({**RESCISSION, **BOUND}, id="a rescission breaks a bound term"),
        pytest.param(
            {**RESCISSION, "grounds": [EndingGround.DISORDER], "warned_on": date(2026, 10, 1)}, id="warned before"
        ),
        pytest.param({"children": True, "best_interest": "Barna får bytte i skoleferien."}, id="children weighed"),
        pytest.param({"rent_deposited": True}, id="deposited rent, but another ground"),
    ],
)
def test_a_notice_that_holds(values: dict[str, Any]) -> None:
    endings.check_landlord(notice(**values))


@pytest.mark.parametrize(
    ("values", "why"),
    [
        pytest.param({"grounds": []}, "no_grounds", id="no ground (§ 9-5)"),
        pytest.param({"reasons": " \n"}, "no_reasons", id="no reasons (§ 9-7)"),
        pytest.param(BOUND, "bound_term", id="in a bound term (§ 9-2)"),
        pytest.param({**BOUND, "term_ends_on": date(2026, 11, 27)}, "bound_term", id="its last day"),
        pytest.param({**RESCISSION, "grounds": [EndingGround.REBUILD]}, "not_material", id="rebuilding is no breach"),
        pytest.param({**RESCISSION, "grounds": [EndingGround.DISORDER]}, "not_warned", id="never warned (§ 9-9)"),
        pytest.param(
            {**RESCISSION, "grounds": [EndingGround.DAMAGE], "warned_on": date(2026, 11, 27)}, "not_warned",
            id="warned the same day",
        ),
        pytest.param(
            {"grounds": [EndingGround.UNPAID_RENT], "rent_deposited": True}, "rent_deposited", id="§ 3-8"
        ),
        pytest.param({"children": True}, "no_best_interest", id="children not weighed"),
        pytest.param({"reason": RESCINDED}, "no_day", id="no day to be out by"),
        pytest.param({**RESCISSION, "ends_on": date(2026, 11, 26)}, "past_day", id="a day gone by"),
    ],
)  # fmt: skip
def test_a_notice_that_would_not_hold_is_refused(values: dict[str, Any], why: str) -> None:
    with pytest.raises(NoticeInvalid) as refusal:
        endings.check_landlord(notice(**values))
    assert refusal.value.why == why
    assert why in endings.WHY


CONSENT, BANK = DepositRelease.CONSENT, DepositRelease.BANK
DEPOSIT, NAV = Security.DEPOSIT, Security.NAV_GUARANTEE


@pytest.mark.parametrize(
    ("rent", "claim", "security", "size", "release", "expected"),
    [
        pytest.param(0, 0, None, 0, None, (0, 0, 0), id="nothing at all"),
        pytest.param(5000, 0, None, 0, None, (0, 0, 5000), id="debt without security"),
        pytest.param(5000, 2000, NAV, 24000, None, (0, 0, 7000), id="a guarantee is claimed, not kept"),
        pytest.param(0, 0, DEPOSIT, 24000, None, (0, 24000, 0), id="all goes back, nobody need agree"),
        pytest.param(5000, 2000, DEPOSIT, 24000, CONSENT, (7000, 17000, 0), id="covers all, the rest goes back"),
        pytest.param(20000, 9000, DEPOSIT, 24000, CONSENT, (24000, 0, 5000), id="covers some"),
        pytest.param(5000, 2000, DEPOSIT, 24000, BANK, (5000, 19000, 2000), id="the bank's five weeks: rent alone"),
        pytest.param(-3000, 2000, DEPOSIT, 24000, CONSENT, (0, 24000, -1000), id="money to come"),
        pytest.param(-3000, 5000, DEPOSIT, 24000, BANK, (0, 24000, 2000), id="damage is not the bank's"),
    ],
)
def test_what_the_security_covers(
    rent: int, claim: int, security: Security | None, size: int, release: DepositRelease | None,
    expected: tuple[int, int, int],
) -> None:  # fmt: skip
    found = endings.settle("K1", Owed(rent_ore=rent, claim_ore=claim), security, size, release)
    assert (found.kept_ore, found.returned_ore, found.left_ore) == expected


def test_a_deposit_is_not_kept_without_release() -> None:
    with pytest.raises(ReleaseMissing):
        endings.settle("K1", Owed(rent_ore=1), DEPOSIT, 100, None)


@given(
    st.integers(-10**7, 10**7), st.integers(0, 10**7), st.sampled_from([None, *Security]), st.integers(0, 10**7),
    st.sampled_from(list(DepositRelease)),
)  # fmt: skip
def test_no_ore_is_lost_in_a_settlement(
    rent: int, claim: int, security: Security | None, size: int, release: DepositRelease
) -> None:
    found = endings.settle("K1", Owed(rent_ore=rent, claim_ore=claim), security, size, release)
    assert found.left_ore + found.kept_ore == rent + claim
    assert found.kept_ore >= 0
    if security is DEPOSIT and size:
        assert found.kept_ore + found.returned_ore == size


@pytest.mark.parametrize(
    ("forum", "through", "why"),
    [
        pytest.param(DisputeForum.CONCILIATION, True, "conciliation", id="never the conciliation board"),
        pytest.param(DisputeForum.COURT, False, "tribunal_first", id="the tribunal before the court"),
    ],
)
def test_homes_go_to_the_tribunal_first(forum: DisputeForum, through: bool, why: str) -> None:
    with pytest.raises(WrongForum) as refusal:
        endings.check_forum(forum, through_tribunal=through)
    assert refusal.value.why == why
    endings.check_forum(DisputeForum.TRIBUNAL, through_tribunal=False)
    endings.check_forum(DisputeForum.COURT, through_tribunal=True)


@pytest.mark.parametrize(
    ("forum", "by", "subject", "suit"),
    [
        pytest.param(DisputeForum.TRIBUNAL, Party.LANDLORD, DisputeSubject.ENDING, True, id="ours over the end"),
        pytest.param(DisputeForum.TRIBUNAL, Party.TENANT, DisputeSubject.ENDING, False, id="the tenant's"),
        pytest.param(DisputeForum.TRIBUNAL, Party.LANDLORD, DisputeSubject.RENT, False, id="over something else"),
        pytest.param(DisputeForum.ENFORCEMENT, Party.LANDLORD, DisputeSubject.ENDING, False, id="no suit there"),
    ],
)
def test_only_our_own_case_over_the_end_is_a_suit(
    forum: DisputeForum, by: Party, subject: DisputeSubject, suit: bool
) -> None:
    assert endings.is_suit(forum, by, [subject]) is suit
