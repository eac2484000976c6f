"""The next step of every vacant dwelling, as a task with a date; the more pressing the longer it stands empty."""

from typing import TYPE_CHECKING, Any

from jobs.context import Context, Counts
from jobs.flagging import flag_each
from rules import voids
from rules.terms import TaskKind
from services import vacancies, vacancy_steps

if TYPE_CHECKING:
    from services.tasks import Finding

KRONE = 100  # øre


def run(context: Context) -> Counts:
    """Bring the task of each open vacancy up to date: days pass, and rent is lost each of them.

    Counts how many stand empty, and the rent lost on them so far in whole kroner.
    """
    rules, lost = context.rules(), []

    def describe(vacancy: Any) -> "Finding | None":
        void = voids.total(voids.parts(vacancies.void_of(vacancy), context.day))
        lost.append(void)
        return vacancy_steps.finding(vacancy, context.day, rules)

    counts = flag_each(context, TaskKind.VACANCY, vacancy_steps.open_vacancies(), describe)
    empty = sum(1 for one in lost if one.days)
    return counts + Counts(others={"empty": empty, "lost": sum(one.loss_ore for one in lost) // KRONE})
