"""The DiiS-style store: pseudonymised waiting times, from a provider's extract to a figure."""
