"""The letters of an appeal: drawn from what is stored, looked over, approved, and told when they are sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bson import ObjectId

from letters import appeal_letters
from letters.paper import Drawn, Envelope, Sender
from models import Appeal, Applicant, Letter
from models.appeal import Telling
from models.base import Effect, Record
from models.letter import Addressee
from rules import appeals, states
from rules.errors import HusromError, LetterOutdated, NotFound, TransitionRefused
from rules.terms import AppealState, BodyOutcome, Copy, LetterKind, LetterState
from services import dispatch, merged, pending_appeals, records, rulebooks
from services.actor import Actor
from services.appeals.common import decision_of, opened, with_telling
from services.appeals.dismissing import about_dismissal


def draw(appeal: Appeal, kind: LetterKind, actor: Actor, sender: Sender, *, version: int, today: date) -> Letter:
    """Draw the letter of that kind as a draft to be looked over; an earlier draft of it is thrown away.

    Raises TransitionRefused (there is nothing of the kind to tell), and what `common.opened` raises.
    """
    application = opened(appeal, actor, "appeal.letter", version=version)
    held = _telling(appeal, kind)
    if held is not None and held.approved and not _thrown_away(held):
        raise TransitionRefused("letter", LetterState.RELEASED.value, LetterState.DRAFT.value)
    if held is None and not (kind is LetterKind.APPEAL_RECEIVED and appeal.state is AppealState.RECEIVED):
        raise TransitionRefused("appeal", appeal.state.value, kind.value)
    person = merged.root_of(records.get(Applicant, records.reference(appeal, "party")))
    addressees = _addressees(appeal, kind, person, today)
    envelope = replace(
        dispatch.envelope(application, person, sender, today), addresses=tuple(one.address for one in addressees)
    )
    drawn = DRAWN[kind](appeal, envelope, today)
    letter = dispatch.draft(application, person, kind, drawn, actor, today=today, about=appeal.pk, to=addressees)
    _store(appeal, kind, held, letter, actor, today)
    return letter


def _telling(appeal: Appeal, kind: LetterKind) -> Telling | None:
    return next((one for one in appeal.tellings if one.kind is kind), None)


def _thrown_away(held: Telling) -> bool:
    return Letter.objects(pk=held.letter, state=LetterState.VOID).only("pk").first() is not None


def _store(appeal: Appeal, kind: LetterKind, held: Telling | None, letter: Letter, actor: Actor, today: date) -> None:
    others = [one for one in appeal.tellings if one is not held]
    by = held.by if held else with_telling(appeal, kind, today)[-1].by
    values = {"tellings": [*others, Telling(kind=kind, by=by, letter=letter.pk)]}
    earlier = [dispatch.owed_void(held.letter)] if held is not None and held.letter else []
    try:
        records.change(appeal, actor, values=values, action="drawn", owed=[*earlier, pending_appeals.owed(appeal)])
    except HusromError:
        dispatch.void(letter, actor)
        raise


def approve(appeal: Appeal, letter: ObjectId, actor: Actor, *, version: int, today: date) -> bool:
    """Approve a letter as it was looked over: it goes on the dispatch list.

    Raises TransitionRefused (it is not the draft any more), LetterOutdated, and what `common.opened` raises.
    """
    opened(appeal, actor, "appeal.letter", version=version)
    held = next((one for one in appeal.tellings if one.letter == letter), None)
    if held is None:
        raise TransitionRefused("letter", LetterState.DRAFT.value, LetterState.RELEASED.value)
    stored = records.get(Letter, letter)
    states.check(states.LETTER, stored.state, LetterState.RELEASED)
    if stored.drawn_on != today:
        raise LetterOutdated(appeal.number, stored.drawn_on)
    others = [one for one in appeal.tellings if one is not held]
    values = {"tellings": [*others, Telling(kind=held.kind, by=held.by, letter=letter, approved=True)]}
    owed = [dispatch.owed_release(letter), pending_appeals.owed(appeal)]
    return records.change(appeal, actor, values=values, action="letter_approved", owed=owed)


def moved_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Copy what became of a letter to its appeal: sent, it is no longer due; one that came back has told nobody.

    A command effect of the letter.
    """
    letter: Any = document
    appeal = Appeal.objects(pk=letter.about).no_dereference().first()
    if appeal is None:
        raise NotFound("appeal", str(letter.about))
    sent = letter.state in (LetterState.DISPATCHED, LetterState.ARRIVED)
    tellings = [one for one in appeal.tellings if one.letter != letter.pk]
    if not sent:  # it is sent again by the dispatch list, or thrown away and then due again
        by = letter.returned_on or letter.drawn_on
        tellings.append(Telling(kind=letter.letter_kind, by=by, letter=letter.pk, approved=True))
    values: dict[str, Any] = {"tellings": tellings}
    if letter.letter_kind is LetterKind.APPEAL_OUTCOME and _answers(appeal, letter):
        values["told_on"] = letter.dispatched_on if sent else None
    records.change(appeal, actor, values=values, action="letter_moved", owed=[pending_appeals.owed(appeal)])


def _answers(appeal: Appeal, letter: Letter) -> bool:
    """Whether the letter tells how the appeal ended, and not of a dismissal that has been sent on since."""
    ended = appeal.state not in appeals.OPEN
    return ended and (appeal.forwarded_on is None or letter.drawn_on >= appeal.forwarded_on)


# --- What they say ------------------------------------------------------------------------------------------------


def _addressees(appeal: Appeal, kind: LetterKind, person: Applicant, today: date) -> list[Addressee]:
    """The party, and of a statement the body it is made to (fvl. § 33)."""
    found = dispatch.addressees(person, today)
    if kind is LetterKind.APPEAL_FORWARDED:
        found.append(Addressee(copy=Copy.APPEAL_BODY, address=appeal.appeal_body.label))
    return found


def _received(appeal: Appeal, envelope: Envelope, _today: date) -> Drawn:
    return appeal_letters.draw_appeal_received(
        appeal_letters.AppealReceived(
            envelope=envelope,
            decided_on=decision_of(appeal).decided_on,
            received_on=appeal.received_on,
            appeal_body=appeal.appeal_body,
            in_time=appeal.in_time,
            deadline=appeal.deadline,
            reassess_by=appeal.reassess_by,
        )
    )


def _forwarded(appeal: Appeal, envelope: Envelope, today: date) -> Drawn:
    of_dismissal = about_dismissal(appeal)
    return appeal_letters.draw_appeal_forwarded(
        appeal_letters.AppealForwarded(
            envelope=envelope,
            decided_on=decision_of(appeal).decided_on,
            received_on=(appeal.dismissal_appealed_on if of_dismissal else None) or appeal.received_on,
            dismissed_on=appeal.dismissed_on if of_dismissal else None,
            forwarded_on=appeal.forwarded_on or today,
            appeal_body=appeal.appeal_body,
            statement=appeal.statement or "",
        )
    )


def _outcome(appeal: Appeal, envelope: Envelope, today: date) -> Drawn:
    """The body's answer, or our own dismissal of an appeal that came too late, which may itself be appealed.

    Where the body set our dismissal aside, the appeal is let in and not answered yet.
    """
    set_aside = appeal.body_outcome is None and appeal.reinstated is True
    by_body = set_aside or appeal.body_outcome is not None
    of_dismissal = set_aside or (by_body and about_dismissal(appeal))
    answer = appeal.body_outcome or (BodyOutcome.RETURNED if set_aside else BodyOutcome.DISMISSED)
    ours = appeal.body_outcome is None
    rules = rulebooks.current(today)
    return appeal_letters.draw_appeal_outcome(
        appeal_letters.AppealOutcome(
            envelope=envelope,
            decided_on=decision_of(appeal).decided_on,
            outcome=answer,
            outcome_on=(appeal.reinstatement_on if ours else appeal.body_decided_on) or today,
            reasons=(appeal.reinstated_because if ours else appeal.body_reasons) or "",
            appeal_body=appeal.appeal_body,
            by_body=by_body,
            dismissed_on=appeal.dismissed_on if of_dismissal else None,
            texts=rules.policy.texts[envelope.language],
            appeal_weeks=rules.appeal_weeks,
        )
    )


def _deferral(appeal: Appeal, envelope: Envelope, _today: date) -> Drawn:
    return appeal_letters.draw_deferred_effect(
        appeal_letters.DeferredEffect(
            envelope=envelope,
            decided_on=decision_of(appeal).decided_on,
            asked_on=appeal.deferral_asked_on,
            granted=bool(appeal.deferred),
            reasons=appeal.deferred_because or "",
            appeal_body=appeal.appeal_body,
        )
    )


DRAWN: dict[LetterKind, Callable[[Appeal, Envelope, date], Drawn]] = {
    LetterKind.APPEAL_RECEIVED: _received,
    LetterKind.APPEAL_FORWARDED: _forwarded,
    LetterKind.APPEAL_OUTCOME: _outcome,
    LetterKind.DEFERRED_EFFECT: _deferral,
}
