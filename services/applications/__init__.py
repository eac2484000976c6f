"""Applications from receipt to assessment: registered, completed, passed on, answered; decisions have their own."""

from services.applications.conflicts import declare_conflict, lift_conflict, refuse_disqualified
from services.applications.handling import (
    WORKERS,
    assign,
    note_archive_case,
    note_preliminary_reply,
    note_reason_group,
    take_up,
    withdraw,
)

__all__ = [
    "WORKERS",
    "assign",
    "declare_conflict",
    "lift_conflict",
    "note_archive_case",
    "note_preliminary_reply",
    "note_reason_group",
    "refuse_disqualified",
    "take_up",
    "withdraw",
]
