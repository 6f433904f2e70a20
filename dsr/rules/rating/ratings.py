"""The rating of a young person on the register: risk of admission to a mental health hospital, nothing else."""

from dataclasses import dataclass
from enum import StrEnum


class Rating(StrEnum):
    """Every active entry has exactly one (R-DSR-45); what each means is R-DSR-46."""

    BLUE = "blue"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


MEANING = {
    Rating.BLUE: "Is an inpatient in a mental health hospital now.",
    Rating.RED: "In crisis: admission could follow at once, and support in the community cannot hold the risk.",
    Rating.AMBER: "Without urgent help there would be an immediate risk: illness, or breakdown of family or placement.",
    Rating.GREEN: "There are factors that could lead to an admission, and support in the community contains them.",
}

_RISK = {Rating.GREEN: 0, Rating.AMBER: 1, Rating.RED: 2, Rating.BLUE: 3}


def is_lower(one: Rating, other: Rating) -> bool:
    """Whether a rating says less risk than another."""
    return _RISK[one] < _RISK[other]


@dataclass(frozen=True)
class RedPrompt:
    """The four questions of R-DSR-49. A prompt, not a decision: the rating is a clinician's."""

    unstable_mental_health: bool
    significant_behavioural_challenge: bool
    unstable_environment: bool
    crisis_presentation_last_month: bool

    @property
    def suggests_red(self) -> bool:
        """All four answered yes."""
        return all(vars(self).values())


@dataclass(frozen=True)
class Picture:
    """What a clinician sees, in the order in which it decides (R-DSR-50)."""

    immediate_and_not_manageable: bool = False
    immediate_without_urgent_help: bool = False
    illness_or_breakdown_likely: bool = False
    some_managed_risk: bool = False


def suggested_rating(*, inpatient: bool, prompt: RedPrompt, picture: Picture | None = None) -> Rating | None:
    """What the answers suggest (R-DSR-49, R-DSR-50); None: not for the register, or nothing to go by.

    An inpatient is blue whatever the answers are: the rating says where the risk has led already.
    """
    if inpatient:
        return Rating.BLUE
    if prompt.suggests_red or (picture and picture.immediate_and_not_manageable):
        return Rating.RED
    if picture and (picture.immediate_without_urgent_help or picture.illness_or_breakdown_likely):
        return Rating.AMBER
    return Rating.GREEN if picture and picture.some_managed_risk else None
