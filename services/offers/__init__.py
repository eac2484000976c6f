"""Offers of dwellings: given, answered, expired, closed, and refusals judged (S001, S004 step 10)."""

from services.offers.answering import accept, decline, expire, leased, undo_acceptance
from services.offers.appointments import Agreed, book, call_off, call_off_by_effect, place_of, tells_home
from services.offers.appointments import move as move_appointment
from services.offers.common import (
    CALL_OFF_EFFECT,
    CLOSE_OTHERS_EFFECT,
    GIVERS,
    KEEP_EFFECT,
    accepted_by,
    open_others,
    refusals_of,
)
from services.offers.falling import (
    CLOSE_EFFECT,
    LEASED_EFFECT,
    TELL_EFFECT,
    ask_to_tell,
    close_by_effect,
    close_others,
    leased_by_effect,
)
from services.offers.giving import Ground, check_said, draw_offer, extend, give, ground_of, live_of
from services.offers.hearing import ask_hearing, asked, draw_hearing
from services.offers.judging import JUDGED_EFFECT, draw_judged, judge, judged_by_effect, may_judge_anew
from services.offers.sent import untold
from services.offers.tending import (
    LETTER_EFFECT,
    answer_finding,
    hearing_time,
    keep_by_effect,
    note_letter,
    past_answer,
    refusal_finding,
    unjudged,
    waiting,
)

__all__ = [
    "CALL_OFF_EFFECT",
    "CLOSE_EFFECT",
    "CLOSE_OTHERS_EFFECT",
    "GIVERS",
    "JUDGED_EFFECT",
    "KEEP_EFFECT",
    "LEASED_EFFECT",
    "LETTER_EFFECT",
    "TELL_EFFECT",
    "Agreed",
    "Ground",
    "accept",
    "accepted_by",
    "answer_finding",
    "ask_hearing",
    "ask_to_tell",
    "asked",
    "book",
    "call_off",
    "call_off_by_effect",
    "check_said",
    "close_by_effect",
    "close_others",
    "decline",
    "draw_hearing",
    "draw_judged",
    "draw_offer",
    "expire",
    "extend",
    "give",
    "ground_of",
    "hearing_time",
    "judge",
    "judged_by_effect",
    "keep_by_effect",
    "leased",
    "leased_by_effect",
    "live_of",
    "may_judge_anew",
    "move_appointment",
    "note_letter",
    "open_others",
    "past_answer",
    "place_of",
    "refusal_finding",
    "refusals_of",
    "tells_home",
    "undo_acceptance",
    "unjudged",
    "untold",
    "waiting",
]
