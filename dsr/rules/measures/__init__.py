"""The measures K1 to K18 over many lives: exact numbers, not for publication."""
