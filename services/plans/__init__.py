"""Payment plans and pauses in an arrears case, interest on what is owed."""
