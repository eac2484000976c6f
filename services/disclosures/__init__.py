"""What of a household a landlord was told: logged before it is told, and printed per person."""
