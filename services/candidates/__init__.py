"""Whom a vacant dwelling suits, who is excluded and why, and whom the offices put up (S004 steps 4-5)."""
