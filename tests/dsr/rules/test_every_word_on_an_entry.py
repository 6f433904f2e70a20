"""Every two words on an entry, one after the other, of everybody who could say them: nobody falls out (R-DSR-26 to 35).

Whoever was accepted is worked with, or somebody is asked by a day, or the word of who decides has ended the entry. Who
decides is told again here, plainly, apart from the rules.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from dsr.rules.consent import consent, withdrawals
from dsr.rules.consent.consent import basis_on
from dsr.rules.due import TERMS
from dsr.rules.entry import awaiting_consent
from dsr.rules.entry.standing import Status, standing_on
from dsr.rules.facts.consent import Basis, BestInterestsDecided, CapacityJudged, ConsentRefused, ConsentWithdrawn
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.rules.recordable import why_not
from dsr.rules.terms import Section, Terms
from tests.dsr.rules.lives import a_fact, a_life, day

START = day("2026-11-02")
POLICY = Terms(TERMS)
LAW, SOON = (
    Terms(TERMS, in_force={Section.REGISTER: day("2026-01-01")}),
    Terms(TERMS, in_force={Section.REGISTER: START + timedelta(3)}),
)
BORN = {
    "15": "2011-06-01",
    "turns 16": "2010-11-04",
    "16": "2010-06-01",
    "turns 18": "2008-11-04",
}
ITEMS = "entry sharing:CAMHS review key-worker"
WORDS = (
    *(f"{word} {basis.value} {ITEMS}" for word in ("consent", "refused", "withdrawn") for basis in Basis),
    *(f"best-interests {said}" for said in ("yes", "no", "yes board", "no board")),
    "capacity yes",
    "capacity no",
    "parents-disagree",
    "disagreement-decided no",
)
AGREED = {
    "nobody": (),
    "a parent": (f"consent parental-responsibility {ITEMS}",),
    "the child": ("capacity yes", f"consent own-consent {ITEMS}"),
    "the board": ("capacity no", "best-interests yes board", f"consent board-best-interests {ITEMS}"),
    "a team": ("capacity no", "best-interests yes", f"consent best-interests {ITEMS}"),
}
ON_THE_REGISTER = {Status.ACTIVE, Status.CONSENT_DUE}
ENDED = {Status.CLOSING, Status.REFUSED}


def is_able(life: Life) -> bool | None:
    """None: a child whom nobody has judged."""
    on, grown_on = life.facts[-1].on, life.turns(16)
    judged = [one.can_decide for one in life.all(CapacityJudged) if on < grown_on or one.on >= grown_on]
    return judged[-1] if judged else True if on >= grown_on else None


def decides(by: Basis, life: Life, terms: Terms) -> bool:
    """Whether the last word of a life is one that can end an entry (R-DSR-27, 28, 31)."""
    able, on = is_able(life), life.facts[-1].on
    if by is Basis.OWN or able:
        return by is Basis.OWN and able is not False
    if by is Basis.BOARD_BEST_INTERESTS:
        return True
    by_age = Basis.PARENTAL if on < life.turns(16) else Basis.BEST_INTERESTS
    return by is by_age and not terms.in_force(Section.REGISTER, on)


def no_of(fact: Fact) -> Basis | None:
    """On which basis a fact says no; None if it does not."""
    if isinstance(fact, BestInterestsDecided) and not fact.in_favour:
        return Basis.BOARD_BEST_INTERESTS if fact.board else Basis.BEST_INTERESTS
    return fact.by if isinstance(fact, ConsentRefused | ConsentWithdrawn) else None


def lives(born: str, agreed: tuple[str, ...], terms: Terms) -> Iterator[Life]:
    """An accepted entry on which something was agreed to, and every two words after it that can be recorded."""
    first = a_life(born, *(f"{START} {line}" for line in ("referred", "accepted", *agreed)))
    for word in WORDS:
        then = after(first, word, 1, terms)
        if then is not None:
            yield then
            yield from (last for word_ in WORDS if (last := after(then, word_, 3, terms)) is not None)


def after(life: Life, word: str, days: int, terms: Terms) -> Life | None:
    fact = a_fact(f"{START + timedelta(days)} {word}")
    told = why_not(fact, life, fact.on, terms)
    return Life.of(life.birth_on, (*life.facts, fact)) if told is None else None


@pytest.mark.parametrize("terms", [POLICY, LAW, SOON], ids=["policy", "law", "law soon"])
@pytest.mark.parametrize("agreed", AGREED)
@pytest.mark.parametrize("age", BORN)
def test_whoever_was_accepted_is_on_the_register_or_asked_for_or_ended_it(age: str, agreed: str, terms: Terms) -> None:
    """R-DSR-26 to 35, H6."""
    for life in lives(BORN[age], AGREED[agreed], terms):
        on, no = life.facts[-1].on, no_of(life.facts[-1])
        standing = standing_on(life, on, terms)
        assert standing is not None
        tasks = [task for one in (consent, withdrawals, awaiting_consent) for task in one.tasks(life, terms)]
        asked = {task.code for task in tasks if task.is_open(on)} - {"judge-competence", "tell-withdrawal"}
        what = [(one.on, type(one).__name__, getattr(one, "basis", no_of(one))) for one in life.facts[2:]]
        if standing.status in ENDED:
            said = [one for one in life.facts if one.on == standing.since and no_of(one)]
            assert any(decides(no_of(one), life.until(one.on), terms) for one in said), what  # type: ignore[arg-type]
            assert (standing.status is Status.CLOSING) == ("close-withdrawn" in asked), what
        elif standing.status is Status.AWAITING_CONSENT:
            assert "obtain-consent" in asked, what
        elif standing.status is Status.CONSENT_DUE:
            assert asked, what
        else:
            assert standing.status is Status.ACTIVE
            basis = basis_on(life, on, terms)
            assert basis is not None
            assert decides(basis, life, terms), what
        if no and decides(no, life, terms) and no is not Basis.BEST_INTERESTS:
            assert standing.status not in ON_THE_REGISTER, what
