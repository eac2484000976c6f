"""What the flag jobs share: open or update a task for each record found, settle those whose reason is gone."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from jobs.context import Context, Counts
from jobs.runner import for_each
from rules.terms import TaskKind
from services import tasks

if TYPE_CHECKING:
    from services.tasks import Finding


class Found(Protocol):
    """A selected record."""

    pk: object


F = TypeVar("F", bound=Found)


def flag_each(
    context: Context, kind: TaskKind, records: Iterable[F], describe: Callable[[F], "Finding | None"]
) -> Counts:
    """Flag each record that `describe` finds something to do about; the others' open tasks of the kind settle."""
    still: set[str] = set()

    def act(record: F) -> None:
        still.add(str(record.pk))  # before anything can fail: what could not be looked at is not settled
        finding = describe(record)
        if finding is None:
            still.discard(str(record.pk))
        else:
            tasks.flag(finding, context.actor, context.day)

    counts = for_each(context, records, act)
    context.check()
    settled = tasks.settle_others(kind, still, context.actor, context.day)
    return counts + Counts(others={"settled": settled})
