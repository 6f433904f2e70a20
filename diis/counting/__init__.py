"""Counting: from facts to figures, by column (polars); no SQL."""
