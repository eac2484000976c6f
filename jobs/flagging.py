"""What the flag jobs share: open or update a task for each record found, settle those whose reason is gone."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from jobs.context import Context, Counts
from jobs.runner import for_each
from rules.terms import TaskKind
from services import standing_tasks, tasks

if TYPE_CHECKING:
    from services.tasks import Finding


class Found(Protocol):
    """A selected record."""

    pk: object


F = TypeVar("F", bound=Found)


def flag_each(
    context: Context, kind: TaskKind, records: Iterable[F], describe: Callable[[F], "Finding | None"]
) -> Counts:
    """Flag each record that `describe` finds something to do about; the others' open tasks of the kind settle.

    The open tasks are read once: a night in which nothing has happened asks for none of them by itself.
    """
    still: set[str] = set()
    standing = standing_tasks.of(kind)

    def act(record: F) -> None:
        still.add(str(record.pk))  # before anything can fail: what could not be looked at is not settled
        finding = describe(record)
        if finding is None:
            still.discard(str(record.pk))
        elif not standing_tasks.says(standing.get(finding.subject_id), finding):
            tasks.flag(finding, context.actor, context.day)

    counts = for_each(context, records, act)
    context.check()
    gone = sorted(standing.keys() - still)
    settled = sum(tasks.settle(kind, subject, context.actor, context.day) for subject in gone)
    return counts + Counts(others={"settled": settled})
