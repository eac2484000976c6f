"""Decisions (vedtak): proposed with their letter, decided in one write on the application, undone, recomputed."""

from services.decisions.appealed import by_body, keep_place, release_place, reopen
from services.decisions.deciding import DECISION_EFFECT, decide, get_decision, make_by_effect, note_letter
from services.decisions.proposing import Draft, drop_proposal, proposable, propose, redraw
from services.decisions.replaying import Replay, replay
from services.decisions.undoing import UNDO_EFFECT, may_undo, undo, undo_by_effect

__all__ = [
    "DECISION_EFFECT",
    "UNDO_EFFECT",
    "Draft",
    "Replay",
    "by_body",
    "decide",
    "drop_proposal",
    "get_decision",
    "keep_place",
    "make_by_effect",
    "may_undo",
    "note_letter",
    "proposable",
    "propose",
    "redraw",
    "release_place",
    "reopen",
    "replay",
    "undo",
    "undo_by_effect",
]
