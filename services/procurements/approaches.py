"""An offer that a landlord makes unasked: registered, and somebody asked to answer it (S000)."""

from collections.abc import Iterator
from datetime import date, timedelta

from bson import ObjectId

from letters import task_texts
from models import Approach, Landlord
from models.base import Effect, Record
from rules.deadlines import oslo_date
from rules.errors import InvalidRecord
from rules.terms import ApproachState, NoticeOrigin, Role, TaskKind, Urgency
from services import audit, numbers, records, rulebooks, tasks
from services.actor import Actor
from services.effects import Owed
from services.procurements.bidding import PROCURERS
from services.tasks import Finding

TASK_EFFECT = "approach_task"
UNANSWERED = (ApproachState.RECEIVED, ApproachState.WRITTEN)


def register(
    actor: Actor,
    *,
    from_name: str,
    what: str,
    received_on: date,
    today: date,
    identity: ObjectId,
    landlord: Landlord | None = None,
    email: str | None = None,
    homes: int | None = None,
    responsible: ObjectId | None = None,
) -> Approach:
    """Register an offer that nobody asked for; somebody is asked to answer it. A form sent twice registers it once.

    Raises NotAuthorised, InvalidRecord (in the future, nothing said).
    """
    actor.require(*PROCURERS, what="approach")
    made: Approach | None = Approach.objects(pk=identity).first()
    if made is not None:
        return made
    if received_on > today:
        raise InvalidRecord("approach", {"received_on": "future"})
    approach = Approach(
        id=identity,
        approach_number=numbers.label("HV", today.year, width=3, series="approach"),
        from_name=from_name.strip(),
        landlord=landlord.pk if landlord else None,
        email=email or None,
        homes=homes,
        what=what.strip(),
        received_on=received_on,
        origin=NoticeOrigin.STAFF,
        responsible=responsible,
        by_name=actor.name,
    )
    return records.create_once(approach, actor, action="approach_registered", owed=[owed_task(approach, 1)])


# --- Who is asked to answer, and by when ------------------------------------------------------------------------------


def unanswered() -> Iterator[Approach]:
    """The approaches whose answer is not sent, the oldest first (index `approach_state`)."""
    yield from Approach.objects(state__in=list(UNANSWERED)).no_dereference().order_by("received_on", "id")


def finding(approach: Approach, today: date) -> Finding | None:
    """What an approach asks for until its answer is sent; it presses once the rulebook's days are over."""
    if approach.state not in UNANSWERED:
        return None
    due = approach.received_on + timedelta(days=rulebooks.current(today).partnering.approach_days)
    return Finding(
        kind=TaskKind.APPROACH,
        subject_kind=audit.collection(approach),
        subject_id=str(approach.pk),
        subject_number=approach.approach_number,
        since=approach.received_on.isoformat(),
        urgency=Urgency.URGENT if today > due else Urgency.SOON,
        text=task_texts.approach_waits(late=today > due, written=approach.state is ApproachState.WRITTEN),
        due_on=due,
        role=Role.HOUSING_CONSULTANT,
        caseworker=records.reference(approach, "responsible"),
    )


def keep_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about an approach up to date (a command effect)."""
    approach: Approach = records.get(Approach, document.pk)
    today = oslo_date(actor.at)
    tasks.keep(finding(approach, today), TaskKind.APPROACH, approach.pk, actor, today)


def owed_task(approach: Approach, version: int) -> Owed:
    """The task about the approach is brought up to date after the write of that version."""
    return Owed(TASK_EFFECT, f"{TASK_EFFECT}:{approach.pk}:{version}")
