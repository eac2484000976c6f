"""Candidates for a vacant dwelling: who of those that wait it suits, and whom each office puts up (S004 steps 4-5)."""

from services.candidates.matching import Match, match, match_many
from services.candidates.reading import home

__all__ = ["Match", "home", "match", "match_many"]
