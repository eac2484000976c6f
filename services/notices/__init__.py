"""Landlords' notices of vacant homes: reported, changed, released, withdrawn, lapsed (domain 4.3)."""

from services.notices.changing import CHANGEABLE, change, lapse, release, withdraw
from services.notices.common import KEEP_EFFECT, REPORTERS, STAFF
from services.notices.following import follow, hold, let_go
from services.notices.reporting import open_of, report
from services.notices.staying import refuse_anothers, refuse_moved
from services.notices.tending import finding, keep_by_effect, past_answer, waiting

__all__ = [
    "CHANGEABLE",
    "KEEP_EFFECT",
    "REPORTERS",
    "STAFF",
    "change",
    "finding",
    "follow",
    "hold",
    "keep_by_effect",
    "lapse",
    "let_go",
    "open_of",
    "past_answer",
    "refuse_anothers",
    "refuse_moved",
    "release",
    "report",
    "waiting",
    "withdraw",
]
