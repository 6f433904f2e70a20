"""Every measure there is, in the chapters in which people read them; the one list of all records."""

from collections.abc import Iterator
from dataclasses import dataclass

from diis.definitions.eighteen_weeks import EIGHTEEN_WEEK_RIGHT
from diis.definitions.local_measures import MEASURES
from diis.definitions.measures import MeasureRecord
from diis.definitions.national.autism_measures import AUTISM_MEASURES
from diis.definitions.national.cyp_measures import CYP_MEASURES
from diis.definitions.pathway_measures import PATHWAY_MEASURES


@dataclass(frozen=True)
class Chapter:
    """Measures of one kind; `ends_words` says how a clock of theirs can end without its stop."""

    title: str
    about: str
    records: tuple[MeasureRecord, ...]
    ends_words: str


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        "Local waits",
        "One clock each, of the lists that providers send and of community submissions where no list is sent.",
        MEASURES,
        "on closure, rejection, transfer to adult service, or leaving the list unexplained",
    ),
    Chapter(
        "The 18-week right",
        "The legal right as a local measure. It is not the published referral-to-treatment figure.",
        (EIGHTEEN_WEEK_RIGHT,),
        "when a first missed appointment nullifies the period",
    ),
    Chapter(
        "Problems on the way",
        "What the inspection named: steps that wait for each other, turning 18, referrals returned or made again, "
        "children who leave a list, and support while waiting.",
        PATHWAY_MEASURES,
        "as the local wait of the pathway does",
    ),
    Chapter(
        "National autism statistics",
        "The published measures by their own rules, on mental health submissions alone: one figure, `value`, for each "
        "month of the run of twelve that ends with the newest month loaded. By `all` and `age` of everybody and of "
        "each provider, and of everybody by `gender`, `ethnicity`, `area`, `icb` and `region`; areas also by age.",
        AUTISM_MEASURES,
        "on discharge; for open measures also when the referral is not sent for the month",
    ),
    Chapter(
        "National children's mental health measures",
        "The published measures by their own rules, on mental health submissions alone: one figure, `value`, for each "
        "month of the run of twelve that ends with the newest month loaded. Of everybody and of each provider, and of "
        "everybody by `area`, `icb` and `region`; MRS08 to MRS19 also of the most deprived fifth.",
        CYP_MEASURES,
        "with the referral or spell, or when it is sent no more",
    ),
)


def all_records() -> Iterator[MeasureRecord]:
    """Every record of every chapter; an id may have several, with dates in force of their own."""
    for chapter in CHAPTERS:
        yield from chapter.records
