"""The levels under which the autism statistics are published (R-WAIT-41, 42)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from diis.definitions.figures import ALL
from diis.definitions.national.organisations import ICB, REGION, Organisations

AGE = "age"
GENDER = "gender"
ETHNICITY = "ethnicity"
AREA = "area"
BY_AGE = {AREA: "sub-icb-age-group", ICB: "icb-age-group", REGION: "region-age-group"}
"""An area crossed with age, in the words that the published files have for it."""
UNKNOWN = "UNKNOWN"

CHILD = "0-17"
ADULT = "18+"
ADULT_AT = 18

AGE_BANDS: tuple[tuple[str, int, int | None], ...] = (
    ("Under 10", 0, 9),
    ("10 to 17", 10, 17),
    ("18 to 24", 18, 24),
    ("25 to 34", 25, 34),
    ("35 to 44", 35, 44),
    ("45 to 54", 45, 54),
    ("55 to 64", 55, 64),
    ("65 and Over", 65, None),
)
"""Level, first and last age, by the age on the day the referral was received (R-WAIT-90)."""

GENDERS = {"1": "Male", "2": "Female", "3": "Non-Binary", "4": "Other (not listed)", "9": "Indeterminate"}
IDENTITIES = ("1", "2", "3", "4")
"""Identity codes that win over the stated gender; X and Z do not."""
STATED_GENDERS = ("1", "2", "9")

ETHNICITIES = {
    "A": "British",
    "B": "Irish",
    "C": "Any Other White Background",
    "D": "White and Black Caribbean",
    "E": "White and Black African",
    "F": "White and Asian",
    "G": "Any Other Mixed Background",
    "H": "Indian",
    "J": "Pakistani",
    "K": "Bangladeshi",
    "L": "Any Other Asian Background",
    "M": "Caribbean",
    "N": "African",
    "P": "Any Other Black Background",
    "R": "Chinese",
    "S": "Any other ethnic group",
    "Z": "Not Stated",
    "99": "Not Known",
}

NO_PRACTICE = ("V81997", "V81998", "V81999")
"""Practice codes that stand for no practice; the sub-ICB beside them is not read (R-WAIT-42)."""


class Cell(NamedTuple):
    """A place in the tables: one provider or `all`, and one level of one breakdown."""

    provider: str
    breakdown: str = ALL
    level: str = ALL


def age_band(age: int | None) -> str:
    """The age group of an age at referral."""
    for level, first, last in AGE_BANDS:
        if age is not None and age >= first and (last is None or age <= last):
            return level
    return UNKNOWN


def ages(age: int | None) -> str | None:
    """The suffix series an age belongs to; an unknown age is in neither (R-WAIT-39).

    As in the published code, whatever is known and not 0 to 17 is adult.
    """
    if age is None:
        return None
    return CHILD if 0 <= age < ADULT_AT else ADULT


def gender(stated: str | None, identity: str | None) -> str:
    """The gender level: an identity code of 1 to 4, else a stated gender of 1, 2 or 9 (R-WAIT-41)."""
    if identity in IDENTITIES:
        return GENDERS[identity]
    return GENDERS[stated] if stated in STATED_GENDERS else UNKNOWN


def ethnicity(code: str | None) -> str:
    """The ethnicity level of a 16+1 code (R-WAIT-41)."""
    return ETHNICITIES.get(code or "", UNKNOWN)


def crossed(area: str, age: str) -> str:
    """The level of an area and an age group together, as the published files put it."""
    return f"{area} {age}"


def cells(providers: Iterable[str], areas: Iterable[str], organisations: Organisations) -> Iterator[Cell]:
    """Every place that has figures: only age is crossed with providers and areas (R-WAIT-41, 42)."""
    for provider in (ALL, *sorted(set(providers))):
        yield Cell(provider)
        yield from (Cell(provider, AGE, level) for level in _AGES)
    yield from (Cell(ALL, GENDER, level) for level in (*GENDERS.values(), UNKNOWN))
    yield from (Cell(ALL, ETHNICITY, level) for level in (*ETHNICITIES.values(), UNKNOWN))
    for breakdown, levels in _areas({*areas, UNKNOWN}, organisations).items():
        yield from (Cell(ALL, breakdown, level) for level in sorted(levels))
        yield from (Cell(ALL, BY_AGE[breakdown], crossed(level, age)) for level in sorted(levels) for age in _AGES)


_AGES = (*(band[0] for band in AGE_BANDS), UNKNOWN)


def _areas(sub_icbs: set[str], organisations: Organisations) -> dict[str, set[str]]:
    """The levels of sub-ICBs and of what they lie in."""
    found = {AREA: sub_icbs}
    for sub_icb in sub_icbs:
        for breakdown, level in organisations.above(sub_icb).items():
            found.setdefault(breakdown, set()).add(level)
    return found
