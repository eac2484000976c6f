"""A letter out of the house: posted, arrived or come back by a person's note, its PDF opened under log (fvl. § 29)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO

from models import Applicant, Application, Lease, Letter
from rules.deadlines import presumed_arrival
from rules.errors import AddressShielded, DateBeforeCause, InvalidRecord, MissingReason, TransitionRefused
from rules.terms import AccessKind, LetterKind, LetterState, Role
from services import audit, files, need_to_know, records, rulebooks
from services.actor import Actor
from services.dispatch.drafting import void
from services.dispatch.moving import move, owed_telling

SENDERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD, Role.DECIDER)
# A decision and its letter stand or fall together: it goes with its proposal, or by undoing the decision (ADR 12).
# So do an offer, a time to meet, the question why it was refused, and what the refusal leads to, with theirs.
ALSO = {LetterKind.RENT_CHANGE: (Role.ECONOMY,)}  # roles whose work letters of a kind are in every office
BOUND = frozenset(
    {
        LetterKind.DECISION,
        LetterKind.OFFER,
        LetterKind.APPOINTMENT,
        LetterKind.REFUSAL_HEARING,
        LetterKind.REFUSAL_JUDGED,
        # The letters of a lease that something rests on go with that: a step, a notice, a change of rent.
        LetterKind.RENT_CHANGE,
        LetterKind.PAYMENT_PLAN,
        LetterKind.GUARANTEE_CLAIM,
        LetterKind.REMINDER,
        LetterKind.COLLECTION_WARNING,
        LetterKind.PAYMENT_DEMAND,
        LetterKind.EVICTION_NOTICE,
        LetterKind.SOCIAL_NOTICE,
        LetterKind.PETITION,
        LetterKind.NOTICE,
        LetterKind.RESCISSION,
        LetterKind.MOVE_DEMAND,
        # So do those about a complaint: a warning is a measure, an answer is noted with whoever complained.
        LetterKind.WARNING,
        LetterKind.COMPLAINT_ANSWER,
    }
)


def dispatch(letter: Letter, actor: Actor, *, on: date, today: date, version: int) -> bool:
    """Note that the letter was posted; it is presumed to arrive after the rulebook's posting days.

    Noted before with the same day = nothing. Raises NotAuthorised, InvalidRecord (future), DateBeforeCause,
    TransitionRefused, StaleState.
    """
    actor.require(*SENDERS, what="letter.dispatched")
    arrives = presumed_arrival(on, rulebooks.current(today).posting_days)
    values = {"dispatched_on": on, "arrived_on": arrives, "returned_on": None}
    if _stands(letter, LetterState.DISPATCHED, values):
        return False
    records.check_version(letter, version)
    sent_from = letter.returned_on or letter.released_on  # one that came back is not sent again before it did
    _check_day("dispatched_on", on, sent_from, "returned_on" if letter.returned_on else "released_on", today)
    return move(letter, LetterState.DISPATCHED, actor, values, action="dispatched")


def note_arrival(letter: Letter, actor: Actor, *, on: date, today: date, version: int) -> bool:
    """Note the day the letter is known to have arrived, in place of the presumed one. As dispatch()."""
    actor.require(*SENDERS, what="letter.arrived")
    values = {"arrived_on": on}
    if _stands(letter, LetterState.ARRIVED, values):
        return False
    records.check_version(letter, version)
    _check_day("arrived_on", on, letter.dispatched_on, "dispatched_on", today)
    return move(letter, LetterState.ARRIVED, actor, values, action="arrived")


def correct_arrival(letter: Letter, actor: Actor, *, on: date, why: str, today: date, version: int) -> bool:
    """Put right the day noted for the arrival; what runs from it follows. The same day = nothing.

    Raises as dispatch(), MissingReason, TransitionRefused (no arrival is noted).
    """
    actor.require(*SENDERS, what="letter.arrived")
    if letter.state is not LetterState.ARRIVED:
        raise TransitionRefused("letter", letter.state.value, LetterState.ARRIVED.value)
    if letter.arrived_on == on:
        return False
    records.check_version(letter, version)
    if not why.strip():
        raise MissingReason("letter.arrival")
    _check_day("arrived_on", on, letter.dispatched_on, "dispatched_on", today)
    owed = owed_telling(letter, letter.state)
    values = {"arrived_on": on}
    return records.change(letter, actor, values=values, action="arrival_corrected", why=why.strip(), owed=owed)


def note_return(letter: Letter, actor: Actor, *, on: date, why: str, today: date, version: int) -> bool:
    """Note that the letter came back: it has not arrived, and no period runs. Returns and raises as dispatch().

    Raises MissingReason.
    """
    actor.require(*SENDERS, what="letter.returned")
    values = {"returned_on": on, "arrived_on": None}
    if _stands(letter, LetterState.RETURNED, values):
        return False
    records.check_version(letter, version)
    if not why.strip():
        raise MissingReason("letter.return")
    _check_day("returned_on", on, letter.dispatched_on, "dispatched_on", today)
    return move(letter, LetterState.RETURNED, actor, values, action="returned", why=why.strip())


def discard(letter: Letter, actor: Actor, *, why: str, version: int) -> bool:
    """Throw away a letter that is not on its way, so that it is never sent; done before = nothing.

    Raises NotAuthorised, MissingReason, TransitionRefused (sent already, or a decision's letter), StaleState.
    """
    actor.require(*SENDERS, what="letter.voided")
    if letter.state is LetterState.VOID:
        return False
    records.check_version(letter, version)
    if not why.strip():
        raise MissingReason("letter.void")
    if letter.letter_kind in BOUND:
        raise TransitionRefused("letter", letter.state.value, LetterState.VOID.value)
    return void(letter, actor, why=why.strip())


def shielded(letter: Letter) -> bool:
    """Whether where its party lives is for the named group alone: protected when it was drawn, or since."""
    return letter.protected or _protected_since(letter)


def open_pdf(letter: Letter, actor: Actor, *, sees_protected: bool = False) -> BinaryIO:
    """The letter's bytes, for those who work its case; the opening is logged.

    One that was drawn before its party's address was protected bears the address: it is for those who may see that.
    Raises NoNeedToKnow, AddressShielded, NotFound.
    """
    _require(letter, actor)
    if not letter.protected and not sees_protected and _protected_since(letter):
        raise AddressShielded(letter.number)
    content = files.open_stored(letter.file)
    audit.record_access(
        actor,
        AccessKind.FETCHED,
        "letter",
        document_id=str(letter.pk),
        number=letter.number,
        person=records.reference(letter, "applicant"),
    )
    return content


def _require(letter: Letter, actor: Actor) -> None:
    """Let those who work its case, or follow its lease up, pass. Raises NoNeedToKnow."""
    lease = records.reference(letter, "lease")
    if lease is not None:
        need_to_know.require_lease(records.get(Lease, lease), actor, ALSO.get(letter.letter_kind, ()))
    else:
        need_to_know.require(records.get(Application, records.reference(letter, "application")), actor)


def _protected_since(letter: Letter) -> bool:
    party = Applicant.objects(pk=records.reference(letter, "applicant")).only("protected_address").first()
    return party is not None and party.protected_address


def _stands(letter: Letter, state: LetterState, values: Mapping[str, Any]) -> bool:
    """Whether the very same was noted before: a form sent twice."""
    return letter.state is state and all(records.same(getattr(letter, name), value) for name, value in values.items())


def _check_day(name: str, day: date, cause: date | None, cause_name: str, today: date) -> None:
    if day > today:
        raise InvalidRecord("letter", {name: "future"})
    if cause is not None and day < cause:
        raise DateBeforeCause(name, day, cause_name, cause)
