"""Everybody of one invented register: hard cases by name, and ordinary entries until the mix of ratings is right.

The mix is an assumption of planning (about 10 % red, 30 % amber, 50 % green, 10 % blue), not a finding.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from dsr.rules.due import TERMS
from dsr.rules.entry.standing import is_active
from dsr.rules.rating.rating_history import rating_on
from dsr.rules.rating.ratings import Rating
from dsr.rules.terms import Terms
from sendwatch.demo.chance import Chance
from sendwatch.demo.identifiers import CHILDREN
from sendwatch.demo.plan import Plan
from sendwatch.demo.register import consent_cases, hospital_cases, moving_cases
from sendwatch.demo.register.courses import entered, grown, kept_up, rated, with_key_worker
from sendwatch.demo.register.events import Story
from sendwatch.demo.register.hospital_cases import inpatient
from sendwatch.demo.register.people import Crowd, Invented

Case = Callable[[Crowd, date], Story]

CASES: tuple[Case, ...] = (
    moving_cases.waits_past_the_standard_at_17,
    consent_cases.turned_16_with_parental_consent,
    consent_cases.turns_16_soon_with_parental_consent,
    consent_cases.turned_18_without_being_asked_anew,
    consent_cases.consent_refused,
    consent_cases.consent_withdrawn_and_closed,
    consent_cases.consent_withdrawn_and_not_closed,
    consent_cases.parents_who_disagree,
    consent_cases.best_interests,
    consent_cases.accepted_without_consent,
    hospital_cases.admitted_without_a_community_review,
    hospital_cases.section_4_with_a_second_recommendation,
    hospital_cases.ward_moves_joined,
    hospital_cases.discharged_and_red_for_14_days,
    hospital_cases.local_area_emergency_protocol,
    hospital_cases.repeated_review_overdue,
    hospital_cases.next_review_planned,
    hospital_cases.red_without_a_key_worker,
    moving_cases.key_worker_who_left,
    moving_cases.transferred_in,
    moving_cases.transfer_out_not_taken_on,
    moving_cases.placed_out_of_area,
    moving_cases.looked_after,
    moving_cases.a_fact_that_was_undone,
    moving_cases.removed_from_green,
    moving_cases.referral_on_its_way,
)
ACTIVE = {Rating.RED: 11, Rating.AMBER: 33, Rating.GREEN: 55, Rating.BLUE: 11}
"""Active entries by rating on the last day."""
BUSY = "kw-01"
WORKERS = (BUSY, "kw-02", "kw-03", "kw-04", "kw-05", "kw-06", moving_cases.LEAVER)
LEAVER_GOES = 10
"""Days ago on which the leaver had their last day."""
TWO_RECORDS = "two_records_of_one_person"
AGREED = Terms(TERMS)


@dataclass(frozen=True)
class Tale:
    """The stories of everybody, which of them is which hard case (as a record's number), and the last day."""

    stories: tuple[Story, ...]
    cases: dict[str, int]
    today: date

    @cached_property
    def active(self) -> Counter[Rating]:
        """Active entries by rating on the last day."""
        return Counter(rating for story in self.stories if (rating := rating_in_the_end(story)) is not None)


def tale_of(plan: Plan) -> Tale:
    """The register of a demo: the same plan gives the same one."""
    today, crowd = plan.last_census, Crowd(plan)
    stories, cases = list[Story](), dict[str, int]()
    for case in CASES:
        stories.append(case(crowd, today))
        cases[case.__name__] = stories[-1].who.number
    first, second = moving_cases.two_records_of_one_person(crowd, today)
    stories += [first, second]
    cases[TWO_RECORDS] = first.who.number
    there = Counter(rating_in_the_end(story) for story in stories)
    chance = plan.chance(CHILDREN - 2)
    for rating, wanted in ACTIVE.items():
        for _ in range(wanted - there[rating]):
            stories.append(_ordinary(Story(_somebody(crowd, chance), today), rating, chance, len(stories)))
    return Tale(tuple(stories), cases, today)


def rating_in_the_end(story: Story) -> Rating | None:
    """The rating of an active entry on the last day; None for somebody without one."""
    if story.is_second_record or not is_active(story.life, story.today, AGREED):
        return None
    return rating_on(story.life, story.today, AGREED)


def _somebody(crowd: Crowd, chance: Chance) -> Invented:
    return crowd.aged(18, 24) if chance.happens(0.12) else crowd.aged(8, 17)


def _ordinary(story: Story, rating: Rating, chance: Chance, place: int) -> Story:
    """An entry without anything out of the ordinary that has a rating on the last day."""
    worker = BUSY if place % 5 < 2 and rating is not Rating.GREEN else WORKERS[1 + place % 5]
    if rating is Rating.BLUE:
        return inpatient(story, chance.between(4, 85), worker)
    if rating is Rating.GREEN:
        return _settled(story, chance, worker)
    return _risen(story, rating, chance, worker)


def _settled(story: Story, chance: Chance, worker: str) -> Story:
    """Green from the first day, or since some time after amber."""
    days = chance.between(250, 340) if chance.happens(0.2) else chance.between(20, 140)
    was_amber = days > 200 and chance.happens(0.5)
    decided = entered(story, days, Rating.AMBER if was_amber else Rating.GREEN)
    since = decided
    if was_amber:
        with_key_worker(story, decided, worker)
        since = story.on(days - 90)
        kept_up(story, Rating.AMBER, decided, since - timedelta(1))
        story.record("better", *rated(since, Rating.GREEN, "calmer for three months"))
    grown(story, decided)
    kept_up(story, Rating.GREEN, since, story.today)
    return story


def _risen(story: Story, rating: Rating, chance: Chance, worker: str) -> Story:
    """Amber for a while; red for some days, where that is the rating."""
    days = chance.between(15, 110) if rating is Rating.AMBER else chance.between(30, 80)
    decided = entered(story, days, Rating.AMBER)
    with_key_worker(story, decided, worker)
    grown(story, decided)
    rose = story.today if rating is Rating.AMBER else story.on(chance.between(2, 20))
    kept_up(story, Rating.AMBER, decided, rose - timedelta(rating is Rating.RED))
    if rating is Rating.RED:
        story.record("worse", *rated(rose, Rating.RED, "in crisis, and the plan does not hold"))
        kept_up(story, Rating.RED, rose, story.today)
    return story
