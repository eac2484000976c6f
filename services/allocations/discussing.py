"""Discussion meetings about a recommendation that the unit doubts (S004 step 8).

Their aim is a shared view of what the household needs. After a no, too, the consultants may call one before the
department head decides: S004 met the units' refusals with meetings, and left the decision to the head as the exception.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from models import Application, User, Vacancy
from models.vacancy_parts import Discussion, Recommendation
from rules import hearing, states
from rules.errors import InvalidRecord, MissingReason, TransitionRefused
from rules.terms import DiscussionOutcome, Role, StaffMail, VacancyState
from services import records, vacancy_steps
from services.actor import Actor
from services.allocations import another, parties
from services.allocations.recommending import Reasons
from services.effects import Owed

CALLERS = (Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)


@dataclass(frozen=True, kw_only=True)
class Note:
    """What is written down of a meeting; `people` are users of Husrom, `others` names with roles.

    `chosen` is the candidate they agree on, None where one is recommended and they agree on that one.
    """

    held_on: date
    questions: str
    outcome: DiscussionOutcome
    conclusion: str
    people: Sequence[User] = ()
    others: Sequence[str] = ()
    chosen: ObjectId | None = None
    passed_over: Reasons = ()


def call_discussion(vacancy: Vacancy, actor: Actor, *, version: int) -> bool:
    """After a no, call the parties to a meeting before the department head decides; all of them are told by mail.

    Raises NotAuthorised, StaleState, TransitionRefused, ConflictOfInterest (fvl. § 6).
    """
    actor.require(*CALLERS, what="vacancy.discuss")
    records.check_version(vacancy, version)
    if vacancy.state is not VacancyState.DISPUTED:  # a doubt leads to a meeting by itself
        raise TransitionRefused("vacancy", vacancy.state.value, VacancyState.DOUBTED.value)
    states.check(states.VACANCY, vacancy.state, VacancyState.DOUBTED)
    parties.refuse_disqualified(parties.cases_of(vacancy), (actor.id, actor.name))
    leader = parties.leader_of(vacancy)
    invited = [*parties.consultants_of(vacancy), *parties.caseworkers_of_chosen(vacancy)]
    owed = parties.mails(vacancy, StaffMail.DISCUSSION, [*invited, *([leader.pk] if leader else [])], actor)
    return records.change(
        vacancy,
        actor,
        values={"state": VacancyState.DOUBTED},
        action="discussion_called",
        version=version,
        owed=[vacancy_steps.owed(vacancy, vacancy.pk), *owed],
    )


def discuss(vacancy: Vacancy, actor: Actor, note: Note, *, version: int, today: date) -> bool:
    """Write down a meeting that was held: they agree, or the department head decides.

    Another candidate may be agreed on, with reasons for those above who are passed over.
    Raises NotAuthorised, StaleState, TransitionRefused, MissingReason, InvalidRecord,
    ConflictOfInterest (fvl. § 6: the actor, or one of those who met), and what another.chosen() raises.
    """
    actor.require(*CALLERS, what="vacancy.discuss")
    records.check_version(vacancy, version)
    after, held = hearing.AFTER_MEETING[note.outcome], vacancy.recommendation
    if vacancy.state is not VacancyState.DOUBTED or held is None:
        raise TransitionRefused("vacancy", vacancy.state.value, after.value)
    states.check(states.VACANCY, vacancy.state, after)
    chosen = _chosen(note, held)
    participants = [*(f"{one.name}, {_role(one)}" for one in note.people), *filter(None, map(str.strip, note.others))]
    _check(vacancy, note, held, participants, chosen, today)
    met = ((str(one.pk), one.name) for one in note.people)
    parties.refuse_disqualified(parties.cases_of(vacancy, *([chosen] if chosen else [])), (actor.id, actor.name), *met)
    made = Discussion(
        held_on=note.held_on,
        participants=participants,
        users=[one.pk for one in note.people],
        questions=note.questions.strip(),
        outcome=note.outcome,
        conclusion=note.conclusion.strip(),
        by=actor.id,
        by_name=actor.name,
        **_choice(vacancy, note, chosen, actor, today),
    )
    return records.change(
        vacancy,
        actor,
        values={"state": after, "discussions": [*vacancy.discussions, made]},
        action="discussed",
        version=version,
        owed=[vacancy_steps.owed(vacancy, vacancy.pk), *_told(vacancy, after, actor)],
    )


def _chosen(note: Note, held: Recommendation) -> ObjectId | None:
    """Whom they agree on; nobody needs to say which where one is recommended."""
    if note.outcome is DiscussionOutcome.DISAGREED:
        return None
    if note.outcome is DiscussionOutcome.AGREED and note.chosen is None and len(held.chosen) == 1:
        return ObjectId(held.chosen[0])
    return note.chosen


def _check(
    vacancy: Vacancy,
    note: Note,
    held: Recommendation,
    participants: Sequence[str],
    chosen: ObjectId | None,
    today: date,
) -> None:
    if not note.questions.strip() or not note.conclusion.strip():
        raise MissingReason("vacancy.discuss")
    if note.held_on > today:
        raise InvalidRecord("vacancy", {"held_on": "future"})
    if vacancy.hearing is not None and note.held_on < vacancy.hearing.on:
        raise InvalidRecord("vacancy", {"held_on": "before_answer"})
    hearing.check_meeting(
        note.outcome,
        participants=participants,
        recommended=[str(one) for one in held.chosen],
        chosen=str(chosen) if chosen else None,
    )


def _choice(vacancy: Vacancy, note: Note, chosen: ObjectId | None, actor: Actor, today: date) -> dict[str, Any]:
    if chosen is None:
        return {}
    case = records.get(Application, chosen)
    found = {"chosen": chosen, "chosen_number": case.number}
    if note.outcome is not DiscussionOutcome.OTHER:
        return found
    return found | another.chosen(vacancy, case, note.passed_over, actor, today)


def _told(vacancy: Vacancy, after: VacancyState, actor: Actor) -> Sequence[Owed]:
    if after is not VacancyState.DISPUTED:
        return ()
    return parties.mails(vacancy, StaffMail.DISPUTED, parties.department_heads(), actor)


def _role(user: User) -> str:
    return ", ".join(role.inside for role in user.roles) or "uten rolle"
