"""The composition root: settings, command line and demo data. Knows every room; no room knows it."""
