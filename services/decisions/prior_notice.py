"""Prior notice that a grant may be withdrawn on new facts: drawn, looked at, released (fvl. § 16, S001)."""

from datetime import datetime

from bson import ObjectId

from letters import case_letters
from letters.case_letters import PriorNotice
from letters.paper import Sender
from models import Application, Letter
from models.deciding import DecisionEntry
from rules.deadlines import oslo_date
from rules.errors import DecisionUntold, MissingReason, NotFound, TransitionRefused
from rules.letters import UNSENT
from rules.terms import DecisionOutcome, LetterKind, LetterState
from services import dispatch, need_to_know, records
from services.actor import Actor
from services.applications import refuse_disqualified
from services.decisions.case import case_of, entry_of, told_answer_by
from services.decisions.proposing import PREPARERS


def draw_prior_notice(
    application: Application,
    decision: ObjectId,
    new_facts: str,
    actor: Actor,
    sender: Sender,
    *,
    version: int,
    now: datetime,
) -> Letter:
    """Draw the notice that a grant may be withdrawn; nobody gets it before it is given. Returns the letter.

    Raises NotAuthorised, ConflictOfInterest, MissingReason, NotFound, TransitionRefused (no grant that stands, notice
    is given already), DecisionUntold, UndrawableText, StaleState.
    """
    actor.require(*PREPARERS, what="decision.prior_notice")
    records.check_version(application, version)
    refuse_disqualified(application, actor)
    need_to_know.require(application, actor)
    entry = _grant(application, decision)
    if not new_facts.strip():
        raise MissingReason("decision.prior_notice")
    if given_notice(application, decision) is not None:
        raise TransitionRefused("letter", LetterState.RELEASED.value, LetterState.DRAFT.value)
    case = case_of(application, now)
    told = PriorNotice(
        envelope=dispatch.envelope(application, case.person, sender, case.today),
        decided_on=entry.decided_on,
        new_facts=new_facts.strip(),
        answer_by=told_answer_by(case.today, case.rules),
    )
    drawn = case_letters.draw_prior_notice(told)
    return dispatch.draft(
        application, case.person, LetterKind.PRIOR_NOTICE, drawn, actor, about=decision, today=case.today
    )


def give_prior_notice(application: Application, letter: Letter, actor: Actor, *, version: int, now: datetime) -> bool:
    """Put a prior notice on the dispatch list as it was looked at; `version` is the letter's. False = done before.

    Raises NotAuthorised, ConflictOfInterest, TransitionRefused (the grant no longer stands, another notice is given,
    drawn another day), DecisionUntold, StaleState.
    """
    actor.require(*PREPARERS, what="decision.prior_notice")
    refuse_disqualified(application, actor)
    need_to_know.require(application, actor)
    if letter.state is LetterState.RELEASED:
        return False
    records.check_version(letter, version)
    today = oslo_date(now)
    _grant(application, letter.about)
    # The day that the letter names is counted from the day it was drawn.
    if given_notice(application, letter.about) is not None or letter.drawn_on != today:
        raise TransitionRefused("letter", letter.state.value, LetterState.RELEASED.value)
    return dispatch.release(letter, actor, today=today)


def drop_prior_notice(application: Application, letter: Letter, actor: Actor, *, version: int) -> bool:
    """Throw away a notice that has not gone out. Raises NotAuthorised, ConflictOfInterest, TransitionRefused."""
    actor.require(*PREPARERS, what="decision.prior_notice")
    refuse_disqualified(application, actor)
    need_to_know.require(application, actor)
    records.check_version(letter, version)
    return dispatch.void(letter, actor)


def given_notice(application: Application, decision: ObjectId) -> Letter | None:
    """The notice of that decision which is on the dispatch list or on its way; the newest."""
    gone = (LetterState.RELEASED, LetterState.DISPATCHED, LetterState.ARRIVED)
    kinds = {"letter_kind": LetterKind.PRIOR_NOTICE, "state__in": list(gone), "about": decision}
    found: Letter | None = Letter.objects(application=application.pk, **kinds).order_by("-drawn_on", "id").first()
    return found


def _grant(application: Application, decision: ObjectId) -> DecisionEntry:
    entry = entry_of(application, decision)
    if entry is None:
        raise NotFound("decision", str(decision))
    if not entry.open or entry.outcome is not DecisionOutcome.GRANTED:
        raise TransitionRefused("decision", entry.outcome.value, DecisionOutcome.WITHDRAWN.value)
    # Until its letter is sent a grant is undone; after that it never is. So no notice is left of one that is undone.
    if entry.proposal is not None and _unsent(entry.proposal.letter):
        raise DecisionUntold(application.number)
    return entry


def _unsent(letter: ObjectId) -> bool:
    return Letter.objects(pk=letter, state__in=list(UNSENT)).only("pk").first() is not None
