"""The follow-up plan of a household in its home: begun by itself, kept by people (S002 phase 3)."""

from services.followups.beginning import (
    FOLLOW_EFFECT,
    FOLLOWED,
    begin,
    follow,
    follow_by_effect,
    keep_plan,
    without_plan,
)
from services.followups.common import KEEP_EFFECT, KEEPERS, item_in, pace_of
from services.followups.inviting import Meeting, draw, invite
from services.followups.keeping import drop, hold, move, plan_more, set_goals
from services.followups.tending import due, finding, keep_by_effect

__all__ = [
    "FOLLOWED",
    "FOLLOW_EFFECT",
    "KEEPERS",
    "KEEP_EFFECT",
    "Meeting",
    "begin",
    "draw",
    "drop",
    "due",
    "finding",
    "follow",
    "follow_by_effect",
    "hold",
    "invite",
    "item_in",
    "keep_by_effect",
    "keep_plan",
    "move",
    "pace_of",
    "plan_more",
    "set_goals",
    "without_plan",
]
