"""The application's way from receipt to assessment, and what is noted on it by a click."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from models import Appeal, Application, User
from rules import appeals, states
from rules.errors import AppealOpen, ConflictOfInterest, ConsentMissing, InvalidRecord, MissingReason, TransitionRefused
from rules.terms import ApplicationState, Consent, ReasonGroup, Role, TaskKind
from services import agenda, dispatch, next_steps, records, tasks, users
from services.actor import Actor
from services.applications.carried import closed
from services.applications.conflicts import refuse_disqualified
from services.effects import Owed

WORKERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR)


def allow(application: Application, actor: Actor, what: str) -> None:
    """Let those through who may handle the case. Raises NotAuthorised, ConflictOfInterest."""
    actor.require(*WORKERS, what=f"application.{what}")
    refuse_disqualified(application, actor)


def change(
    application: Application,
    actor: Actor,
    values: dict[str, Any],
    *,
    action: str,
    version: int,
    why: str = "",
    owed: Sequence[Owed] = (),
) -> bool:
    """One guarded write that brings the case's task up to date too; False where nothing differs. Raises StaleState."""
    records.check_version(application, version)
    if all(records.same(getattr(application, name), value) for name, value in values.items()):
        return False
    owed = [*owed, next_steps.owed(application)]
    return records.change(application, actor, values=values, action=action, why=why, version=version, owed=owed)


def take_up(application: Application, actor: Actor, *, version: int) -> bool:
    """Start the assessment (received → in_assessment); a case that is nobody's becomes the actor's.

    A decided case goes back to assessment only with its decision: by undoing it, or by an appeal.
    Raises NotAuthorised, ConflictOfInterest, ConsentMissing (fvl. § 12), TransitionRefused, StaleState.
    """
    if application.state not in (ApplicationState.RECEIVED, ApplicationState.IN_ASSESSMENT):
        raise TransitionRefused("application", application.state.value, ApplicationState.IN_ASSESSMENT.value)
    if application.consent is Consent.AWAITED:
        raise ConsentMissing(application.number)
    values = _mine(application, actor)
    return move(application, ApplicationState.IN_ASSESSMENT, actor, action="taken_up", version=version, values=values)


def _mine(application: Application, actor: Actor) -> dict[str, Any]:
    """What makes a case the actor's, where it belongs to nobody: so that its steps stand on somebody's own list."""
    if records.reference(application, "caseworker") is not None:
        return {}
    user = users.find(actor.id)
    office = {} if records.reference(application, "office") or actor.office is None else {"office": actor.office}
    return {"caseworker": user.pk, **office} if user is not None else {}


def withdraw(application: Application, actor: Actor, *, why: str, version: int) -> bool:
    """The applicant takes the application back; what was decided in it holds no longer.

    Raises NotAuthorised, ConflictOfInterest, MissingReason, AppealOpen, TransitionRefused, StaleState.
    """
    if not why.strip():
        raise MissingReason("application.withdraw")
    return move(application, ApplicationState.WITHDRAWN, actor, action="withdrawn", version=version, why=why)


def note_preliminary_reply(application: Application, sent_on: date, actor: Actor, *, version: int, today: date) -> bool:
    """Note the day a preliminary reply was sent (fvl. § 11 a).

    Raises NotAuthorised, ConflictOfInterest, InvalidRecord, StaleState.
    """
    allow(application, actor, "preliminary_reply")
    if sent_on > today:
        raise InvalidRecord("application", {"preliminary_reply_on": "future"})
    if sent_on < application.received_on:
        raise InvalidRecord("application", {"preliminary_reply_on": "before_received"})
    owed = [tasks.settling(application, TaskKind.SLOW_CASE)]
    values = {"preliminary_reply_on": sent_on}
    return change(application, actor, values, action="preliminary_reply", version=version, owed=owed)


def assign(application: Application, caseworker: User, actor: Actor, *, version: int) -> bool:
    """Give the case to a caseworker. Raises NotAuthorised, InvalidRecord (inactive), ConflictOfInterest, StaleState."""
    allow(application, actor, "assign")
    if not caseworker.active:
        raise InvalidRecord("application", {"caseworker": "inactive"})
    if any(one.user == caseworker.pk for one in application.conflicts):
        raise ConflictOfInterest(application.number, caseworker.name)
    return change(application, actor, {"caseworker": caseworker}, action="assigned", version=version)


def note_archive_case(application: Application, number: str, actor: Actor, *, version: int) -> bool:
    """Note the archive's case number. Raises NotAuthorised, ConflictOfInterest, StaleState."""
    allow(application, actor, "archive_case")
    values = {"archive_case_number": number.strip() or None}
    return change(application, actor, values, action="archive_case", version=version)


def note_reason_group(application: Application, group: ReasonGroup, actor: Actor, *, version: int) -> bool:
    """Note KOSTRA's main reason. Raises NotAuthorised, ConflictOfInterest, StaleState."""
    allow(application, actor, "reason_group")
    return change(application, actor, {"reason_group": group}, action="reason_group", version=version)


def move(
    application: Application,
    to: ApplicationState,
    actor: Actor,
    *,
    action: str,
    version: int,
    why: str = "",
    values: dict[str, Any] | None = None,
) -> bool:
    """Bring the case to a state along the transition table, with what else changes. False where it stands there."""
    allow(application, actor, action)
    records.check_version(application, version)
    if application.state is to:
        return False
    states.check(states.APPLICATION, application.state, to)
    owed = []
    if to is ApplicationState.WITHDRAWN:
        _refuse_appealed(application)
        owed.append(tasks.settling(application, TaskKind.SLOW_CASE))
        values = {**(values or {}), "decisions": [closed(one) if one.open else one for one in application.decisions]}
    if to is not ApplicationState.IN_ASSESSMENT:
        # A case that is over leaves the agenda it stands on, and nobody decides what was proposed in it.
        values = {**(values or {}), "meeting": None, "proposal": None}
        owed += agenda.owed(application)
        if application.proposal is not None:
            owed.append(dispatch.owed_void(application.proposal.letter))
    return change(
        application, actor, {"state": to, **(values or {})}, action=action, why=why, version=version, owed=owed
    )


def _refuse_appealed(application: Application) -> None:
    """Raise AppealOpen while an appeal in the case is not answered (index `appeal_application`)."""
    waits = Appeal.objects(application=application.pk, state__in=list(appeals.OPEN))
    if waits.only("pk").first() is not None:
        raise AppealOpen(application.number)
