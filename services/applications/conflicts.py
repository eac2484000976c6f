"""Who may not handle a case (inhabil, fvl. § 6): declared and lifted, and asked for before anything is done."""

from datetime import date

from models import Application, User
from models.intake import Conflict
from rules.errors import ConflictOfInterest, InvalidRecord, MissingReason, NotAuthorised
from rules.terms import Role
from services import agenda, next_steps, records
from services.actor import Actor

LEADERS = (Role.UNIT_LEADER, Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR)


def refuse_disqualified(application: Application, actor: Actor) -> None:
    """Raise ConflictOfInterest for someone who is disqualified in the case (fvl. § 6)."""
    for one in application.conflicts:
        if str(one.user) == actor.id:
            raise ConflictOfInterest(application.number, actor.name)


def declare_conflict(
    application: Application, user: User, actor: Actor, *, because: str, version: int, today: date
) -> bool:
    """Note that a user is disqualified; the caseworker leaves the case. False where it is noted already.

    People declare themselves, leaders anybody. Raises NotAuthorised, MissingReason, InvalidRecord, StaleState.
    """
    _require_self_or_leader(user, actor)
    if not because.strip():
        raise MissingReason("application.conflict")
    if not user.active:
        raise InvalidRecord("application", {"user": "inactive"})
    if any(one.user == user.pk for one in application.conflicts):
        return False
    conflict = Conflict(user=user.pk, user_name=user.name, because=because.strip(), on=today, by=actor.id)
    leaves = records.reference(application, "caseworker") == user.pk
    values = {"conflicts": [*application.conflicts, conflict]} | ({"caseworker": None} if leaves else {})
    owed = [*agenda.owed(application), next_steps.owed(application)]
    return records.change(application, actor, values=values, action="conflict_declared", version=version, owed=owed)


def lift_conflict(application: Application, user: User, actor: Actor, *, why: str, version: int) -> bool:
    """Note that a user is no longer disqualified. False where nobody says so.

    Raises NotAuthorised (also of oneself, where somebody else declared it), MissingReason, StaleState.
    """
    _require_self_or_leader(user, actor)
    if not why.strip():
        raise MissingReason("application.conflict")
    held = next((one for one in application.conflicts if one.user == user.pk), None)
    if held is None:
        return False
    if not may_lift(held, actor):
        raise NotAuthorised("application.conflict")
    left = [one for one in application.conflicts if one is not held]
    owed = [*agenda.owed(application), next_steps.owed(application)]
    values = {"conflicts": left}
    return records.change(
        application, actor, values=values, action="conflict_lifted", why=why, version=version, owed=owed
    )


def may_lift(conflict: Conflict, actor: Actor) -> bool:
    """Whether the actor may say that it no longer holds: oneself what oneself declared, a leader that of another.

    A doubt that others have raised is not for the person it concerns to settle (fvl. § 8).
    """
    if str(conflict.user) == actor.id:
        return conflict.by == actor.id
    return bool(actor.roles & set(LEADERS))


def _require_self_or_leader(user: User, actor: Actor) -> None:
    if str(user.pk) != actor.id and not actor.roles & set(LEADERS):
        raise NotAuthorised("application.conflict")
