"""Offers of a dwelling: given, answered, judged, expired; viewings and signings (S004 step 10, S001)."""
