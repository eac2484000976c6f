"""A letter before it goes out: stored as a draft, released by what was decided, taken back."""

import io
from collections.abc import Sequence
from datetime import date

from bson import ObjectId

from letters.paper import Drawn
from models import Applicant, Application, Lease, Letter
from models.base import Effect, Record
from models.letter import Addressee
from rules import states
from rules.deadlines import oslo_date
from rules.letters import NOT_OUT
from rules.terms import FileKind, LetterKind, LetterState
from services import files, records
from services.actor import Actor
from services.dispatch.addressing import addressees
from services.dispatch.moving import move
from services.effects import Owed

RELEASE_EFFECT = "release_letter"
VOID_EFFECT = "void_letter"
RECALL_EFFECT = "recall_letter"
PDF = "application/pdf"


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
    """Store what was drawn of a case, its bytes first, as a draft that nobody gets before it is released."""
    letter = Letter(
        application=application.pk,
        application_number=application.application_number,
        office=records.reference(application, "office"),
    )
    return _keep(letter, person, kind, drawn, actor, today=today, about=about, to=to)


def draft_on_lease(
    lease: Lease,
    person: Applicant,
    kind: LetterKind,
    drawn: Drawn,
    actor: Actor,
    *,
    today: date,
    about: ObjectId | None = None,
    to: list[Addressee] | None = None,
) -> Letter:
    """The same of a lease; `to` are others than the tenant, where the letter is for them."""
    letter = Letter(lease=lease.pk, lease_number=lease.contract_number, office=records.reference(lease, "office"))
    return _keep(letter, person, kind, drawn, actor, today=today, about=about, to=to)


def _keep(
    letter: Letter,
    person: Applicant,
    kind: LetterKind,
    drawn: Drawn,
    actor: Actor,
    *,
    today: date,
    about: ObjectId | None,
    to: list[Addressee] | None,
) -> Letter:
    file = files.store(ObjectId(), FileKind.LETTER, f"{drawn.title}.pdf", PDF, io.BytesIO(drawn.content), actor)
    letter.letter_kind, letter.applicant, letter.about = kind, person.pk, about
    letter.title, letter.language = drawn.title, drawn.language
    letter.addressees = to or addressees(person, today)
    letter.protected = person.protected_address
    letter.file, letter.sha256 = file.pk, file.sha256
    letter.drawn_on, letter.by_name = today, actor.name
    records.create(letter, actor, action="drawn")
    return letter


def release(letter: Letter, actor: Actor, *, today: date) -> bool:
    """Put a draft on the dispatch list, as a task for whoever sends it; done before = nothing.

    Raises TransitionRefused, StaleState.
    """
    if letter.state is LetterState.RELEASED:
        return False
    return move(letter, LetterState.RELEASED, actor, {"released_on": today}, action="released")


def void(letter: Letter, actor: Actor, *, why: str = "", owed: Sequence[Owed] = ()) -> bool:
    """Take a letter back that has not gone out; done before = nothing. Raises TransitionRefused, StaleState."""
    if letter.state is LetterState.VOID:
        return False
    return move(letter, LetterState.VOID, actor, {}, action="voided", why=why, owed=owed)


def restore(letter: Letter, actor: Actor, *, today: date) -> bool:
    """Put a decision's letter that was thrown away on the dispatch list again: the decision stands after all.

    Raises TransitionRefused, StaleState.
    """
    values = {"released_on": today}
    return move(letter, LetterState.RELEASED, actor, values, action="released", table=states.RESTORED_LETTER)


def owed_release(letter: ObjectId) -> Owed:
    """What a decision owes its letter."""
    return Owed(RELEASE_EFFECT, f"release:{letter}", {"letter": str(letter)})


def owed_void(letter: ObjectId) -> Owed:
    """What becomes of a draft that another has taken the place of."""
    return Owed(VOID_EFFECT, f"void:{letter}", {"letter": str(letter)})


def owed_recall(letter: ObjectId) -> Owed:
    """What becomes of a letter whose ground has fallen away: one that has not gone out, or came back, is not sent."""
    return Owed(RECALL_EFFECT, f"recall:{letter}", {"letter": str(letter)})


def recall_by_effect(_document: Record, effect: Effect, actor: Actor) -> None:
    """Void the letter unless it is on its way (a command effect)."""
    letter: Letter | None = Letter.objects(pk=ObjectId(effect.args["letter"])).first()
    if letter is not None and letter.state in NOT_OUT:
        void(letter, actor)


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
