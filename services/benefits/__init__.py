"""Housing allowance, and claims on guarantees."""
