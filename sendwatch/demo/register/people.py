"""The invented young people of the register; where they can be, they are children of the demo's waiting lists too."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dsr.rules.days import age_day
from sendwatch.demo.children import Referral, referrals_of
from sendwatch.demo.identifiers import CHILDREN, nhs_number
from sendwatch.demo.places import DORSET, EAST, WEST, local_authority, postcode, practice
from sendwatch.demo.plan import Plan
from sendwatch.demo.truths import SEVENTEEN_ADULT_FIRST, truths_of

_GIVEN_NAMES = (
    "Rowan Hazel Ash Willow Linden Juniper Sorrel Bryony Laurel Fern Heather Ivy Jasmine Olive Basil Clover Flora "
    "Holly Iris Lily Moss Myrtle Poppy Reed Robin Rose Saffron Sage Tansy Violet"
)
_FIRST_PARTS = "Ash Birch Cedar Elder Elm Fir Larch Maple Oak Pine Rowan Thorn"
_SECOND_PARTS = "brook dale field ford gate holm ley mere shaw stead ton worth"
_GIVEN, _FIRST, _SECOND = _GIVEN_NAMES.split(), _FIRST_PARTS.split(), _SECOND_PARTS.split()
_LOOKED_AT = 1_500
"""Children of the lists among whom people of the register are looked for."""
_MOST_ON_LISTS, _PLANTED = 3, 50
"""No child has more referrals on the newest lists; rows of the lists that are of no child (at most)."""
_STANDARD_DAYS = 364
_STRIDE, _HOMES = 37, 900


@dataclass(frozen=True)
class Invented:
    """Somebody invented. `number` counts records, `name_of` people; `waits`: the demo's waiting lists hold them."""

    number: int
    nhs_number: str
    born: date
    council: str
    address: str
    gp_practice: str
    waits: bool
    name_of: int

    @property
    def given_name(self) -> str:
        return _GIVEN[self.name_of % len(_GIVEN)]

    @property
    def family_name(self) -> str:
        place = self.name_of // len(_GIVEN) + self.name_of * 7
        return _FIRST[place % len(_FIRST)] + _SECOND[place // len(_FIRST) % len(_SECOND)]

    @property
    def identifiers(self) -> dict[str, str]:
        """As the register keeps them."""
        return {
            "nhs-number": self.nhs_number,
            "given-name": self.given_name,
            "family-name": self.family_name,
            "birth-date": self.born.isoformat(),
            "address": self.address,
            "gp-practice": self.gp_practice,
        }

    def age(self, on: date) -> int:
        """Completed years on a day."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))

    def turns(self, years: int) -> date:
        return age_day(self.born, years)


class Crowd:
    """Hands out people by what is wanted of their age: children of the lists where there is one, others where not."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._today, self._taken = plan, plan.last_census, 0
        surely = min(plan.referrals // _MOST_ON_LISTS - _PLANTED, _LOOKED_AT)
        children = (referrals_of(plan, child) for child in range(max(surely, 0)))
        self._listed = [referrals for referrals in children if referrals[0].person.nhs_number]

    def aged(self, youngest: int, oldest: int) -> Invented:
        """Somebody of an age on the last day."""
        born_by, born_after = _years_before(self._today, youngest), _years_before(self._today, oldest + 1)
        span = (born_by - born_after).days - 1
        return self._take(lambda referrals: born_after < _born(referrals) <= born_by) or self._made(born_by, span)

    def turned(self, years: int, days_ago: tuple[int, int]) -> Invented:
        """Somebody who had a birthday from so many to so many days ago; negative: days to come."""
        last, first = (_years_before(self._today - timedelta(days), years) for days in days_ago)
        return self._take(lambda referrals: first <= _born(referrals) <= last) or self._made(last, (last - first).days)

    def waiting_at_seventeen(self) -> Invented:
        """Somebody of 17 who waits past the standard, on the lists if any of them holds one (R-DSR-119)."""
        return self._take(lambda referrals: _waits_at_seventeen(self._plan, referrals)) or self.turned(17, (60, 300))

    def same_again(self, one: Invented) -> Invented:
        """The same person once more, for a second record of them."""
        self._taken += 1
        return replace(one, number=self._taken - 1, name_of=one.number)

    def _take(self, wanted: Callable[[list[Referral]], bool]) -> Invented | None:
        found = next((referrals for referrals in self._listed if wanted(referrals)), None)
        if found is None:
            return None
        self._listed.remove(found)
        person = found[0].person
        area = WEST if person.local_authority == DORSET else EAST
        return self._person(person.nhs_number, _born(found), area, waits=True)

    def _made(self, born_by: date, within_days: int) -> Invented:
        """Somebody with a number that no list has."""
        chance = self._plan.chance(CHILDREN - 1 - self._taken)
        born = born_by - timedelta(chance.between(0, within_days))
        area = EAST if chance.happens(0.5) else WEST
        return self._person(nhs_number(CHILDREN - 1 - self._taken, self._plan.seed), born, area, waits=False)

    def _person(self, nhs: str, born: date, area: str, *, waits: bool) -> Invented:
        number = self._taken
        self._taken += 1
        home = number * _STRIDE % _HOMES
        address = f"{number % 90 + 1} Invented Lane, {postcode(area, home)}"
        return Invented(number, nhs, born, local_authority(area, home), address, practice(area, home), waits, number)


def _born(referrals: list[Referral]) -> date:
    return date.fromordinal(referrals[0].person.born)


def _waits_at_seventeen(plan: Plan, referrals: list[Referral]) -> bool:
    """Whether they have waited past the standard and will turn 18 before they are assessed."""
    truths = truths_of(plan, referrals)
    today = plan.last_census.toordinal()
    return any(
        SEVENTEEN_ADULT_FIRST in truth.holds and today - one.life.received > _STANDARD_DAYS
        for one, truth in zip(referrals, truths, strict=True)
    )


def _years_before(day: date, years: int) -> date:
    return age_day(day, -years)
