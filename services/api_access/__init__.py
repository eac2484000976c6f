"""Landlords' keys, the calls that they make, and the answers that are remembered."""
