"""What sub-ICBs lie in, by column (R-WAIT-42, 65)."""

import polars as pl

from diis.definitions.national.organisations import ICB, REGION, UNKNOWN, Organisations


def parents(organisations: Organisations) -> list[pl.Expr]:
    """Columns `icb` and `region` from the sub-ICB code in `area`; UNKNOWN of one that is not listed."""
    listed = organisations.parents
    return [
        pl.col("area")
        .replace_strict(
            {code: getattr(above, breakdown) for code, above in listed.items()},
            default=UNKNOWN,
            return_dtype=pl.String,
        )
        .alias(breakdown)
        for breakdown in (ICB, REGION)
    ]
