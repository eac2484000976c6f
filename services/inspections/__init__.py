"""Inspections and repairs, with photos."""
