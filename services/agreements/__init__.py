"""Agreements with landlords from draft to end, and the duties under them (domain 4.1)."""
