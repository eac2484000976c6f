"""Candidates for a vacant dwelling: who of those that wait it suits, and whom each office puts up (S004 steps 4-5)."""

from services.candidates.following import (
    KEEP_EFFECT,
    LEFT_AFTER,
    LEFT_EFFECT,
    keep_by_effect,
    leave_by_effect,
    of_household,
    of_vacancy,
)
from services.candidates.matching import Match, match, match_many, why_not
from services.candidates.paging import KeptOut, excluded_page, fits_page
from services.candidates.putting_up import NOMINATORS, live_of, put_up, require_nominator, withdraw
from services.candidates.reading import home
from services.candidates.referred import referred

__all__ = [
    "KEEP_EFFECT",
    "LEFT_AFTER",
    "LEFT_EFFECT",
    "NOMINATORS",
    "KeptOut",
    "Match",
    "excluded_page",
    "fits_page",
    "home",
    "keep_by_effect",
    "leave_by_effect",
    "live_of",
    "match",
    "match_many",
    "of_household",
    "of_vacancy",
    "put_up",
    "referred",
    "require_nominator",
    "why_not",
    "withdraw",
]
