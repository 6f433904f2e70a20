"""The national autism measures ASD11 to ASD26 as reviewed records (R-WAIT-38), each made from a line of the table.

A family is one meaning in three series: all ages, 0 to 17 and 18 or over by the age when referred. Section 15 of the
rules wins where it differs from the rules before it; docs/adr/0031-national-autism-measures.md says what is read where.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from diis.definitions.figures import ALL
from diis.definitions.measures import MeasureRecord
from diis.definitions.national.autism_families import FAMILIES, THIRTEEN_WEEKS, Counted, Family, Found
from diis.definitions.national.autism_levels import ADULT, CHILD

SERIES = (ALL, CHILD, ADULT)
_AGED = {ALL: "", CHILD: ", aged 0 to 17 when referred", ADULT: ", aged 18 or over when referred"}
_AGES = {
    ALL: "All ages, people of unknown age too (R-WAIT-39).",
    CHILD: "Aged 0 to 17 on the day the referral was received (R-WAIT-90).",
    ADULT: "Aged 18 or over on the day the referral was received (R-WAIT-90).",
}
_POPULATION = (
    "Referrals whose primary reason is 25, suspected autism, received on or after 2018-04-01, each in its latest "
    "version at the end of the run of twelve months (R-WAIT-31, 32, 33)."
)
_FLOW = "Referrals that the provider did not send for the month (R-WAIT-33)."
_THIRTEEN_WEEKS = (
    "13 weeks, from NICE quality standard 51 (R-WAIT-47); day 91 is open 13 weeks, and is contact within 13 weeks"
)
_PER_HEAD = "per 100,000 people of that age"
_OWNER = "NHS England, autism statistics; watched by NHS Dorset, Designated Clinical Officer for SEND"


class Ratio(StrEnum):
    """What a measure divides by."""

    PERCENT = "percent"
    RATE = "rate"


@dataclass(frozen=True, kw_only=True)
class AutismCount(MeasureRecord):
    """A measure that is counted: what is `found`, and whether referrals, people or their median days are told."""

    found: Found
    counted: Counted
    ages: str


@dataclass(frozen=True, kw_only=True)
class AutismRatio(MeasureRecord):
    """A measure divided out of counted ones: of the `denominator` measure, or of the population where that is None."""

    ratio: Ratio
    numerator: str
    denominator: str | None
    ages: str


AutismMeasure = AutismCount | AutismRatio


def _counts(family: Family) -> Iterator[AutismCount]:
    for identifier, ages in zip(family.ids, SERIES, strict=True):
        yield AutismCount(
            id=identifier,
            title=f"{family.title}{_AGED[ages]}",
            unit=family.counted.value,
            start_words=family.start_words,
            stop_words=family.stop_words,
            population=f"{family.population or _POPULATION} {_AGES[ages]}",
            exclusions=f"{family.exclusions} {_FLOW}" if family.flow else family.exclusions,
            standard_days=THIRTEEN_WEEKS if family.thirteen_weeks else None,
            standard_words=_THIRTEEN_WEEKS if family.thirteen_weeks else "none",
            rules=(*family.rules, "R-WAIT-31", "R-WAIT-32", "R-WAIT-39", *(("R-WAIT-33",) if family.flow else ())),
            in_force_from=date(2018, 4, 1),
            owner=_OWNER,
            found=family.found,
            counted=family.counted,
            ages=ages,
        )


COUNTS: tuple[AutismCount, ...] = tuple(count for family in FAMILIES for count in _counts(family))
COUNT = {count.id: count for count in COUNTS}


def _ratio(identifier: str, ratio: Ratio, numerator: str, denominator: str | None) -> AutismRatio:
    count = COUNT[numerator]
    return AutismRatio(
        id=identifier,
        title=f"{count.title}, {f'as a percentage of {denominator}' if denominator else _PER_HEAD}",
        unit="percent" if denominator else _PER_HEAD,
        start_words=count.start_words,
        stop_words=count.stop_words,
        population=f"{numerator} over {denominator or 'a population in force'}. {count.population}",
        exclusions=count.exclusions,
        standard_days=count.standard_days,
        standard_words=count.standard_words,
        rules=(*count.rules, "R-WAIT-43"),
        in_force_from=count.in_force_from,
        owner=_OWNER,
        ratio=ratio,
        numerator=numerator,
        denominator=denominator,
        ages=count.ages,
    )


_OPEN_13_WEEKS = dict(zip(SERIES, ("ASD16a", "ASD16c", "ASD16e"), strict=True))
_WAITS = ("ASD18", "ASD18a", "ASD18b", "ASD18c", "ASD18d", "ASD18e", "ASD18f", "ASD18g", "ASD18h")
_RATES = {"f": "", "g": "a", "h": "b", "i": "c", "j": "d", "k": "e"}

RATIOS: tuple[AutismRatio, ...] = (
    *(_ratio(f"ASD16{rate}", Ratio.RATE, f"ASD16{count}", None) for rate, count in _RATES.items()),
    *(_ratio(wait.replace("18", "19"), Ratio.PERCENT, wait, _OPEN_13_WEEKS[COUNT[wait].ages]) for wait in _WAITS),
)

AUTISM_MEASURES: tuple[AutismMeasure, ...] = tuple(sorted((*COUNTS, *RATIOS), key=lambda measure: measure.id))
"""Every measure, in the order of its id."""
