"""Key work: who is to have a key worker, who has whom, and how much one carries (R-DSR-97 to 107)."""
