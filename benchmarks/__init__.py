"""How fast the service takes in a large list, measured against real databases; nothing of this is installed."""
