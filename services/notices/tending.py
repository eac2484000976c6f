"""What a landlord's notice asks of people, and what the nightly job looks at."""

from collections.abc import Iterator
from datetime import date

from letters import referral_texts
from models import VacancyNotice
from models.base import Effect, Record
from rules import referrals
from rules.deadlines import oslo_date
from rules.terms import NoticeState, Role, TaskKind
from services import records, tasks
from services.actor import Actor
from services.notices.following import AGAIN
from services.tasks import Finding


def keep_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about a notice up to date (a command effect)."""
    today = oslo_date(actor.at)
    found = finding(records.get(VacancyNotice, document.pk), today)
    tasks.keep(found, TaskKind.VACANCY_NOTICE, document.pk, actor, today)


def finding(notice: VacancyNotice, today: date) -> Finding | None:
    """A notice that waits for an answer; None where it does not, or nothing may be answered any longer."""
    if notice.state is not NoticeState.REPORTED or referrals.answer_over(notice.answer_by, today):
        return None
    again = [oslo_date(entry.at) for entry in notice.history if entry.action == AGAIN]
    return Finding.about(
        notice,
        TaskKind.VACANCY_NOTICE,
        again[-1] if again else notice.reported_on,
        caseworker="responsible",
        urgency=referrals.answer_urgency(notice.answer_by, today),
        text=referral_texts.vacancy_notice(again=bool(again)),
        due_on=notice.answer_by,
        role=Role.HOUSING_CONSULTANT,
    )


def past_answer(today: date) -> Iterator[VacancyNotice]:
    """Notices whose answer date is over without an answer, oldest first (index `vacancy_notice_state`)."""
    wanted = VacancyNotice.objects(state=NoticeState.REPORTED, answer_by__lt=today).no_dereference()
    yield from wanted.order_by("answer_by", "id")


def waiting() -> Iterator[VacancyNotice]:
    """Notices that wait for an answer, the nearest day first (index `vacancy_notice_state`)."""
    yield from VacancyNotice.objects(state=NoticeState.REPORTED).no_dereference().order_by("answer_by", "id")
