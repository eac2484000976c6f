"""The offer of a dwelling: by when it is answered, and what a refusal without good reason leads to (S001, S004)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.deadlines import add_months, answer_deadline, is_working_day, next_working_day, presumed_arrival
from rules.errors import HearingMissing, HeldBack
from rules.terms import ApplicationState, OfferChannel, OfferState

LIVE = frozenset({OfferState.OPEN, OfferState.ACCEPTED})
"""The dwelling is kept for the household."""

TO_JUDGE = frozenset({OfferState.DECLINED, OfferState.EXPIRED})
"""A person says whether there was a good reason."""

OFF_THE_LIST = frozenset(
    {ApplicationState.WITHDRAWN, ApplicationState.REFUSED, ApplicationState.DISMISSED, ApplicationState.LAPSED}
)
"""What an application comes to that takes its open offers with it."""

NEAR_DAYS = 2  # before the answer date somebody calls; S004 has the consultant call anyway
LONGEST = 5  # times the usual number of days to answer: a void costs rent every day


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An offer that was refused and judged, as the consequence looks at it."""

    offer: str
    justified: bool
    on: date
    until: date | None = None


def answer_day(given_on: date, days: int, posting_days: int, channel: OfferChannel) -> date:
    """The last day to answer: so many days from when the household knows, moved to a working day.

    By letter alone it knows when the letter is presumed to arrive.
    """
    known_on = presumed_arrival(given_on, posting_days) if channel is OfferChannel.LETTER else given_on
    return answer_deadline(known_on, days)


def answer_day_problem(answer_by: date, given_on: date, days: int) -> str | None:
    """What is wrong with an answer date that a person chose (a code); None where nothing is."""
    if answer_by <= given_on:
        return "answer_too_soon"
    if answer_by > next_working_day(given_on + timedelta(days=days * LONGEST)):
        return "answer_too_late"
    return None if is_working_day(answer_by) else "not_working_day"


def is_expired(answer_by: date, today: date) -> bool:
    """Whether the time to answer is over; the day itself counts."""
    return today > answer_by


def is_near(answer_by: date, today: date) -> bool:
    """Whether somebody should ask the household now."""
    return not is_expired(answer_by, today) and answer_by <= next_working_day(today + timedelta(days=NEAR_DAYS))


def falls_with(state: ApplicationState, on_list: bool) -> bool:
    """Whether an application's open offers fall: it is over, and no appeal keeps its place on the list (fvl. § 42)."""
    return state in OFF_THE_LIST and not on_list


def hearing_due(told: date, arrived_on: date | None, hearing_days: int) -> date | None:
    """Until when the household may say why it refused: what the letter says, or later where it came late.

    None while the letter is not on its way: no time runs.
    """
    return None if arrived_on is None else max(told, answer_deadline(arrived_on, hearing_days))


def told_hearing_due(drawn_on: date, posting_days: int, hearing_days: int) -> date:
    """The day that the letter itself names, counted as if it were posted the day it was drawn."""
    return answer_deadline(presumed_arrival(drawn_on, posting_days), hearing_days)


def check_heard(number: str, heard_on: date | None, due: date | None, today: date) -> None:
    """Raise HearingMissing unless the household was heard, or its time to answer is out (S001, fvl. § 16)."""
    if heard_on is None and (due is None or today <= due):
        raise HearingMissing(number, due)


def consequence(refusals: Iterable[Refusal], judged_on: date, *, count: int, months: int) -> date | None:
    """Until when new offers are held back after one more refusal without good reason; None where they are not.

    `refusals` are the person's others, under all the records that stand for them. Both numbers are the rulebook's.
    """
    unjustified = 1 + sum(not one.justified for one in refusals)
    return add_months(judged_on, months) if months and unjustified >= count else None


def falls_away(refusals: Collection[Refusal], *, count: int) -> list[str]:
    """The offers whose consequence no longer rests on enough refusals, where another was judged anew."""
    unjustified = sorted((one for one in refusals if not one.justified), key=lambda one: (one.on, one.offer))
    return [one.offer for number, one in enumerate(unjustified, 1) if number < count and one.until is not None]


def held_until(refusals: Iterable[Refusal], today: date) -> date | None:
    """The day from which the person may get new offers; None where nothing holds them back."""
    return max((one.until for one in refusals if one.until is not None and one.until > today), default=None)


def check_not_held(number: str, refusals: Iterable[Refusal], today: date) -> None:
    """Raise HeldBack while a refusal without good reason holds new offers back (S001)."""
    until = held_until(refusals, today)
    if until is not None:
        raise HeldBack(number, until)
