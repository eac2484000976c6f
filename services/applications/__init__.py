"""Applications from receipt to assessment: registered, completed, passed on, answered; decisions have their own."""

from services.applications.conflicts import declare_conflict, lift_conflict, may_lift, refuse_disqualified
from services.applications.consents import note_consent, note_guidance
from services.applications.handling import (
    WORKERS,
    assign,
    note_archive_case,
    note_preliminary_reply,
    note_reason_group,
    take_up,
    withdraw,
)
from services.applications.housing import HOUSED_EFFECT, WAITING_EFFECT, house_by_effect, wait_by_effect
from services.applications.intake import Intake, find_open, register
from services.applications.notices import (
    draw_consent_request,
    draw_reply,
    draw_slow_notice,
    note_letter,
    release_letter,
    sender_of,
)
from services.applications.papers import ask_papers, checklist, fetch_file, note_papers_received, waive_papers
from services.applications.routing import pass_on

__all__ = [
    "HOUSED_EFFECT",
    "WAITING_EFFECT",
    "WORKERS",
    "Intake",
    "ask_papers",
    "assign",
    "checklist",
    "declare_conflict",
    "draw_consent_request",
    "draw_reply",
    "draw_slow_notice",
    "fetch_file",
    "find_open",
    "house_by_effect",
    "lift_conflict",
    "may_lift",
    "note_archive_case",
    "note_consent",
    "note_guidance",
    "note_letter",
    "note_papers_received",
    "note_preliminary_reply",
    "note_reason_group",
    "pass_on",
    "refuse_disqualified",
    "register",
    "release_letter",
    "sender_of",
    "take_up",
    "wait_by_effect",
    "waive_papers",
    "withdraw",
]
