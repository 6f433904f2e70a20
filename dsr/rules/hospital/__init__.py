"""Hospital: stays, detention, visits, why it came to an admission, and the way out (R-DSR-72, 75, 76, 90 to 96)."""
