"""What an ending asks of people, and the day it does: a task that follows it (domain 1.7)."""

from collections.abc import Iterator
from datetime import date, timedelta

from letters import ending_texts
from models import Dispute, Ending
from models.base import Effect, Record
from models.ending import OPEN
from rules.deadlines import oslo_date
from rules.keeping_policy import Keeping
from rules.terms import DisputeState, EndingState, LeaseEnd, Role, TaskKind, Urgency
from services import rulebooks, tasks
from services.actor import Actor
from services.tasks import Finding

SOON_DAYS = 14


def open_ones() -> Iterator[Ending]:
    """Ends under way, by the day the lease ends (index `ending_state`)."""
    yield from Ending.objects(state__in=list(OPEN)).no_dereference().order_by("ends_on", "id")


def open_disputes() -> Iterator[Dispute]:
    """Open disputes, by their next day (index `dispute_state`)."""
    yield from Dispute.objects(state__in=[DisputeState.OPEN]).no_dereference().order_by("next_on", "id")


def keep_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about an ending up to date (a command effect)."""
    today = oslo_date(actor.at)
    ending: Ending = Ending.objects(pk=document.pk).no_dereference().get()
    found = finding(ending, today, rulebooks.current(today).keeping)
    tasks.keep(found, TaskKind.ENDING, ending.pk, actor, today)


def finding(ending: Ending, today: date, rules: Keeping) -> Finding | None:
    """What the ending asks for next, and when; None where it is over."""
    asked = next_of(ending, today, rules)
    if asked is None:
        return None
    code, due = asked
    leader = code == "approve"
    return Finding.about(
        ending,
        TaskKind.ENDING,
        ending.given_on,
        caseworker="approver" if leader else "caseworker",  # nobody is named: any leader may
        urgency=_urgency(code, due, today),
        text=ending_texts.task(code),
        due_on=due,
        role=Role.UNIT_LEADER if leader else Role.HOUSING_CONSULTANT,
    )


def next_of(ending: Ending, today: date, rules: Keeping) -> tuple[str, date | None] | None:
    """The next step's code (`letters.ending_texts`) and its day; None where the ending is over."""
    match ending.state:
        case EndingState.PROPOSED:
            return "approve", ending.given_on
        case EndingState.PROTESTED:
            return "sue", ending.sue_by
        case EndingState.SUED:
            return "in_dispute", None
        case EndingState.MOVED_OUT:
            return _after(ending, rules)
        case EndingState.NOTIFIED:
            return _running(ending, today)
    return None


def _running(ending: Ending, today: date) -> tuple[str, date | None]:
    if ending.reason is LeaseEnd.LANDLORD_NOTICE and ending.arrived_on is None:
        return "arrival", ending.given_on
    if ending.protest_by is not None and ending.protested_on is None and today <= ending.protest_by:
        return "protest", ending.protest_by
    return "move", ending.ends_on


def _after(ending: Ending, rules: Keeping) -> tuple[str, date | None]:
    """Of what is left after moving out, what falls due first."""
    out = ending.moved_out_on or ending.ends_on
    asked = [("settle", out + timedelta(days=rules.settlement_days))]
    if ending.keys_back_on is None:
        asked.append(("keys", out))
    if ending.left_goods and ending.goods_done_on is None and ending.goods_until is not None:
        asked.append(("goods", ending.goods_until))
    return min(asked, key=lambda one: one[1])


def _urgency(code: str, due: date | None, today: date) -> Urgency:
    if due is None:
        return Urgency.NOTICE
    if due < today or code == "approve":
        return Urgency.URGENT if code in ("sue", "settle", "move", "keys", "goods") and due < today else Urgency.SOON
    if code == "sue" and due <= today + timedelta(days=SOON_DAYS):
        return Urgency.URGENT
    return Urgency.SOON if due <= today + timedelta(days=SOON_DAYS) else Urgency.NOTICE
