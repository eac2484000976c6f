"""Cases with neither decision nor preliminary reply for more than a month (fvl. § 11 a)."""

from collections.abc import Iterator
from datetime import date, timedelta

from letters import task_texts
from models import Application
from rules.deadlines import add_months
from rules.slow_cases import UNDECIDED, SlowLimits, slow_case
from rules.terms import Role, TaskKind, Urgency
from services.tasks import Finding


def unanswered(today: date, limits: SlowLimits) -> Iterator[Application]:
    """Undecided applications received more than a month ago without a reply by the day (index `application_state`)."""
    # A month back from 30 March ends on 28 February, and so does a month on: the rule has the last word.
    # Not `$lte` the day itself: the embedded server loses its bound inside a longer index.
    after = add_months(today, -limits.slow_months) + timedelta(days=1)
    wanted = Application.objects(state__in=list(UNDECIDED), received_on__lt=after).no_dereference()
    for application in wanted.order_by("received_on", "id"):
        if _urgency(application, today, limits) is not None:
            yield application


def finding(application: Application, today: date, limits: SlowLimits) -> Finding | None:
    """How pressing a case is; None where it has its answer."""
    urgency = _urgency(application, today, limits)
    if urgency is None:
        return None
    return Finding.about(
        application,
        TaskKind.SLOW_CASE,
        application.received_on,
        urgency=urgency,
        text=task_texts.slow_case(urgency),
        due_on=add_months(application.received_on, limits.slow_months),
        role=Role.CASEWORKER,
    )


def _urgency(application: Application, today: date, limits: SlowLimits) -> Urgency | None:
    return slow_case(application.received_on, application.state, today, limits, application.preliminary_reply_on)
