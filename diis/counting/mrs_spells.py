"""Referral-spells by column (R-WAIT-60, 64); see `cyp_spells` and `mrs` of the definitions."""

import polars as pl

from diis.definitions.national.cyp_known import Span
from diis.definitions.national.cyp_spells import FIRST_START, JOINED_WITHIN

PAIR = ["person", "provider"]
SPELL = [*PAIR, "started_on"]


def spells_of(latest: pl.DataFrame, span: Span) -> pl.DataFrame:
    """Spells that touch the rolling quarter: their dates, `any_sent` and `still_sent` of the referrals within."""
    spells = _joined(latest).filter(
        pl.col("started_on").is_between(FIRST_START, span.ends_on), pl.col("ended_on") >= span.starts_on
    )
    late = pl.col("ended_on") >= span.ends_on - JOINED_WITHIN
    sent = (
        spells.join(latest.drop("ended_on"), on=PAIR)
        .filter(pl.col("received_on").is_between(pl.col("started_on"), pl.col("ended_on")))
        .group_by(SPELL)
        .agg(
            any_sent=pl.lit(True),
            still_sent=((pl.col("month") == span.month) & (pl.col("discharged_on").is_null() | late)).any(),
        )
    )
    return spells.join(sent, on=SPELL, how="left").with_columns(
        pl.col("any_sent", "still_sent").fill_null(False),
        in_last_days=pl.col("ended_on").is_between(span.ends_on - JOINED_WITHIN, span.ends_on),
    )


def _joined(latest: pl.DataFrame) -> pl.DataFrame:
    """A start counts +1, an end with five days added -1; a spell closes on the day the running sum is zero."""
    starts = latest.select(*PAIR, day="received_on", step=pl.lit(1))
    ends = latest.select(*PAIR, day=pl.col("ended_on") + JOINED_WITHIN, step=pl.lit(-1))
    return (
        pl.concat([starts, ends])
        .group_by(*PAIR, "day")
        .agg(pl.col("step").sum())
        .sort(*PAIR, "day")
        .with_columns(closes=pl.col("step").cum_sum().over(PAIR) == 0)
        .with_columns(number=pl.col("closes").cum_sum().over(PAIR) - pl.col("closes"))
        .group_by(*PAIR, "number")
        .agg(started_on=pl.col("day").min(), ended_on=pl.col("day").max() - JOINED_WITHIN)
        .drop("number")
    )
