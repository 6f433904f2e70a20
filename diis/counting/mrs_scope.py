"""Referral rows in scope of the children's four-week measures, by column (R-WAIT-57, 59); see `cyp_scope`."""

import polars as pl

from diis.counting.mrs_frames import Frames
from diis.definitions.national.cyp_scope import (
    DIGITAL_PROVIDERS,
    EARLY_INTERVENTION,
    EATING_DISORDER,
    EATING_DISORDER_TEAMS,
    ENGLAND,
    EXCLUDED_TEAMS,
    FIRST_EPISODE,
    MAX_AGE,
    SINGLE_POINT_OF_ACCESS,
    URGENT,
)

PATIENT_ROW = ["provider", "month", "person"]
REFERRAL_ROW = ["provider", "month", "referral_id"]
REFERRAL = ["person", "provider", "referral_id"]
MONTH_END = pl.date(1900 + (pl.col("month") + 2) // 12, (pl.col("month") + 2) % 12 + 1, 1).dt.month_end()


def scoped_rows(frames: Frames) -> pl.DataFrame:
    """A row for each referral, month and team in scope, with the day the referral ends by that row."""
    homes = frames["patients"].unique(PATIENT_ROW, keep="last", maintain_order=True)
    referrals = (
        frames["referrals"]
        .filter(~pl.col("provider").is_in(DIGITAL_PROVIDERS), is_child("age_received"))
        .join(frames["hospital_spells"], on=["provider", "referral_id"], how="anti")
        .join(
            homes.select("provider", "month", "person", "local_authority"),
            on=["provider", "month", "person"],
            how="left",
        )
        .filter(in_england("local_authority"))
    )
    own = referrals.join(frames["teams"].filter(pl.col("primary")), on=REFERRAL_ROW, how="anti")
    teams = pl.concat([frames["teams"], own.select(*REFERRAL_ROW, primary=pl.lit(True))], how="diagonal")
    return (
        referrals.rename({"rejected_on": "own_rejected_on"})
        .join(teams.select(*REFERRAL_ROW, "primary", "team_type", "closed_on", "rejected_on"), on=REFERRAL_ROW)
        .filter(_counts())
        .select(*REFERRAL_ROW, "person", "received_on", "discharged_on", ended_on=_ended_on())
    )


def latest_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """For each person's referral its row of the last month in scope; of several teams the one that ends last."""
    return rows.sort("month", "ended_on").unique(REFERRAL, keep="last", maintain_order=True)


def is_child(age: str) -> pl.Expr:
    return pl.col(age).is_between(0, MAX_AGE)


def in_england(local_authority: str) -> pl.Expr:
    """Resident in England, or residence not known."""
    home = pl.col(local_authority).fill_null("")
    return (home == "") | home.str.starts_with(ENGLAND)


def _counts() -> pl.Expr:
    team, reason = pl.col("team_type").fill_null(""), pl.col("reason").fill_null("")
    eating_disorder = (reason == EATING_DISORDER) & ~team.is_in(EATING_DISORDER_TEAMS)
    first_episode = (reason == FIRST_EPISODE) & (team == EARLY_INTERVENTION)
    urgent = (team == SINGLE_POINT_OF_ACCESS) & pl.col("priority").fill_null("").is_in(URGENT)
    return ~(eating_disorder | first_episode | urgent | team.is_in(EXCLUDED_TEAMS))


def _ended_on() -> pl.Expr:
    rejected = pl.coalesce("rejected_on", pl.when("primary").then("own_rejected_on"))
    return pl.min_horizontal(pl.coalesce("discharged_on", rejected, "closed_on", MONTH_END), MONTH_END)
