"""The entry: referral, eligibility, standing, removal, moving area, growing up (R-DSR-04 to 25, 37 to 44)."""
