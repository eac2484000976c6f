"""A repair from the day it is reported: ordered, done, paid for, or dropped with its reason (husll. ch. 5)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from bson import ObjectId

from models import Dwelling, Inspection, Lease, Repair
from models.inspection import Photo
from rules import inspections as rules
from rules import keeping_states, states
from rules.errors import InvalidRecord, MissingReason, NotFound, TransitionRefused
from rules.terms import Payer, RepairState, Urgency
from services import numbers, records, rulebooks
from services.actor import Actor
from services.attachments import Arriving
from services.effects import Owed
from services.inspections import photos
from services.inspections.common import copied, opened, require

TASK_EFFECT = "repair_tasks"
UNDER_WAY = (RepairState.REPORTED, RepairState.ORDERED)
OLDEST = timedelta(days=366)


def report(
    dwelling: Dwelling,
    lease: Lease | None,
    actor: Actor,
    *,
    what: str,
    room: str,
    urgency: Urgency,
    reported_on: date,
    today: date,
    inspection: Inspection | None = None,
    files: Sequence[Arriving] = (),
    nonce: str = "",
) -> Repair:
    """Report something to be mended; when it is due follows from how urgent it is. A form sent twice reports it once.

    Raises NotAuthorised, NoNeedToKnow, InvalidRecord (future, too old, another home's lease), MissingReason (nothing
    said), FileRefused.
    """
    require(lease.pk if lease else None, actor, "repair.report")
    _check_report(dwelling, lease, what, reported_on, today)
    identity = photos.identity(nonce, str(dwelling.pk), "repair") if nonce else ObjectId()
    made: Repair | None = Repair.objects(pk=identity).first()
    if made is not None:
        return made
    taken = photos.look_through(files)
    repair = Repair(
        id=identity,
        repair_number=numbers.label("U", today.year, series="repair"),
        dwelling=dwelling.pk,
        lease=lease.pk if lease else None,
        inspection=inspection.pk if inspection else None,
        office=records.reference(lease, "office") if lease else actor.office,
        room=room.strip() or None,
        what=what.strip(),
        urgency=urgency,
        reported_on=reported_on,
        due_on=rules.repair_due(reported_on, urgency, rulebooks.current(today).keeping.repair_days),
        photos=photos.added([], photos.keep(taken, nonce, actor, caption="", today=today), 0),
        by_name=actor.name,
    )
    return records.create_once(repair, actor, action="repair_reported", owed=_owed(repair, new=True))


def _check_report(dwelling: Dwelling, lease: Lease | None, what: str, reported_on: date, today: date) -> None:
    if reported_on > today:
        raise InvalidRecord("repair", {"reported_on": "future"})
    if reported_on < today - OLDEST:
        raise InvalidRecord("repair", {"reported_on": "too_old"})
    if lease is not None and records.reference(lease, "dwelling") != dwelling.pk:
        raise InvalidRecord("repair", {"lease": "other_dwelling"})
    if not what.strip():
        raise InvalidRecord("repair", {"what": "missing_value"})


def order(
    repair: Repair, actor: Actor, *, ordered_from: str, on: date, due_on: date, version: int, today: date
) -> bool:
    """Note that it is ordered, from whom, and when it is to be done. The same again = nothing.

    Raises NotAuthorised, NoNeedToKnow, InvalidRecord, TransitionRefused (done or dropped), StaleState.
    """
    opened(repair, actor, "repair.order", version)
    if repair.state not in UNDER_WAY:
        states.check(keeping_states.REPAIR, repair.state, RepairState.ORDERED)
    _check_day("ordered_on", on, repair.reported_on, today)
    if due_on < on:
        raise InvalidRecord("repair", {"due_on": "before_ordered"})
    values = {
        "state": RepairState.ORDERED, "ordered_from": ordered_from.strip(), "ordered_on": on, "due_on": due_on,
    }  # fmt: skip
    if all(records.same(getattr(repair, name), value) for name, value in values.items()):
        return False
    return records.change(repair, actor, values=values, action="repair_ordered", owed=_owed(repair), version=version)


def finish(
    repair: Repair,
    actor: Actor,
    *,
    on: date,
    cost_ore: int | None,
    payer: Payer,
    payer_why: str,
    note: str,
    files: Sequence[Arriving] = (),
    nonce: str = "",
    version: int,
    today: date,
) -> bool:
    """Note that it is done, what it cost and who pays: the tenant for more than ordinary wear alone, with the reason.

    Nothing is booked here: what is claimed of a tenant is claimed at moving out, or by an invoice.
    Raises NotAuthorised, NoNeedToKnow, InvalidRecord, MissingReason, FileRefused, TransitionRefused, StaleState.
    """
    opened(repair, actor, "repair.finish", version)
    states.check(keeping_states.REPAIR, repair.state, RepairState.DONE)
    _check_day("done_on", on, repair.reported_on, today)
    if payer is Payer.TENANT and not payer_why.strip():
        raise InvalidRecord("repair", {"payer_why": "payer_unexplained"})
    if payer is Payer.TENANT and records.reference(repair, "lease") is None:
        raise InvalidRecord("repair", {"payer": "no_tenant"})
    taken = photos.look_through(files)
    new = photos.keep(taken, nonce, actor, caption="", today=today, after=True)
    values: dict[str, Any] = {
        "state": RepairState.DONE,
        "done_on": on,
        "cost_ore": cost_ore,
        "payer": payer,
        "payer_why": payer_why.strip() or None,
        "closed_why": note.strip() or None,
        "photos": photos.added(repair.photos, new, len(repair.photos)),
    }
    return records.change(repair, actor, values=values, action="repair_done", owed=_owed(repair), version=version)


def drop(repair: Repair, actor: Actor, *, why: str, version: int) -> bool:
    """Note that it is not to be done after all, and why. Dropped before = nothing. Raises as finish()."""
    if repair.state is RepairState.DROPPED:
        return False
    opened(repair, actor, "repair.drop", version)
    states.check(keeping_states.REPAIR, repair.state, RepairState.DROPPED)
    if not why.strip():
        raise MissingReason("repair.drop")
    values = {"state": RepairState.DROPPED, "closed_why": why.strip()}
    return records.change(repair, actor, values=values, action="repair_dropped", owed=_owed(repair), version=version)


def add_photos(
    repair: Repair, actor: Actor, *, files: Sequence[Arriving], caption: str, nonce: str, version: int, today: date
) -> bool:
    """Add pictures of what is to be mended, while it is under way. Raises as finish()."""
    opened(repair, actor, "repair.photo", version)
    _under_way(repair)
    new = photos.keep(photos.look_through(files), nonce, actor, caption=caption, today=today)
    held = photos.added(repair.photos, new, len(repair.photos))
    if len(held) == len(repair.photos):
        return False
    return records.change(repair, actor, values={"photos": held}, action="photo_added", version=version)


def take_photo_back(repair: Repair, photo: str, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Show a picture no more, with who, when and why. Taken back before = nothing. Raises as finish(), NotFound."""
    one = _photo(repair, photo)
    if one.back_on is not None:
        return False
    opened(repair, actor, "repair.photo", version)
    _under_way(repair)
    if not why.strip():
        raise MissingReason("repair.photo")
    back = copied(one, back_on=today, back_by_name=actor.name, back_why=why.strip())
    held = [back if other.id == one.id else other for other in repair.photos]
    return records.change(repair, actor, values={"photos": held}, action="photo_taken_back", version=version)


def _photo(repair: Repair, identity: str) -> Photo:
    found = next((one for one in repair.photos if str(one.id) == identity), None)
    if found is None:
        raise NotFound("file", identity)
    return found


def _under_way(repair: Repair) -> None:
    if repair.state not in UNDER_WAY:
        raise TransitionRefused("repair", repair.state.value, RepairState.ORDERED.value)


def _check_day(name: str, on: date, reported_on: date, today: date) -> None:
    if on > today:
        raise InvalidRecord("repair", {name: "future"})
    if on < reported_on:
        raise InvalidRecord("repair", {name: "before_reported"})


def _owed(repair: Repair, *, new: bool = False) -> list[Owed]:
    return [Owed(TASK_EFFECT, f"{TASK_EFFECT}:{repair.pk}:{1 if new else repair.version + 1}")]
