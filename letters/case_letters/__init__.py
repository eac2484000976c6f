"""Letters while a case is prepared: what takes time, what is missing, what the party is asked."""

from letters.case_letters.hearing import ConsentRequest, PriorNotice, draw_consent_request, draw_prior_notice
from letters.case_letters.waiting import (
    MissingPapers,
    PreliminaryReply,
    SlowNotice,
    draw_missing_papers,
    draw_preliminary_reply,
    draw_slow_notice,
)

__all__ = [
    "ConsentRequest",
    "MissingPapers",
    "PreliminaryReply",
    "PriorNotice",
    "SlowNotice",
    "draw_consent_request",
    "draw_missing_papers",
    "draw_preliminary_reply",
    "draw_prior_notice",
    "draw_slow_notice",
]
