"""Care (education) and treatment reviews, C(E)TRs, and the emergency protocol (R-DSR-66 to 89)."""
