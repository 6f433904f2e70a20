"""The pathway problems as measures: reviewed records like those of the clocks (R-WAIT section 13, areas 5 to 7).

Each stands under an id of its own for each pathway, and none is mixed with the figures of a clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from diis.definitions.measures import MeasureRecord
from diis.definitions.pathways import CAMHS_GATEWAY, COMMUNITY_PAEDIATRICS, NEURODEVELOPMENTAL, PATHWAYS

PREFIX = {NEURODEVELOPMENTAL: "nd", CAMHS_GATEWAY: "gateway", COMMUNITY_PAEDIATRICS: "paediatrics"}

PATHWAY_BREAKDOWNS = ("source", "step", "organisation")
"""Besides `all`."""

_MAIN_CLOCK = (
    "assessment complete (neurodevelopmental), first direct contact (CAMHS), first contact (community paediatrics)"
)


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A pathway problem in words; `name` ends the ids of its measures."""

    name: str
    title: str
    unit: str
    start_words: str
    stop_words: str
    population: str
    exclusions: str = "None."
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PathwayMeasure(MeasureRecord):
    """A pathway problem on one pathway; `topic` tells which."""

    pathway: str
    topic: str


STEPS = Topic(
    name="steps",
    title="Steps of the multi-agency pathway",
    unit="steps",
    start_words="the day a step was requested of an organisation",
    stop_words="the day it was done",
    population="Steps of referrals that have any; open while the referral is not over and its outcome not shared.",
    rules=("R-WAIT-67", "R-WAIT-86"),
)
TURNING_18 = Topic(
    name="turning-18",
    title="Nearing 18 without a neurodevelopmental assessment",
    unit="referrals",
    start_words="the day the referral was received",
    stop_words="the day the assessment was completed",
    population="Open referrals without a completed assessment; the forecast, those who are not 18 yet.",
    exclusions="Who was 18 when referred is in no list. The birthday is the first day of its month, never later.",
    rules=("R-WAIT-87", "R-WAIT-90", "R-WAIT-93", "R-WAIT-115"),
)
TRANSFERS = Topic(
    name="adult-transfers",
    title="Transferred to an adult service while waiting",
    unit="referrals",
    start_words="the day the referral was first received; a second clock starts on the day of transfer",
    stop_words=f"what the child waited for ({_MAIN_CLOCK})",
    population="Referrals whose clock ended by transfer to an adult service; they never start at zero.",
    rules=("R-WAIT-10", "R-WAIT-67", "R-WAIT-91", "R-WAIT-92"),
)
RETURNED = Topic(
    name="returned",
    title="Returned for more information",
    unit="referrals",
    start_words="the day the referral was first received; being returned never resets it",
    stop_words="the day it was returned, sent in again, or accepted",
    population="Referrals received in the 26 weeks up to and including the day.",
    rules=("R-WAIT-67", "R-WAIT-70", "R-WAIT-80"),
)
REFERRED_AGAIN = Topic(
    name="referred-again",
    title="Rejected, and referred again within six months",
    unit="referrals",
    start_words="the day a referral was rejected",
    stop_words="the day another referral of the same child was received, by any provider on any pathway",
    population="Referrals rejected between twelve and six months before the day, so that each was followed for six.",
    rules=("R-WAIT-67", "R-WAIT-70"),
)
LEAVERS = Topic(
    name="leavers",
    title="Leaving a list, and why",
    unit="referrals",
    start_words="the last list that held the referral",
    stop_words="the next list of the same feed, which does not",
    population="Referrals first missing from a list of the 28 days up to and including the day, and not back since.",
    rules=("R-WAIT-113", "R-WAIT-123"),
)
SUPPORT = Topic(
    name="support",
    title="Support while waiting",
    unit="referrals",
    start_words="the day the referral was received",
    stop_words="the day support was first offered, while the child waited or on the day the wait ended",
    population=f"Referrals whose main clock is open, or stopped in the last 28 days: {_MAIN_CLOCK}.",
    rules=("R-WAIT-67", "R-WAIT-130"),
)
TOPICS = (STEPS, TURNING_18, TRANSFERS, RETURNED, REFERRED_AGAIN, LEAVERS, SUPPORT)


def _records() -> Iterator[PathwayMeasure]:
    for pathway in PATHWAYS:
        for topic in TOPICS:
            if topic is not TURNING_18 or pathway == NEURODEVELOPMENTAL:
                yield PathwayMeasure(
                    id=id_of(topic, pathway),
                    title=topic.title,
                    unit=topic.unit,
                    pathway=pathway,
                    topic=topic.name,
                    start_words=topic.start_words,
                    stop_words=topic.stop_words,
                    population=topic.population,
                    exclusions=topic.exclusions,
                    standard_words="none",
                    rules=topic.rules,
                )


def id_of(topic: Topic, pathway: str) -> str:
    """The measure of a pathway problem on one pathway."""
    return topic.name if topic is TURNING_18 else f"{PREFIX[pathway]}-{topic.name}"


PATHWAY_MEASURES: tuple[PathwayMeasure, ...] = tuple(_records())
