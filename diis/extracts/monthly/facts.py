"""From checked sheets to the rows that are stored: ages, places and pseudonyms come about, and identifiers end here.

Each frame has the columns of its class in `diis.definitions.national.submissions`, in their order.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from types import UnionType
from typing import get_args, get_type_hints

import polars as pl

from diis.definitions.national import submissions
from diis.definitions.national.submissions import Row
from diis.extracts.monthly import roles
from diis.extracts.monthly.periods import Submission
from diis.extracts.places import Area, Places
from diis.extracts.practices import Practices
from diis.extracts.pseudonyms import Pseudonymiser

_DTYPES: dict[object, pl.DataType] = {str: pl.String(), int: pl.Int64(), bool: pl.Boolean(), date: pl.Date()}

Frames = dict[str, list[pl.DataFrame]]
"""Role to the frames of its tables."""


@dataclass(frozen=True)
class LookUps:
    """What turns identifiers into what may be stored."""

    pseudonymiser: Pseudonymiser
    places: Places
    practices: Practices


def rows_of(frames: Frames, promised: Submission, look_ups: LookUps) -> dict[str, pl.DataFrame]:
    """The rows of every table of `submissions.TABLES`; `frames` are settled, with person, birth and referral dates."""
    referrals = _one(frames, roles.REFERRALS).with_columns(age_received=age_on("birth_on", "received_on"))
    contacts = _one(frames, roles.CONTACTS).with_columns(age_contact=age_on("birth_on", "contact_on"))
    found = {
        "patients": (submissions.PatientRow, _patients(frames, promised, look_ups)),
        "referrals": (submissions.ReferralRow, referrals),
        "teams": (submissions.TeamRow, _teams(frames)),
        "contacts": (submissions.ContactRow, contacts),
        "activities": (submissions.ActivityRow, _one(frames, roles.ACTIVITIES)),
        "indirect": (submissions.IndirectRow, _one(frames, roles.INDIRECT)),
        "care_plans": (submissions.CarePlanRow, _care_plans(frames)),
        "scores": (submissions.ScoreRow, _scores(frames)),
        "diagnoses": (submissions.DiagnosisRow, _diagnoses(frames)),
        "hospital_spells": (submissions.HospitalSpellRow, _one(frames, roles.SPELLS)),
        "clocks": (submissions.ClockRow, _clocks(frames, look_ups.pseudonymiser)),
    }
    return {name: _shaped(frame, row, promised) for name, (row, frame) in found.items()}


def age_on(birth: str, day: str) -> pl.Expr:
    """Completed years between two columns; who was born on 29 February has no birthday on the 28th (R-WAIT-87)."""
    later, earlier = pl.col(day).dt, pl.col(birth).dt
    before_birthday = (
        later.month().cast(pl.Int64) * 100 + later.day() < earlier.month().cast(pl.Int64) * 100 + earlier.day()
    )
    return (later.year() - earlier.year() - before_birthday.cast(pl.Int32)).cast(pl.Int64)


def _one(frames: Frames, role: str) -> pl.DataFrame:
    """The rows of a role; none where the data set has no such table."""
    return pl.concat(frames[role], how="diagonal") if role in frames else pl.DataFrame()


def _patients(frames: Frames, promised: Submission, look_ups: LookUps) -> pl.DataFrame:
    patients = _one(frames, roles.PATIENTS)
    if roles.INDICATORS in frames:
        patients = patients.join(
            _one(frames, roles.INDICATORS).select("local_id", "lac_status"), on="local_id", how="left"
        )
    places: dict[str | None, Area] = {
        postcode: look_ups.places.area_of(postcode or "") for postcode in patients["postcode"].unique()
    }
    found = [places[postcode] for postcode in patients["postcode"]]
    registered = _registered(_one(frames, roles.PRACTICES), promised.last_on)
    patients = patients.join(registered, on="local_id", how="left", maintain_order="left")
    return patients.with_columns(
        pl.Series("lsoa", [place.lsoa for place in found], dtype=pl.String),
        pl.Series("deprivation_decile", [place.decile for place in found], dtype=pl.Int64),
        pl.Series("local_authority", [place.local_authority for place in found], dtype=pl.String),
        pl.Series("residence_sub_icb", [place.sub_icb for place in found], dtype=pl.String),
        _looked_up("gp_practice", look_ups.practices.sub_icb_of).alias("gp_sub_icb"),
        pl.col("birth_on").dt.month_start().alias("birth_month"),
    )


def _registered(practices: pl.DataFrame, last_on: date) -> pl.DataFrame:
    """The practice of each local id at the end of the month (R-WAIT-42): a real one first, then the latest start."""
    started = pl.col("registered_from").is_null() | (pl.col("registered_from") <= last_on)
    not_ended = pl.col("registered_to").is_null() | (pl.col("registered_to") >= last_on)
    return (
        practices.filter(started & not_ended)
        .with_columns(default=pl.col("gp_practice").str.starts_with("V8199"))
        .sort("default", "registered_from", "gp_practice", descending=[False, True, False], nulls_last=True)
        .unique("local_id", keep="first", maintain_order=True)
        .select("local_id", "gp_practice")
    )


def _teams(frames: Frames) -> pl.DataFrame:
    """Every team of every referral, with its type of the same month (R-WAIT-73)."""
    others = _one(frames, roles.TEAMS)
    if roles.TEAM_DETAILS not in frames:
        return others.with_columns(pl.col("team").fill_null(""), primary=pl.lit(value=True))
    wanted = ("referral_id", "team", "rejected_on", "rejection_reason", "closure_reason")
    primary = _one(frames, roles.REFERRALS).select(*wanted).with_columns(primary=pl.lit(value=True))
    both = pl.concat([primary, others.with_columns(primary=pl.lit(value=False))], how="diagonal")
    details = _one(frames, roles.TEAM_DETAILS).select("team", "team_type", "age_group")
    return both.join(details, on="team", how="left", maintain_order="left")


def _care_plans(frames: Frames) -> pl.DataFrame:
    if roles.CARE_PLANS not in frames:
        return pl.DataFrame()
    agreed = _one(frames, roles.AGREEMENTS)["plan_id"].unique()
    return _one(frames, roles.CARE_PLANS).with_columns(agreed=pl.col("plan_id").is_in(agreed.implode()))


def _scores(frames: Frames) -> pl.DataFrame:
    parts = [_one(frames, role) for role in (roles.REFERRAL_SCORES, roles.ACTIVITY_SCORES) if role in frames]
    return pl.concat(parts, how="diagonal") if parts else pl.DataFrame()


def _diagnoses(frames: Frames) -> pl.DataFrame:
    parts = [_one(frames, roles.DIAGNOSES).with_columns(provisional=pl.lit(value=False))]
    if roles.PROVISIONAL_DIAGNOSES in frames:
        parts.append(_one(frames, roles.PROVISIONAL_DIAGNOSES).with_columns(provisional=pl.lit(value=True)))
    return pl.concat(parts, how="diagonal")


def _clocks(frames: Frames, pseudonymiser: Pseudonymiser) -> pl.DataFrame:
    clocks = _one(frames, roles.CLOCKS)
    named = pl.concat_str(pl.col("issuer").fill_null(""), pl.lit(":"), pl.col("pathway"))
    clocks = clocks.with_columns(named.alias("pathway"))
    return clocks.with_columns(_looked_up("pathway", pseudonymiser.of_pathway))


def _looked_up(column: str, look_up: Callable[[str], str | None]) -> pl.Expr:
    return pl.col(column).map_elements(look_up, return_dtype=pl.String)


def _shaped(frame: pl.DataFrame, row: type[Row], promised: Submission) -> pl.DataFrame:
    """The columns of a row class, in order and type; what the data set does not have is not known."""
    hints = get_type_hints(row)
    given = {"provider": pl.lit(promised.provider), "month": pl.lit(promised.month)}
    columns = []
    for field in fields(row):
        found = given.get(field.name, pl.col(field.name) if field.name in frame.columns else pl.lit(None))
        columns.append(found.cast(_dtype(hints[field.name])).alias(field.name))
    if frame.is_empty():
        return pl.DataFrame(schema={field.name: _dtype(hints[field.name]) for field in fields(row)})
    return frame.select(columns)


def _dtype(hint: object) -> pl.DataType:
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return next(_DTYPES[kind] for kind in kinds if kind is not type(None))
