"""Letters from draft to arrival: stored, released by what was decided, sent by a person, dated (fvl. § 29)."""

from services.dispatch.addressing import addressees, envelope, representatives
from services.dispatch.drafting import (
    PDF,
    RELEASE_EFFECT,
    VOID_EFFECT,
    draft,
    owed_release,
    owed_void,
    release,
    release_by_effect,
    restore,
    void,
    void_by_effect,
)
from services.dispatch.moving import MOVED_EFFECTS, TASK_EFFECT, TO_SEND, finding, keep_task
from services.dispatch.sending import (
    BOUND,
    SENDERS,
    correct_arrival,
    discard,
    dispatch,
    note_arrival,
    note_return,
    open_pdf,
    shielded,
)

__all__ = [
    "BOUND",
    "MOVED_EFFECTS",
    "PDF",
    "RELEASE_EFFECT",
    "SENDERS",
    "TASK_EFFECT",
    "TO_SEND",
    "VOID_EFFECT",
    "addressees",
    "correct_arrival",
    "discard",
    "dispatch",
    "draft",
    "envelope",
    "finding",
    "keep_task",
    "note_arrival",
    "note_return",
    "open_pdf",
    "owed_release",
    "owed_void",
    "release",
    "release_by_effect",
    "representatives",
    "restore",
    "shielded",
    "void",
    "void_by_effect",
]
