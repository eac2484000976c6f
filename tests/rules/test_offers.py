"""By when an offer is answered, and what a refusal without good reason leads to: tables of the rules."""

from datetime import UTC, date, datetime, time

import pytest

from rules import deadlines, offers, states
from rules.errors import HearingMissing, HeldBack, TransitionRefused
from rules.offers import Refusal
from rules.terms import ApplicationState, OfferChannel, OfferState

MONDAY = date(2026, 11, 23)
TELEPHONE, LETTER, BOTH = OfferChannel.TELEPHONE, OfferChannel.LETTER, OfferChannel.BOTH


def refusal(on: date = MONDAY, *, offer: str = "a", justified: bool = False, until: date | None = None) -> Refusal:
    return Refusal(offer=offer, justified=justified, on=on, until=until)


@pytest.mark.parametrize(
    ("channel", "given", "answer_by"),
    [
        (TELEPHONE, MONDAY, date(2026, 11, 30)),
        (BOTH, MONDAY, date(2026, 11, 30)),  # the household knows from the call
        (LETTER, MONDAY, date(2026, 12, 3)),  # three days in the post first
        (LETTER, date(2026, 11, 26), date(2026, 12, 7)),  # arrives on a Sunday, so on the Monday
        (TELEPHONE, date(2026, 12, 18), date(2026, 12, 28)),  # Christmas Day, Boxing Day, a Sunday
        (TELEPHONE, date(2027, 3, 18), date(2027, 3, 30)),  # Maundy Thursday to Easter Monday
    ],
)
def test_an_offer_is_answered_within_the_rulebooks_days_ending_on_a_working_day(
    channel: OfferChannel, given: date, answer_by: date
) -> None:
    assert offers.answer_day(given, 7, 3, channel) == answer_by


@pytest.mark.parametrize(
    ("answer_by", "problem"),
    [
        (MONDAY, "answer_too_soon"),
        (date(2026, 11, 20), "answer_too_soon"),
        (date(2026, 11, 24), None),
        (date(2026, 11, 28), "not_working_day"),  # a Saturday
        (date(2026, 12, 25), "not_working_day"),
        (date(2026, 12, 28), None),  # five times seven days
        (date(2026, 12, 29), "answer_too_late"),
    ],
)
def test_another_answer_date_is_a_working_day_within_reason(answer_by: date, problem: str | None) -> None:
    assert offers.answer_day_problem(answer_by, MONDAY, 7) == problem


@pytest.mark.parametrize(
    ("today", "expired", "near"),
    [
        (date(2026, 11, 25), False, False),
        (date(2026, 11, 26), False, True),  # a Thursday: the Monday is the second working day
        (date(2026, 11, 30), False, True),
        (date(2026, 12, 1), True, False),
    ],
)
def test_the_answer_day_itself_counts_and_is_told_of_before(today: date, expired: bool, near: bool) -> None:
    by = date(2026, 11, 30)
    assert (offers.is_expired(by, today), offers.is_near(by, today)) == (expired, near)


@pytest.mark.parametrize(
    ("heard_on", "due", "today", "passes"),
    [
        (None, None, MONDAY, False),  # neither asked nor spoken with
        (None, date(2026, 11, 23), MONDAY, False),  # the last day is the household's
        (None, date(2026, 11, 22), MONDAY, True),
        (MONDAY, None, MONDAY, True),  # a conversation
        (MONDAY, date(2026, 12, 10), MONDAY, True),  # asked by letter, and called before the time was out
    ],
)
def test_a_refusal_is_judged_once_the_household_was_heard_or_its_time_is_out(
    heard_on: date | None, due: date | None, today: date, passes: bool
) -> None:
    if passes:
        offers.check_heard("T2026-0001", heard_on, due, today)
        return
    with pytest.raises(HearingMissing) as raised:
        offers.check_heard("T2026-0001", heard_on, due, today)
    assert (raised.value.number, raised.value.due) == ("T2026-0001", due)


def test_the_hearing_lasts_as_the_letter_says_longer_where_it_came_late_and_not_at_all_unless_it_was_sent() -> None:
    told = offers.told_hearing_due(MONDAY, 3, 14)
    assert told == date(2026, 12, 10)
    assert offers.hearing_due(told, date(2026, 11, 26), 14) == date(2026, 12, 10)
    assert offers.hearing_due(told, date(2026, 12, 1), 14) == date(2026, 12, 15)
    assert offers.hearing_due(told, date(2026, 11, 24), 14) == date(2026, 12, 10)
    assert offers.hearing_due(told, None, 14) is None


@pytest.mark.parametrize(
    ("others", "count", "months", "until"),
    [
        ([], 1, 6, date(2027, 5, 23)),
        ([], 2, 6, None),
        ([refusal()], 2, 6, date(2027, 5, 23)),
        ([refusal(justified=True)], 2, 6, None),
        ([refusal(), refusal(offer="b")], 3, 12, date(2027, 11, 23)),
        ([], 1, 0, None),  # a municipality that holds nothing back
    ],
)
def test_enough_refusals_without_good_reason_hold_new_offers_back(
    others: list[Refusal], count: int, months: int, until: date | None
) -> None:
    assert offers.consequence(others, MONDAY, count=count, months=months) == until


def test_the_consequence_ends_on_its_day() -> None:
    held = [refusal(until=date(2026, 12, 1)), refusal(offer="b", until=date(2027, 2, 1))]
    assert offers.held_until(held, date(2026, 12, 1)) == date(2027, 2, 1)
    assert offers.held_until(held, date(2027, 1, 31)) == date(2027, 2, 1)
    assert offers.held_until(held, date(2027, 2, 1)) is None
    with pytest.raises(HeldBack) as raised:
        offers.check_not_held("S1", held, date(2026, 11, 24))
    assert (raised.value.number, raised.value.until) == ("S1", date(2027, 2, 1))
    offers.check_not_held("S1", held, date(2027, 2, 1))


def test_a_consequence_falls_away_where_another_refusal_it_rests_on_is_judged_anew() -> None:
    later = refusal(date(2026, 12, 1), offer="b", until=date(2027, 6, 1))
    assert offers.falls_away([refusal(), later], count=2) == []
    assert offers.falls_away([refusal(justified=True), later], count=2) == ["b"]
    assert offers.falls_away([later], count=1) == []


@pytest.mark.parametrize("state", list(ApplicationState))
def test_offers_fall_with_a_case_that_is_over_unless_an_appeal_keeps_its_place(state: ApplicationState) -> None:
    over = {"withdrawn", "refused", "dismissed", "lapsed"}
    assert offers.falls_with(state, on_list=False) is (state.value in over)
    assert offers.falls_with(state, on_list=True) is False


@pytest.mark.parametrize(
    ("old", "allowed"),
    [
        (OfferState.OPEN, {"accepted", "declined", "expired", "closed"}),
        (OfferState.ACCEPTED, {"leased", "declined", "closed", "open"}),
        (OfferState.DECLINED, set()),
        (OfferState.EXPIRED, set()),
        (OfferState.CLOSED, set()),
        (OfferState.LEASED, set()),
    ],
)
def test_an_offers_way_is_one_table(old: OfferState, allowed: set[str]) -> None:
    for new in OfferState:
        if new.value in allowed:
            states.check(states.OFFER, old, new)
        else:
            with pytest.raises(TransitionRefused):
                states.check(states.OFFER, old, new)


@pytest.mark.parametrize(
    ("day", "clock", "instant"),
    [
        (date(2026, 11, 25), time(13), datetime(2026, 11, 25, 12, tzinfo=UTC)),
        (date(2026, 7, 1), time(13), datetime(2026, 7, 1, 11, tzinfo=UTC)),
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(3), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of two
    ],
)
def test_an_hour_in_norway_is_one_instant(day: date, clock: time, instant: datetime) -> None:
    assert deadlines.oslo_moment(day, clock) == instant


def test_the_hour_that_the_clock_leaps_over_is_no_hour() -> None:
    with pytest.raises(ValueError, match="no such hour"):
        deadlines.oslo_moment(date(2027, 3, 28), time(2, 30))
