"""Those who must know hear of an allocation, and services are planned before the household moves in (S004 step 9).

Mails go to colleagues by name: the caseworker (or all of the application's office where none is named) and the unit's
leader. An office's shared address gets none, as the outbox sends to users alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bson import ObjectId

from letters import task_texts
from models import Application, Message, Vacancy
from models.base import Effect, Record
from models.vacancy_parts import Allocation
from rules.deadlines import next_working_day, oslo_date
from rules.terms import Role, StaffMail, TaskKind, Urgency, VacancyState
from services import records, staff_mail, tasks
from services.actor import Actor
from services.allocations import parties
from services.tasks import Finding

PLAN_EFFECT = "plan_services"
PLAN_DAYS = 7  # counted from the allocation: before anybody moves in


@dataclass(frozen=True)
class Teller:
    """Puts the mails in the outbox; told by `app.py` where Husrom is reached."""

    mailer: staff_mail.StaffMailer

    def by_effect(self, document: Record, effect: Effect, actor: Actor) -> None:
        """Tell of an allocation once, or that it came to nothing those who were told of it (a command effect)."""
        wanted, vacancy = ObjectId(effect.args["allocation"]), records.get(Vacancy, ObjectId(effect.args["vacancy"]))
        made = allocation_of(vacancy, wanted)
        if made is None:
            return
        stands = vacancy.allocation is not None and vacancy.allocation.id == wanted
        for to in told_of(vacancy, made.application):
            if stands:
                self._mail(vacancy, StaffMail.ALLOCATED, wanted, to, document, actor)
            elif to in heard_of_it(vacancy, made):
                continue
            elif Message.objects(pk=_key(StaffMail.ALLOCATED, wanted, to)).only("pk").first() is not None:
                self._mail(vacancy, StaffMail.SENT_BACK, wanted, to, document, actor)

    def _mail(
        self, vacancy: Vacancy, what: StaffMail, made: ObjectId, to: ObjectId, document: Record, actor: Actor
    ) -> None:
        owed = replace(staff_mail.owed(vacancy, what, to), key=_key(what, made, to))
        self.mailer.by_effect(document, owed.pending(actor.at), actor)


def _key(what: StaffMail, allocation: ObjectId, to: ObjectId) -> str:
    return f"mail:{what.value}:{allocation}:{to}"


def allocation_of(vacancy: Vacancy, wanted: ObjectId) -> Any:
    """The allocation of that id, whether it stands or came to nothing."""
    every = (vacancy.allocation, *vacancy.earlier) if vacancy.allocation else vacancy.earlier
    return next((one for one in every if one.id == wanted), None)


def told_of(vacancy: Vacancy, application: ObjectId) -> Iterator[ObjectId]:
    """Who hears of an allocation, each once: the household's caseworker, and the unit's leader."""
    case = Application.objects(pk=application).no_dereference().first()
    leader = parties.leader_of(vacancy)
    every = [*(parties.caseworkers_of(case) if case else ()), *([leader.pk] if leader else ())]
    yield from dict.fromkeys(every)


def heard_of_it(vacancy: Vacancy, made: Allocation) -> frozenset[ObjectId]:
    """Those who are told as consultants that an allocation came to nothing: they need no second mail."""
    if made.offer is None and not made.left:
        return frozenset()
    held = made.recommendation
    made_by = [ObjectId(one) for one in ((held.by, held.second_by) if held else ()) if one and ObjectId.is_valid(one)]
    return frozenset(filter(None, (records.reference(vacancy, "consultant"), *made_by)))


def keep_plan(document: Record, _effect: Effect, actor: Actor) -> None:
    """The caseworker plans the services with the unit until the keys are handed over (a command effect).

    Owed by whatever changes the vacancy's state: the task settles where the allocation falls or the dwelling is let.
    """
    vacancy = Vacancy.objects(pk=document.pk).no_dereference().first()
    if vacancy is None or not vacancy.with_services:
        return
    today, made = oslo_date(actor.at), vacancy.allocation
    if vacancy.state is not VacancyState.ALLOCATED or made is None:
        tasks.settle(TaskKind.PLAN_SERVICES, str(vacancy.pk), actor, today)
        return
    case = records.get(Application, made.application)
    found = Finding(
        kind=TaskKind.PLAN_SERVICES,
        subject_kind="vacancy",
        subject_id=str(vacancy.pk),
        subject_number=vacancy.number,
        since=str(made.id),
        urgency=Urgency.SOON,
        text=task_texts.plan_services(),
        due_on=next_working_day(made.on + timedelta(days=PLAN_DAYS)),
        role=Role.CASEWORKER,
        caseworker=records.reference(case, "caseworker"),
        office=records.reference(case, "office"),
    )
    tasks.flag(found, actor, today)
