"""Vacancies (ledigmelding): reported, staged, profiled, told of; the void they cost (S004 steps 1-3)."""
