"""The end of a tenancy, and disputes about it."""
