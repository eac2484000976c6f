"""An inspection planned, moved, called off, and the letters that tell the tenant of it (husll. § 5-6)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from bson import ObjectId

from letters import inspection_notice
from letters.paper import Drawn, Sender
from models import Applicant, Dwelling, Inspection, Lease, Letter
from models.base import Effect, Record
from models.inspection import OPEN
from rules import inspections as rules
from rules import keeping_states, states
from rules.errors import (
    AlreadyExists,
    InspectionStands,
    InvalidRecord,
    MissingReason,
    NoticeTooShort,
    TransitionRefused,
)
from rules.letters import UNSENT
from rules.terms import InspectionKind, InspectionState, LetterKind, LetterState
from services import dispatch, lease_letters, numbers, records, rulebooks
from services.actor import Actor
from services.effects import Owed
from services.inspections.common import BACK_EFFECT, lease_of, opened, owed, require, tenant_of

FARTHEST, OLDEST = timedelta(days=550), timedelta(days=60)


def plan(
    dwelling: Dwelling,
    lease: Lease | None,
    actor: Actor,
    *,
    kind: InspectionKind,
    on: date,
    time: str | None,
    caseworker: ObjectId | None,
    today: date,
) -> Inspection:
    """Plan an inspection of a home; nobody is told yet. Moving in and out is always of a lease.

    Raises NotAuthorised, NoNeedToKnow, InvalidRecord, InspectionStands (an open one of the same kind).
    """
    require(lease.pk if lease else None, actor, "inspection.plan")
    _check_day(on, today)
    if lease is None and kind in rules.TENANT_THERE:
        raise InvalidRecord("inspection", {"lease": "missing_value"})
    if lease is not None and records.reference(lease, "dwelling") != dwelling.pk:
        raise InvalidRecord("inspection", {"lease": "other_dwelling"})
    inspection = Inspection(
        id=ObjectId(),
        inspection_number=numbers.label("I", today.year, series="inspection"),
        kind=kind,
        dwelling=dwelling.pk,
        lease=lease.pk if lease else None,
        office=records.reference(lease, "office") if lease else actor.office,
        caseworker=caseworker or (ObjectId(actor.id) if ObjectId.is_valid(actor.id) else None),
        planned_on=on,
        planned_time=time,
        by_name=actor.name,
    )
    try:
        records.create(inspection, actor, action="inspection_planned", owed=owed(inspection, new=True))
    except AlreadyExists as error:
        raise _standing(inspection) or error from error
    return inspection


def _check_day(on: date, today: date) -> None:
    if on < today - OLDEST:
        raise InvalidRecord("inspection", {"planned_on": "too_old"})
    if on > today + FARTHEST:
        raise InvalidRecord("inspection", {"planned_on": "too_far"})


def _standing(inspection: Inspection) -> InspectionStands | None:
    dwelling = records.reference(inspection, "dwelling")
    found = Inspection.objects(dwelling=dwelling, kind=inspection.kind, state__in=OPEN).no_dereference().first()
    return InspectionStands(found.number) if found else None


def move(
    inspection: Inspection, actor: Actor, *, on: date, time: str | None, why: str, version: int, today: date
) -> bool:
    """Hold it another day or hour; a letter of the old one that is not sent is taken back. The same again = nothing.

    Raises NotAuthorised, NoNeedToKnow, InvalidRecord, MissingReason, TransitionRefused (held already), StaleState.
    """
    opened(inspection, actor, "inspection.move", version)
    if inspection.state is not InspectionState.PLANNED:
        raise TransitionRefused("inspection", inspection.state.value, InspectionState.PLANNED.value)
    if inspection.planned_on == on and inspection.planned_time == time:
        return False
    _check_day(on, today)
    if not why.strip():
        raise MissingReason("inspection.move")
    values = {"planned_on": on, "planned_time": time}
    dues = [*_owed_back(inspection), *owed(inspection)]
    return records.change(
        inspection, actor, values=values, action="inspection_moved", why=why.strip(), owed=dues, version=version
    )


def cancel(inspection: Inspection, actor: Actor, *, why: str, version: int) -> bool:
    """Call it off; a letter that is not sent is taken back, one that is sent is answered by another.

    Raises NotAuthorised, NoNeedToKnow, MissingReason, TransitionRefused (signed), StaleState.
    """
    if inspection.state is InspectionState.CANCELLED:
        return False
    opened(inspection, actor, "inspection.cancel", version)
    states.check(keeping_states.INSPECTION, inspection.state, InspectionState.CANCELLED)
    if not why.strip():
        raise MissingReason("inspection.cancel")
    values = {"state": InspectionState.CANCELLED, "cancelled_why": why.strip()}
    dues = [*_owed_back(inspection), *owed(inspection)]
    return records.change(inspection, actor, values=values, action="inspection_cancelled", owed=dues, version=version)


def _owed_back(inspection: Inspection) -> list[Owed]:
    if inspection.notice is None:
        return []
    args = {"letter": str(inspection.notice)}
    return [Owed(BACK_EFFECT, f"{BACK_EFFECT}:{inspection.pk}:{inspection.version + 1}", args)]


def notice_back(_document: Record, effect: Effect, actor: Actor) -> None:
    """Take back a letter about a day that no longer holds, where it is not sent (a command effect)."""
    letter = records.get(Letter, ObjectId(effect.args["letter"]))
    if letter.state in UNSENT:
        dispatch.void(letter, actor)


# --- The tenant is told -----------------------------------------------------------------------------------------------


def is_told(inspection: Inspection) -> bool:
    """Whether a letter tells of the very day and hour that hold."""
    return inspection.noticed_for == inspection.planned_on and inspection.noticed_time == inspection.planned_time


def to_call_off(inspection: Inspection) -> bool:
    """Whether the tenant has a letter about a visit that is called off, and does not know."""
    if inspection.state is not InspectionState.CANCELLED or inspection.notice is None or inspection.calls_off:
        return False
    return _was_sent(inspection)


def _was_sent(inspection: Inspection) -> bool:
    found = Letter.objects(pk=inspection.notice).only("state").first() if inspection.notice else None
    return found is not None and found.state not in UNSENT | {LetterState.VOID}


def draw_notice(
    inspection: Inspection, actor: Actor, sender: Sender, *, agreed: bool, version: int, today: date
) -> Letter:
    """Draw the letter that tells the tenant of the visit, that it is moved or called off, as a draft to look at.

    Raises as notify().
    """
    lease, person, drawn = _notice(inspection, actor, sender, agreed=agreed, version=version, today=today)
    return lease_letters.keep_draft(
        lease, person, LetterKind.INSPECTION_NOTICE, drawn, actor, about=inspection.pk, today=today
    )


def notify(
    inspection: Inspection,
    actor: Actor,
    sender: Sender,
    *,
    letter: ObjectId,
    agreed: bool,
    version: int,
    today: date,
) -> bool:
    """Let the letter that was looked at go out; `agreed` = the tenant agrees to a short notice.

    Raises NotAuthorised, NoNeedToKnow, InvalidRecord (no tenant, no hour), NoticeTooShort, TransitionRefused,
    LetterDiffers, UndrawableText, StaleState.
    """
    lease, _person, drawn = _notice(inspection, actor, sender, agreed=agreed, version=version, today=today)
    seen = lease_letters.seen(lease, letter, LetterKind.INSPECTION_NOTICE, drawn, about=inspection.pk, today=today)
    values: dict[str, Any] = {"notice": seen.pk}
    if inspection.state is InspectionState.CANCELLED:
        values["calls_off"] = True
    else:
        values |= {
            "noticed_for": inspection.planned_on,
            "noticed_time": inspection.planned_time,
            "notice_agreed": agreed,
        }
    dues: Sequence[Owed] = [*_owed_back(inspection), dispatch.owed_release(seen.pk), *owed(inspection)]
    return records.change(inspection, actor, values=values, action="inspection_noticed", owed=dues, version=version)


def _notice(
    inspection: Inspection, actor: Actor, sender: Sender, *, agreed: bool, version: int, today: date
) -> tuple[Lease, Applicant, Drawn]:
    opened(inspection, actor, "inspection.notify", version)
    lease = lease_of(inspection)
    if lease is None:
        raise InvalidRecord("inspection", {"lease": "missing_value"})
    if inspection.planned_time is None:
        raise InvalidRecord("inspection", {"planned_time": "missing_value"})
    _check_notice(inspection, agreed, today)
    person = tenant_of(lease)
    dwelling = records.get(Dwelling, records.reference(inspection, "dwelling"))
    told = inspection_notice.InspectionNotice(
        envelope=dispatch.lease_envelope(lease, person, sender, today),
        kind=inspection.kind,
        on=inspection.planned_on,
        time=inspection.planned_time,
        address=None if person.protected_address else f"{dwelling.address}, {dwelling.postcode} {dwelling.place or ''}",
        changed=_was_sent(inspection),
        cancelled=inspection.state is InspectionState.CANCELLED,
    )
    return lease, person, inspection_notice.draw(told)


def _check_notice(inspection: Inspection, agreed: bool, today: date) -> None:
    if inspection.state is InspectionState.CANCELLED:
        if not to_call_off(inspection):
            raise TransitionRefused("inspection", inspection.state.value, "called_off")
        return
    if inspection.state is not InspectionState.PLANNED or is_told(inspection):
        raise TransitionRefused("inspection", inspection.state.value, "noticed")
    book = rulebooks.current(today)
    first = rules.first_day(today, book.posting_days, book.keeping.inspection_notice_days)
    if inspection.planned_on < first and not agreed:
        raise NoticeTooShort(inspection.number, first)
