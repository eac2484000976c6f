"""Who gets a vacant dwelling: recommended, gone through, heard, allocated; sent back, and worked out anew (S004)."""

from services.allocations.allocating import (
    LEFT_AFTER,
    LEFT_EFFECT,
    NOMINATIONS_EFFECT,
    OFFERS_EFFECT,
    TOLD_EFFECT,
    allocate,
    decided,
    follow_ups,
    may_undo,
    record,
    undo,
)
from services.allocations.committee import choose_in_meeting, disqualified_in
from services.allocations.discussing import Note, call_discussion, discuss
from services.allocations.going_through import go_through
from services.allocations.hearing import NOTERS, Presented, answer, may_answer, present, presented, step_aside
from services.allocations.parties import department_heads, invited, leader_of
from services.allocations.recommending import CHOOSERS, TAKEN_BACK, most_chosen, recommend, take_back
from services.allocations.replaying import REPLAYERS, Choice, Replay, choices, replay
from services.allocations.returning import BACK_EFFECT, back_by_effect, given_to, left_by_effect
from services.allocations.settling import settle, took_part
from services.allocations.standing import (
    Standing,
    concerned,
    households,
    live_nominations,
    reads,
    refuse_outdated,
    require_part,
    standing,
    works_all,
)
from services.allocations.summing import sum_up
from services.allocations.telling import PLAN_EFFECT, Teller, keep_plan

__all__ = [
    "BACK_EFFECT",
    "CHOOSERS",
    "LEFT_AFTER",
    "LEFT_EFFECT",
    "NOMINATIONS_EFFECT",
    "NOTERS",
    "OFFERS_EFFECT",
    "PLAN_EFFECT",
    "REPLAYERS",
    "TAKEN_BACK",
    "TOLD_EFFECT",
    "Choice",
    "Note",
    "Presented",
    "Replay",
    "Standing",
    "Teller",
    "allocate",
    "answer",
    "back_by_effect",
    "call_discussion",
    "choices",
    "choose_in_meeting",
    "concerned",
    "decided",
    "department_heads",
    "discuss",
    "disqualified_in",
    "follow_ups",
    "given_to",
    "go_through",
    "households",
    "invited",
    "keep_plan",
    "leader_of",
    "left_by_effect",
    "live_nominations",
    "may_answer",
    "may_undo",
    "most_chosen",
    "present",
    "presented",
    "reads",
    "recommend",
    "record",
    "refuse_outdated",
    "replay",
    "require_part",
    "settle",
    "standing",
    "step_aside",
    "sum_up",
    "take_back",
    "took_part",
    "undo",
    "works_all",
]
