"""Complaints about disorder, from the first word to what was done."""
