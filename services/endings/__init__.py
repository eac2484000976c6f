"""How a lease ends: noted or given notice of, protested, moved out of, settled; its renewal; and disputes."""

from services.endings.common import APPROVERS, KEEP_EFFECT, KEEPERS, WORKERS, open_of, term_of
from services.endings.disputes import ENDING_EFFECT as DISPUTED_EFFECT
from services.endings.disputes import (
    ENDS,
    RENT_EFFECT,
    Brought,
    note_event,
    open_dispute,
)
from services.endings.disputes import TASK_EFFECT as DISPUTE_TASK_EFFECT
from services.endings.disputes import close as close_dispute
from services.endings.disputes import ending_by_effect as disputed_by_effect
from services.endings.disputes import finding as dispute_finding
from services.endings.disputes import keep_task as keep_dispute_task
from services.endings.moving import (
    ENDED_EFFECT,
    EVICT_EFFECT,
    close_goods,
    evicted_by_effect,
    inspection_of,
    lease_ended_by_effect,
    move_out,
    note_goods,
)
from services.endings.noticing import Proposal, approve, draw_notice, note_letter, propose, refuse
from services.endings.protesting import fall, past_suit, protest, stand, withdraw
from services.endings.registering import Told, agree_day, draw_receipt, register, send_receipt
from services.endings.renewal import check_demand, draw_demand, review, send_demand
from services.endings.renewal import note_letter as note_demand
from services.endings.renewal_facts import Facts, facts_of, has_children, warned_on
from services.endings.settling import (
    BOOK_EFFECT,
    SETTLERS,
    Sum,
    book_by_effect,
    draw_settlement,
    settle,
    work_out,
)
from services.endings.tending import finding, keep_by_effect, next_of, open_disputes, open_ones

__all__ = [
    "APPROVERS",
    "BOOK_EFFECT",
    "DISPUTED_EFFECT",
    "DISPUTE_TASK_EFFECT",
    "ENDED_EFFECT",
    "ENDS",
    "EVICT_EFFECT",
    "KEEPERS",
    "KEEP_EFFECT",
    "RENT_EFFECT",
    "SETTLERS",
    "WORKERS",
    "Brought",
    "Facts",
    "Proposal",
    "Sum",
    "Told",
    "agree_day",
    "approve",
    "book_by_effect",
    "check_demand",
    "close_dispute",
    "close_goods",
    "dispute_finding",
    "disputed_by_effect",
    "draw_demand",
    "draw_notice",
    "draw_receipt",
    "draw_settlement",
    "evicted_by_effect",
    "facts_of",
    "fall",
    "finding",
    "has_children",
    "inspection_of",
    "keep_by_effect",
    "keep_dispute_task",
    "lease_ended_by_effect",
    "move_out",
    "next_of",
    "note_demand",
    "note_event",
    "note_goods",
    "note_letter",
    "open_dispute",
    "open_disputes",
    "open_of",
    "open_ones",
    "past_suit",
    "propose",
    "protest",
    "refuse",
    "register",
    "review",
    "send_demand",
    "send_receipt",
    "settle",
    "stand",
    "term_of",
    "warned_on",
    "withdraw",
    "work_out",
]  # fmt: skip
