"""One invented person: what a provider knows of a child, with the gaps that real records have."""

from typing import NamedTuple

from sendwatch.demo.chance import Chance, Deck
from sendwatch.demo.days import NEVER, YEAR_DAYS, Day
from sendwatch.demo.identifiers import local_number, nhs_number
from sendwatch.demo.mixes import ETHNIC_CATEGORIES, LAC_STATUSES, YOUNG, Population
from sendwatch.demo.places import NOT_A_PLACE, POSTCODES, local_authority, postcode, practice

NOT_KNOWN = ""
_SCHOOL_AGE = 4
_MOVING_SHARE = 0.06
_UNTRACED_SHARE, _NO_POSTCODE_SHARE, _NOT_A_PLACE_SHARE = 0.003, 0.008, 0.004
_NO_GENDER_SHARE, _NO_ETHNICITY_SHARE, _NO_PRACTICE_SHARE, _NO_LAC_SHARE = 0.004, 0.015, 0.01, 0.02


class Person(NamedTuple):
    """What a provider knows of a child; blank is not known. From the day `moved` on it lives at `new_postcode`."""

    nhs_number: str
    local_number: str
    born: Day
    gender: str
    ethnic_category: str
    postcode: str
    local_authority: str
    moved: Day
    new_postcode: str
    gp_practice: str
    lac_status: str
    sen_provision: str


def person_of(
    chance: Chance, seed: int, child: int, population: Population, born: Day, received: Day, area: str
) -> Person:
    """The child of a number: born on a day, first referred on another, living in a postal area."""
    age = (received - born) // YEAR_DAYS
    home = chance.between(0, POSTCODES - 1)
    moves = chance.happens(_MOVING_SHARE)
    return Person(
        nhs_number=_known(chance, _UNTRACED_SHARE, nhs_number(child, seed)),
        local_number=local_number(child, seed),
        born=born,
        gender=_drawn(chance, _NO_GENDER_SHARE, population.genders[age >= YOUNG]),
        ethnic_category=_drawn(chance, _NO_ETHNICITY_SHARE, ETHNIC_CATEGORIES),
        postcode=_address(chance, postcode(area, home)),
        local_authority=local_authority(area, home),
        moved=received + chance.between(20, 700) if moves else NEVER,
        new_postcode=postcode(area, chance.between(0, POSTCODES - 1)) if moves else "",
        gp_practice=_known(chance, _NO_PRACTICE_SHARE, practice(area, home)),
        lac_status=_drawn(chance, _NO_LAC_SHARE, LAC_STATUSES),
        sen_provision=chance.draw(population.sen_provisions) if age >= _SCHOOL_AGE else "N",
    )


def _known(chance: Chance, missing: float, value: str) -> str:
    return NOT_KNOWN if chance.happens(missing) else value


def _drawn(chance: Chance, missing: float, deck: Deck[str]) -> str:
    return _known(chance, missing, chance.draw(deck))


def _address(chance: Chance, home: str) -> str:
    """A postcode, blank, or the one that stands for no fixed address and is in no look-up."""
    return NOT_A_PLACE if chance.happens(_NOT_A_PLACE_SHARE) else _known(chance, _NO_POSTCODE_SHARE, home)
