"""Appeals (klager): registered, tried though late, reassessed, sent on, answered, told (fvl. §§ 28-34, 42)."""

from services.appeals.answering import (
    BODY_EFFECT,
    BodyAnswer,
    Reassessment,
    answered_by_effect,
    body_of,
    changed_by_effect,
    follow_up,
    forward,
    note_outcome,
)
from services.appeals.common import PLACE_EFFECT, WORKERS, place_by_effect
from services.appeals.dismissing import forward_dismissal, takes_appeal
from services.appeals.registering import (
    TIMING_EFFECT,
    Lodging,
    appealable,
    open_to_appeal,
    register,
    retime_by_effect,
)
from services.appeals.telling import approve, draw, moved_by_effect
from services.appeals.tending import consider_reinstatement, decide_deferral, take_up, withdraw

__all__ = [
    "BODY_EFFECT",
    "PLACE_EFFECT",
    "TIMING_EFFECT",
    "WORKERS",
    "BodyAnswer",
    "Lodging",
    "Reassessment",
    "answered_by_effect",
    "appealable",
    "approve",
    "body_of",
    "changed_by_effect",
    "consider_reinstatement",
    "decide_deferral",
    "draw",
    "follow_up",
    "forward",
    "forward_dismissal",
    "moved_by_effect",
    "note_outcome",
    "open_to_appeal",
    "place_by_effect",
    "register",
    "retime_by_effect",
    "take_up",
    "takes_appeal",
    "withdraw",
]
