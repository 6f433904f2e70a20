"""Sub-ICB, residence and deprivation of children, by column (R-WAIT-65, 66, 102); see `cyp_places`."""

from datetime import date

import polars as pl

from diis.counting.mrs_frames import Frames
from diis.definitions.national.cyp_places import CORE20_DECILES, NO_PRACTICE


def ordered_rows(frames: Frames) -> pl.DataFrame:
    """Patient rows of each person in the order in which they win; `master` is the first of its month."""
    key = ["provider", "month", "person"]
    newest = frames["referrals"].group_by(key).agg(newest_on=pl.col("received_on").max())
    registered = ~pl.col("gp_practice").is_in(NO_PRACTICE)
    return (
        frames["patients"]
        .join(newest, on=key, how="left", maintain_order="left")
        .with_columns(
            pl.col("newest_on").fill_null(date.min),
            sub_icb=pl.coalesce(pl.when(registered).then(_given("gp_sub_icb")), _given("residence_sub_icb")),
        )
        .sort("person", "month", "newest_on", "provider", descending=[False, True, True, False], maintain_order=True)
        .with_columns(master=pl.col("provider") == pl.col("provider").first().over("person", "month"))
    )


def areas(rows: pl.DataFrame, since: int) -> pl.DataFrame:
    """`person` and `area`: the sub-ICB of the newest row since a month that has one."""
    known = rows.filter(pl.col("month") >= since, pl.col("sub_icb").is_not_null())
    return known.unique("person", keep="first", maintain_order=True).select("person", area="sub_icb")


def deprived(rows: pl.DataFrame, since: int) -> pl.DataFrame:
    """`person` and `deprived`, true: those whose newest master row since a month is in the most deprived fifth."""
    newest = rows.filter(pl.col("month") >= since).unique("person", keep="first", maintain_order=True)
    return newest.filter(pl.col("deprivation_decile").is_in(CORE20_DECILES)).select("person", deprived=pl.lit(True))


def valid_masters(rows: pl.DataFrame) -> pl.DataFrame:
    """`person`, `provider`, `local_authority` and `has_home`, true: newest rows that are master rows of their month."""
    newest = rows.unique(["person", "provider"], keep="first", maintain_order=True)
    return newest.filter("master").select("person", "provider", "local_authority", has_home=pl.lit(True))


def _given(code: str) -> pl.Expr:
    return pl.when(pl.col(code) != "").then(pl.col(code))
