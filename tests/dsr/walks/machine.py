"""Random lives walked through the actions of the register, by people of different reach, day after day.

After each step everything that must hold of any register is asked of this one, by judgements of `plainly.py` and by
counting rows. The steps are what people do, and what they should not be able to do; only refusals that the actions
declare may come out of them.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from dsr.actions.deciding import accept, decline
from dsr.actions.holding_reviews import hold_cetr
from dsr.actions.hospital import discharge
from dsr.actions.key_working import add_key_worker, allocate, give_over, leave, plan_for_leaver
from dsr.actions.kinds import BY_KIND
from dsr.actions.merging import merge
from dsr.actions.moving import transfer_in, transfer_out
from dsr.actions.passing_on import refer_or_pass_on
from dsr.actions.recording import NotPossible, Seen, record, redo, undo
from dsr.actions.referring import AlreadyHeld, refer
from dsr.actions.withdrawing import withdraw
from dsr.rules.due import TERMS
from dsr.rules.entry.openness import openness
from dsr.rules.entry.retention import Keeping
from dsr.rules.facts.consent import Basis, Scope
from dsr.rules.facts.entry import DeclineReason, Referred, TransferReceived
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.reviews import ReviewHeld
from dsr.rules.life import Life
from dsr.rules.terms import Agreed, Section, Terms
from dsr.store.database import RegisterDatabase
from dsr.store.people import CaseloadFull, ChangedMeanwhile, NobodyThere
from dsr.store.register import RegisterStore
from dsr.store.session import Session
from dsr.store.standings import renew
from tests.diis.extract_builder import nhs_number
from tests.dsr.conftest import KEYS
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.walks.actors import (
    BORN,
    MANAGER,
    OF_CONSENT,
    OF_RATING_AND_HOSPITAL,
    OF_REVIEWS_AND_KEY_WORK,
    OF_THE_ENTRY,
    ON_PATHWAY,
    WALKERS,
    Walker,
)
from tests.dsr.walks.known import Known, everybody, rows
from tests.dsr.walks.plainly import KEY_WORKERS_OF, is_able, is_seen, key_worker, lead_team

DECLARED = (NotPossible, NobodyThere, ChangedMeanwhile, CaseloadFull, AlreadyHeld)
FIRST = datetime(2027, 3, 1, 9, 0)
FULL = 1.0
"""The caseload above which nobody is allocated, low enough to be met by two."""

some = st.integers(0, 5)
lately = st.sampled_from((0, 0, 0, 1, 4))
"""How many days ago it happened."""
a_worker = st.sampled_from(("anna", "anna", "ben", "ben", "cleo", "dora"))
"""Of whom the last is not there at first."""


def some_of(lines: Sequence[str]) -> st.SearchStrategy[list[tuple[str, int]]]:
    """What is said one after the other, and how many days ago each of it happened."""
    return st.lists(st.tuples(st.sampled_from(lines), lately), min_size=1, max_size=4)


by_somebody = st.sampled_from((*WALKERS[:1] * 9, *WALKERS[1:]))

NOT_FOR_OTHERS = frozenset({"refused", "closed"})
"""How a record stands that those alone see who keep the register (R-DSR-30, 31); judged apart that it stands so."""


class Walk(RuleBasedStateMachine):
    """A register with nobody on it at first, and one day after another."""

    fresh: ClassVar[Callable[[], str]]
    """The address of an empty register."""

    met: ClassVar[Counter[str]]
    """What was done and what was refused, so that a walk that got nowhere is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.database = RegisterDatabase(type(self).fresh())
        self.now, self.steps, self.dora_came, self.corrected = FIRST, 0, False, False
        self.act_on: date | None = None
        self.terms = Terms(TERMS)
        self.known: dict[str, Known] = {}
        self.then: list[tuple[datetime, dict[str, Life]]] = []

    def teardown(self) -> None:
        self.database.close()

    @property
    def today(self) -> date:
        return self.session().today

    def session(self) -> Session:
        return Session(self.database, KEYS, self.terms, self.now, allow_test_nhs_numbers=True)

    def register(self, walker: Walker = MANAGER) -> RegisterStore:
        return RegisterStore(self.session(), walker.scope, walker.actor)

    def attempt(self, what: str, work: Callable[[RegisterStore], object], walker: Walker = MANAGER) -> bool:
        """Do something that may be refused; a refusal is in the audit too. Whether it was done."""
        before = rows(self.database, "audit")
        try:
            work(self.register(walker))
            done = True
        except DECLARED as refused:
            named = next(one.__name__ for one in DECLARED if isinstance(refused, one))
            type(self).met[f"{what} {named}"] += 1
            done = False
        else:
            type(self).met[what] += 1
        assert rows(self.database, "audit") > before, f"{what} left no trace"
        self.after_a_change()
        return done

    def after_a_change(self) -> None:
        self.known = everybody(self.database, self.known)
        self.steps += 1

    def somebody(self, number: int) -> Known:
        return list(self.known.values())[number % len(self.known)]

    def fact(self, line: str, ago: int = 0) -> Any:
        return a_fact(f"{self.today - timedelta(days=ago)} {line}")

    @initialize(act_after=st.sampled_from((None, 3, 20, 45)), born=st.lists(st.sampled_from(BORN), max_size=3))
    def begin(self, act_after: int | None, born: list[str]) -> None:
        """Three key workers, and some whom the register has taken on already."""
        agreed = (Agreed("caseload-full", day("2000-01-01"), FULL), Agreed("caseload-warn", day("2000-01-01"), 1.0))
        self.act_on = None if act_after is None else FIRST.date() + timedelta(days=act_after)
        in_force = dict.fromkeys(Section, self.act_on) if self.act_on else {}
        self.terms = Terms(TERMS, agreed, in_force)
        for name in ("anna", "ben", "cleo"):
            add_key_worker(self.register(), name, KEY_WORKERS_OF)
        for number, birth in enumerate(born):
            self.somebody_is_referred(birth, number, red=True, anew=True)
            self.somebody_is_taken_on(number)

    @precondition(lambda self: len(self.known) < 5)
    @rule(
        born=st.sampled_from(BORN), number=st.integers(0, 6), red=st.booleans(), anew=st.booleans(), walker=by_somebody
    )
    def somebody_is_referred(self, born: str, number: int, red: bool, anew: bool, walker: Walker = MANAGER) -> None:
        """Within reach or not; what is taken is on record, once."""
        referred, before = self.fact("referred health by:RDY red" if red else "referred self"), self.referrals()
        assert isinstance(referred, Referred)
        said = (self.identifiers(born, number), referred, "asked")
        done = self.attempt("refer", lambda store: refer_or_pass_on(store, *said, somebody_else=anew), walker)
        assert self.referrals() == before + done

    def referrals(self) -> int:
        return sum(isinstance(fact, Referred) for one in self.known.values() for fact in one.life.facts)

    @precondition(lambda self: len(self.known) < 5)
    @rule(born=st.sampled_from(BORN), number=st.integers(0, 6), line=st.sampled_from(("amber", "red", "blue")))
    def somebody_comes_from_elsewhere(self, born: str, number: int, line: str) -> None:
        received = self.fact(f"transfer-received QNQ {line}")
        assert isinstance(received, TransferReceived)
        others = [self.fact("admitted")] if line == "blue" else []
        identifiers = self.identifiers(born, number)
        self.attempt("transfer-in", lambda store: transfer_in(store, identifiers, received, "sent", *others))

    def identifiers(self, born: str, number: int) -> dict[str, str]:
        """Number 0 is not traced yet; two of one number are one child, or a mistake."""
        name = {"given-name": "Rowan", "family-name": f"Ashgrove {number % 3}", "birth-date": born}
        return name | ({"nhs-number": nhs_number(number)} if number else {})

    @precondition(lambda self: self.known)
    @rule(number=some, walker=by_somebody, said=some_of(OF_THE_ENTRY))
    def the_entry_goes_on(self, number: int, walker: Walker, said: list[tuple[str, int]]) -> None:
        self.is_recorded(number, walker, said)

    @precondition(lambda self: self.known)
    @rule(number=some, walker=by_somebody, said=some_of(OF_CONSENT))
    def somebody_agrees_or_not(self, number: int, walker: Walker, said: list[tuple[str, int]]) -> None:
        self.is_recorded(number, walker, said)

    @precondition(lambda self: self.known)
    @rule(number=some, walker=by_somebody, said=some_of(OF_RATING_AND_HOSPITAL))
    def something_happens(self, number: int, walker: Walker, said: list[tuple[str, int]]) -> None:
        self.is_recorded(number, walker, said)

    @precondition(lambda self: self.known)
    @rule(number=some, walker=by_somebody, said=some_of(OF_REVIEWS_AND_KEY_WORK))
    def somebody_is_worked_with(self, number: int, walker: Walker, said: list[tuple[str, int]]) -> None:
        self.is_recorded(number, walker, said)

    def is_recorded(self, number: int, walker: Walker, said: list[tuple[str, int]]) -> None:
        """By whoever sees the person; nobody else records anything of them."""
        for line, ago in said:
            self.says(self.somebody(number), walker, self.fact(line, ago))

    def says(self, one: Known, walker: Walker, fact: Fact) -> None:
        action, visible = BY_KIND[type(fact)].name, self.sees(walker, one)
        done = self.attempt(action, lambda store: record(store, one.seen, action, "said", fact), walker)
        assert visible or not done

    @precondition(lambda self: self.known)
    @rule(number=some)
    def somebody_is_taken_on(self, number: int) -> None:
        """What is needed for an active entry, one after the other."""
        one = self.somebody(number)
        basis = "own-consent" if is_able(one.life, self.today) else "parental-responsibility"
        agreed = self.fact(f"consent {basis} entry sharing:QUY+RDY review key-worker")
        on_pathway = [self.fact(line) for line in ON_PATHWAY]
        self.attempt("describe", lambda store: record(store, one.seen, "describe", "seen", *on_pathway))
        self.attempt("consent", lambda store: record(store, self.again(one), "record-consent", "signed", agreed))
        self.attempt("accept", lambda store: accept(store, self.again(one), "the lead", "all limbs hold"))
        self.attempt("rate", lambda store: record(store, self.again(one), "rate", "seen", self.fact("rated red")))
        self.is_allocated(one, "anna", override=False)

    @precondition(lambda self: self.known)
    @rule(number=some)
    def somebody_is_declined(self, number: int) -> None:
        one = self.somebody(number)
        self.attempt(
            "decline", lambda store: decline(store, one.seen, "lead", DeclineReason.NO_RISK, "early help", "no risk")
        )

    @precondition(lambda self: self.known)
    @rule(number=some, by=st.sampled_from(Basis), scopes=st.sets(st.sampled_from(Scope), min_size=1))
    def consent_is_withdrawn(self, number: int, by: Basis, scopes: set[Scope]) -> None:
        one = self.somebody(number)
        self.attempt("withdraw", lambda store: withdraw(store, one.seen, by, "told", scopes=scopes))

    @precondition(lambda self: self.known)
    @rule(number=some, accepted=st.booleans())
    def somebody_goes_elsewhere(self, number: int, accepted: bool) -> None:
        one = self.somebody(number)
        pack, taken = self.fact("transfer-sent QUY"), self.fact("transfer-accepted QUY")
        sent = self.attempt("send-pack", lambda store: transfer_out(store, one.seen, "they move", pack))
        if accepted:
            done = self.attempt("taken-over", lambda store: transfer_out(store, self.again(one), "they wrote", taken))
            assert done or not sent

    @precondition(lambda self: self.known)
    @rule(number=some, ago=lately)
    def somebody_leaves_hospital(self, number: int, ago: int) -> None:
        one, on = self.somebody(number), self.today - timedelta(days=ago)
        self.attempt("discharge", lambda store: discharge(store, one.seen, on, "home", crisis_support=ago == 0))

    @precondition(lambda self: self.known)
    @rule(number=some, name=st.sampled_from(("r1", "r2")))
    def a_review_is_held(self, number: int, name: str) -> None:
        one, held = self.somebody(number), ReviewHeld(on=self.today, review=name)
        made = [self.fact(f"recommended {name} {self.steps} 2027-12-01")]
        panel = [self.fact(f"panel {name} chair")]
        self.attempt("hold-cetr", lambda store: hold_cetr(store, one.seen, held, panel, made, "minutes"))

    @precondition(lambda self: self.known)
    @rule(number=some, worker=a_worker, override=st.booleans())
    def a_key_worker_is_named(self, number: int, worker: str, override: bool) -> None:
        self.is_allocated(self.somebody(number), worker, override=override)

    def is_allocated(self, one: Known, worker: str, *, override: bool) -> None:
        """R-DSR-103: nobody takes on too much by it, unless the key worker manager says so."""
        allocated = self.attempt(
            "allocate", lambda store: allocate(store, self.again(one), worker, "next", override=override)
        )
        assert override or not allocated or self.register().caseloads()[worker] <= FULL

    @precondition(lambda self: self.known)
    @rule(worker=a_worker, ill=st.booleans(), override=st.booleans())
    def a_key_worker_goes(self, worker: str, ill: bool, override: bool) -> None:
        def go(store: RegisterStore) -> None:
            plan = plan_for_leaver(store, worker)
            if ill:
                give_over(store, worker, plan, "ill", override=override)
            else:
                leave(store, worker, self.today, plan, "another post", override=override)

        if self.attempt("give-over" if ill else "leave", go):
            assert self.register().cases_of(worker).weights == {}

    @precondition(lambda self: self.known and not self.dora_came)
    @rule()
    def a_key_worker_comes(self) -> None:
        self.dora_came = self.attempt("add-key-worker", lambda store: add_key_worker(store, "dora", "RDY"))

    @precondition(lambda self: self.known)
    @rule(number=some, first=st.integers(0, 40), count=st.integers(1, 3), override=st.booleans())
    def what_was_recorded_is_turned(self, number: int, first: int, count: int, override: bool) -> None:
        """Undone, or redone where it was undone."""
        one = self.somebody(number)
        if not one.kept:
            return
        facts = [*one.kept, *one.kept][first % len(one.kept) :][:count]
        turn = redo if facts[0].undone else undo
        ids = [kept.fact_id for kept in facts if kept.undone is facts[0].undone]
        self.attempt(turn.__name__, lambda store: turn(store, one.seen, ids, "by mistake", override=override))

    @precondition(lambda self: 0 < len(self.known) < 5)
    @rule(number=some, of_today=st.booleans())
    def somebody_is_entered_twice(self, number: int, of_today: bool) -> None:
        """By somebody who does not know the NHS number and does not look."""
        again = self.identifiers(self.somebody(number).life.birth_on.isoformat(), 0)
        referred = self.fact("referred police", 0 if of_today else 3)
        assert isinstance(referred, Referred)
        self.attempt("refer", lambda store: refer(store, again, referred, "asked", somebody_else=True))

    @precondition(lambda self: len(self.known) > 1)
    @rule(number=some, other=some)
    def two_records_are_merged(self, number: int, other: int) -> None:
        kept = self.somebody(number)
        others = [one for one in self.known.values() if one is not kept]
        alike = [one for one in others if one.life.birth_on == kept.life.birth_on] or others
        second = alike[other % len(alike)]
        self.attempt("merge", lambda store: merge(store, kept.seen, second.seen, "the same child"))

    @precondition(lambda self: self.known)
    @rule(number=some, born=st.sampled_from(("", "", "", *BORN)), nhs=st.integers(1, 6))
    def identifiers_are_corrected(self, number: int, born: str, nhs: int) -> None:
        one, corrected = self.somebody(number), {"nhs-number": nhs_number(nhs)} | ({"birth-date": born} if born else {})
        done = self.attempt("correct", lambda store: record(store, one.seen, "correct", "x", identifiers=corrected))
        self.corrected |= done and born != ""

    @precondition(lambda self: self.known)
    @rule(number=some)
    def a_page_is_out_of_date(self, number: int) -> None:
        one, fact = self.somebody(number), self.fact("happened missing")
        stale = Seen(one.seen.person_ref, one.seen.version - 1)
        assert not self.attempt("stale", lambda store: record(store, stale, "record-event", "said", fact))

    @precondition(lambda self: self.known)
    @rule(days=st.sampled_from((1, 2, 7)))
    def days_pass(self, days: int) -> None:
        """And the register is brought to the new day, as it is each morning."""
        self.then.append((self.now, {ref: one.life for ref, one in self.known.items()}))
        self.now += timedelta(days=days, minutes=1)
        list(renew(self.session()))
        self.after_a_change()

    @precondition(lambda self: self.known)
    @rule(days=st.sampled_from((15, 30)))
    def weeks_pass(self, days: int) -> None:
        """Consents lapse and sharing freezes without anybody doing anything (R-DSR-33)."""
        self.days_pass(days)

    def again(self, one: Known) -> Seen:
        """Somebody at the newest version."""
        return self.known[one.seen.person_ref].seen

    def sees(self, walker: Walker, one: Known) -> bool:
        is_open = walker.scope.everybody or one.row["status"] not in NOT_FOR_OTHERS
        by_entry = is_open and is_seen(walker.scope, one.seen.person_ref, one.life, self.today, self.act_on)
        return by_entry or (one.row["keeping"] == Keeping.LIVE and self.sees_besides(walker, one))

    def sees_besides(self, walker: Walker, one: Known) -> bool:
        """Whom a walker sees without an agreement to the entry: by another one, or because they referred."""
        reach, found = walker.scope, openness(one.life, self.today, self.terms)
        lead, referrer = lead_team(one.life, self.today, self.act_on) == reach.shared_with, found.referrer
        return (
            (reach.who_agreed_to_review and found.review)
            or (lead and found.key_working and key_worker(one.life, self.today) in reach.workers)
            or (
                referrer is not None and referrer.worker in reach.workers and referrer.organisation == reach.shared_with
            )
        )
