"""Homes that landlords propose, and what they change of their own (domain 4.3)."""
