"""The referrals that the autism statistics count, by column, each as known at the end of the run (R-WAIT-31 to 37)."""

import polars as pl

from diis.counting.autism_tables import AutismTables
from diis.definitions.national.autism_codes import (
    ATTENDED,
    AUTISM_ICD10,
    AUTISM_SNOMED,
    FACE_TO_FACE,
    FIRST_RECEIVED_ON,
    NOT_AUTISM_ICD10,
    REASON_VALID_FROM,
    SUSPECTED_AUTISM,
    VIDEO,
    VIDEO_FROM,
    WEB_CAMERA,
    Diagnosis,
)
from diis.definitions.national.months import last_day

KEY = ["provider", "referral_id"]

_FOR_AUTISM = (
    (pl.col("reason") == SUSPECTED_AUTISM)
    & (pl.col("month") >= REASON_VALID_FROM)
    & (pl.col("received_on") >= FIRST_RECEIVED_ON)
)


def latest_referrals(tables: AutismTables) -> pl.DataFrame:
    """Latest versions that are for suspected autism and have no hospital spell (R-WAIT-31)."""
    latest = tables.referrals.sort("month").unique(KEY, keep="last", maintain_order=True).filter(_FOR_AUTISM)
    spells = tables.hospital_spells.sort("month").unique(["provider", "spell_id"], keep="last", maintain_order=True)
    return latest.join(_about(latest, _counting(spells), tables), on=KEY, how="anti")


def rows_outside_hospital(tables: AutismTables) -> pl.DataFrame:
    """Every row ever sent for suspected autism, without those whose spell was sent in the same month (ASD17)."""
    spells = _counting(tables.hospital_spells)
    return tables.referrals.filter(_FOR_AUTISM).join(spells, on=[*KEY, "month"], how="anti")


def sent_months(tables: AutismTables) -> pl.DataFrame:
    """The months for which a row of a referral flowed (R-WAIT-33)."""
    return tables.referrals.filter(_FOR_AUTISM).select(*KEY, sent="month").unique()


def counting_contacts(referrals: pl.DataFrame, tables: AutismTables, newest: int) -> pl.DataFrame:
    """`contact_on` of each contact of these referrals that counts (R-WAIT-36)."""
    video = (pl.col("mechanism") == VIDEO) & (pl.col("month") >= VIDEO_FROM)
    camera = (pl.col("mechanism") == WEB_CAMERA) & (pl.col("month") < VIDEO_FROM)
    direct = (pl.col("mechanism") == FACE_TO_FACE) | video | camera
    attended = tables.contacts.filter(pl.col("attendance").is_in(ATTENDED), direct)
    return (
        _about(referrals, attended, tables)
        .filter(pl.col("contact_on").is_between("received_on", last_day(newest)))
        .select(*KEY, "contact_on")
    )


def dated_diagnoses(referrals: pl.DataFrame, tables: AutismTables) -> pl.DataFrame:
    """`diagnosed_on` and `kind` of each confirmed diagnosis of these referrals (R-WAIT-40)."""
    code = pl.col("code")
    bare = code.str.replace_all(".", "", literal=True).str
    listed = pl.any_horizontal(bare.starts_with(start) for start in AUTISM_ICD10)
    taken_out = pl.any_horizontal(bare.starts_with(start) for start in NOT_AUTISM_ICD10)
    autism = code.is_in(AUTISM_SNOMED) | (listed & ~taken_out)
    other = pl.when(code.str.starts_with("F")).then(pl.lit(Diagnosis.OTHER_F)).otherwise(pl.lit(Diagnosis.OTHER))
    dated = tables.diagnoses.filter(pl.col("diagnosed_on").is_not_null(), ~pl.col("provisional"))
    return _about(referrals, dated, tables).select(
        *KEY, "diagnosed_on", kind=pl.when(autism).then(pl.lit(Diagnosis.AUTISM)).otherwise(other)
    )


def _counting(spells: pl.DataFrame) -> pl.DataFrame:
    return spells.filter(pl.col("started_on") >= FIRST_RECEIVED_ON)


def _about(referrals: pl.DataFrame, sent: pl.DataFrame, tables: AutismTables) -> pl.DataFrame:
    """What was sent with these referrals, and of the same person as far as the month's referral row tells."""
    persons = tables.referrals.select(*KEY, "month", sent_for="person")
    return (
        sent.join(referrals.select(*KEY, "person", "received_on"), on=KEY)
        .join(persons, on=[*KEY, "month"], how="left")
        .filter(pl.col("sent_for").is_null() | (pl.col("sent_for") == pl.col("person")))
    )
