"""MHS130 to MHS135 counted by column; equal to the oracle `diis.definitions.national.first_contacts`."""

import polars as pl

from diis.counting.mrs_contacts import is_digital, is_direct
from diis.counting.mrs_frames import Frames
from diis.counting.mrs_places import areas, ordered_rows, valid_masters
from diis.counting.mrs_scope import in_england, is_child
from diis.counting.mrs_tallies import tallies
from diis.definitions.national.cyp_known import Span
from diis.definitions.national.cyp_places import UNKNOWN
from diis.definitions.national.cyp_scope import DIGITAL_PROVIDERS
from diis.definitions.national.cyp_tallies import ContactTally, Group
from diis.definitions.national.first_contacts import FIRST_RECEIVED
from diis.definitions.national.organisations import Organisations

_REFERRAL = ["provider", "referral_id"]


def contact_tallies(known: Frames, span: Span, organisations: Organisations) -> dict[Group, ContactTally]:
    """Referrals first contacted in the rolling quarter, and those still waiting at its end, counted by group."""
    first = pl.col("first_on")
    contacted = first.is_between(span.starts_on, span.ends_on)
    undischarged = pl.col("discharged_on").is_null() | (pl.col("discharged_on") > span.ends_on)
    waiting = first.is_null() & (pl.col("month") == span.month) & undischarged
    received = pl.col("received_on")
    counted = (
        _referrals(known, span)
        .filter(contacted | waiting)
        .with_columns(
            contacted=pl.when(contacted).then((first - received).dt.total_days()),
            waiting=pl.when(waiting).then((pl.lit(span.ends_on) - received).dt.total_days() + 1),
        )
    )
    return tallies(counted, ContactTally, organisations)


def _referrals(known: Frames, span: Span) -> pl.DataFrame:
    """The newest row of each referral in the series, with its first contact and its area."""
    places = ordered_rows(known)
    located = pl.col("has_home").fill_null(False) & ~pl.col("provider").is_in(DIGITAL_PROVIDERS)
    return (
        known["referrals"]
        .sort("month", maintain_order=True)
        .unique(_REFERRAL, keep="last", maintain_order=True)
        .filter(pl.col("received_on") >= FIRST_RECEIVED, is_child("age_received"))
        .join(valid_masters(places), on=["person", "provider"], how="left")
        .filter(in_england("local_authority"))
        .join(areas(places, span.year_month), on="person", how="left")
        .join(_first_contacts(known), on=_REFERRAL, how="left")
        .with_columns(area=pl.when(located).then("area").fill_null(UNKNOWN), deprived=pl.lit(False))
    )


def _first_contacts(known: Frames) -> pl.DataFrame:
    counted = known["contacts"].filter(is_direct().fill_null(False) | is_digital(), is_child("age_contact"))
    return counted.group_by(_REFERRAL).agg(first_on=pl.col("contact_on").min())
