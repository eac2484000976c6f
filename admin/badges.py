"""The colour of a state; the text always says it too, so that nobody needs to see the colour."""

from enum import Enum

from markupsafe import Markup

from rules import terms

NEW, ACTIVE, GOOD, WAITING, BAD, OVER = "new", "active", "good", "waiting", "bad", "over"

TONES: dict[Enum, str] = {
    terms.ApplicationState.RECEIVED: NEW,
    terms.ApplicationState.IN_ASSESSMENT: ACTIVE,
    terms.ApplicationState.WAITING: WAITING,
    terms.ApplicationState.HOUSED: GOOD,
    terms.ApplicationState.REFUSED: BAD,
    terms.AppealState.RECEIVED: NEW,
    terms.AppealState.UNDER_REASSESSMENT: ACTIVE,
    terms.AppealState.FORWARDED: WAITING,
    terms.AppealState.CHANGED: GOOD,
    terms.DecisionOutcome.GRANTED: GOOD,
    terms.DecisionOutcome.REFUSED: BAD,
    terms.LetterState.DRAFT: NEW,
    terms.LetterState.RELEASED: WAITING,
    terms.LetterState.DISPATCHED: ACTIVE,
    terms.LetterState.ARRIVED: GOOD,
    terms.LetterState.RETURNED: BAD,
    terms.DwellingState.ACTIVE: GOOD,
    terms.DwellingState.UNDER_RENOVATION: WAITING,
    terms.DwellingState.OUT_OF_SERVICE: BAD,
    terms.LeaseState.UPCOMING: NEW,
    terms.LeaseState.OCCUPYING: GOOD,
    terms.AgreementState.DRAFT: NEW,
    terms.AgreementState.SIGNED: ACTIVE,
    terms.AgreementState.IN_FORCE: GOOD,
    terms.AgreementState.BREACHED: BAD,
    terms.MeetingState.PLANNED: NEW,
    terms.MeetingState.OPEN: ACTIVE,
    terms.MeetingState.CLOSED: GOOD,
    terms.PaymentState.UNMATCHED: WAITING,
    terms.PaymentState.PLACED: GOOD,
    terms.PaymentState.REVERSED: OVER,
    terms.PaymentState.RETURNED: OVER,
    terms.TaskState.OPEN: ACTIVE,
    terms.TaskState.DONE: GOOD,
    terms.Urgency.SOON: WAITING,
    terms.Urgency.URGENT: WAITING,
    terms.Urgency.CRITICAL: BAD,
    terms.MessageState.QUEUED: NEW,
    terms.MessageState.SENDING: ACTIVE,
    terms.MessageState.SENT: GOOD,
    terms.MessageState.REFUSED: BAD,
    terms.JobState.RUNNING: ACTIVE,
    terms.JobState.DONE: GOOD,
    terms.JobState.FAILED: BAD,
    terms.ImportState.RUNNING: ACTIVE,
    terms.ImportState.DONE: GOOD,
    terms.ImportState.REFUSED: BAD,
}
BADGED = tuple({type(term) for term in TONES})


def tone(term: Enum) -> str:
    """The tone of a state's badge; empty for terms that are no states and stand as plain text."""
    return TONES.get(term, OVER) if isinstance(term, BADGED) else ""


def term_badge(words: str, tone: str) -> Markup:
    """A coloured badge for what is no state of a document; the words say it too."""
    return Markup('<span class="badge-term tone-{}">{}</span>').format(tone, words)
