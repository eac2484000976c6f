"""The steps of what concerns private landlords, as parts of their screens."""
