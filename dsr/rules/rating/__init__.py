"""Ratings: what they mean, how they move, when they are looked at again and who is told (R-DSR-45 to 65)."""
