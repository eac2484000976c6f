"""Vacancies (ledige boliger): reported, dated through their stages, let or cancelled; the void clock's facts."""

from services.vacancies.closing import LET_EFFECT, cancel, let_by_effect, take
from services.vacancies.dating import END_LEASE_EFFECT, date_stage
from services.vacancies.following import FOLLOW_EFFECT, follow_by_effect
from services.vacancies.overview import EFFECT as TOLD_EFFECT
from services.vacancies.overview import (
    again_on,
    draft_overview,
    last_sent,
    open_overview,
    recipients,
    said_already,
    send_overview,
    told_by_effect,
    unpromised,
)
from services.vacancies.profile import SAID, Answer, answer_profile, ask_profile, last_answered, may_answer, prefilled
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
    "FOLLOW_EFFECT",
    "LET_EFFECT",
    "OPEN_EFFECT",
    "REPORTERS",
    "SAID",
    "TOLD_EFFECT",
    "Answer",
    "again_on",
    "answer_profile",
    "ask_profile",
    "cancel",
    "date_stage",
    "draft_overview",
    "follow_by_effect",
    "home_of",
    "last_answered",
    "last_sent",
    "lease_of",
    "let_by_effect",
    "living_in",
    "may_answer",
    "may_follow",
    "open_by_effect",
    "open_overview",
    "prefilled",
    "recipients",
    "report",
    "said_already",
    "send_overview",
    "stages_of",
    "standing",
    "take",
    "told_by_effect",
    "unpromised",
    "void_of",
]
