"""One letter from state to state: what each move owes, and the task of a letter that is to be sent."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from letters import task_texts
from models import Application, Lease, Letter
from models.base import Effect, Record
from rules import states
from rules.deadlines import oslo_date
from rules.letters import TO_SEND
from rules.states import Transitions
from rules.terms import LetterKind, LetterState, Role, TaskKind, Urgency
from services import records, tasks
from services.actor import Actor
from services.effects import Owed
from services.tasks import Finding

TASK_EFFECT = "letter_task"
MOVED_EFFECTS = {  # who is told when a letter of the kind is sent, has arrived or comes back; the rest tell nobody
    LetterKind.DECISION: "decision_letter_moved",
    LetterKind.PRELIMINARY_REPLY: "application_letter_moved",
    LetterKind.SLOW_NOTICE: "application_letter_moved",
    LetterKind.MISSING_PAPERS: "application_letter_moved",
    LetterKind.CONSENT_REQUEST: "application_letter_moved",
    LetterKind.PRIOR_NOTICE: "application_letter_moved",
    LetterKind.APPEAL_RECEIVED: "appeal_letter_moved",
    LetterKind.APPEAL_FORWARDED: "appeal_letter_moved",
    LetterKind.APPEAL_OUTCOME: "appeal_letter_moved",
    LetterKind.DEFERRED_EFFECT: "appeal_letter_moved",
    LetterKind.OFFER: "offer_letter_moved",
    LetterKind.REFUSAL_HEARING: "offer_letter_moved",
    LetterKind.RENT_CHANGE: "rent_letter_moved",
    LetterKind.REMINDER: "arrears_letter_moved",
    LetterKind.COLLECTION_WARNING: "arrears_letter_moved",
    LetterKind.PAYMENT_DEMAND: "arrears_letter_moved",
    LetterKind.EVICTION_NOTICE: "arrears_letter_moved",
    LetterKind.SOCIAL_NOTICE: "arrears_letter_moved",
    LetterKind.PETITION: "arrears_letter_moved",
    LetterKind.WARNING: "incident_letter_moved",
    LetterKind.COMPLAINT_ANSWER: "incident_letter_moved",
    LetterKind.MOVE_DEMAND: "lease_letter_moved",
    LetterKind.NOTICE: "ending_letter_moved",
    LetterKind.RESCISSION: "ending_letter_moved",
}
UNTOLD = frozenset({LetterState.RELEASED, LetterState.VOID})


def move(
    letter: Letter,
    to: LetterState,
    actor: Actor,
    values: Mapping[str, Any],
    *,
    action: str,
    why: str = "",
    owed: Sequence[Owed] = (),
    table: Transitions[LetterState] = states.LETTER,
) -> bool:
    """Move a loaded letter along its table, with what follows from it. Raises TransitionRefused, StaleState."""
    states.check(table, letter.state, to)
    dues = [*owed, Owed(TASK_EFFECT, f"task:{letter.pk}:{letter.version + 1}"), *owed_telling(letter, to)]
    return records.change(letter, actor, values={"state": to, **values}, action=action, why=why, owed=dues)


def owed_telling(letter: Letter, state: LetterState) -> list[Owed]:
    """What the next version of a letter in that state owes whoever asked for it."""
    told = MOVED_EFFECTS.get(letter.letter_kind) if state not in UNTOLD else None
    return [Owed(told, f"moved:{letter.pk}:{letter.version + 1}")] if told else []


def keep_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """A letter that is to be sent is somebody's task until it is on its way (a command effect)."""
    today = oslo_date(actor.at)
    letter = records.get(Letter, document.pk)
    tasks.keep(finding(letter, today), TaskKind.DISPATCH, letter.pk, actor, today)


def finding(letter: Letter, today: date) -> Finding | None:
    """What a letter asks for; None where it asks for nothing."""
    if letter.state not in TO_SEND:
        return None
    since = letter.returned_on or letter.released_on or today
    case = _case_of(letter)
    return Finding(
        kind=TaskKind.DISPATCH,
        subject_kind="letter",
        subject_id=str(letter.pk),
        subject_number=letter.number,
        since=since.isoformat(),
        urgency=Urgency.URGENT if since < today else Urgency.SOON,
        text=task_texts.letter_to_send(letter.letter_kind.label),
        due_on=since,
        role=Role.CASEWORKER,
        caseworker=records.reference(case, "caseworker") if case else None,
        office=records.reference(case, "office") if case else None,
    )


def _case_of(letter: Letter) -> Application | Lease | None:
    """What the letter is of, with those responsible for it."""
    lease = records.reference(letter, "lease")
    kind: Any = Application if lease is None else Lease
    found: Application | Lease | None = (
        kind.objects(pk=lease or records.reference(letter, "application")).only("caseworker", "office").first()
    )
    return found
