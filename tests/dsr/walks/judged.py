"""What must hold of any register after any step, asked of a walk."""

from hypothesis.stateful import invariant

from dsr.rules.due import owned_on
from dsr.rules.entry.standing import Status, status_on
from dsr.rules.facts.consent import ConsentGiven
from dsr.rules.key_work.caseloads import weight
from dsr.rules.life import Life
from dsr.rules.rating.rating_history import rating_on
from dsr.rules.rating.ratings import Rating
from dsr.rules.recordable import why_not
from dsr.store.audit import Outcome
from dsr.store.people import NobodyThere
from tests.dsr.walks.actors import WALKERS
from tests.dsr.walks.known import Known, allowed_changes, broken, everybody, outcomes, rows
from tests.dsr.walks.machine import Walk
from tests.dsr.walks.plainly import has_footing, is_inpatient, is_told, key_worker, may_have_rating, was_referred_again

ACTIVE = frozenset({Status.ACTIVE, Status.CONSENT_DUE})


class JudgedWalk(Walk):
    """A walk on which each step is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_at: dict[str, Known] = {}

    @invariant()
    def who_is_on_the_register_has_one_rating_and_nobody_else_has(self) -> None:
        """R-DSR-45. Without one is who was never rated, or not yet in a new entry."""
        for one in self.known.values():
            rated = one.row["rating"] is not None
            may = one.row["status"] in ACTIVE and may_have_rating(one.life, self.today)
            assert rated == may or (may and was_referred_again(one.life, self.today))

    @invariant()
    def nobody_on_the_register_is_without_a_next_step(self) -> None:
        """R-DSR-26, 45, 59 (H1): a review is to come, a rating, or the answer of who may agree."""
        for one in self.known.values():
            if one.row["status"] in ACTIVE:
                assert ("review" if one.row["rating"] else "rate-entry") in one.to_do(self.today)
            elif one.row["status"] == Status.AWAITING_CONSENT:
                assert "obtain-consent" in one.to_do(self.today)

    @invariant()
    def nobody_is_on_the_register_without_consent(self) -> None:
        """R-DSR-26."""
        for one in self.known.values():
            if one.row["status"] in ACTIVE:
                assert has_footing(one.life, self.today, self.act_on)

    @invariant()
    def whoever_is_in_hospital_is_blue(self) -> None:
        """R-DSR-62; and nobody else is."""
        for one in self.known.values():
            if one.row["status"] in ACTIVE:
                assert (one.row["rating"] == Rating.BLUE) == is_inpatient(one.life, self.today)

    @invariant()
    def each_change_is_in_the_audit_once(self) -> None:
        """R-DSR-113; I8."""
        assert rows(self.database, "change") == allowed_changes(self.database)

    @invariant()
    def nobody_is_seen_out_of_reach(self) -> None:
        """R-DSR-113, ASVS 8.2.2: each of those who walk in turn asks for everybody."""
        walker = WALKERS[self.steps % len(WALKERS)]
        expected = {ref: self.sees(walker, one) for ref, one in self.known.items()}
        before = outcomes(self.database)
        found = {ref: self.is_answered(walker.name, ref) for ref in expected}
        assert found == expected, walker.name
        after = outcomes(self.database)
        assert after.get(Outcome.ALLOWED, 0) - before.get(Outcome.ALLOWED, 0) == sum(expected.values())
        assert after.get(Outcome.DENIED, 0) - before.get(Outcome.DENIED, 0) == len(expected) - sum(expected.values())

    def is_answered(self, name: str, person_ref: str) -> bool:
        walker = next(one for one in WALKERS if one.name == name)
        try:
            return self.register(walker).person(person_ref).person_ref == person_ref
        except NobodyThere:
            return False

    @invariant()
    def caseloads_add_up(self) -> None:
        """R-DSR-103: what all carry together is what all weigh who have a key worker."""
        loads, day = self.register().caseloads(), self.today
        weights = dict.fromkeys(loads, 0.0)
        for one in self.known.values():
            named = key_worker(one.life, day)
            if named is not None:
                weights[named] += weight(one.life, day, self.terms)
        assert {name: round(load, 6) for name, load in weights.items()} == loads

    @invariant()
    def nobody_is_left_with_a_key_worker_who_left(self) -> None:
        """R-DSR-100, H11."""
        taking = self.register().caseloads(only_taking=True)
        for one in self.known.values():
            named = key_worker(one.life, self.today)
            assert one.row["key_worker"] == named
            assert named is None or named in taking

    @invariant()
    def what_is_kept_follows_from_the_facts(self) -> None:
        day, terms = self.today, self.terms
        for ref, one in self.known.items():
            assert one.row["told_on"] == day
            if self.looked_at.get(ref) is one:
                continue
            self.looked_at[ref] = one
            assert one.row["status"] == (status_on(one.life, day, terms) or Status.REFERRED)
            assert one.row["rating"] in (None, rating_on(one.life, day, terms))
            assert sorted(one.tasks, key=str) == sorted(map(self.as_row, owned_on(one.life, day, terms)), key=str)

    @invariant()
    def whoever_is_told_may_be(self) -> None:
        """R-DSR-29, 31, 33."""
        for one in self.known.values():
            named = {agency for given in one.life.all(ConsentGiven) for agency in given.agencies}
            assert one.told == {agency for agency in named if is_told(agency, one.life, self.today, self.act_on)}
            assert one.row["shared"] == bool(one.told)

    @staticmethod
    def as_row(task: object) -> tuple[object, ...]:
        fields = ("code", "about", "rule", "owner", "opens_on", "due_on", "done_on", "ceased_on", "why")
        return tuple(getattr(task, name) for name in fields)

    @invariant()
    def what_counts_could_have_been_recorded_so(self) -> None:
        """After any undoing and merging; another birth date alone can make of a consent what it was not."""
        for one in self.known.values():
            life = Life(one.life.birth_on)
            for fact in [] if self.corrected else (kept.fact for kept in one.kept if not kept.undone):
                assert why_not(fact, life, self.today, self.terms) is None
                life = Life.of(life.birth_on, (*life.facts, fact))

    @invariant()
    def a_past_day_is_told_as_it_was(self) -> None:
        """I9: whatever was undone, merged or corrected since."""
        if not self.then:
            return
        instant, known = self.then[self.steps % len(self.then)]
        store = self.register()
        for ref, life in known.items():
            if ref in self.known:
                assert store.person(ref, as_known=instant).life == life

    def teardown(self) -> None:
        """The chain of the audit holds at the end, and so does what anybody would read now."""
        if self.steps:
            assert broken(self.database) == []
            assert everybody(self.database).keys() == self.known.keys()
        super().teardown()
