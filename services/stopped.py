"""Follow-ups that have stopped: an administrator tries them again, or drops them with a reason (design 3.3)."""

from typing import Any

from letters import task_texts
from models import DOCUMENTS, Record, Task
from models.base import Effect
from rules.deadlines import oslo_date
from rules.errors import MissingReason, NotFound
from rules.terms import Role, TaskKind, Urgency
from services import audit, effects, records, tasks
from services.actor import Actor


def retry(task: Task, actor: Actor, *, version: int) -> bool:
    """Try the follow-up that a task tells of once more, and what comes after it; False = one of them is stopped.

    Raises NotAuthorised, NotFound, StaleState.
    """
    document, key = _what(task, actor, version)
    _settle(task, actor, "Prøvd på nytt")
    if _stands(document, key):
        effects.retry(document, key, actor)
    return _all_goes(document, actor)


def drop(task: Task, actor: Actor, *, why: str, version: int) -> bool:
    """Give up the follow-up that a task tells of; what comes after it is done, and the reason stands on the record.

    False = one that came after it is stopped. Raises NotAuthorised, NotFound, MissingReason, StaleState.
    """
    document, key = _what(task, actor, version)
    _require_reason(why)
    _settle(task, actor, why)
    try:
        drop_effect(document, key, why, actor)
    finally:
        goes = _all_goes(document, actor)
    return goes


def _settle(task: Task, actor: Actor, why: str) -> None:
    """Close the task before the follow-up is touched: the next that stops then opens one, which nothing closes."""
    tasks.settle(TaskKind.EFFECT_STOPPED, task.subject_id, actor, oslo_date(actor.at), why=why)


def _all_goes(document: Record, actor: Actor) -> bool:
    """Whether nothing that the document owes is stopped; what is, has an open task."""
    document.reload()
    stopped = next((effect for effect in document.pending if effect.stopped), None)
    if stopped is not None:
        ask_administrators(document, stopped, actor)
    return stopped is None


def drop_effect(document: Record, key: str, why: str, actor: Actor) -> bool:
    """Take a stopped effect off a document; False where it stands there no longer.

    Raises NotAuthorised, MissingReason, StaleState.
    """
    actor.require(Role.ADMINISTRATOR, what="effect.drop")
    _require_reason(why)
    if not _stands(document, key):
        return False
    document.version += 1
    entry = audit.history_entry(document, actor, action="effect_dropped", why=why.strip(), changes={})
    if not effects.drop(document, key, entry, audit.owed(document), actor):
        raise records.stale(document, entry.version - 1)
    return True


def _require_reason(why: str) -> None:
    if not why.strip():
        raise MissingReason("effect.drop")


def _what(task: Task, actor: Actor, version: int) -> tuple[Any, str]:
    """The document and the key of the effect that a task tells of."""
    actor.require(Role.ADMINISTRATOR, what="effect.retry")
    records.check_version(task, version)
    kind: Any = next((kind for kind in DOCUMENTS if audit.collection(kind) == task.subject_kind), None)
    if kind is None:
        raise NotFound(task.subject_kind, task.subject_number)
    return records.get(kind, task.subject_id), task.since or ""


def _stands(document: Record, key: str) -> bool:
    return any(effect.key == key for effect in document.pending)


def ask_administrators(document: Record, effect: Effect, actor: Actor) -> None:
    """Ask the administrators to look at a follow-up that has stopped (hook of the effect runner)."""
    today = oslo_date(actor.at)
    finding = tasks.Finding(
        kind=TaskKind.EFFECT_STOPPED,
        subject_kind=audit.collection(document),
        subject_id=str(document.pk),
        subject_number=document.number,
        since=effect.key,
        urgency=Urgency.URGENT,
        text=task_texts.stopped_effect(effect.error or effect.kind),
        role=Role.ADMINISTRATOR,
    )
    tasks.flag(finding, actor, today)
