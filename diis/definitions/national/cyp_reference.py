"""Reference data of the children's mental health measures: which tools and which procedures count (R-WAIT-62).

Code lists change; the code that counts with them does not. What the national code names or lists in public is the
default; the members of its three SNOMED CT reference sets are not public there and are an input
(docs/adr/0034-codes-that-count.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from diis.definitions.national.cyp_tools import NATIONAL_TOOLS


@dataclass(frozen=True)
class Intervention:
    """A procedure that counts when it is dated from the concept's own start to the end of its membership, both
    included; None is no limit on that side. `refset` is the reference set it is a member of, or `assessment`."""

    code: str
    from_on: date | None = None
    to_on: date | None = None
    refset: str = ""


REFERENCE_SETS = {
    "1853461000000105": "psychological therapies",
    "1853481000000101": "psychosocial interventions",
    "1853451000000107": "medication and physical therapy",
}
ASSESSMENT = "assessment"
AUTISM_ASSESSMENT = Intervention("1085671000000109", refset=ASSESSMENT)
ADHD_ASSESSMENT = Intervention("1914891000000100", refset=ASSESSMENT)
ASSESSMENTS = (AUTISM_ASSESSMENT.code, ADHD_ASSESSMENT.code)


@dataclass(frozen=True)
class Reference:
    """The codes that count: `tools` of outcome scores, `interventions` of contacts and indirect activity."""

    tools: frozenset[str] = NATIONAL_TOOLS
    interventions: tuple[Intervention, ...] = (AUTISM_ASSESSMENT, ADHD_ASSESSMENT)

    @property
    def missing_sets(self) -> list[str]:
        """The names of the reference sets of which nothing is listed."""
        listed = {one.refset for one in self.interventions}
        return [name for refset, name in REFERENCE_SETS.items() if refset not in listed]

    def intervenes(self, procedure: str | None, on: date) -> bool:
        """Whether a procedure as sent is an intervention on a day; the code ends at the first colon, untrimmed."""
        code = (procedure or "").split(":", 1)[0]
        return any(one.code == code and _within(one, on) for one in self.interventions)


def reference_of(tools: Iterable[str], interventions: Iterable[Intervention]) -> Reference:
    """A reference of more than the default: what is given is added to what the national code names.

    An assessment that is given with days of its own counts on those alone.
    """
    default, given = Reference(), tuple(interventions)
    dated = {one.code for one in given}
    kept = (one for one in default.interventions if one.code not in dated)
    return Reference(default.tools | frozenset(tools), (*kept, *given))


def _within(one: Intervention, on: date) -> bool:
    return (one.from_on is None or one.from_on <= on) and (one.to_on is None or on <= one.to_on)
