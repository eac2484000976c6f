"""Decisions (vedtak): proposed with their letter, decided in one write on the application, undone, recomputed."""

from services.decisions.appealed import by_body, check_answer, claim, keep_place, release_place, reopen
from services.decisions.case import (
    Case,
    Draft,
    answer_by,
    beyond_usual,
    case_of,
    earlier_swaps,
    entry_of,
    open_entry,
    proposable,
)
from services.decisions.deciding import APPEAL_CHANGED_EFFECT, DECIDERS, DECISION_EFFECT, decide, may_decide
from services.decisions.document import get_decision, make_by_effect, note_letter
from services.decisions.drawing import need_in_words
from services.decisions.lease_task import EFFECT as LEASE_TASK_EFFECT
from services.decisions.lease_task import keep as keep_lease_task
from services.decisions.prior_notice import draw_prior_notice, drop_prior_notice, give_prior_notice, given_notice
from services.decisions.proposing import PREPARERS, drop_proposal, propose, redraw
from services.decisions.replaced_letter import EFFECT as LETTER_EFFECT
from services.decisions.replaced_letter import keep as keep_letter
from services.decisions.replaying import Replay, named, replay
from services.decisions.undoing import UNDO_EFFECT, may_undo, undo, undo_by_effect

__all__ = [
    "APPEAL_CHANGED_EFFECT",
    "DECIDERS",
    "DECISION_EFFECT",
    "LEASE_TASK_EFFECT",
    "LETTER_EFFECT",
    "PREPARERS",
    "UNDO_EFFECT",
    "Case",
    "Draft",
    "Replay",
    "answer_by",
    "beyond_usual",
    "by_body",
    "case_of",
    "check_answer",
    "claim",
    "decide",
    "draw_prior_notice",
    "drop_prior_notice",
    "drop_proposal",
    "earlier_swaps",
    "entry_of",
    "get_decision",
    "give_prior_notice",
    "given_notice",
    "keep_lease_task",
    "keep_letter",
    "keep_place",
    "make_by_effect",
    "may_decide",
    "may_undo",
    "named",
    "need_in_words",
    "note_letter",
    "open_entry",
    "proposable",
    "propose",
    "redraw",
    "release_place",
    "reopen",
    "replay",
    "undo",
    "undo_by_effect",
]
