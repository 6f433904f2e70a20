"""The autism statistics as NHS England publishes them (R-WAIT-38, 43, 44): comparison lines, nobody's data.

They are told apart from the measures that are computed here by the same rules: their ids begin with `published-`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from diis.definitions.figures import ALL, COUNT, DAYS, Figure

PREFIX = "published-"
PERCENT = "percent"
RATE = "rate"

ENGLAND = "England"
PROVIDER = "Provider"
NO_LEVEL = "NONE"
AGE_GROUP = "Age Group"

_BY_BREAKDOWN = {
    ENGLAND: "england",
    AGE_GROUP: "england-age-group",
    "Gender": "england-gender",
    "Ethnicity": "england-ethnicity",
    PROVIDER: ALL,
    "CCG or Sub ICB Location - GP Practice or Residence": "sub-icb",
    "STP or ICB - GP Practice or Residence": "icb",
    "Commissioning Region - GP Practice or Residence": "region",
}
_BY_AGE = f"; {AGE_GROUP}"
PUBLISHED_BREAKDOWNS: dict[str, str] = _BY_BREAKDOWN | {
    f"{name}{_BY_AGE}": "age-group" if name == PROVIDER else f"{ours}-age-group"
    for name, ours in _BY_BREAKDOWN.items()
    if " or " in name or name == PROVIDER or "Region" in name
}
"""The published word for a breakdown to ours (R-WAIT-42)."""


@dataclass(frozen=True)
class AutismLine:
    """One published value of a month; `value` None where it is suppressed (`*`), which is not 0 (R-WAIT-43)."""

    period_on: date
    breakdown: str
    primary_level: str
    secondary_level: str
    metric: str
    value: float | None

    @property
    def suppressed(self) -> bool:
        return self.value is None


def _suffixed(metric: str, suffixes: str) -> tuple[str, ...]:
    return (metric, *(f"{metric}{suffix}" for suffix in suffixes))


PUBLISHED_METRICS: tuple[str, ...] = (
    *_suffixed("ASD12", "ab"),
    *_suffixed("ASD13", "ab"),
    *_suffixed("ASD16", "abcdefghijk"),
    *_suffixed("ASD18", "abcdefgh"),
    *_suffixed("ASD19", "abcdefgh"),
    *(metric for number in ("20", "21", "23", "24", "25", "26") for metric in _suffixed(f"ASD{number}", "ab")),
)
"""The metrics of the published files (R-WAIT-38); the reader takes a new one too."""


def unit_of(metric: str) -> str:
    """What a metric counts in: ASD16f to k per 100,000 people, ASD19 per cent, ASD25 days, all others a count."""
    if metric.startswith("ASD19"):
        return PERCENT
    if metric.startswith("ASD25"):
        return DAYS
    return RATE if metric.startswith("ASD16") and metric[5:] in tuple("fghijk") else COUNT


def published_figures(lines: Iterable[AutismLine], as_known: int) -> list[Figure]:
    """A figure for each line; those of a provider stand under its code, all others under `all`."""
    return [_figure(line, as_known) for line in lines]


def title_of(metric: str) -> str:
    """What the line is, in words."""
    return f"{metric} as NHS England published it (R-WAIT-38)"


def _figure(line: AutismLine, as_known: int) -> Figure:
    of_provider = line.breakdown.split("; ", maxsplit=1)[0] == PROVIDER
    levels = [level for level in (line.primary_level, line.secondary_level) if level != NO_LEVEL]
    if of_provider:
        levels = levels[1:] or [ALL]
    return Figure(
        as_at=line.period_on,
        as_known=as_known,
        measure=f"{PREFIX}{line.metric}",
        figure="value",
        provider=line.primary_level if of_provider else ALL,
        breakdown=PUBLISHED_BREAKDOWNS[line.breakdown],
        level=" ".join(levels),
        value=line.value,
        unit=unit_of(line.metric),
        rule="R-WAIT-44",
        behind=0,
        published=True,
        suppressed=line.suppressed,
    )
