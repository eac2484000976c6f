"""Complaints about disorder: registered, looked into, followed up, and the letters about them (S002 phase 3)."""

from services.incidents.common import ALSO, KEEP_EFFECT, KEEPERS, WRITERS, all_leases, dwellings_of, leases_of, works
from services.incidents.handling import Planned, close, decide, finish, map_out, reopen, withdraw
from services.incidents.letters import Warned, answer, complainant_in, draw_answer, draw_warning, note_told, warn
from services.incidents.registering import MOST_DWELLINGS, Teller, Told, add_complainant, leases_at, register
from services.incidents.tending import (
    FOLLOW_EFFECT,
    LETTER_EFFECT,
    finding,
    follow_by_effect,
    keep_by_effect,
    note_letter,
    open_on,
    waiting,
    warnings_of,
)

__all__ = [
    "ALSO",
    "FOLLOW_EFFECT",
    "KEEPERS",
    "KEEP_EFFECT",
    "LETTER_EFFECT",
    "MOST_DWELLINGS",
    "WRITERS",
    "Planned",
    "Teller",
    "Told",
    "Warned",
    "add_complainant",
    "all_leases",
    "answer",
    "close",
    "complainant_in",
    "decide",
    "draw_answer",
    "draw_warning",
    "dwellings_of",
    "finding",
    "finish",
    "follow_by_effect",
    "keep_by_effect",
    "leases_at",
    "leases_of",
    "map_out",
    "note_letter",
    "note_told",
    "open_on",
    "register",
    "reopen",
    "waiting",
    "warn",
    "warnings_of",
    "withdraw",
    "works",
]
