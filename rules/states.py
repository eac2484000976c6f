"""One transition table per document: what is not listed is refused. Runs of jobs and imports go by their own claims."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from rules.errors import TransitionRefused
from rules.terms import (
    AppealState,
    ApplicationState,
    DwellingState,
    LeaseState,
    LetterState,
    MeetingState,
    MessageState,
    NominationState,
    OfferState,
    PaymentState,
    TaskState,
    Term,
    VacancyState,
)

S = TypeVar("S", bound=Term)


@dataclass(frozen=True)
class Transitions(Generic[S]):
    """The allowed (old, new) pairs of one document's states."""

    document: str
    pairs: frozenset[tuple[S, S]]


def table(document: str, allowed: Mapping[S, set[S]]) -> Transitions[S]:
    return Transitions(document, frozenset((old, new) for old, targets in allowed.items() for new in targets))


def check(allowed: Transitions[S], old: S, new: S) -> None:
    """Raise TransitionRefused unless the table lists the pair; the same state again is no transition either."""
    if (old, new) not in allowed.pairs:
        raise TransitionRefused(allowed.document, old.value, new.value)


_APP = ApplicationState
# A decision can be undone until its letter is dispatched, and changed to the party's advantage, unasked or on appeal,
# which sends it back too: hence the ways from a decided state to in_assessment and to a better one, and back again.
APPLICATION = table(
    "application",
    {
        _APP.RECEIVED: {_APP.IN_ASSESSMENT, _APP.DISMISSED, _APP.WITHDRAWN, _APP.LAPSED},
        _APP.IN_ASSESSMENT: {
            _APP.WAITING, _APP.HOUSED, _APP.REFUSED, _APP.DISMISSED, _APP.WITHDRAWN, _APP.LAPSED,
        },
        # A grant that is withdrawn on new facts leaves the application refused (S001).
        _APP.WAITING: {
            _APP.HOUSED, _APP.IN_ASSESSMENT, _APP.REFUSED, _APP.DISMISSED, _APP.WITHDRAWN, _APP.LAPSED,
        },
        _APP.REFUSED: {_APP.IN_ASSESSMENT, _APP.WAITING, _APP.HOUSED, _APP.DISMISSED},
        _APP.DISMISSED: {_APP.IN_ASSESSMENT, _APP.WAITING, _APP.HOUSED, _APP.REFUSED},
        _APP.HOUSED: {_APP.IN_ASSESSMENT},
    },
)  # fmt: skip

# The lease that houses a case, and one that is cancelled before its keys: that case waits again.
HOUSING = table("application", {_APP.WAITING: {_APP.HOUSED}, _APP.HOUSED: {_APP.WAITING}})

# A municipality's next export may tell of an assessment and its decision at once, but withdraws no grant.
IMPORTED_APPLICATION = Transitions(
    "application",
    (APPLICATION.pairs - {(_APP.WAITING, _APP.REFUSED), (_APP.WAITING, _APP.DISMISSED)})
    | {(_APP.RECEIVED, decided) for decided in (_APP.WAITING, _APP.HOUSED, _APP.REFUSED)},
)

LEASE = table(
    "lease",
    {
        LeaseState.UPCOMING: {LeaseState.OCCUPYING, LeaseState.ENDED},
        LeaseState.OCCUPYING: {LeaseState.ENDED},
    },
)

_APPEAL = AppealState
APPEAL = table(
    "appeal",
    {
        _APPEAL.RECEIVED: {_APPEAL.UNDER_REASSESSMENT, _APPEAL.DISMISSED, _APPEAL.WITHDRAWN},
        _APPEAL.UNDER_REASSESSMENT: {
            _APPEAL.CHANGED, _APPEAL.FORWARDED, _APPEAL.DISMISSED, _APPEAL.WITHDRAWN,
        },
        _APPEAL.FORWARDED: {
            _APPEAL.CHANGED, _APPEAL.UPHELD, _APPEAL.RETURNED, _APPEAL.DISMISSED, _APPEAL.WITHDRAWN,
        },
        # One that was taken back is lodged again on the same record: a party has one for each decision.
        _APPEAL.WITHDRAWN: {_APPEAL.RECEIVED},
    },
)  # fmt: skip

# Our own dismissal of a late appeal is itself appealed on: sent on, and let in where the body sets the dismissal aside.
DISMISSAL = table(
    "appeal",
    {_APPEAL.DISMISSED: {_APPEAL.FORWARDED}, _APPEAL.FORWARDED: {_APPEAL.UNDER_REASSESSMENT}},
)

# A municipality's next export opens no appeal that is closed.
IMPORTED_APPEAL = Transitions("appeal", APPEAL.pairs - {(_APPEAL.WITHDRAWN, _APPEAL.RECEIVED)})

_LETTER = LetterState
# A letter that came back is sent again as it is, or drawn anew after the address is mended.
LETTER = table(
    "letter",
    {
        _LETTER.DRAFT: {_LETTER.RELEASED, _LETTER.VOID},
        _LETTER.RELEASED: {_LETTER.DISPATCHED, _LETTER.VOID},
        _LETTER.DISPATCHED: {_LETTER.ARRIVED, _LETTER.RETURNED},
        _LETTER.ARRIVED: {_LETTER.RETURNED},
        _LETTER.RETURNED: {_LETTER.DISPATCHED, _LETTER.VOID},
    },
)

# The letter of a decision that stands again goes out after all; nothing else comes back once it is thrown away.
RESTORED_LETTER = table("letter", {_LETTER.VOID: {_LETTER.RELEASED}})

MEETING = table(
    "meeting",
    {
        MeetingState.PLANNED: {MeetingState.OPEN, MeetingState.CANCELLED},
        MeetingState.OPEN: {MeetingState.CLOSED},
    },
)

_DWELLING = DwellingState
DWELLING = table(
    "dwelling",
    {
        _DWELLING.ACTIVE: {
            _DWELLING.OUT_OF_SERVICE, _DWELLING.UNDER_RENOVATION, _DWELLING.TO_BE_SOLD, _DWELLING.HEAD_LEASE_ENDED,
        },
        _DWELLING.OUT_OF_SERVICE: {
            _DWELLING.ACTIVE, _DWELLING.UNDER_RENOVATION, _DWELLING.TO_BE_SOLD, _DWELLING.HEAD_LEASE_ENDED,
        },
        _DWELLING.UNDER_RENOVATION: {_DWELLING.ACTIVE, _DWELLING.OUT_OF_SERVICE, _DWELLING.TO_BE_SOLD},
        _DWELLING.TO_BE_SOLD: {_DWELLING.ACTIVE, _DWELLING.SOLD},
    },
)  # fmt: skip

_VACANCY = VacancyState
# A recommendation goes on with a unit's yes, or round by way of meeting and department head; an allocation that comes
# to nothing sends the dwelling back. On the short road the second consultant, or the committee, comes straight after.
VACANCY = table(
    "vacancy",
    {
        _VACANCY.OPEN: {_VACANCY.PROPOSED, _VACANCY.CANCELLED},
        _VACANCY.PROPOSED: {
            _VACANCY.RECOMMENDED, _VACANCY.AGREED, _VACANCY.ALLOCATED, _VACANCY.OPEN, _VACANCY.CANCELLED,
        },
        _VACANCY.RECOMMENDED: {
            _VACANCY.AGREED, _VACANCY.DOUBTED, _VACANCY.DISPUTED, _VACANCY.OPEN, _VACANCY.CANCELLED,
        },
        _VACANCY.DOUBTED: {_VACANCY.AGREED, _VACANCY.DISPUTED, _VACANCY.OPEN, _VACANCY.CANCELLED},
        # After a no, too, the parties meet first: the department head decides where they still disagree (S004 step 8).
        _VACANCY.DISPUTED: {_VACANCY.DOUBTED, _VACANCY.AGREED, _VACANCY.OPEN, _VACANCY.CANCELLED},
        _VACANCY.AGREED: {_VACANCY.ALLOCATED, _VACANCY.OPEN, _VACANCY.CANCELLED},
        # An allocation registered by mistake is undone until an offer is given: it stands where it stood before.
        _VACANCY.ALLOCATED: {
            _VACANCY.LET, _VACANCY.OPEN, _VACANCY.CANCELLED, _VACANCY.AGREED, _VACANCY.PROPOSED,
        },
    },
)  # fmt: skip

_NOMINATION = NominationState
NOMINATION = table(
    "nomination",
    {
        _NOMINATION.PUT_UP: {_NOMINATION.WITHDRAWN, _NOMINATION.ALLOCATED, _NOMINATION.PASSED_OVER},
        # An allocation that comes to nothing puts the others up again; one that is undone, the chosen one too.
        _NOMINATION.PASSED_OVER: {_NOMINATION.PUT_UP},
        _NOMINATION.ALLOCATED: {_NOMINATION.PUT_UP, _NOMINATION.PASSED_OVER, _NOMINATION.WITHDRAWN},
    },
)

_OFFER = OfferState
# An answer noted by mistake is taken back until something rests on it.
OFFER = table(
    "offer",
    {
        _OFFER.OPEN: {_OFFER.ACCEPTED, _OFFER.DECLINED, _OFFER.EXPIRED, _OFFER.CLOSED},
        _OFFER.ACCEPTED: {_OFFER.LEASED, _OFFER.DECLINED, _OFFER.CLOSED, _OFFER.OPEN},
    },
)

PAYMENT = table(
    "payment",
    {
        # What the bank takes back from the queue is reversed there; money that is not ours goes back to the payer.
        PaymentState.UNMATCHED: {PaymentState.PLACED, PaymentState.REVERSED, PaymentState.RETURNED},
        PaymentState.PLACED: {PaymentState.REVERSED},
    },
)

# A task opens again when what it stands for comes back or escalates.
TASK = table(
    "task",
    {
        TaskState.OPEN: {TaskState.DONE, TaskState.SETTLED},
        TaskState.DONE: {TaskState.OPEN},
        TaskState.SETTLED: {TaskState.OPEN},
    },
)

MESSAGE = table(
    "message",
    {
        MessageState.QUEUED: {MessageState.SENDING},
        MessageState.SENDING: {MessageState.SENT, MessageState.QUEUED, MessageState.REFUSED},
        MessageState.REFUSED: {MessageState.QUEUED},
    },
)
