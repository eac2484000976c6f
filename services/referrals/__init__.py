"""Households referred to landlords' homes: referred, seen, accepted, rejected, expired (domain 4.3)."""
