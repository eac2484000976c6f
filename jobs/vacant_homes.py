"""Landlords' vacant homes that wait for an answer, and referrals that nobody answered in time."""

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from jobs.runner import for_each
from rules.errors import NotAnswerable, StaleState, TransitionRefused
from rules.terms import TaskKind
from services import notices, referrals

if TYPE_CHECKING:
    from models import Referral, VacancyNotice


def referred(context: Context) -> Counts:
    """Let unanswered referrals run out, and flag what the others ask for."""
    mover, day = _Mover(context), context.day
    over = for_each(context, list(referrals.past_valid(day)), mover.expire)
    found = chain(referrals.live(), referrals.unjudged(), referrals.fallen(day))
    flagged = flag_each(context, TaskKind.REFERRAL, list(found), partial(referrals.findings, today=day))
    return Counts(failed=over.failed, others={"referrals_expired": mover.count}) + flagged


def reported(context: Context) -> Counts:
    """Let notices lapse whose answer date is over, and flag those that wait, more urgently near the day."""
    mover, day = _Mover(context), context.day
    over = for_each(context, list(notices.past_answer(day)), mover.lapse)
    flagged = flag_each(context, TaskKind.VACANCY_NOTICE, notices.waiting(), partial(notices.finding, today=day))
    return Counts(failed=over.failed, others={"notices_lapsed": mover.count}) + flagged


class _Mover:
    """How many were moved on in this run; one that somebody answers at this very moment is left alone."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.count = 0

    def expire(self, referral: "Referral") -> None:
        try:
            self.count += referrals.expire(referral, self.context.actor, today=self.context.day)
        except (StaleState, TransitionRefused):
            return

    def lapse(self, notice: "VacancyNotice") -> None:
        try:
            self.count += notices.lapse(notice, self.context.actor, today=self.context.day)
        except (StaleState, NotAnswerable):
            return
