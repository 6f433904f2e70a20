"""The rating of a young person on the register: risk of admission to a mental health hospital, nothing else."""

from dataclasses import dataclass
from enum import StrEnum


class Rating(StrEnum):
    """Every active entry has exactly one (R-DSR-45)."""

    BLUE = "blue"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


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


def suggested_rating(*, inpatient: bool, prompt: RedPrompt) -> Rating | None:
    """What the facts alone suggest (R-DSR-46, R-DSR-49); None where they leave it to the clinician.

    An inpatient is blue whatever the answers are: the colour says where the risk has led already.
    """
    if inpatient:
        return Rating.BLUE
    return Rating.RED if prompt.suggests_red else None
