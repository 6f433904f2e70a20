"""Which integrated care board and region a sub-ICB lies in (R-WAIT-42, 65): an input, for it changes with the law.

No submission tells it. Without it there are no figures of boards and regions, and nothing is made up in their place
(docs/adr/0032-levels-of-national-figures.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ICB = "icb"
REGION = "region"
UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Parents:
    """What a sub-ICB lies in. The fields are the breakdowns."""

    icb: str = UNKNOWN
    region: str = UNKNOWN


@dataclass(frozen=True)
class Organisations:
    """The hierarchy by sub-ICB code."""

    parents: Mapping[str, Parents] = field(default_factory=dict)

    def above(self, sub_icb: str) -> Mapping[str, str]:
        """Breakdown to level above a sub-ICB, UNKNOWN for one that is not listed; nothing if none is."""
        return vars(self.parents.get(sub_icb, Parents())) if self.parents else {}


NO_ORGANISATIONS = Organisations()
