"""The overview of the need for homes, short and long term (S000 phase 1)."""
