"""Letters while a case waits: preliminary reply, notice of long handling, question of consent (fvl. §§ 11 a, 12)."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from letters import case_letters
from letters.case_letters import ConsentRequest, PreliminaryReply, SlowNotice
from letters.paper import Drawn, Envelope, Sender
from models import Applicant, Application, Letter, Office
from models.base import Effect, Record
from rules.errors import InvalidRecord, MissingReason, StaleState, TransitionRefused
from rules.slow_cases import UNDECIDED, slow_case
from rules.terms import Consent, LetterKind, LetterState, TaskKind
from services import dispatch, next_steps, records, rulebooks, tasks
from services.actor import Actor
from services.applications import papers, people
from services.applications.handling import allow

REPLIES = (LetterKind.PRELIMINARY_REPLY, LetterKind.SLOW_NOTICE)
SENT = frozenset({LetterState.DISPATCHED, LetterState.ARRIVED})
BY_ITSELF = {  # what the notice says that nobody has written: no more than is certain
    "nb": "Vi har ikke rukket å behandle søknaden din ennå. Du trenger ikke å gjøre noe nå.",
    "nn": "Vi har ikkje rukke å behandle søknaden din enno. Du treng ikkje å gjere noko no.",
}


def sender_of(application: Application, municipality: str) -> Sender:
    """Who writes in the case: its office, with how to reach it."""
    held = records.reference(application, "office")
    office = Office.objects(pk=held).only("name", "phone", "email").first() if held else None
    if office is None:
        return Sender(municipality=municipality)
    return Sender(municipality=municipality, office=office.name, phone=office.phone, email=office.email)


def draw_reply(
    application: Application,
    actor: Actor,
    sender: Sender,
    *,
    because: str,
    expected_on: date | None,
    version: int,
    today: date,
) -> Letter:
    """Draw the preliminary reply as a draft; a case that has lain too long gets the notice of that instead.

    Raises NotAuthorised, ConflictOfInterest, MissingReason, InvalidRecord (past), TransitionRefused (decided),
    UndrawableText, StaleState.
    """
    allow(application, actor, "preliminary_reply")
    if application.state not in UNDECIDED:
        raise TransitionRefused("application", application.state.value, "preliminary_reply")
    if not because.strip():
        raise MissingReason("application.preliminary_reply")
    if expected_on is not None and expected_on < today:
        raise InvalidRecord("application", {"expected_on": "past"})
    records.check_version(application, version)
    kind = LetterKind.SLOW_NOTICE if _is_slow(application, today) else LetterKind.PRELIMINARY_REPLY
    return _draw_reply(application, kind, because.strip(), expected_on, actor, sender, today)


def _is_slow(application: Application, today: date) -> bool:
    limits = rulebooks.current(today).slow
    return slow_case(application.received_on, application.state, today, limits) is not None


def draw_slow_notice(application: Application, actor: Actor, sender: Sender, *, today: date) -> Letter | None:
    """Draw up the notice that nobody has asked for, once; a person looks it over and sends it (fvl. § 11 a).

    None where a letter of the kind stands already, also one thrown away by a person, or where the applicant has not
    said that they apply at all.
    """
    if application.consent is Consent.AWAITED or answered(application):
        return None
    person = people.find(records.reference(application, "applicant"))
    because = BY_ITSELF[person.letter_form]
    return _draw_reply(application, LetterKind.SLOW_NOTICE, because, None, actor, sender, today)


def answered(application: Application) -> bool:
    """Whether a reply is drafted, on its way or gone, or a notice was thrown away (index `letter_application`)."""
    found = Letter.objects(application=application.pk, letter_kind__in=list(REPLIES)).only("letter_kind", "state")
    return any(
        one.state is not LetterState.RETURNED
        and (one.state is not LetterState.VOID or one.letter_kind is LetterKind.SLOW_NOTICE)
        for one in found.no_dereference()
    )


def _draw_reply(
    application: Application,
    kind: LetterKind,
    because: str,
    expected_on: date | None,
    actor: Actor,
    sender: Sender,
    today: date,
) -> Letter:
    person = people.find(records.reference(application, "applicant"))
    told: dict[str, Any] = {
        "envelope": dispatch.envelope(application, person, sender, today),
        "kind": application.kind,
        "received_on": application.received_on,
        "because": because,
        "expected_on": expected_on,
    }
    if kind is LetterKind.SLOW_NOTICE:
        drawn = case_letters.draw_slow_notice(SlowNotice(**told))
    else:
        drawn = case_letters.draw_preliminary_reply(PreliminaryReply(**told))
    return _keep(application, person, kind, drawn, actor, today, instead_of=REPLIES)


def draw_consent_request(
    application: Application, actor: Actor, sender: Sender, *, due_on: date, version: int, today: date
) -> Letter:
    """Draw the question whether the applicant stands behind the application, as a draft.

    Raises NotAuthorised, ConflictOfInterest, TransitionRefused (nothing is waited for), InvalidRecord (past),
    StaleState.
    """
    allow(application, actor, "consent_request")
    if application.consent is not Consent.AWAITED or application.state not in UNDECIDED:
        raise TransitionRefused("application", application.consent.value, Consent.AWAITED.value)
    if due_on < today:
        raise InvalidRecord("application", {"due_on": "past"})
    records.check_version(application, version)
    person = people.find(records.reference(application, "applicant"))
    envelope: Envelope = dispatch.envelope(application, person, sender, today)
    initiator = application.initiator
    told = ConsentRequest(
        envelope=envelope,
        kind=application.kind,
        received_on=application.received_on,
        applied_by=application.applied_by,
        initiator=(initiator.organisation or "") if initiator else "",
        due_on=due_on,
    )
    drawn = case_letters.draw_consent_request(told)
    kind = LetterKind.CONSENT_REQUEST
    return _keep(application, person, kind, drawn, actor, today, instead_of=(kind,))


def _keep(
    application: Application,
    person: Applicant,
    kind: LetterKind,
    drawn: Drawn,
    actor: Actor,
    today: date,
    *,
    instead_of: Sequence[LetterKind],
) -> Letter:
    """Store the draft; older drafts that it takes the place of are thrown away."""
    letter = dispatch.draft(application, person, kind, drawn, actor, today=today)
    for old in papers.drafts(application, instead_of):
        if old.pk < letter.pk:
            with suppress(StaleState, TransitionRefused):  # somebody has just released it: both go out
                dispatch.void(old, actor)
    return letter


def release_letter(letter: Letter, actor: Actor, *, version: int, today: date) -> bool:
    """Put a draft that a person has looked over among the letters to be sent. A decision's goes with the decision.

    Raises NotAuthorised, ConflictOfInterest, TransitionRefused, StaleState.
    """
    allow(records.get(Application, records.reference(letter, "application")), actor, "release_letter")
    if letter.state is LetterState.RELEASED:
        return False
    records.check_version(letter, version)
    if letter.letter_kind in dispatch.BOUND:
        raise TransitionRefused("letter", letter.state.value, LetterState.RELEASED.value)
    return dispatch.release(letter, actor, today=today)


def note_letter(document: Record, effect: Effect, actor: Actor) -> None:
    """Copy to the case what a letter that was sent, has arrived or came back says now (a command effect).

    A prior notice copies nothing: the case's next step looks at the letter itself.
    """
    letter = records.get(Letter, document.pk)
    application = records.get(Application, records.reference(letter, "application"))
    if letter.letter_kind in REPLIES:
        values: dict[str, Any] = {"preliminary_reply_on": _replied_on(application, letter)}
    elif letter.letter_kind is LetterKind.MISSING_PAPERS:
        values = {"papers": papers.asked_on(application, letter)}
    else:
        next_steps.by_effect(application, effect, actor)
        return
    if all(records.same(getattr(application, name), value) for name, value in values.items()):
        return
    replied = values.get("preliminary_reply_on") is not None
    owed = [tasks.settling(application, TaskKind.SLOW_CASE)] if replied else []
    owed.append(next_steps.owed(application))
    records.change(application, actor, values=values, action="letter_moved", owed=owed)


def _replied_on(application: Application, letter: Letter) -> date | None:
    """The day of the first reply that went out; a letter that came back has told nobody anything."""
    held: date | None = application.preliminary_reply_on
    if letter.state in SENT:
        return min(held, letter.dispatched_on) if held and letter.dispatched_on else letter.dispatched_on
    return None if held == letter.dispatched_on else held
