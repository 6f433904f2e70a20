"""National measures, under their own names and exact rules (R-WAIT sections 3, 5 and 15)."""
