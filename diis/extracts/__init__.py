"""Reading and checking what providers send; identifiers end here, as pseudonyms."""
