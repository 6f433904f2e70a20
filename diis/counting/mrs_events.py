"""The events that can stop the four-week clock, and their firsts in a spell, by column (R-WAIT-61, 62); see
`cyp_events`."""

import polars as pl

from diis.counting.mrs_contacts import is_direct
from diis.counting.mrs_frames import Frames
from diis.counting.mrs_scope import REFERRAL_ROW
from diis.counting.mrs_spells import PAIR, SPELL
from diis.definitions.national.cyp_reference import Reference

_DATED = [*PAIR, "on"]
_CONTACT = ["provider", "month", "contact_id"]
_ACTIVITY = ["provider", "month", "activity_id"]


def with_firsts(spells: pl.DataFrame, frames: Frames, rows: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Spells with `contact_on`, the first contact, and `stop_on`, the full clock stop; null where there is none."""
    scope = rows.select(*REFERRAL_ROW, "person").unique()
    scored, helped = _scored(frames, reference), _helped(frames, reference)
    return (
        spells.join(_first(spells, _in_scope(_seen(frames), scope), "contact_on"), on=SPELL, how="left")
        .join(_first(spells, _in_scope(scored, scope), "score_on"), on=SPELL, how="left")
        .join(_first(spells, _in_scope(helped, scope), "intervention_on"), on=SPELL, how="left")
        .join(_first_plan(spells, frames["care_plans"]), on=SPELL, how="left")
        .with_columns(help_on=pl.min_horizontal("intervention_on", "plan_on"))
        .with_columns(
            stop_on=pl.when(pl.all_horizontal(pl.col("contact_on", "score_on", "help_on").is_not_null())).then(
                pl.max_horizontal("contact_on", "score_on", "help_on")
            )
        )
    )


def _seen(frames: Frames) -> pl.DataFrame:
    contacts = frames["contacts"].filter(is_direct()).select(*REFERRAL_ROW, on="contact_on")
    return pl.concat([contacts, frames["indirect"].select(*REFERRAL_ROW, on="activity_on")])


def _scored(frames: Frames, reference: Reference) -> pl.DataFrame:
    scores = frames["scores"].filter(pl.col("tool").is_in(reference.tools))
    of_referrals = scores.filter(pl.col("activity_id").is_null()).select(*REFERRAL_ROW, on="scored_on")
    of_activities = scores.drop("referral_id").join(_done_in(frames), on=_ACTIVITY).select(*REFERRAL_ROW, "on")
    return pl.concat([of_referrals, of_activities])


def _helped(frames: Frames, reference: Reference) -> pl.DataFrame:
    direct = _done_in(frames).select(*REFERRAL_ROW, "on", "procedure")
    indirect = frames["indirect"].select(*REFERRAL_ROW, "procedure", on="activity_on")
    codes = pl.DataFrame(
        [(one.code, one.from_on, one.to_on) for one in reference.interventions],
        schema={"code": pl.String, "from_on": pl.Date, "to_on": pl.Date},
        orient="row",
    )
    return (
        pl.concat([direct, indirect], how="diagonal")
        .with_columns(code=pl.col("procedure").str.split(":").list.first())
        .join(codes, on="code")
        .filter((pl.col("from_on") <= pl.col("on")).fill_null(True), (pl.col("on") <= pl.col("to_on")).fill_null(True))
        .select(*REFERRAL_ROW, "on")
    )


def _done_in(frames: Frames) -> pl.DataFrame:
    """Activities with the referral and the day of their contact, attended or not."""
    contacts = frames["contacts"].select(*_CONTACT, "referral_id", on="contact_on")
    return frames["activities"].join(contacts, on=_CONTACT)


def _in_scope(dated: pl.DataFrame, scope: pl.DataFrame) -> pl.DataFrame:
    return dated.join(scope, on=REFERRAL_ROW).select(_DATED)


def _first(spells: pl.DataFrame, dated: pl.DataFrame, name: str) -> pl.DataFrame:
    return (
        spells.select(*SPELL, "ended_on")
        .join(dated, on=PAIR)
        .filter(pl.col("on").is_between(pl.col("started_on"), pl.col("ended_on")))
        .group_by(SPELL)
        .agg(pl.col("on").min().alias(name))
    )


def _first_plan(spells: pl.DataFrame, plans: pl.DataFrame) -> pl.DataFrame:
    created, updated = pl.col("created_on"), pl.col("updated_on")
    return (
        spells.select(*SPELL, "ended_on")
        .join(plans.filter(pl.col("agreed")), on=PAIR)
        .filter(updated.is_between(pl.col("started_on"), pl.col("ended_on")))
        .with_columns(
            plan_on=pl.when(created.is_between(pl.col("started_on"), updated)).then(created).otherwise(updated)
        )
        .group_by(SPELL)
        .agg(pl.col("plan_on").min())
    )
