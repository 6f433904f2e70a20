"""A provider's monthly national submission: layouts mhsds-6 and csds-1.6, their checks, and what is worked out at once."""
