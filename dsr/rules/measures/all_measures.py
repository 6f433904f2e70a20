"""K1 to K17 over everybody, as groups and times; exact, and told to nobody as they are (R-DSR-117).

Each is told as at the last day of its period. A group holds all that is counted of the same people or events, however
many measures that are, because each tells of the others: see `diis/definitions/part_whole.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from dsr.rules.consent.consent import ConsentState, basis_on, consent_state
from dsr.rules.entry import referrals as clocks
from dsr.rules.entry.periods import active_periods
from dsr.rules.facts.consent import Basis
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.life import Life
from dsr.rules.measures import measures_of_hospital as hospital
from dsr.rules.measures import measures_of_reviews as reviews
from dsr.rules.measures.groups import PEOPLE, Cut, Group, Share, Times, cut_of, group_of
from dsr.rules.measures.measures_of_entries import Consents, TasksOf, consents, referrals
from dsr.rules.measures.measures_of_hospital import Band, Population
from dsr.rules.measures.measures_of_key_work import Speed, key_work
from dsr.rules.measures.measures_of_ratings import flow, is_on, reviews_in_time
from dsr.rules.measures.measuring import Period, Ratio, known
from dsr.rules.rating.rating_history import rating_on
from dsr.rules.rating.ratings import Rating
from dsr.rules.tasks import Task
from dsr.rules.terms import Terms

IN_TIME, LATE = "in time", "not in time"
IN_DATE, OVERDUE = "in date", "overdue"
NOT_RATED, NO_BASIS = "not rated", "none that holds"
_ELSE = "of 26 and over, or with neither condition"


@dataclass(frozen=True)
class Everybody:
    """The lives that are counted, the period, and the terms; `populations` are the people behind a rate (K8)."""

    lives: Sequence[Life]
    period: Period
    terms: Terms
    populations: Mapping[Band, Population]
    _periods: dict[Life, tuple[tuple[date, date | None], ...]] = field(default_factory=dict, repr=False)

    def active(self) -> list[tuple[int, Life]]:
        """Who has an active entry on the last day, as known on it, by their place among all."""
        told = enumerate(known(self.lives, self.period))
        return [(number, life) for number, life in told if is_on(self.periods(life), self.period.last)]

    def periods(self, life: Life) -> tuple[tuple[date, date | None], ...]:
        """When somebody had an active entry; asked many times and worked out once."""
        if life not in self._periods:
            self._periods[life] = active_periods(life, self.terms)
        return self._periods[life]

    def is_active(self, life: Life, day: date) -> bool:
        """Whether somebody had an active entry on a day."""
        return is_on(self.periods(life), day)


def groups(everybody: Everybody) -> Iterator[Group]:
    """K1 to K17 as counts."""
    yield from _of_admissions(everybody)
    yield _inpatients(everybody)
    yield from _of_reviews(everybody)
    yield from _of_ratings(everybody)
    yield from _of_key_work(everybody)
    yield from _of_consents_and_referrals(everybody)


def times(found: Everybody) -> Iterator[Times]:
    """The times of K9, K12 and K14."""
    stays = hospital.stays(found.lives, found.period)
    yield Times("K9", "Length of stay", "ended in the month", "R-DSR-93", stays.ended_days)
    yield Times("K9", "Length of stay", "going on", "R-DSR-93", stays.open_days)
    work = key_work(found.lives, found.period, found.periods, found.terms)
    yield Times("K12", "Time to a key worker", "all", "R-DSR-102", work.allocation.days)
    yield Times("K12", "Time to the first contact", "all", "R-DSR-102", work.first_contact.days)
    moved = flow(found.lives, found.period, found.periods, found.terms)
    yield Times("K14", "Time in red that ended", "all", "R-DSR-45", moved.days_red)


def _of_admissions(found: Everybody) -> Iterator[Group]:
    """K1 and K3 are of the admissions of children and young people, K9 of all: one group, with a part for the rest.

    K2 is of the analyses that are due in the month, mostly after admissions of the month before: a group of its own.
    """
    lives, period = found.lives, found.period
    stays = hospital.stays(lives, period)
    before = hospital.community_review_before(lives, period, found.terms)
    entered = hospital.on_register_before(lives, period, found.is_active)
    rest = stays.admissions - before.denominator
    first = cut_of("K1", "Community C(E)TR before admission", "R-DSR-69", before, "with one", "without one")
    on = cut_of("K3", "On the register before admission", "R-DSR-25", entered, "on it", "not on it")
    cuts = tuple(Cut(one.id, one.name, one.rule, {**one.parts, _ELSE: rest}, one.shares) for one in (first, on))
    yield Group("K9", "Admissions", "admissions", "R-DSR-93", stays.admissions, cuts)
    yield Group("K9", "Discharges", "discharges", "R-DSR-93", stays.discharges)
    causes = hospital.causes_analysed(lives, period, found.terms)
    yield group_of("K2", "Root cause analyses due", "analyses", "R-DSR-72", causes, "done", "not done")


def _inpatients(found: Everybody) -> Group:
    """K5, K7, K8 and K10 are of the same children and young people: those in hospital on the last day."""
    lives, period, terms = found.lives, found.period, found.terms
    asked = reviews.questions_about_inpatients(lives, period, terms, _has_key_worker)
    in_date = reviews.inpatient_reviews_in_date(lives, period, terms)
    visits = hospital.visits_in_date(lives, period, terms)
    yes, no = "with one", "without"
    cuts = (
        cut_of("K5", "Inpatient C(E)TR in date", "R-DSR-78", in_date, IN_DATE, OVERDUE),
        cut_of("K7", "Commissioner's visit in date", "R-DSR-90", visits, IN_DATE, OVERDUE),
        _by_band(found, asked.with_review.denominator),
        cut_of("K10", "Inpatients with a C(E)TR", "R-DSR-73", asked.with_review, yes, no),
        cut_of("K10", "Inpatients with a key worker", "R-DSR-100", asked.with_key_worker, yes, no),
        cut_of("K10", "Inpatients with a long-term plan", "R-DSR-96", asked.with_long_term_plan, yes, no),
    )
    return Group("K10", "Inpatients under 26", PEOPLE, "R-DSR-65", asked.with_review.denominator, cuts)


def _by_band(found: Everybody, inpatients: int) -> Cut:
    bands = hospital.inpatients_by_band(found.lives, found.period.last)
    young: dict[str, int] = {band.value: bands[band] for band in (Band.UNDER_18, Band.YOUNG_ADULT)}
    parts = {**young, "not in the national return": inpatients - sum(young.values())}
    rates: dict[str, Population] = {str(band): found.populations[band] for band in found.populations if band in young}
    return Cut("K8", "Inpatients in the national return", "R-DSR-92, 94", parts, rates=rates)


def _has_key_worker(life: Life, day: date) -> bool:
    return key_worker_on(life, day) is not None


def _of_reviews(found: Everybody) -> Iterator[Group]:
    lives, period, terms = found.lives, found.period, found.terms
    first = reviews.post_admission_in_time(lives, period, terms)
    yield group_of("K4", "Post-admission C(E)TRs due", "reviews", "R-DSR-73", first, IN_TIME, LATE)
    refused = reviews.missing_but_refused(lives, period, terms)
    yield Group("K4", "Post-admission C(E)TRs refused", "reviews", "R-DSR-76", refused)
    reports = reviews.reports_in_time(lives, period, terms)
    yield group_of("K6", "C(E)TR reports due", "reports", "R-DSR-87", reports, IN_TIME, LATE)
    called = reviews.emergency_protocols(lives, period, terms)
    again = Ratio(called.repeated, called.called)
    yield group_of(
        "K13", "Emergency protocols called", "protocols", "R-DSR-70", again, "within 90 days of another", "not"
    )


def _of_ratings(found: Everybody) -> Iterator[Group]:
    lives, period = found.lives, found.period
    for rating, ratio in reviews_in_time(lives, period, found.periods, found.terms).items():
        name = f"Reviews due at {rating.value}"
        yield group_of("K11", name, "reviews", "R-DSR-59", ratio, IN_TIME, LATE)
    moved = flow(lives, period, found.periods, found.terms)
    for name, count in (
        ("Came onto the register", moved.came),
        ("Left the register", moved.left),
        ("Ratings that rose", moved.went_up),
        ("Ratings that fell", moved.went_down),
    ):
        yield Group("K14", name, "comings and goings" if "register" in name else "changes", "R-DSR-45", count)


def _of_key_work(found: Everybody) -> Iterator[Group]:
    work = key_work(found.lives, found.period, found.periods, found.terms)
    for need, ratio in work.named.items():
        declined = work.declined[need]
        parts = {
            "named": ratio.numerator,
            "declined": declined,
            "waiting": ratio.denominator - ratio.numerator - declined,
        }
        name = f"To have a key worker: {need.value}"
        share = Share("K12", name, "named", frozenset({"named"}), frozenset(parts))
        cut = Cut("K12", name, "R-DSR-100", parts, (share,))
        yield Group("K12", name, PEOPLE, "R-DSR-100", ratio.denominator, (cut,))
    yield _steps("Key workers to be named", work.allocation)
    yield _steps("First contacts to be made", work.first_contact)


def _steps(name: str, speed: Speed) -> Group:
    return group_of("K12", name, "steps", "R-DSR-102", speed.in_time, IN_TIME, LATE)


def _of_consents_and_referrals(found: Everybody) -> Iterator[Group]:
    """The people on the register are a group of their own, with the cuts of K18: `on_the_register`."""
    said = _consents(found)
    yield Group("K15", "Entries refused", "refusals", "R-DSR-30", said.refusals)
    yield Group("K15", "Entries withdrawn", "withdrawals", "R-DSR-31", said.withdrawals)
    told = hospital.crisis_attendances(found.lives, found.period, found.is_active)
    yield group_of(
        "K16", "A&E attendances in a crisis", "attendances", "R-DSR-64", told, "by people on the register", "by others"
    )
    clock = referrals(found.lives, found.period, *_clocks(found))
    yield group_of("K17", "Triage due", "referrals", "R-DSR-21", clock.triaged_in_time, IN_TIME, LATE)
    yield group_of("K17", "Decisions due", "referrals", "R-DSR-21", clock.decided_in_time, IN_TIME, LATE)
    yield group_of("K17", "Decisions made", "decisions", "R-DSR-22", clock.declined, "declined", "accepted")


def on_the_register(found: Everybody, cuts: Sequence[Cut]) -> Group:
    """Who has an active entry on the last day: by rating, by consent (K15), and by the cuts of K18."""
    active = [life for _, life in found.active()]
    said = _consents(found)
    rated = [rating_on(life, found.period.last, found.terms) for life in active]
    ratings = {rating.value: rated.count(rating) for rating in Rating} | {NOT_RATED: rated.count(None)}
    bases = {basis.value: said.bases[basis] for basis in Basis}
    bases |= {NO_BASIS: len(active) - sum(said.bases.values())}
    own = (
        Cut("K14", "On the register by rating", "R-DSR-45", ratings),
        cut_of("K15", "Consent in date", "R-DSR-32", said.in_date, IN_DATE, "to be asked for again"),
        Cut("K15", "Basis of consent", "R-DSR-27", bases),
    )
    return Group("K14", "On the register", PEOPLE, "R-DSR-12", len(active), (*own, *cuts))


def _consents(found: Everybody) -> Consents:
    def in_date(life: Life, day: date) -> bool:
        return consent_state(life, day, found.terms) is ConsentState.IN_DATE

    def basis(life: Life, day: date) -> Basis | None:
        return basis_on(life, day, found.terms)

    return consents(found.lives, found.period, found.periods, in_date, basis)


def _clocks(found: Everybody) -> tuple[TasksOf, TasksOf]:
    """Triage and decisions; the tasks of a referral are worked out once for both."""

    @cache
    def asked(life: Life) -> tuple[Task, ...]:
        return tuple(clocks.tasks(life, found.terms))

    return (
        lambda life: (task for task in asked(life) if task.code == "triage-referral"),
        lambda life: (task for task in asked(life) if task.code == "decide-referral"),
    )
