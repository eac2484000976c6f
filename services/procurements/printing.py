"""The whole trail of a procurement as one file."""
