"""Consent: who decides, to what, on what basis, for how long, and how it ends (R-DSR-26 to 36)."""
