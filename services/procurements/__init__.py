"""Procurement (framskaffelse) of homes that others own, in five phases (S000)."""
