"""The terms that tests of entries go by, with and without the Act, and tasks in short."""

from collections.abc import Iterable, Iterator

from dsr.rules.consent import consent
from dsr.rules.entry import eligibility, referrals, removal, residence, retention, transfer, transition
from dsr.rules.rating import rating_history
from dsr.rules.tasks import Task
from dsr.rules.terms import Agreed, Section, SpecifiedFactor, Term, Terms
from tests.dsr.rules.lives import day

OF_ENTRIES: tuple[Term, ...] = (
    *consent.TERMS,
    *eligibility.TERMS,
    *rating_history.TERMS,
    *referrals.TERMS,
    *removal.TERMS,
    *residence.TERMS,
    *retention.TERMS,
    *transfer.TERMS,
    *transition.TERMS,
)
POLICY = Terms(OF_ENTRIES)


def under_the_act(since: str, *specified: str) -> Terms:
    """Section 125D is law from a day on; `specified` are codes of the Act's list of factors, since the same day."""
    factors = [SpecifiedFactor(code, day(since)) for code in specified]
    return Terms(OF_ENTRIES, in_force={Section.REGISTER: day(since)}, specified=factors)


def agreed_from(since: str, term: str, value: float) -> Terms:
    """The partnership agreed on another value from a day on."""
    return Terms(OF_ENTRIES, [Agreed(term, day(since), value)])


def in_short(tasks: Iterable[Task], code: str) -> list[str]:
    """The tasks of a code, each as `opens/due`, with the day on which it was done or ceased."""
    return [" ".join(_words(task)) for task in tasks if task.code == code]


def _words(task: Task) -> Iterator[str]:
    yield f"{task.opens_on}/{task.due_on}"
    if task.done_on:
        yield f"done {task.done_on}"
    if task.ceased_on:
        yield f"ceased {task.ceased_on}"
