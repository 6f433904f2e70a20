"""MRS08 to MRS19 counted by column; equal to the oracle `diis.definitions.national.mrs` for every group and month."""

import polars as pl

from diis.counting.mrs_events import with_firsts
from diis.counting.mrs_frames import Frames
from diis.counting.mrs_places import areas, deprived, ordered_rows
from diis.counting.mrs_scope import latest_rows, scoped_rows
from diis.counting.mrs_spells import spells_of
from diis.counting.mrs_tallies import tallies
from diis.definitions.national.cyp_known import Span
from diis.definitions.national.cyp_places import UNKNOWN
from diis.definitions.national.cyp_reference import Reference
from diis.definitions.national.cyp_tallies import Group, SpellTally
from diis.definitions.national.organisations import Organisations


def spell_tallies(
    known: Frames, span: Span, reference: Reference, organisations: Organisations
) -> dict[Group, SpellTally]:
    """The spells that touch the rolling quarter, counted by group, from the rows known by the month."""
    rows = scoped_rows(known)
    spells = with_firsts(spells_of(latest_rows(rows), span), known, rows, reference)
    places = ordered_rows(known)
    placed = (
        spells.join(areas(places, span.first_month), on="person", how="left")
        .join(deprived(places, span.first_month), on="person", how="left")
        .with_columns(pl.col("area").fill_null(UNKNOWN), pl.col("deprived").fill_null(False))
    )
    return tallies(placed.with_columns(**_counted(span)), SpellTally, organisations)


def _counted(span: Span) -> dict[str, pl.Expr]:
    """A column for each field of the tally."""
    start, end, contact, stop = (pl.col(name) for name in ("started_on", "ended_on", "contact_on", "stop_on"))
    is_open = pl.col("in_last_days") & pl.col("still_sent")
    so_far = (pl.lit(span.ends_on) - start).dt.total_days()
    return {
        "full_stops": pl.when(_in_quarter(stop, span)).then((stop - start).dt.total_days()),
        "without_stop": pl.when(is_open & stop.is_null()).then(so_far),
        "without_contact": pl.when(is_open & contact.is_null()).then(so_far),
        "started": start >= span.starts_on,
        "closed": pl.col("any_sent") & ~pl.col("still_sent") & _in_quarter(end, span),
        "open": is_open,
        "contacted": _in_quarter(contact, span),
        "open_with_stop": is_open & stop.is_not_null(),
        "open_with_contact": is_open & contact.is_not_null(),
    }


def _in_quarter(day: pl.Expr, span: Span) -> pl.Expr:
    return day.is_between(span.starts_on, span.ends_on)
