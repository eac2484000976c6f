"""What the steps of a landlord's notice share: who may, in which state, and what a change owes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import VacancyNotice
from rules import partner_states, referrals, states
from rules.errors import InvalidRecord, NotAnswerable
from rules.terms import NoticeState, Role
from services import records
from services.actor import Actor
from services.effects import Owed

STAFF = (Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)
REPORTERS = (*STAFF, Role.PROPERTY)  # who notes what a landlord tells on the telephone
KEEP_EFFECT = "notice_tasks"


def opened(notice: VacancyNotice, actor: Actor, roles: Sequence[Role], what: str) -> None:
    """Let the landlord whose home it is pass, and the named roles. Raises NotAuthorised."""
    actor.require_party(landlord_of(notice), *roles, what=what)


def landlord_of(notice: VacancyNotice) -> ObjectId:
    """Whose notice it is, by id."""
    return ObjectId(records.reference(notice, "landlord"))


def require_unanswered(notice: VacancyNotice, today: date) -> None:
    """Raise NotAnswerable unless the notice waits for an answer and the time for one is not over."""
    if notice.state is not NoticeState.REPORTED:
        raise NotAnswerable(notice.number, notice.state.value)
    if referrals.answer_over(notice.answer_by, today):
        raise NotAnswerable(notice.number, NoticeState.LAPSED.value)


def refuse_bad(found: dict[str, str]) -> None:
    """Raise InvalidRecord where something is wrong with what is reported."""
    if found:
        raise InvalidRecord("vacancy_notice", found)


def owed(notice: VacancyNotice) -> Owed:
    """What every change of a notice owes: its task. Call it before the change is made."""
    return Owed(KEEP_EFFECT, f"{KEEP_EFFECT}:{notice.pk}:{notice.version + 1}")


def move(
    notice: VacancyNotice,
    to: NoticeState,
    actor: Actor,
    values: dict[str, Any],
    *,
    action: str,
    version: int | None = None,
    why: str = "",
    owes: Sequence[Owed] = (),
) -> bool:
    """Bring a notice along its table. Raises TransitionRefused, StaleState."""
    states.check(partner_states.NOTICE, notice.state, to)
    return records.change(
        notice,
        actor,
        values={"state": to, **values},
        action=action,
        version=version,
        why=why,
        owed=[*owes, owed(notice)],
    )
