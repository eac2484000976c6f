"""A new rent comes in force: its lines follow the old ones on the lease, by night, or when the change is made."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bson import ObjectId

from models import Lease, RentChange
from models.base import Effect, Record
from rules import rent_changes, states
from rules.errors import InvalidRecord, MissingReason, RentNegative, RentUnchanged, TransitionRefused
from rules.keeping_states import RENT_CHANGE
from rules.rent_changes import NewAmount
from rules.terms import LeaseState, RentChangeKind, RentChangeState
from services import dispatch, records
from services.actor import Actor
from services.effects import Owed
from services.rents import common

LINES_EFFECT = "rent_lines"
OVER = "Leieforholdet sluttet før endringen gjaldt."


def due(until: date) -> Iterator[RentChange]:
    """Changes that tenants are notified of and whose day comes by then, oldest first (index `rent_change_state`)."""
    found = RentChange.objects(state=RentChangeState.NOTIFIED, effective_from__lt=until + timedelta(days=1))
    yield from found.no_dereference().order_by("effective_from", "id")


def put_in_force(change: RentChange, actor: Actor, *, today: date) -> bool:
    """Put a change in force, or call it off where the lease ended before its day; False where it must wait.

    One that needs a notice waits until its letter has gone out, and goes by the day that gives (`note_letter`).
    Raises TransitionRefused, StaleState, RentChangeOutdated.
    """
    if change.state is RentChangeState.IN_FORCE:
        return False
    lease = common.lease_of(change)
    correction = change.kind is RentChangeKind.CORRECTION
    if lease.state is LeaseState.ENDED and not correction and (lease.ended_on or today) < change.effective_from:
        return records.change(
            change, actor, values={"state": RentChangeState.CANCELLED}, action="rent_cancelled", why=OVER,
            owed=[dispatch.owed_recall(change.letter)] if change.letter is not None else [],
        )  # fmt: skip
    if change.kind in common.WITH_NOTICE and change.notified_on is None:
        return False
    states.check(RENT_CHANGE, change.state, RentChangeState.IN_FORCE)
    common.check_stands(change, lease)
    return records.change(
        change, actor, values={"state": RentChangeState.IN_FORCE}, action="rent_in_force",
        owed=[Owed(LINES_EFFECT, f"{LINES_EFFECT}:{change.pk}")],
    )  # fmt: skip


def put_lines(document: Record, _effect: Effect, actor: Actor) -> None:
    """Put the lines of a change in force on its lease (a command effect); there already = done."""
    change = records.get(RentChange, document.pk)
    lease = common.lease_of(change)
    if _has_lines(change, lease):
        return
    common.check_stands(change, lease)
    lines = rent_changes.followed(common.lines_of(lease), common.amounts_of(change), change.effective_from)
    values: dict[str, Any] = {"rent_lines": common.stored_lines(lines), **_fixed(change)}
    records.change(lease, actor, values=values, action="rent_changed", why=change.kind.label)


def _has_lines(change: RentChange, lease: Lease) -> bool:
    """Whether the lease has what the change says: each changed line ended the day before, each new one begun."""
    lines, until = common.lines_of(lease), change.effective_from - timedelta(days=1)
    ended = {line.key for line in lines if line.valid_to == until}
    begun = {(line.kind, line.amount_ore) for line in lines if line.valid_from == change.effective_from}
    return all(
        (one.line is None or one.line in ended) and (not one.new_ore or (one.kind, one.new_ore) in begun)
        for one in change.lines
    )


def _fixed(change: RentChange) -> dict[str, Any]:
    """What the lease keeps of the fixing: charges of their own and corrections fix no rent (§§ 4-2, 4-3)."""
    if change.kind is RentChangeKind.INDEX:
        return {"rent_set_on": change.effective_from, "rent_index_month": change.new_month}
    if change.kind is RentChangeKind.MARKET or _agreed_rent(change):
        return {"rent_set_on": change.effective_from, "rent_index_month": None, "market_set_on": change.effective_from}
    return {}


def _agreed_rent(change: RentChange) -> bool:
    return change.kind is RentChangeKind.AGREED and any(one.kind in rent_changes.INDEXED for one in change.lines)


def dispute(change: RentChange, actor: Actor, *, why: str, version: int) -> bool:
    """The tenant does not agree to going rent: the old rent goes on until it is settled (husll. §§ 4-3, 12-5).

    Raises NotAuthorised, NoNeedToKnow, MissingReason, TransitionRefused (in force, or not of that kind), StaleState.
    """
    common.require(common.lease_of(change), actor, "rent_change.dispute")
    if change.state is RentChangeState.DISPUTED:
        return False
    if not why.strip():
        raise MissingReason("rent_change.dispute")
    if change.state is not RentChangeState.NOTIFIED or change.kind not in common.WITH_NOTICE:
        raise TransitionRefused("rent_change", change.state.value, RentChangeState.DISPUTED.value)
    states.check(RENT_CHANGE, change.state, RentChangeState.DISPUTED)
    return records.change(
        change,
        actor,
        values={"state": RentChangeState.DISPUTED},
        action="rent_disputed",
        why=why.strip(),
        version=version,
    )


def settle(change: RentChange, actor: Actor, *, new_ore: int, why: str, version: int, today: date) -> bool:
    """A dispute is settled: the rent itself is `new_ore` from the change's day on; what was charged is set right.

    Raises NotAuthorised, NoNeedToKnow, MissingReason, RentNegative, RentUnchanged (cancel it instead),
    TransitionRefused, StaleState, RentChangeOutdated.
    """
    common.require(common.lease_of(change), actor, "rent_change.settle")
    if not why.strip():
        raise MissingReason("rent_change.settle")
    states.check(RENT_CHANGE, change.state, RentChangeState.NOTIFIED)
    if change.state is not RentChangeState.DISPUTED:
        raise TransitionRefused("rent_change", change.state.value, "settled")
    first, *others = common.amounts_of(change)
    if new_ore < 0:
        raise RentNegative(first.kind)
    if new_ore == first.old_ore:
        raise RentUnchanged(change.contract_number)
    settled = [NewAmount(first.line, first.kind, first.old_ore, new_ore), *others]
    values = {
        "state": RentChangeState.NOTIFIED,
        "lines": common.new_lines(settled),
        "new_ore": change.new_ore - first.new_ore + new_ore,
    }
    done = records.change(change, actor, values=values, action="rent_settled", why=why.strip(), version=version)
    if change.effective_from <= today:
        put_in_force(change, actor, today=today)
    return done


def record_fixing(
    lease: Lease, actor: Actor, *, set_on: date, index_month: str | None, why: str, version: int, today: date
) -> bool:
    """Note when the rent that holds took effect, where it was fixed before the lease was brought into Husrom.

    Raises NotAuthorised, NoNeedToKnow, MissingReason, InvalidRecord, StaleState.
    """
    common.require(lease, actor, "rent_change.fixing")
    if not why.strip():
        raise MissingReason("rent_change.fixing")
    if set_on > today:
        raise InvalidRecord("lease", {"rent_set_on": "future"})
    if set_on < lease.starts_on:
        raise InvalidRecord("lease", {"rent_set_on": "before_lease_began"})
    values = {"rent_set_on": set_on, "rent_index_month": index_month}
    return records.change(lease, actor, values=values, action="fixing_recorded", why=why.strip(), version=version)


def changes_of(lease: ObjectId) -> list[RentChange]:
    """A lease's changes, the latest first (index `rent_change_lease`)."""
    return list(RentChange.objects(lease=lease).no_dereference().order_by("-effective_from", "id"))
