"""Who was called, visited or written to, and what was said; a check of the data; the household; NAV's notice (S002)."""

from datetime import date

from bson import ObjectId

from models import ArrearsCase
from models.arrears_case import TakenStep
from rules.arrears import CONTACTS
from rules.errors import InvalidRecord, MissingReason
from rules.terms import ArrearsStep, ContactChannel, Role
from services import records
from services.actor import Actor
from services.arrears import common, reading
from services.arrears.common import ALSO, NOTERS


def note_contact(
    case: ArrearsCase,
    actor: Actor,
    *,
    step: ArrearsStep,
    on: date,
    channel: ContactChannel,
    spoke_with: str = "",
    said: str,
    reached: bool,
    version: int,
    today: date,
) -> ObjectId:
    """Note a contact with the household or NAV, or an attempt at one; returns the step's id.

    Raises NotAuthorised, NoNeedToKnow, InvalidRecord (no contact, a day to come or before the case, nobody named who
    was spoken with), MissingReason (what was said), TransitionRefused, StaleState.
    """
    lease = common.opened(case, actor, "arrears.contact", version, roles=NOTERS, also=ALSO)
    if step not in CONTACTS:
        raise InvalidRecord("arrears_case", {"step": "missing_value"})
    _check_day(on, case.oldest_due, today)
    if not said.strip():
        raise MissingReason("arrears.contact")
    taken = TakenStep(
        id=ObjectId(),
        step=step,
        on=on,
        channel=channel,
        spoke_with=spoke_with.strip() or None,
        said=said.strip(),
        reached=reached,
        owed_ore=reading.owed_by(lease, today).owed_ore,
        by=actor.id,
        by_name=actor.name,
    )
    return _append(case, taken, actor, "contact_noted", version)


def note_check(case: ArrearsCase, actor: Actor, *, said: str, version: int, today: date) -> ObjectId:
    """Note that somebody has looked into whether the debt is what it looks like, and what they found. As above."""
    lease = common.opened(case, actor, "arrears.check", version, roles=NOTERS, also=ALSO)
    if not said.strip():
        raise MissingReason("arrears.check")
    taken = TakenStep(
        id=ObjectId(),
        step=ArrearsStep.CHECK_DATA,
        on=today,
        said=said.strip(),
        owed_ore=reading.owed_by(lease, today).owed_ore,
        by=actor.id,
        by_name=actor.name,
    )
    return _append(case, taken, actor, "arrears_checked", version)


def note_household(
    case: ArrearsCase, actor: Actor, *, children: bool | None, nav_opt_out_on: date | None, version: int, today: date
) -> bool:
    """Note whether children live there, and the day the tenant said no to the notice to NAV in writing (§ 9-11).

    Raises NotAuthorised, NoNeedToKnow, InvalidRecord (a day to come), TransitionRefused, StaleState.
    """
    common.opened(case, actor, "arrears.household", version)
    if nav_opt_out_on is not None and nav_opt_out_on > today:
        raise InvalidRecord("arrears_case", {"nav_opt_out_on": "future"})
    values = {"children": children, "nav_opt_out_on": nav_opt_out_on}
    if all(records.same(getattr(case, name), value) for name, value in values.items()):
        return False
    return records.change(
        case, actor, values=values, action="household_noted", version=version, owed=common.owed_after(case)
    )


def take_over(case: ArrearsCase, actor: Actor, *, version: int) -> bool:
    """Make the actor the one who follows the case up; so already = nothing. Raises as note_household()."""
    common.opened(case, actor, "arrears.take_over", version)
    if not ObjectId.is_valid(actor.id):
        return False
    values = {"caseworker": ObjectId(actor.id)}
    return records.change(case, actor, values=values, action="assigned", version=version)


def _append(case: ArrearsCase, taken: TakenStep, actor: Actor, action: str, version: int) -> ObjectId:
    values = {"steps": [*case.steps, taken]}
    records.change(case, actor, values=values, action=action, version=version, owed=common.owed_after(case))
    return ObjectId(taken.id)


def _check_day(on: date, earliest: date, today: date) -> None:
    if on > today:
        raise InvalidRecord("arrears_case", {"on": "future"})
    if on < earliest:
        raise InvalidRecord("arrears_case", {"on": "before_debt"})


def may_note(actor: Actor) -> bool:
    """Whether the actor may note a contact."""
    return actor.is_system or bool(actor.roles & set(NOTERS))


def may_step(actor: Actor) -> bool:
    """Whether the actor may take steps in a case."""
    return actor.is_system or bool(actor.roles & set(common.STEPPERS))


def may_approve(actor: Actor) -> bool:
    """Whether the actor may approve a step toward eviction."""
    return bool(actor.roles & {Role.UNIT_LEADER, Role.DEPARTMENT_HEAD})
