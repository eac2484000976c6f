"""Letters from draft to arrival: stored, released by what was decided, sent by a person, dated (fvl. § 29)."""

import io
from datetime import date
from typing import Any, BinaryIO

from bson import ObjectId

from letters import task_texts
from letters.paper import Drawn, Envelope, Sender
from models import Applicant, Application, Letter, User
from models.applicant import Representative
from models.base import Effect, Record
from models.letter import Addressee
from rules import states
from rules.deadlines import oslo_date, presumed_arrival
from rules.errors import DateBeforeCause, InvalidRecord, MissingReason
from rules.terms import AccessKind, Copy, FileKind, LetterKind, LetterState, Role, TaskKind, Urgency
from services import audit, files, records, rulebooks, tasks
from services.actor import Actor
from services.effects import Owed
from services.tasks import Finding

RELEASE_EFFECT = "release_letter"
VOID_EFFECT = "void_letter"
TASK_EFFECT = "letter_task"
MOVED_EFFECTS = {  # who is told when a letter of the kind is sent, has arrived or comes back; the rest tell nobody
    LetterKind.DECISION: "decision_letter_moved",
    LetterKind.PRELIMINARY_REPLY: "application_letter_moved",
    LetterKind.SLOW_NOTICE: "application_letter_moved",
    LetterKind.MISSING_PAPERS: "application_letter_moved",
    LetterKind.CONSENT_REQUEST: "application_letter_moved",
    LetterKind.APPEAL_OUTCOME: "appeal_letter_moved",
}
SENDERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD, Role.DECIDER)
PDF = "application/pdf"


# --- Who gets it --------------------------------------------------------------------------------------------------


def representatives(person: Applicant, today: date) -> list[Representative]:
    """Those who act for the person on the day (fvl. § 12)."""
    return [one for one in person.representatives if one.valid_until is None or one.valid_until >= today]


def addressees(person: Applicant, today: date) -> list[Addressee]:
    """Who gets a letter to the party: the representative first, and the party too unless all of them say not."""
    acting = representatives(person, today)
    found = [Addressee(copy=Copy.REPRESENTATIVE, address=_lines(one.name, one)) for one in acting]
    if not acting or any(one.also_notify_party for one in acting):
        found.append(Addressee(copy=Copy.PARTY, address=_lines(person.name, person)))
    return found


def _lines(name: str, where: Any) -> str:
    town = " ".join(part for part in (where.postcode, getattr(where, "place", None)) if part)
    return "\n".join(part for part in (name, where.address, town) if part)


def envelope(application: Application, person: Applicant, sender: Sender, today: date) -> Envelope:
    """The head of a letter to the party of a case."""
    return Envelope(
        sender=sender,
        addresses=tuple(one.address for one in addressees(person, today)),
        case_number=application.application_number,
        archive_number=application.archive_case_number,
        day=today,
        language=person.letter_form,
        caseworker=_caseworker(application),
    )


def _caseworker(application: Application) -> str | None:
    held = records.reference(application, "caseworker")
    found = User.objects(pk=held).only("name").first() if held else None
    return found.name if found else None


# --- From draft to the dispatch list ------------------------------------------------------------------------------


def draft(
    application: Application,
    person: Applicant,
    kind: LetterKind,
    drawn: Drawn,
    actor: Actor,
    *,
    today: date,
    about: ObjectId | None = None,
    to: list[Addressee] | None = None,
) -> Letter:
    """Store what was drawn, its bytes first, as a draft that nobody gets before it is released."""
    file = files.store(ObjectId(), FileKind.LETTER, f"{drawn.title}.pdf", PDF, io.BytesIO(drawn.content), actor)
    letter = Letter(
        letter_kind=kind,
        application=application.pk,
        application_number=application.application_number,
        applicant=person.pk,
        office=records.reference(application, "office"),
        about=about,
        title=drawn.title,
        language=drawn.language,
        addressees=to or addressees(person, today),
        protected=person.protected_address,
        file=file.pk,
        sha256=file.sha256,
        drawn_on=today,
        by_name=actor.name,
    )
    records.create(letter, actor, action="drawn")
    return letter


def release(letter: Letter, actor: Actor, *, today: date) -> bool:
    """Put a draft on the dispatch list, as a task for whoever sends it. Raises TransitionRefused, StaleState."""
    if letter.state is LetterState.RELEASED:
        return False
    return _move(letter, LetterState.RELEASED, actor, {"released_on": today}, action="released")


def void(letter: Letter, actor: Actor, *, why: str = "", owed: tuple[Owed, ...] | list[Owed] = ()) -> bool:
    """Take a letter back that has not gone out. Raises TransitionRefused, StaleState."""
    if letter.state is LetterState.VOID:
        return False
    return _move(letter, LetterState.VOID, actor, {}, action="voided", why=why, owed=owed)


def owed_release(letter: ObjectId) -> Owed:
    """What a decision owes its letter."""
    return Owed(RELEASE_EFFECT, f"release:{letter}", {"letter": str(letter)})


def owed_void(letter: ObjectId) -> Owed:
    """What becomes of a draft that another has taken the place of."""
    return Owed(VOID_EFFECT, f"void:{letter}", {"letter": str(letter)})


def release_by_effect(_document: Record, effect: Effect, actor: Actor) -> None:
    """Release the letter that a stored decision names (a command effect)."""
    letter = records.get(Letter, ObjectId(effect.args["letter"]))
    if letter.state is LetterState.DRAFT:
        release(letter, actor, today=oslo_date(actor.at))


def void_by_effect(_document: Record, effect: Effect, actor: Actor) -> None:
    """Void the draft that a stored change has replaced (a command effect)."""
    letter = records.get(Letter, ObjectId(effect.args["letter"]))
    if letter.state is LetterState.DRAFT:
        void(letter, actor)


# --- Out of the house ---------------------------------------------------------------------------------------------


def dispatch(letter: Letter, actor: Actor, *, on: date, today: date, version: int) -> bool:
    """Note that the letter was posted; it is presumed to arrive after the rulebook's posting days.

    Raises NotAuthorised, InvalidRecord (future), DateBeforeCause, TransitionRefused, StaleState.
    """
    _check_day("dispatched_on", on, letter.released_on, "released_on", today)
    arrives = presumed_arrival(on, rulebooks.current(today).posting_days)
    values = {"dispatched_on": on, "arrived_on": arrives, "returned_on": None}
    return _by_person(letter, LetterState.DISPATCHED, actor, values, version=version, action="dispatched")


def note_arrival(letter: Letter, actor: Actor, *, on: date, today: date, version: int) -> bool:
    """Note the day the letter is known to have arrived, in place of the presumed one. Raises as dispatch()."""
    _check_day("arrived_on", on, letter.dispatched_on, "dispatched_on", today)
    return _by_person(letter, LetterState.ARRIVED, actor, {"arrived_on": on}, version=version, action="arrived")


def note_return(letter: Letter, actor: Actor, *, on: date, why: str, today: date, version: int) -> bool:
    """Note that the letter came back: it has not arrived, and no period runs. Raises as dispatch(), MissingReason."""
    if not why.strip():
        raise MissingReason("letter.return")
    _check_day("returned_on", on, letter.dispatched_on, "dispatched_on", today)
    values = {"returned_on": on, "arrived_on": None}
    return _by_person(letter, LetterState.RETURNED, actor, values, version=version, action="returned", why=why)


def _check_day(name: str, day: date, cause: date | None, cause_name: str, today: date) -> None:
    if day > today:
        raise InvalidRecord("letter", {name: "future"})
    if cause is not None and day < cause:
        raise DateBeforeCause(name, day, cause_name, cause)


def _by_person(
    letter: Letter,
    to: LetterState,
    actor: Actor,
    values: dict[str, Any],
    *,
    version: int,
    action: str,
    why: str = "",
) -> bool:
    actor.require(*SENDERS, what=f"letter.{action}")
    if version != letter.version:
        raise records.stale(letter, version)
    return _move(letter, to, actor, values, action=action, why=why)


def _move(
    letter: Letter,
    to: LetterState,
    actor: Actor,
    values: dict[str, Any],
    *,
    action: str,
    why: str = "",
    owed: tuple[Owed, ...] | list[Owed] = (),
) -> bool:
    states.check(states.LETTER, letter.state, to)
    version = letter.version + 1
    told = MOVED_EFFECTS.get(letter.letter_kind) if to not in (LetterState.RELEASED, LetterState.VOID) else None
    dues = [*owed, Owed(TASK_EFFECT, f"task:{letter.pk}:{version}")]
    if told:
        dues.append(Owed(told, f"moved:{letter.pk}:{version}"))
    return records.change(letter, actor, values={"state": to, **values}, action=action, why=why, owed=dues)


def keep_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """A letter that is to be sent is somebody's task until it is on its way (a command effect)."""
    today = oslo_date(actor.at)
    letter = records.get(Letter, document.pk)
    found = finding(letter, today)
    if found is None:
        tasks.settle(TaskKind.DISPATCH, str(letter.pk), actor, today)
    else:
        tasks.flag(found, actor, today)


def finding(letter: Letter, today: date) -> Finding | None:
    """What a letter asks for; None where it asks for nothing."""
    if letter.state not in (LetterState.RELEASED, LetterState.RETURNED):
        return None
    since = letter.returned_on or letter.released_on or today
    case = Application.objects(pk=records.reference(letter, "application")).only("caseworker", "office").first()
    return Finding(
        kind=TaskKind.DISPATCH,
        subject_kind="letter",
        subject_id=str(letter.pk),
        subject_number=letter.application_number,
        since=since.isoformat(),
        urgency=Urgency.URGENT if since < today else Urgency.SOON,
        text=task_texts.letter_to_send(letter.letter_kind.label),
        due_on=since,
        role=Role.CASEWORKER,
        caseworker=records.reference(case, "caseworker") if case else None,
        office=records.reference(case, "office") if case else None,
    )


def open_pdf(letter: Letter, actor: Actor) -> BinaryIO:
    """The letter's bytes; the opening is logged. Raises NotFound."""
    content = files.open_stored(letter.file)
    audit.record_access(
        actor,
        AccessKind.FETCHED,
        "letter",
        document_id=str(letter.pk),
        number=letter.application_number,
        person=records.reference(letter, "applicant"),
    )
    return content
