"""A notice that waits for an answer is changed, withdrawn, released or lapses."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from models import VacancyNotice
from rules import referrals
from rules.errors import InvalidRecord, MissingReason, NotAnswerable
from rules.terms import NoticeState, PartnerEvent
from services import records, rulebooks, webhooks
from services.actor import Actor
from services.notices import common

CHANGEABLE = ("available_from", "answer_by", "rent_ore", "rent_covers", "note")
REQUIRED = ("available_from", "answer_by", "rent_ore")


def change(notice: VacancyNotice, actor: Actor, *, values: Mapping[str, Any], version: int, today: date) -> bool:
    """Set some of what was reported, while nobody has answered; the same values = nothing.

    Raises NotAuthorised, InvalidRecord, NotAnswerable (answered, or its day is past), StaleState.
    """
    common.opened(notice, actor, common.REPORTERS, "notice.change")
    wanted = {name: value.strip() or None if isinstance(value, str) else value for name, value in values.items()}
    common.refuse_bad({name: "unknown_field" for name in wanted if name not in CHANGEABLE})
    common.refuse_bad({name: "missing_value" for name in REQUIRED if name in wanted and wanted[name] is None})
    differing = {name: value for name, value in wanted.items() if not records.same(getattr(notice, name), value)}
    if not differing:
        return False
    common.require_unanswered(notice, today)
    least = rulebooks.current(today).partnering.least_answer_days
    common.refuse_bad(referrals.notice_problems(differing, today, least))
    owed = [common.owed(notice)]
    return records.change(notice, actor, values=differing, action="notice_changed", version=version, owed=owed)


def withdraw(notice: VacancyNotice, actor: Actor, *, version: int, today: date) -> bool:
    """The home is not vacant after all. Withdrawn before = nothing.

    Raises NotAuthorised, NotAnswerable (a household is referred, or it is over), StaleState.
    """
    common.opened(notice, actor, common.REPORTERS, "notice.withdraw")
    if notice.state is NoticeState.WITHDRAWN:
        return False
    if notice.state is not NoticeState.REPORTED:
        raise NotAnswerable(notice.number, notice.state.value)
    values = {"answered_on": today}
    return common.move(notice, NoticeState.WITHDRAWN, actor, values, action="notice_withdrawn", version=version)


def release(notice: VacancyNotice, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Leave the home to the landlord: the right is not used this time (domain 4.1). Released before = nothing.

    The landlord is told that, and never why. Raises NotAuthorised, MissingReason, NotAnswerable, StaleState.
    """
    actor.require(*common.STAFF, what="notice.release")
    if notice.state is NoticeState.RELEASED:
        return False
    if not why.strip():
        raise MissingReason("notice.release")
    common.require_unanswered(notice, today)
    if len(why.strip()) > 2000:
        raise InvalidRecord("vacancy_notice", {"released_because": "too_long"})
    told = webhooks.owed(
        notice, PartnerEvent.VACANCY_RELEASED, common.landlord_of(notice), "vacancies", notice.notice_number
    )
    values = {"released_because": why.strip(), "released_by_name": actor.name, "answered_on": today}
    return common.move(
        notice, NoticeState.RELEASED, actor, values, action="notice_released", version=version, owes=[told]
    )


def lapse(notice: VacancyNotice, actor: Actor, *, today: date) -> bool:
    """Nobody answered in time: the landlord may let the home freely. Lapsed before = nothing.

    Raises NotAnswerable (answered, or its day is not past), StaleState.
    """
    if notice.state is NoticeState.LAPSED:
        return False
    if notice.state is not NoticeState.REPORTED or not referrals.answer_over(notice.answer_by, today):
        raise NotAnswerable(notice.number, notice.state.value)
    return common.move(notice, NoticeState.LAPSED, actor, {}, action="notice_lapsed")
