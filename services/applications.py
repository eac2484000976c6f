"""The application's way from receipt to assessment, and what is noted on it; decisions have their own service."""

from datetime import date

from models import Application, User
from rules import states
from rules.errors import InvalidRecord, MissingReason, TransitionRefused
from rules.terms import ApplicationState, ReasonGroup, Role, TaskKind
from services import records, tasks
from services.actor import Actor

WORKERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR)


def take_up(application: Application, actor: Actor, *, version: int) -> bool:
    """Start the assessment (received → in_assessment). Raises NotAuthorised, TransitionRefused, StaleState.

    A decided case goes back to assessment only with its decision: by undoing it, or by an appeal.
    """
    if application.state not in (ApplicationState.RECEIVED, ApplicationState.IN_ASSESSMENT):
        raise TransitionRefused("application", application.state.value, ApplicationState.IN_ASSESSMENT.value)
    return _move(application, ApplicationState.IN_ASSESSMENT, actor, action="taken_up", version=version)


def withdraw(application: Application, actor: Actor, *, why: str, version: int) -> bool:
    """The applicant takes the application back. Raises NotAuthorised, MissingReason, TransitionRefused, StaleState."""
    if not why.strip():
        raise MissingReason("application.withdraw")
    return _move(application, ApplicationState.WITHDRAWN, actor, action="withdrawn", version=version, why=why)


def note_preliminary_reply(application: Application, sent_on: date, actor: Actor, *, version: int, today: date) -> bool:
    """Note the day a preliminary reply was sent (fvl. § 11 a). Raises NotAuthorised, InvalidRecord, StaleState."""
    actor.require(*WORKERS, what="application.preliminary_reply")
    if sent_on > today:
        raise InvalidRecord("application", {"preliminary_reply_on": "future"})
    if sent_on < application.received_on:
        raise InvalidRecord("application", {"preliminary_reply_on": "before_received"})
    values = {"preliminary_reply_on": sent_on}
    owed = [tasks.settling(application, TaskKind.SLOW_CASE)]
    changed = not records.same(application.preliminary_reply_on, sent_on)
    return changed and records.change(
        application, actor, values=values, action="preliminary_reply", version=version, owed=owed
    )


def assign(application: Application, caseworker: User, actor: Actor, *, version: int) -> bool:
    """Give the case to a caseworker. Raises NotAuthorised, InvalidRecord (inactive user), StaleState."""
    actor.require(*WORKERS, what="application.assign")
    if not caseworker.active:
        raise InvalidRecord("application", {"caseworker": "inactive"})
    return records.change(application, actor, values={"caseworker": caseworker}, action="assigned", version=version)


def note_archive_case(application: Application, number: str, actor: Actor, *, version: int) -> bool:
    """Note the archive's case number. Raises NotAuthorised, StaleState."""
    actor.require(*WORKERS, what="application.archive_case")
    values = {"archive_case_number": number.strip() or None}
    return records.change(application, actor, values=values, action="archive_case", version=version)


def note_reason_group(application: Application, group: ReasonGroup, actor: Actor, *, version: int) -> bool:
    """Note KOSTRA's main reason. Raises NotAuthorised, StaleState."""
    actor.require(*WORKERS, what="application.reason_group")
    return records.change(application, actor, values={"reason_group": group}, action="reason_group", version=version)


def _move(
    application: Application, to: ApplicationState, actor: Actor, *, action: str, version: int, why: str = ""
) -> bool:
    actor.require(*WORKERS, what=f"application.{action}")
    if version != application.version:
        raise records.stale(application, version)
    if application.state is to:
        return False
    states.check(states.APPLICATION, application.state, to)
    owed = [tasks.settling(application, TaskKind.SLOW_CASE)] if to is ApplicationState.WITHDRAWN else []
    return records.change(application, actor, values={"state": to}, action=action, why=why, version=version, owed=owed)
