"""Vacancies (ledige boliger): reported, dated through their stages, let or cancelled; the void clock's facts."""

from services.vacancies.closing import LET_EFFECT, cancel, let_by_effect, take
from services.vacancies.dating import END_LEASE_EFFECT, date_stage
from services.vacancies.reading import (
    CONSULTANTS,
    REPORTERS,
    home_of,
    lease_of,
    living_in,
    may_follow,
    stages_of,
    standing,
    void_of,
)
from services.vacancies.reporting import OPEN_EFFECT, open_by_effect, report

__all__ = [
    "CONSULTANTS",
    "END_LEASE_EFFECT",
    "LET_EFFECT",
    "OPEN_EFFECT",
    "REPORTERS",
    "cancel",
    "date_stage",
    "home_of",
    "lease_of",
    "let_by_effect",
    "living_in",
    "may_follow",
    "open_by_effect",
    "report",
    "stages_of",
    "standing",
    "take",
    "void_of",
]
