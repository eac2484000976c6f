"""Mapping and assessment: what people find out and answer, what the rulebook makes of it, and when that has changed."""

from services.assessments.answering import Answers, Choice, Must, answer, earlier
from services.assessments.mapping import change_facts, map_needs, review_need
from services.assessments.rechecking import (
    PERSON_EFFECT,
    RECHECK_EFFECT,
    RECHECKED_AFTER,
    open_assessed,
    recheck,
    recheck_by_effect,
    recheck_open,
    recheck_person,
)
from services.assessments.verdicts import ASSESSED_IN, ASSESSORS, MAPPED_IN, facts_of, may_assess, may_map, verdict_of

__all__ = [
    "ASSESSED_IN",
    "ASSESSORS",
    "MAPPED_IN",
    "PERSON_EFFECT",
    "RECHECKED_AFTER",
    "RECHECK_EFFECT",
    "Answers",
    "Choice",
    "Must",
    "answer",
    "change_facts",
    "earlier",
    "facts_of",
    "map_needs",
    "may_assess",
    "may_map",
    "open_assessed",
    "recheck",
    "recheck_by_effect",
    "recheck_open",
    "recheck_person",
    "review_need",
    "verdict_of",
]
