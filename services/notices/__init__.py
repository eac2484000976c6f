"""Landlords' notices of vacant homes: reported, changed, released, withdrawn, lapsed (domain 4.3)."""
