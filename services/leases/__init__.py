"""Leases made in Husrom: drawn, signed, secured, keys handed over, ended (husleieloven, S001, S004 step 11)."""
