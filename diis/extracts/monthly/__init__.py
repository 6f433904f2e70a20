"""Monthly national submissions, layouts mhsds-6 and csds-1.6: their checks, and what is worked out of them at once."""
