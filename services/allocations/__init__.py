"""Who gets a vacant dwelling: recommended, gone through, heard, settled, allocated, replayed (S004 steps 6-9, S001)."""
