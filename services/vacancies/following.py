"""A vacancy follows the end of its lease: the day moves, or the tenant stays after all."""

from datetime import date

from letters import ending_texts
from models import Ending, Vacancy
from models.base import Effect, Record
from models.vacancy import LIVE
from rules.deadlines import oslo_date
from rules.errors import StaleState, VacancyPromised
from rules.terms import EndingState, LeaseEnd, Party, Role, TaskKind, Urgency
from services import records, tasks, vacancy_steps
from services.actor import Actor
from services.tasks import Finding
from services.vacancies.closing import cancel

FOLLOW_EFFECT = "vacancy_follows_ending"
STAYS = "Leietakeren blir boende, så boligen blir ikke ledig."
RUNNING = (EndingState.NOTIFIED, EndingState.PROTESTED, EndingState.SUED)


def follow_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Let the open vacancy of a lease follow its ending (a command effect): its day, or that nobody moves out."""
    ending: Ending = Ending.objects(pk=document.pk).no_dereference().get()
    vacancy = _of(ending)
    if vacancy is None or vacancy.vacated_on is not None:
        return
    today = oslo_date(actor.at)
    if ending.state is EndingState.FALLEN and _was_told(ending):
        _call_off(vacancy, actor, today)
    elif ending.state in RUNNING and vacancy.free_from != ending.ends_on:
        owed = [vacancy_steps.owed(vacancy, vacancy.pk)]
        records.change(vacancy, actor, values={"free_from": ending.ends_on}, action="free_from_moved", owed=owed)


def _was_told(ending: Ending) -> bool:
    """Whether the end was ever more than a proposal of ours."""
    return ending.by_party is not Party.LANDLORD or ending.letter is not None or ending.reason is LeaseEnd.DEATH


def _of(ending: Ending) -> Vacancy | None:
    wanted = Vacancy.objects(lease=records.reference(ending, "lease"), state__in=list(LIVE)).no_dereference()
    found: Vacancy | None = wanted.order_by("-id").first()
    return found


def _call_off(vacancy: Vacancy, actor: Actor, today: date) -> None:
    """Cancel it; where the dwelling is promised already, a person must see to both households."""
    system = Actor.system(actor.at)  # what follows from the end is no choice of whoever noted it
    try:
        cancel(vacancy, system, why=STAYS, version=vacancy.version, today=today)
    except StaleState:
        raise
    except VacancyPromised:
        tasks.flag(
            Finding.about(
                vacancy, TaskKind.ENDING, today, caseworker="consultant", urgency=Urgency.URGENT,
                text=ending_texts.stays_but_promised(),
                due_on=today, role=Role.HOUSING_CONSULTANT,
            ),
            system,
            today,
        )  # fmt: skip
