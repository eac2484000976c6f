"""Leases that landlords sign with referred households, and what they report of them (domain 4.3)."""
