"""Changes of rent: lines, index, going rent."""
