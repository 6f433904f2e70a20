"""Prometheus: one catalogue of names, and collectors that read the store at scrape time."""
