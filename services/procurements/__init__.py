"""Procurement (framskaffelse) of homes that others own, in five phases (S000)."""

from services.procurements import announcing, authority, findings, phasing, printing, results, starting
from services.procurements.answering import Answer, last_channels, open_answer, open_calls
from services.procurements.answering import address_of as answer_address
from services.procurements.answering import answer as answer_approach
from services.procurements.answering import draw as draw_answer
from services.procurements.answering import sent as answer_sent
from services.procurements.approaches import TASK_EFFECT as APPROACH_TASK_EFFECT
from services.procurements.approaches import finding as approach_finding
from services.procurements.approaches import keep_task as keep_approach_task
from services.procurements.approaches import register as register_approach
from services.procurements.approaches import unanswered
from services.procurements.bid_facts import edit as edit_bid
from services.procurements.bidding import (
    CONSIDERED,
    FOLLOW_EFFECT,
    PROCURERS,
    bids_of,
    most_points,
    undecided,
    waits,
)
from services.procurements.bids import dismiss as dismiss_bid
from services.procurements.bids import let_in as let_bid_in
from services.procurements.bids import register as register_bid
from services.procurements.bids import score as score_bid
from services.procurements.bids import sizes
from services.procurements.bids import take_up as take_bid_up
from services.procurements.bids import withdraw as withdraw_bid
from services.procurements.ceiling import Short, short_of
from services.procurements.choosing import choose, follow_by_effect, order_of, require_over
from services.procurements.choosing import take_back as take_choice_back
from services.procurements.taking import held_in_vain, require_taking

__all__ = [
    "APPROACH_TASK_EFFECT",
    "CONSIDERED",
    "FOLLOW_EFFECT",
    "PROCURERS",
    "Answer",
    "Short",
    "announcing",
    "answer_address",
    "answer_approach",
    "answer_sent",
    "approach_finding",
    "authority",
    "bids_of",
    "choose",
    "dismiss_bid",
    "draw_answer",
    "edit_bid",
    "findings",
    "follow_by_effect",
    "held_in_vain",
    "keep_approach_task",
    "last_channels",
    "let_bid_in",
    "most_points",
    "open_answer",
    "open_calls",
    "order_of",
    "phasing",
    "printing",
    "register_approach",
    "register_bid",
    "require_over",
    "require_taking",
    "results",
    "score_bid",
    "short_of",
    "sizes",
    "starting",
    "take_bid_up",
    "take_choice_back",
    "unanswered",
    "undecided",
    "waits",
    "withdraw_bid",
]
