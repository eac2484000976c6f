"""Arrears: a case for each lease with overdue rent, its one next step, and the steps that people take (domain 3.2)."""

from rules.terms import LetterKind
from services.arrears.approving import approve, ask, keep_task, refuse, withdraw_task
from services.arrears.common import (
    ALSO,
    APPROVAL_TASK,
    APPROVERS,
    EVICT_EFFECT,
    NOTERS,
    RECALL_EFFECT,
    STEPPERS,
    WITHDRAW_TASK,
    lease_of,
    open_case,
    person_of,
    unused,
)
from services.arrears.contacting import (
    may_approve,
    may_note,
    may_step,
    note_check,
    note_contact,
    note_household,
    take_over,
)
from services.arrears.evicting import note_evicted, set_date, take_back
from services.arrears.grounds import OTHERS, Ground, ground_of
from services.arrears.keeping import attend, cleared, finding, open_cases, overdue, review
from services.arrears.reading import Round, advice_of, facts_of, owed_by, read_queue
from services.arrears.stepping import (
    FEE_EFFECT,
    UNDO_EFFECT,
    book_fee,
    draw_step,
    may_undo,
    note_letter,
    recall_letters,
    take_step,
    undo_by_effect,
    undo_step,
)
from services.dispatch import MOVED_EFFECTS

LETTER_EFFECT = MOVED_EFFECTS[LetterKind.REMINDER]

__all__ = [
    "ALSO",
    "APPROVAL_TASK",
    "APPROVERS",
    "EVICT_EFFECT",
    "FEE_EFFECT",
    "LETTER_EFFECT",
    "NOTERS",
    "OTHERS",
    "RECALL_EFFECT",
    "STEPPERS",
    "UNDO_EFFECT",
    "WITHDRAW_TASK",
    "Ground",
    "Round",
    "advice_of",
    "approve",
    "ask",
    "attend",
    "book_fee",
    "cleared",
    "draw_step",
    "facts_of",
    "finding",
    "ground_of",
    "keep_task",
    "lease_of",
    "may_approve",
    "may_note",
    "may_step",
    "may_undo",
    "note_check",
    "note_contact",
    "note_evicted",
    "note_household",
    "note_letter",
    "open_case",
    "open_cases",
    "overdue",
    "owed_by",
    "person_of",
    "read_queue",
    "recall_letters",
    "refuse",
    "review",
    "set_date",
    "take_back",
    "take_over",
    "take_step",
    "undo_by_effect",
    "undo_step",
    "unused",
    "withdraw_task",
]
