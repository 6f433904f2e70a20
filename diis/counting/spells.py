"""Referral-spells by column (R-WAIT-60 to 62): `diis.definitions.spells` again, for every child of a list at once.

Which referrals belong together does not depend on the day asked about: a spell as at a day is the beginning of the
spell as known. What does depend on it is whether the spell has ended. Where all referrals so far have ended and the
next begins within the days of grace, the spell is over for those days and goes on after them; there it is cut into
stretches, and each stretch is a row that holds from its first day until the next stretch begins.
"""

import polars
from polars import col

from diis.counting.days import NEVER, ROW, attended, first_of
from diis.definitions.measures import DIRECT
from diis.definitions.spells import GAP_DAYS, INDIRECT, PLANS, SCORES

_APART = 2**24
"""Between the day numbers of two children: more than the days that there are."""

FIRSTS = ("contact_on", "score_on", "plan_on")


def spell_clocks(
    rows: polars.DataFrame, contacts: polars.DataFrame, events: polars.DataFrame, kept: list[str]
) -> polars.DataFrame:
    """The clocks of spells, with the `kept` columns of the first referral of each."""
    referrals = _in_spells(_with_firsts(rows, contacts, events))
    spells = referrals.filter("begins_spell").select(kept).drop("removal_on")
    firsts = referrals.group_by("spell", maintain_order=True).agg(col(name).min() for name in FIRSTS)
    # A first that has not come never comes: the latest of the three is the stop.
    spells = spells.hstack(firsts.drop("spell")).with_columns(stop_on=polars.max_horizontal(*FIRSTS))
    stretches = _stretches(referrals)
    return spells[stretches["spell"]].hstack(stretches.drop("spell"))


def _with_firsts(rows: polars.DataFrame, contacts: polars.DataFrame, events: polars.DataFrame) -> polars.DataFrame:
    held = attended(contacts, DIRECT).select(ROW, day="contact_on")
    days = events.select(ROW, "kind", day="event_on")
    found = {
        "contact_on": polars.concat([held, days.filter(col("kind").is_in(INDIRECT)).drop("kind")]),
        "score_on": days.filter(col("kind").is_in(SCORES)),
        "plan_on": days.filter(col("kind").is_in(PLANS)),
    }
    return rows.with_columns(first_of(rows, some, "day").alias(name) for name, some in found.items())


def _in_spells(referrals: polars.DataFrame) -> polars.DataFrame:
    """Referrals in the order of child, received date and id; `spell` numbers their spells from 0.

    A child's days are set apart from those of the child before, so that the latest end so far is one running maximum.
    `ends_on` is that end, over the referrals of the spell so far.
    """
    ordered = referrals.sort("person", "start_on", "referral_id")
    child = col("person").rle_id().cast(polars.Int64) * _APART
    ends = (child + polars.max_horizontal("removal_on", "start_on")).cum_max()
    begins = child + col("start_on")
    return ordered.with_columns(
        begins_spell=(begins > ends.shift(1) + GAP_DAYS).fill_null(True),
        begins_stretch=(begins > ends.shift(1)).fill_null(True),
        ends_on=ends - child,
    ).with_columns(spell=col("begins_spell").cum_sum() - 1)


def _stretches(referrals: polars.DataFrame) -> polars.DataFrame:
    """One row for each stretch, with the spell it is of: from_on, until_on, and removal_on, the end at its end."""
    last = referrals["begins_stretch"].shift(-1).fill_null(True)
    stretches = referrals.filter("begins_stretch").select("spell", from_on="start_on")
    goes_on = col("spell") == col("spell").shift(-1)
    return stretches.with_columns(
        until_on=polars.when(goes_on).then(col("from_on").shift(-1)).otherwise(NEVER).cast(polars.Int32),
        removal_on=referrals["ends_on"].filter(last).cast(polars.Int32),
    )
