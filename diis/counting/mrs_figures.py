"""The children's mental health figures of one month of a run, by column: the engine beside `cyp_figures`' oracle."""

import polars as pl

from diis.counting.first_contacts import contact_tallies
from diis.counting.mrs import spell_tallies
from diis.counting.mrs_frames import Frames, frames_of, known_by
from diis.definitions.figures import Figure
from diis.definitions.national.cyp_figures import labelled
from diis.definitions.national.cyp_known import Span, in_run
from diis.definitions.national.cyp_reference import Reference
from diis.definitions.national.organisations import NO_ORGANISATIONS, Organisations
from diis.definitions.national.submissions import Submissions


def cyp_figures(
    submissions: Submissions,
    month: int,
    newest: int,
    reference: Reference,
    as_known: int = 0,
    organisations: Organisations = NO_ORGANISATIONS,
) -> list[Figure]:
    """The figures of `diis.definitions.national.cyp_figures`, from the same rows."""
    return figures_of_frames(frames_of(submissions), month, newest, reference, as_known, organisations)


def figures_of_frames(
    frames: Frames,
    month: int,
    newest: int,
    reference: Reference,
    as_known: int = 0,
    organisations: Organisations = NO_ORGANISATIONS,
) -> list[Figure]:
    """The figures of a month from rows that are columns already."""
    known, span = known_by(frames, month), Span(month)
    sent = pl.concat([known[table].select("provider", "month") for table in ("patients", "referrals")])
    if not in_run(month, newest) or sent.filter(pl.col("month") == month).is_empty():
        return []
    providers = sent.filter(pl.col("month") >= span.first_month)["provider"].unique().to_list()
    spells = spell_tallies(known, span, reference, organisations)
    return labelled(spells, contact_tallies(known, span, organisations), providers, span, as_known)
