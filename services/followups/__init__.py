"""Follow-up of households in their homes."""
