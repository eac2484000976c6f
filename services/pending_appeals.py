"""Appeals that wait for somebody: neither reassessed nor forwarded (fvl. § 33), not followed up, not told of."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from letters import task_texts
from models import Appeal, Letter
from models.base import Effect, Record
from rules.appeals import PENDING, AppealLimits, AppealProgress, AppealTodo, next_step
from rules.deadlines import oslo_date
from rules.terms import AppealState, AppealStep, LetterState, TaskKind
from services import rulebooks, tasks
from services.actor import Actor
from services.effects import Owed
from services.tasks import Finding

EFFECT = "appeal_task"


def received(today: date) -> Iterator[Appeal]:
    """Appeals received by the day that are still ours to act on, oldest first (index `appeal_state`)."""
    # Not `$lte` today: the embedded server loses its bound inside a longer index.
    wanted = Appeal.objects(state__in=list(PENDING), received_on__lt=today + timedelta(days=1))
    yield from wanted.no_dereference().order_by("received_on", "id")


def forwarded() -> Iterator[Appeal]:
    """Appeals that lie with the appeal body since a day we know (index `appeal_forwarded`)."""
    wanted = Appeal.objects(state=AppealState.FORWARDED, forwarded_on__exists=True)
    yield from wanted.no_dereference().order_by("forwarded_on", "id")


def untold() -> Iterator[Appeal]:
    """Appeals with a letter that is not on its way yet (index `appeal_tell_by`)."""
    yield from Appeal.objects(tell_by__exists=True).no_dereference().order_by("tell_by", "id")


def waiting(today: date) -> Iterator[Appeal]:
    """All of these, each once."""
    seen = set()
    for some in (received(today), forwarded(), untold()):
        for appeal in some:
            if appeal.pk not in seen:
                seen.add(appeal.pk)
                yield appeal


def todo(appeal: Appeal, today: date, limits: AppealLimits) -> AppealTodo | None:
    """The appeal's next step; None once it waits for nobody."""
    held = {name: getattr(appeal, name) for name in AppealProgress.__dataclass_fields__}
    return next_step(AppealProgress(**held | {"tell_by": _tell_by(appeal)}), today, limits)


def _tell_by(appeal: Appeal) -> date | None:
    """When the first letter that nobody has approved is due; an approved one that was thrown away is due again."""
    approved = [one.letter for one in appeal.tellings if one.approved]
    gone = Letter.objects(pk__in=approved, state=LetterState.VOID).scalar("pk") if approved else ()
    lost = set(gone)
    return min((one.by for one in appeal.tellings if not one.approved or one.letter in lost), default=None)


def finding(appeal: Appeal, today: date, limits: AppealLimits) -> Finding | None:
    """The next step as something to flag; None once the appeal waits for nobody."""
    step = todo(appeal, today, limits)
    if step is None:
        return None
    found = Finding.about(
        appeal,
        TaskKind.PENDING_APPEAL,
        appeal.received_on,
        urgency=step.urgency,
        text=task_texts.appeal_step(step.step, step.urgency),
        due_on=step.due_on,
        role=step.role,
    )
    if step.step in (AppealStep.TAKE_UP, AppealStep.REASSESS, AppealStep.CONSIDER_REINSTATEMENT):
        return found
    # The step is the occasion: one that was marked as done does not silence the next.
    return replace(found, since=f"{step.step.value}:{step.due_on.isoformat()}")


def owed(appeal: Appeal) -> Owed:
    """What every change of an appeal owes: its task brought up to date. Call it before the change is made."""
    return Owed(EFFECT, f"appeal_task:{appeal.pk}:{appeal.version + 1}")


def owed_by_new(appeal: Appeal) -> Owed:
    """The same for an appeal that is about to be stored for the first time."""
    return Owed(EFFECT, f"appeal_task:{appeal.pk}:1")


def by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the appeal's task up to date (a command effect)."""
    today = oslo_date(actor.at)
    appeal = Appeal.objects(pk=document.pk).no_dereference().first()
    found = finding(appeal, today, rulebooks.current(today).appeal) if appeal else None
    tasks.keep(found, TaskKind.PENDING_APPEAL, document.pk, actor, today)
