"""How landlords' systems come in: keys, who calls, answers that are remembered, and what was called."""

from services.api_access.answers import WEEK, Claimed, KeyBusy, KeyOtherCall, claim, let_go, remember
from services.api_access.calls import Counted, note_calls
from services.api_access.keys import (
    OVERLAP,
    PREFIX,
    SHORTEN_EFFECT,
    expiring,
    finding,
    issue,
    revoke,
    rotate,
    shorten_by_effect,
)
from services.api_access.opening import Known, landlord_of, opened_by, who

__all__ = [
    "OVERLAP",
    "PREFIX",
    "SHORTEN_EFFECT",
    "WEEK",
    "Claimed",
    "Counted",
    "KeyBusy",
    "KeyOtherCall",
    "Known",
    "claim",
    "expiring",
    "finding",
    "issue",
    "landlord_of",
    "let_go",
    "note_calls",
    "opened_by",
    "remember",
    "revoke",
    "rotate",
    "shorten_by_effect",
    "who",
]
