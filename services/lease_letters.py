"""Letters about a lease: drawn as a draft to be looked at, found again when agreed, put among those to be sent."""

import hashlib
from collections.abc import Sequence
from datetime import date

from bson import ObjectId

from letters.paper import Drawn
from models import Applicant, Lease, Letter
from models.letter import Addressee
from rules.errors import LetterDiffers, TransitionRefused
from rules.terms import LetterKind, LetterState
from services import dispatch, need_to_know, records
from services.actor import Actor


def keep_draft(
    lease: Lease,
    person: Applicant,
    kind: LetterKind,
    drawn: Drawn,
    actor: Actor,
    *,
    about: ObjectId,
    today: date,
    to: Sequence[Addressee] = (),
) -> Letter:
    """Store a letter as a draft, in place of earlier drafts of the same; `to` are others than the tenant."""
    letter = dispatch.draft_on_lease(lease, person, kind, drawn, actor, today=today, about=about, to=list(to) or None)
    earlier = Letter.objects(
        lease=lease.pk, letter_kind=kind, state=LetterState.DRAFT, about=about, pk__lt=letter.pk
    ).no_dereference()
    for old in earlier:
        dispatch.void(old, actor)
    return letter


def seen(lease: Lease, identity: ObjectId, kind: LetterKind, drawn: Drawn, *, about: ObjectId, today: date) -> Letter:
    """The draft that was looked at, where it still says what is done now.

    Raises NotFound, LetterDiffers (drawn another day, of other facts, or not a draft any more).
    """
    letter: Letter = records.get(Letter, identity)
    sound = letter.letter_kind is kind and letter.about == about and letter.state is LetterState.DRAFT
    if not sound or letter.drawn_on != today or letter.sha256 != hashlib.sha256(drawn.content).hexdigest():
        raise LetterDiffers(lease.contract_number)
    return letter


def release(letter: Letter, actor: Actor, *, version: int, today: date) -> bool:
    """Put a draft that a person has looked over among the letters to be sent; done before = nothing.

    Raises NotAuthorised, NoNeedToKnow, TransitionRefused (it goes with what it rests on), StaleState.
    """
    actor.require(*dispatch.SENDERS, what="letter.release")
    need_to_know.require_lease(records.get(Lease, records.reference(letter, "lease")), actor)
    if letter.state is LetterState.RELEASED:
        return False
    records.check_version(letter, version)
    if letter.letter_kind in dispatch.BOUND:
        raise TransitionRefused("letter", letter.state.value, LetterState.RELEASED.value)
    return dispatch.release(letter, actor, today=today)
