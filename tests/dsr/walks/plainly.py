"""What holds of a young person on a day, judged plainly and day by day, apart from the rules that it is compared with.

Slow and simple: it asks of each day since a consent whether its basis carried it, where the rules know the days on
which that can change.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

from dsr.rules.due import TERMS
from dsr.rules.entry.standing import entries
from dsr.rules.facts.consent import (
    Basis,
    BestInterestsDecided,
    CapacityJudged,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    DisagreementDecided,
    ParentsDisagree,
    Scope,
)
from dsr.rules.facts.entry import Decided, Referred, RemovalReason, Removed, TransferAccepted, TransferReceived
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.hospital import Admitted, Discharged
from dsr.rules.facts.key_workers import KeyWorkerAllocated, KeyWorkerLeft, KeyWorkingClosed
from dsr.rules.facts.people import CaseLeadNamed, Died, Lives
from dsr.rules.facts.rating import Rated
from dsr.rules.life import Life
from dsr.rules.terms import Section, Terms
from dsr.store.scope import Scope as Reach

_ENDED_BY = {
    Basis.OWN: set(Basis),
    Basis.PARENTAL: {Basis.PARENTAL},
    Basis.BEST_INTERESTS: {Basis.BEST_INTERESTS},
    Basis.BOARD_BEST_INTERESTS: set(Basis) - {Basis.OWN},
}
_FREEZE = timedelta(days=14)
KEY_WORKERS_OF = "RDY"
"""The team of all key workers of a walk."""


def is_inpatient(life: Life, day: date) -> bool:
    """Of a day that began in hospital the first discharge is of the old ward, whatever was told before it."""
    inside = False
    known = [fact for fact in life.until(day).facts if isinstance(fact, Admitted | Discharged)]
    for on in sorted({fact.on for fact in known}):
        comes = [came for came, _ in groupby(isinstance(fact, Admitted) for fact in known if fact.on == on)]
        if inside and False in comes:
            comes.remove(False)
            inside = False
        inside = comes[-1] if comes else inside
    return inside


def key_worker(life: Life, day: date) -> str | None:
    named = None
    for fact in life.until(day).facts:
        if isinstance(fact, KeyWorkerAllocated):
            named = fact.worker
        elif isinstance(fact, Died):
            return None
        elif isinstance(fact, KeyWorkerLeft | KeyWorkingClosed) or _ends_key_working(fact, life):
            named = None
    return named


def _ends_key_working(fact: Fact, life: Life) -> bool:
    if isinstance(fact, Removed):
        return not any(Scope.KEY_WORKER in one.scopes for one in forms(life, fact.on))
    if not isinstance(fact, ConsentRefused | ConsentWithdrawn) or Scope.KEY_WORKER not in fact.scopes:
        return False
    before = next(number for number, one in enumerate(life.facts) if one is fact)
    held = [one for one in _given(life.facts[:before], life) if Scope.KEY_WORKER in one.scopes]
    if held:
        return all(one.basis in _ended_by(fact.by, life, fact.on) for one in held)
    return fact.by is Basis.OWN or _decides(fact.by, life, fact.on)


def may_have_rating(life: Life, day: date) -> bool:
    """Whether anybody rated the person, sent a rating along, or admitted them."""
    return any(isinstance(fact, Rated | Admitted | TransferReceived) for fact in life.until(day).facts)


def was_referred_again(life: Life, day: date) -> bool:
    return sum(isinstance(fact, Referred | TransferReceived) for fact in life.until(day).facts) > 1


def forms(life: Life, day: date) -> list[ConsentGiven]:
    """Every consent that was given and not ended, oldest first."""
    return _given(life.until(day).facts, life)


def _decides(by: Basis, life: Life, day: date) -> bool:
    """For somebody who cannot: the board, under 16 a parent, from then on a team."""
    allowed = {Basis.BOARD_BEST_INTERESTS, Basis.PARENTAL if day < life.turns(16) else Basis.BEST_INTERESTS}
    return not is_able(life, day) and by in allowed


def _ended_by(by: Basis, life: Life, day: date) -> set[Basis]:
    """Who decides ends what has lapsed, too."""
    lapsed = {Basis.OWN} if day < life.turns(16) else {Basis.OWN, Basis.PARENTAL}
    return _ENDED_BY[by] | (lapsed if _decides(by, life, day) else set())


def _given(facts: Iterable[Fact], life: Life) -> list[ConsentGiven]:
    return next((after for _, after, _ in reversed(list(_told(facts, life)))), [])


def _told(facts: Iterable[Fact], life: Life) -> Iterator[tuple[Fact, list[ConsentGiven], bool]]:
    """Each fact with what was agreed to after it, and whether it stopped an entry, or a referral left a declined."""
    found: list[ConsentGiven] = []
    of_next: list[ConsentGiven] | None = None
    accepted = closed = stopped = False
    for fact in facts:
        is_over = False
        if isinstance(fact, Decided):
            accepted |= fact.accepted
            of_next = None if accepted else list(_apart(found))
        elif isinstance(fact, Referred | TransferReceived):
            over, is_over = closed or (stopped and not _has_form(found)), of_next is not None
            found = found if of_next is None else of_next
            accepted, of_next, closed, stopped = accepted and not over, None, False, False
        else:
            if of_next is not None:
                is_form = isinstance(fact, ConsentGiven) and _has_form([fact]) and _has_form(found)
                of_next = [fact] if isinstance(fact, ConsentGiven) and is_form else _after(of_next, fact, life)[0]
            found, is_over = _after(found, fact, life)
            stopped |= is_over
            closed |= accepted and isinstance(fact, Removed | TransferAccepted)
            if isinstance(fact, Died):
                yield fact, [], True
                return
        yield fact, found, is_over


def _has_form(given: list[ConsentGiven]) -> bool:
    return any(Scope.ENTRY in one.scopes for one in given)


def _after(before: list[ConsentGiven], fact: Fact, life: Life) -> tuple[list[ConsentGiven], bool]:
    """What is agreed to after a fact, and whether it stopped the entry."""
    if isinstance(fact, ConsentGiven):
        return [*before, fact], False
    if isinstance(fact, ConsentRefused | ConsentWithdrawn | BestInterestsDecided):
        return _after_a_no(before, fact, life)
    return ([] if _closes(fact) else before), False


def _closes(fact: Fact) -> bool:
    """A removal after a withdrawal ends nothing that the withdrawal did not."""
    is_end = isinstance(fact, Removed) and fact.reason is not RemovalReason.WITHDRAWN
    return is_end or isinstance(fact, TransferAccepted | Died)


def _after_a_no(
    before: list[ConsentGiven], fact: ConsentRefused | ConsentWithdrawn | BestInterestsDecided, life: Life
) -> tuple[list[ConsentGiven], bool]:
    if isinstance(fact, BestInterestsDecided):
        if fact.in_favour:
            return before, False
        by, of_entry = Basis.BOARD_BEST_INTERESTS if fact.board else Basis.BEST_INTERESTS, True
        found = [one for one in before if one.basis not in _ended_by(by, life, fact.on)]
    else:
        by, of_entry = fact.by, Scope.ENTRY in fact.scopes
        found = list(_left(before, fact, life))
    counts = found != before or (not before and _may_refuse(by, life, fact.on))
    return found, of_entry and counts and _speaks(by, life, fact.on)


def _may_refuse(by: Basis, life: Life, day: date) -> bool:
    return is_able(life, day) if by is Basis.OWN else _decides(by, life, day)


def _speaks(by: Basis, life: Life, day: date) -> bool:
    """The young person unless judged unable, else who decides for them."""
    judged = [one for one in life.all(CapacityJudged) if one.on <= day]
    return not judged or judged[-1].can_decide if by is Basis.OWN else _decides(by, life, day)


def _apart(given: list[ConsentGiven]) -> Iterator[ConsentGiven]:
    """What is left of a form for an entry that was declined, when a referral comes: what was agreed to apart."""
    later = [place for place, one in enumerate(given) if Scope.ENTRY in one.scopes][1:]
    for one in given[later[-1] if later else 0 :]:
        scopes = one.scopes - {Scope.ENTRY, Scope.SHARING}
        if scopes:
            yield ConsentGiven(on=one.on, by=one.by, basis=one.basis, scopes=scopes)


def _left(given: list[ConsentGiven], no: ConsentRefused | ConsentWithdrawn, life: Life) -> Iterator[ConsentGiven]:
    for one in given:
        if one.basis not in _ended_by(no.by, life, no.on):
            yield one
        elif Scope.ENTRY not in no.scopes:
            agencies = one.agencies - no.agencies if Scope.SHARING in no.scopes else one.agencies
            partly = {Scope.SHARING} & one.scopes if no.agencies else set()
            yield ConsentGiven(
                on=one.on, by=one.by, basis=one.basis, scopes=one.scopes - no.scopes | partly, agencies=agencies
            )


def is_able(life: Life, day: date) -> bool:
    judged = [one for one in life.all(CapacityJudged) if one.on <= day]
    if day < life.turns(16):
        return bool(judged) and judged[-1].can_decide
    return not judged or judged[-1].on < life.turns(16) or judged[-1].can_decide


def carries(form: ConsentGiven, life: Life, day: date, act_on: date | None) -> bool:
    """Whether the basis of a consent to the entry, or to sharing, is valid on a day (R-DSR-27, 28, 33 to 35)."""
    made = [one for one in _decisions(form, life, act_on) if one.on <= day]
    act, child = act_on is not None and act_on <= day, day < life.turns(16)
    if is_able(life, day) or form.basis is Basis.OWN:
        return is_able(life, day) and form.basis is Basis.OWN
    if form.basis is Basis.PARENTAL:
        return child and not _divided(life, day) and (not act or _in_favour(made, by_board=True))
    if child and not act:
        return False
    return _in_favour(made, by_board=act or form.basis is Basis.BOARD_BEST_INTERESTS)


def _in_favour(made: list[BestInterestsDecided], *, by_board: bool) -> bool:
    counted = [one for one in made if one.board or not by_board]
    return bool(counted) and counted[-1].in_favour


def _decisions(form: ConsentGiven, life: Life, act_on: date | None) -> list[BestInterestsDecided]:
    """What a form can rest on: every decision but those of an entry that was over before the form (R-DSR-34)."""
    if not any(life.all(BestInterestsDecided)):
        return []
    given = max(number for number, one in enumerate(life.facts) if _is_of(one, form))
    counted: list[BestInterestsDecided] = []
    of_next: list[BestInterestsDecided] = []
    for fact, _, is_over in _told(life.facts[:given], life):
        if isinstance(fact, BestInterestsDecided):
            counted, of_next = [*counted, fact], [*of_next, fact]
        elif isinstance(fact, Decided):
            of_next = []
        elif isinstance(fact, Referred | TransferReceived):
            counted = of_next if is_over else counted
        if _ends_what_was_decided(fact, is_over, life, act_on):
            counted, of_next = [], []
    return [*counted, *(one for one in life.facts[given:] if isinstance(one, BestInterestsDecided))]


def _is_of(fact: Fact, form: ConsentGiven) -> bool:
    if not isinstance(fact, ConsentGiven) or fact.on != form.on:
        return False
    return (fact.basis, fact.by) == (form.basis, form.by) and fact.scopes >= form.scopes


def _ends_what_was_decided(fact: Fact, is_over: bool, life: Life, act_on: date | None) -> bool:
    """A closing, a no of who decides by law, or the person's own consent."""
    if isinstance(fact, ConsentGiven):
        return fact.basis is Basis.OWN and _has_form([fact]) and is_able(life, fact.on)
    if isinstance(fact, ConsentRefused | ConsentWithdrawn):
        by_law = fact.by in {Basis.OWN, Basis.BOARD_BEST_INTERESTS}
    else:
        by_law = isinstance(fact, BestInterestsDecided) and fact.board
    is_no = isinstance(fact, ConsentRefused | ConsentWithdrawn | BestInterestsDecided) and is_over
    return _closes(fact) or (is_no and (by_law or act_on is None or fact.on < act_on))


def _divided(life: Life, day: date) -> bool:
    divided = False
    for fact in life.until(day).facts:
        divided = (divided or isinstance(fact, ParentsDisagree)) and not (
            isinstance(fact, DisagreementDecided) and fact.entry
        )
    return divided


def has_footing(life: Life, day: date, act_on: date | None) -> bool:
    """Whether a consent to the entry is valid, or was on some day from the acceptance on (R-DSR-26, 33)."""
    carried = _ever_carried(Scope.ENTRY, forms(life, day), life, day, act_on)[-1:]
    entry = _newest_entry(life, day, act_on).facts
    is_closed = any(isinstance(fact, Removed | TransferAccepted | Died) for fact in entry)
    accepted = [fact.on for fact in entry if isinstance(fact, Decided) and fact.accepted and not is_closed]
    since = min(accepted, default=day)
    return any(carries(one, life, day_, act_on) for one in carried for day_ in _days(max(since, one.on), day))


def _ever_carried(
    scope: Scope, given: list[ConsentGiven], life: Life, day: date, act_on: date | None
) -> list[ConsentGiven]:
    return [
        one
        for one in given
        if scope in one.scopes and any(carries(one, life, day_, act_on) for day_ in _days(one.on, day))
    ]


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def case_lead(life: Life, day: date, act_on: date | None) -> CaseLeadNamed | None:
    """The newest of the newest entry (R-DSR-109)."""
    named = list(_newest_entry(life, day, act_on).all(CaseLeadNamed))
    return named[-1] if named else None


def lead_team(life: Life, day: date, act_on: date | None) -> str:
    named = case_lead(life, day, act_on)
    return named.organisation if named else next((one.by for one in _newest_entry(life, day, act_on).all(Referred)), "")


def _newest_entry(life: Life, day: date, act_on: date | None) -> Life:
    """How a life is cut into entries is held by its own table (tests/dsr/rules/test_standing.py)."""
    return entries(life.until(day), Terms(TERMS, (), dict.fromkeys(Section, act_on) if act_on else {}))[-1]


def is_told(agency: str, life: Life, day: date, act_on: date | None) -> bool:
    """Whether an organisation may see the entry (R-DSR-29, 31, 33)."""
    given = forms(life, day)
    entry = _ever_carried(Scope.ENTRY, given, life, day, act_on)
    if not has_footing(life, day, act_on):
        return False
    if agency == lead_team(life, day, act_on):
        return True
    sharing = _ever_carried(Scope.SHARING, given[given.index(entry[-1]) :], life, day, act_on)
    return bool(sharing) and agency in sharing[-1].agencies and not _is_frozen(sharing[-1], life, day, act_on)


def _is_frozen(form: ConsentGiven, life: Life, day: date, act_on: date | None) -> bool:
    if carries(form, life, day, act_on):
        return False
    lapsed_on = day
    while not carries(form, life, lapsed_on - timedelta(days=1), act_on):
        lapsed_on -= timedelta(days=1)
    frozen_on = lapsed_on + _FREEZE
    if form.basis is Basis.PARENTAL:
        frozen_on = min(frozen_on, max(life.turns(18), lapsed_on))
    return day >= frozen_on


def is_seen(reach: Reach, person_ref: str, life: Life, day: date, act_on: date | None) -> bool:
    """Whether somebody with a reach sees the person: role, relationship and consent must all pass (R-DSR-113)."""
    if reach.everybody or person_ref in reach.people:
        return True
    known, team = life.until(day), lead_team(life, day, act_on)
    lead = case_lead(life, day, act_on)
    leads = {lead.worker} if lead and lead.organisation == reach.shared_with else set()
    councils = [one.authority for one in known.all(Lives)][-1:]
    related = (
        (team != "" and team in reach.teams)
        or (key_worker(life, day) is not None and KEY_WORKERS_OF in reach.teams)
        or bool(reach.workers & {*leads, key_worker(life, day) or ""})
        or bool(reach.authorities & {*councils})
    )
    whose = reach.shared_with
    told = whose is None or is_told(whose, life, day, act_on)
    return (related and told) or (reach.who_agreed and has_footing(life, day, act_on))
