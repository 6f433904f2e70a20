"""Who waits for a neurodevelopmental assessment and nears 18: three lists and a forecast (R-WAIT-90 to 94, 115)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from diis.definitions.calendar import ADULT_YEARS, eighteenth, month_in_words
from diis.definitions.cells import Cell, by_provider
from diis.definitions.clocks import NOT_STARTED, STOPPED
from diis.definitions.days import days_between
from diis.definitions.figures import Figure
from diis.definitions.forecast import (
    LIKELY,
    OUTLOOKS,
    POSSIBLE,
    RANGE_WEEKS,
    URGENT,
    Queue,
    outlook,
    positions,
    queue_of,
)
from diis.definitions.stories import Story

REFERRED_AT_16_OR_17 = "referred-at-16-or-17"
TURNS_18_SOON = "turns-18-within-26-weeks"
TURNED_18 = "turned-18-while-waiting"
LISTS = (TURNED_18, TURNS_18_SOON, REFERRED_AT_16_OR_17)

SOON = timedelta(weeks=26)


@dataclass(frozen=True)
class Waiting:
    """A referral in the queue for an assessment, or out of it for at most 26 weeks.

    `ended_on` is the day its clock stopped (`assessed`) or was removed, None while it runs.
    """

    provider: str
    referral_id: str
    received_on: date
    priority: str | None
    birth_month: date
    age_received: int
    ended_on: date | None
    assessed: bool

    @property
    def urgent(self) -> bool:
        """Whether the priority puts it before routine referrals."""
        return self.priority in URGENT


@dataclass(frozen=True)
class Nearing18:
    """A child who waits, by the provider's own id; never more of the birthday than its month.

    `eighteenth_on` is the earliest possible 18th birthday. `lists` are the lists that hold the child, `position` is the
    place in the provider's queue of `queue`. `outlook` None: the child is 18 already, or was when referred.
    `chance` is the share (0 to 1) of children in its position who would still wait on the birthday, None if not told.
    """

    provider: str
    referral_id: str
    lists: tuple[str, ...]
    eighteenth_on: date
    age_received: int
    days_waited: int
    position: int
    queue: int
    earliest_on: date | None
    likely_on: date | None
    latest_on: date | None
    outlook: str | None
    chance: float | None

    @property
    def to_be_listed(self) -> bool:
        """Whether somebody should look at this child now.

        Where no day can be told for anybody, those near 18 are on a list all the same, and a child of ten is not.
        """
        return bool(self.lists) or self.outlook in (LIKELY, POSSIBLE)

    def as_json(self) -> dict[str, object]:
        """For machines: the month of the birthday in words, so that no day is read into it."""
        facts = asdict(self)
        del facts["eighteenth_on"]
        return facts | {"turns_18": f"in {month_in_words(self.eighteenth_on)}"}

    def in_words(self) -> str:
        """The line of the list."""
        if self.outlook is None:
            when = "already 18"
        elif self.likely_on is None:
            when = "no assessments were completed lately, so it cannot be told when the assessment will be"
        else:
            latest = self.latest_on or "no day that can be told"
            when = (
                f"assessment likely about {self.likely_on} (between {self.earliest_on} and {latest}), "
                f"so 18 before it: {self.outlook}"
            )
        held = ", ".join(self.lists) or "forecast only"
        return (
            f"{self.provider} {self.referral_id}: 18 in {month_in_words(self.eighteenth_on)}, "
            f"{self.days_waited} days so far, place {self.position} of {self.queue}; {when} [{held}]"
        )


def waiting_of(story: Story, as_at: date) -> Waiting | None:
    """The referral as one in the queue at the end of a day, or lately; None if it left the queue before."""
    clock = story.clock(as_at)
    if clock.state == NOT_STARTED or (clock.ended_on is not None and clock.ended_on <= queue_since(as_at)):
        return None
    return Waiting(
        provider=story.provider,
        referral_id=story.referral_id,
        received_on=story.received_on,
        priority=story.priority,
        birth_month=story.birth_month,
        age_received=story.age_when_received,
        ended_on=clock.ended_on,
        assessed=clock.state == STOPPED,
    )


def queue_since(as_at: date) -> date:
    """Who left the queue on or before this day tells nothing of its pace and order any more."""
    return as_at - timedelta(weeks=RANGE_WEEKS)


def lists_of(waiting: Waiting, as_at: date) -> tuple[str, ...]:
    """Which of the three lists hold an open, unassessed referral (R-WAIT-93); none for who was referred as an adult."""
    if waiting.age_received >= ADULT_YEARS:
        return ()
    birthday = eighteenth(waiting.birth_month)
    held = {
        TURNED_18: birthday <= as_at,
        TURNS_18_SOON: as_at < birthday <= as_at + SOON,
        REFERRED_AT_16_OR_17: waiting.age_received in (16, 17),
    }
    return tuple(name for name in LISTS if held[name])


def nearing_18(lately: Iterable[Waiting], as_at: date) -> Iterator[Nearing18]:
    """Every open, unassessed referral with its lists and forecast; each provider has a queue of its own."""
    of_provider: dict[str, list[Waiting]] = defaultdict(list)
    for one in lately:
        of_provider[one.provider].append(one)
    for _, mine in sorted(of_provider.items()):
        queue = queue_of(mine, as_at)
        for position, one in positions(one for one in mine if one.ended_on is None):
            yield _nearing(one, position, queue)


def _nearing(one: Waiting, position: int, queue: Queue) -> Nearing18:
    birthday, turn = eighteenth(one.birth_month), queue.expected(position)
    grown = birthday <= queue.as_at or one.age_received >= ADULT_YEARS
    told = not grown and turn.likely_on is not None
    return Nearing18(
        provider=one.provider,
        referral_id=one.referral_id,
        lists=lists_of(one, queue.as_at),
        eighteenth_on=birthday,
        age_received=one.age_received,
        days_waited=days_between(one.received_on, queue.as_at),
        position=position,
        queue=queue.length,
        earliest_on=turn.earliest_on,
        likely_on=turn.likely_on,
        latest_on=turn.latest_on,
        outlook=None if grown else outlook(turn, birthday),
        chance=queue.chance_of_waiting(position, birthday) if told else None,
    )


def figures_of(children: Iterable[Nearing18], cell: Cell, providers: Iterable[str]) -> Iterator[Figure]:
    """How many children each list holds, and how many each outlook."""
    for provider, mine in by_provider(children, lambda child: child.provider, providers):
        here = replace(cell, provider=provider)
        lists = Counter(name for child in mine for name in child.lists)
        outlooks = Counter(child.outlook for child in mine)
        yield from (here.count(name, lists[name]) for name in LISTS)
        yield from (here.count(f"18-before-assessment:{name}", outlooks[name]) for name in OUTLOOKS)
