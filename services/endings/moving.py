"""The tenant moves out: the lease ends, its dwelling is vacant, whichever was told of first; what is left behind."""

from datetime import date, timedelta

from bson import ObjectId

from models import Ending, Inspection, Lease
from models.base import Effect, Record
from rules import endings
from rules.deadlines import oslo_date
from rules.errors import InvalidRecord, MissingReason, TransitionRefused
from rules.terms import EndingState, InspectionKind, LeaseEnd, LeaseState, Party, Role
from services import records, rulebooks
from services.actor import Actor
from services.effects import Owed
from services.endings import common
from services.endings.common import END_EFFECT, KEEP_EFFECT, KEEPERS, OPEN_VACANCY_EFFECT

ENDED_EFFECT, EVICT_EFFECT = "lease_ended", "evict"
INSPECTED_AT = (InspectionKind.MOVE_OUT,)
FOLLOWERS = (LeaseState.UPCOMING, LeaseState.OCCUPYING)


def move_out(ending: Ending, actor: Actor, *, on: date, keys_back_on: date | None, version: int, today: date) -> bool:
    """Note that the tenant is out and when the keys came back: the lease ends that day, and its dwelling is vacated.

    Noted before with the same days = nothing. Raises NotAuthorised, NoNeedToKnow, StaleState, InvalidRecord (future,
    before the lease began), TransitionRefused.
    """
    if ending.state is EndingState.MOVED_OUT and (ending.moved_out_on, ending.keys_back_on) == (on, keys_back_on):
        return False
    lease = common.opened(ending, actor, "ending.move_out", version, KEEPERS, {Role.PROPERTY})
    _check_days(lease, on, keys_back_on, today)
    values = {"moved_out_on": on, "keys_back_on": keys_back_on, "inspection": inspection_of(lease.pk)}
    more = _owed_end(ending, on, ending.reason, ending.version + 1)
    if ending.state is EndingState.MOVED_OUT:
        return records.change(
            ending, actor, values=values, action="move_out_corrected", owed=[*more, *common.owed(ending)]
        )
    return common.move(ending, EndingState.MOVED_OUT, actor, values, action="moved_out", more=more)


def _check_days(lease: Lease, on: date, keys_back_on: date | None, today: date) -> None:
    wrong = {}
    for name, day in (("moved_out_on", on), ("keys_back_on", keys_back_on)):
        if day is not None and day > today:
            wrong[name] = "future"
        elif day is not None and day < lease.starts_on:
            wrong[name] = "before_lease_began"
    if wrong:
        raise InvalidRecord("ending", wrong)


def _owed_end(ending: Ending, on: date, reason: LeaseEnd, version: int) -> list[Owed]:
    """The lease ends first, then its dwelling is vacated: the vacancy reads the lease's last day."""
    args = {"lease": str(records.reference(ending, "lease")), "on": on.isoformat(), "reason": reason.value}
    ends = Owed(END_EFFECT, f"{END_EFFECT}:{ending.pk}:{version}", args)
    return [ends, *common.owed_vacancy(ending, reason, version)]


def inspection_of(lease: ObjectId) -> ObjectId | None:
    """The last inspection at moving out of a lease."""
    wanted = Inspection.objects(lease=lease, kind__in=list(INSPECTED_AT)).only("pk").no_dereference()
    found = wanted.order_by("-planned_on", "-id").first()
    return found.pk if found else None


def lease_ended_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """A lease has ended, or its last day was corrected: the ending says the same (a command effect).

    One that ended by another road (a vacancy vacated, a swap) gets its ending here, so that it is settled too; one
    that an extension took over from, or that never began, is no end of a tenancy; a landlord settles its own leases.
    """
    lease: Lease = Lease.objects(pk=document.pk).no_dereference().get()
    if lease.is_landlords or lease.state is not LeaseState.ENDED:
        return
    if lease.ended_on is None or lease.ended_on < lease.starts_on:
        return
    went_on = Lease.objects(follows=lease.pk, state__in=list(FOLLOWERS)).only("pk").first() is not None
    ending = common.open_of(lease.pk)
    if ending is None:
        if not went_on and Ending.objects(lease=lease.pk, state__in=[EndingState.SETTLED]).only("pk").first() is None:
            _begin(lease, actor)
    elif went_on:
        _called_off(ending, actor, lease.ended_on)
    elif ending.state is EndingState.MOVED_OUT:
        _corrected(ending, actor, lease.ended_on)
    else:
        common.move(ending, EndingState.MOVED_OUT, actor, {"moved_out_on": lease.ended_on}, action="moved_out")


def _begin(lease: Lease, actor: Actor) -> None:
    today = oslo_date(actor.at)
    reason = lease.end_reason or LeaseEnd.MUTUAL
    ending = common.new_ending(
        lease, actor, today, reason=reason, state=EndingState.MOVED_OUT, given_on=lease.ended_on,
        by_party=Party.LANDLORD if reason in endings.BY_LANDLORD | {LeaseEnd.EVICTED} else Party.TENANT,
        ends_on=lease.ended_on, moved_out_on=lease.ended_on, inspection=inspection_of(lease.pk),
        rulebook=rulebooks.current(today).number,
    )  # fmt: skip
    common.store(ending, actor, "ending_followed", [Owed(KEEP_EFFECT, f"{KEEP_EFFECT}:{ending.pk}:1")])


def _corrected(ending: Ending, actor: Actor, on: date) -> None:
    if ending.moved_out_on != on:
        records.change(
            ending, actor, values={"moved_out_on": on}, action="move_out_corrected", owed=common.owed(ending)
        )


def _called_off(ending: Ending, actor: Actor, on: date) -> None:
    if ending.state in endings.LIVE:
        values = {"fallen_on": on, "fallen_why": "En ny kontrakt har tatt over."}
        common.move(ending, EndingState.FALLEN, actor, values, action="ending_withdrawn")


def evicted_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """The household is evicted: the lease ends that day and its dwelling is vacant (a command effect).

    `document` is the arrears case, of a lease; `args` hold the case and the day.
    """
    on = date.fromisoformat(effect.args["on"])
    lease: Lease = Lease.objects(pk=records.reference(document, "lease")).no_dereference().get()
    if lease.state is not LeaseState.OCCUPYING:
        return
    ending = common.open_of(lease.pk)
    if ending is not None and ending.state is EndingState.MOVED_OUT:  # told before; the ending itself owes the rest
        return
    values = {"reason": LeaseEnd.EVICTED, "moved_out_on": on, "inspection": inspection_of(lease.pk)}
    if ending is not None:
        more = _owed_end(ending, on, LeaseEnd.EVICTED, ending.version + 1)
        common.move(ending, EndingState.MOVED_OUT, actor, values, action="evicted", more=more)
        return
    today = oslo_date(actor.at)
    ending = common.new_ending(
        lease, actor, today, by_party=Party.LANDLORD, state=EndingState.MOVED_OUT, given_on=on, ends_on=on,
        rulebook=rulebooks.current(today).number, **values,
    )  # fmt: skip
    owed = [*_owed_end(ending, on, LeaseEnd.EVICTED, 1), Owed(KEEP_EFFECT, f"{KEEP_EFFECT}:{ending.pk}:1")]
    common.store(ending, actor, "evicted", owed)


# --- What was left behind (husll. § 10-4) ---------------------------------------------------------------------------


def note_goods(
    ending: Ending, actor: Actor, *, what: str, told_on: date | None, until: date | None, version: int, today: date
) -> bool:
    """Note what the tenant left, when its owner was asked to fetch it, and until when it is kept.

    `until` is the rulebook's days from today where none is chosen. Raises NotAuthorised, NoNeedToKnow, StaleState,
    TransitionRefused (nobody has moved out), InvalidRecord.
    """
    common.opened(ending, actor, "ending.goods", version, KEEPERS, {Role.PROPERTY})
    _require_out(ending)
    last = until or today + timedelta(days=rulebooks.current(today).keeping.goods_days)
    wrong = {}
    if not what.strip():
        wrong["left_goods"] = "missing_value"
    if told_on is not None and told_on > today:
        wrong["goods_told_on"] = "future"
    if ending.moved_out_on is not None and last < ending.moved_out_on:
        wrong["goods_until"] = "before_notice"
    if wrong:
        raise InvalidRecord("ending", wrong)
    values = {"left_goods": what.strip(), "goods_told_on": told_on, "goods_until": last, "goods_done_on": None}
    return records.change(ending, actor, values=values, action="goods_noted", owed=common.owed(ending))


def close_goods(ending: Ending, actor: Actor, *, outcome: str, version: int, today: date) -> bool:
    """Note what became of what was left: fetched, sold or thrown away, and its cost.

    Raises NotAuthorised, NoNeedToKnow, StaleState, TransitionRefused (nothing was left), MissingReason.
    """
    common.opened(ending, actor, "ending.goods", version, KEEPERS, {Role.PROPERTY})
    if not ending.left_goods:
        raise TransitionRefused("ending", ending.state.value, "goods")
    if not outcome.strip():
        raise MissingReason("ending.goods")
    values = {"goods_done_on": today, "goods_outcome": outcome.strip()}
    return records.change(ending, actor, values=values, action="goods_done", owed=common.owed(ending))


def _require_out(ending: Ending) -> None:
    if ending.state not in (EndingState.MOVED_OUT, EndingState.SETTLED):
        raise TransitionRefused("ending", ending.state.value, EndingState.MOVED_OUT.value)


__all__ = [
    "ENDED_EFFECT", "EVICT_EFFECT", "OPEN_VACANCY_EFFECT", "close_goods", "evicted_by_effect", "inspection_of",
    "lease_ended_by_effect", "move_out", "note_goods",
]  # fmt: skip
