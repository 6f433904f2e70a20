"""What needs attention: yes or no for each rule, from exact data. Who it is about is seen by those who may sign in.

Nothing here is a number of people: a rule is on while anybody at all gives cause for it, so that it tells the same of
one and of many (design, section 3).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from dsr.rules.days import days_after, working_days_after
from dsr.rules.key_work.key_workers import ALLOCATE
from dsr.rules.rating.escalation import CETR, REACHING
from dsr.rules.rating.rating_reviews import REVIEW
from dsr.rules.rating.ratings import Rating
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term("attention-cetr", "R-DSR-73", 5, Unit.DAYS, Mark.DEFAULT, "How long before its day a C(E)TR needs attention."),
    Term("attention-consent", "R-DSR-33", 30, Unit.DAYS, Mark.DEFAULT, "How long before its day a consent does."),
    Term(
        "alike-decided",
        "R-DSR-13",
        5,
        Unit.WORKING_DAYS,
        Mark.DEFAULT,
        "Within how long two records of one name and birth date are merged or told apart.",
    ),
)

Cause = Callable[[Task, date, Terms], bool]


@dataclass(frozen=True)
class Attention:
    """A rule: its name in metrics and alerts, what it says while it is on, and which open task is a cause of it."""

    id: str
    rule: str
    words: str
    is_cause: Cause


def _overdue(*codes: str, about: str | None = None) -> Cause:
    def cause(task: Task, on: date, terms: Terms) -> bool:  # noqa: ARG001 - a cause
        return task.code in codes and about in (None, task.about) and task.is_overdue(on)

    return cause


def _open(*codes: str) -> Cause:
    return lambda task, on, terms: task.code in codes  # noqa: ARG005 - a cause


def _cetr_overdue(task: Task, on: date, terms: Terms) -> bool:  # noqa: ARG001 - a cause
    return task.code.startswith(CETR) and task.is_overdue(on)


def _cetr_near(task: Task, on: date, terms: Terms) -> bool:
    return task.code.startswith(CETR) and on <= task.due_on <= days_after(on, terms.whole("attention-cetr", on))


def _consent_near(task: Task, on: date, terms: Terms) -> bool:
    asks = task.code == "renew-consent" or task.code.startswith("consent-")
    return asks and task.due_on <= days_after(on, terms.whole("attention-consent", on))


def _escalated_to(owner: Owner) -> Cause:
    return _open(*REACHING[owner])


ATTENTION: tuple[Attention, ...] = (
    Attention(
        "red-without-key-worker",
        "R-DSR-102",
        "Somebody rated red has no key worker, and the day to name one has passed.",
        _overdue(ALLOCATE, about=Rating.RED.value),
    ),
    Attention("unallocated", "R-DSR-100", "Somebody waits for a key worker.", _open(ALLOCATE)),
    *(
        Attention(
            f"review-overdue-{rating.value}",
            "R-DSR-59",
            f"A review of somebody rated {rating.value} is overdue.",
            _overdue(REVIEW, about=rating.value),
        )
        for rating in Rating
    ),
    Attention("cetr-overdue", "R-DSR-73", "A C(E)TR is overdue.", _cetr_overdue),
    Attention("cetr-near", "R-DSR-73", "A C(E)TR must be held within days.", _cetr_near),
    Attention(
        "admission-without-cetr",
        "R-DSR-72",
        "Somebody was admitted without a community C(E)TR, and the causes are not analysed.",
        _open("root-cause-analysis"),
    ),
    Attention("consent-near", "R-DSR-33", "A consent ends, or has ended, and is to be asked for again.", _consent_near),
    Attention("no-adult-lead", "R-DSR-42", "Somebody will soon be 18 and has no adult team.", _overdue("adult-lead")),
    Attention("untriaged", "R-DSR-21", "A referral should have been triaged.", _overdue("triage-referral")),
    Attention("visit-overdue", "R-DSR-90", "A commissioner's visit is overdue.", _overdue("commissioner-visit")),
    Attention(
        "consent-not-obtained",
        "R-DSR-26",
        "Somebody was accepted, and the day to ask whether they agree has passed.",
        _overdue("obtain-consent"),
    ),
    Attention(
        "without-case-lead",
        "R-DSR-109",
        "Somebody is on the register, and the day to name a case lead has passed.",
        _overdue("name-case-lead"),
    ),
    Attention("withdrawn-not-closed", "R-DSR-31", "A withdrawn entry is not closed.", _overdue("close-withdrawn")),
    *(
        Attention(f"escalated-{level}", "R-DSR-65a", f"Something waits for {words}.", _escalated_to(owner))
        for level, owner, words in (
            ("case-lead", Owner.CASE_LEAD, "a case lead to act: a review is overdue"),
            (
                "dsr-manager",
                Owner.REGISTER_LEAD,
                "the DSR manager: a review, or the answer of who may agree, is overdue",
            ),
            ("commissioner", Owner.COMMISSIONER, "the commissioner, at the top of the ladder"),
            ("council", Owner.HEAD_OF_SERVICE, "a council's head of service, at the top of the ladder"),
            ("oversight-panel", Owner.OVERSIGHT_PANEL, "the C(E)TR oversight panel: safety is not resolved"),
        )
    ),
)


def attention(tasks: Iterable[Task], on: date, terms: Terms) -> dict[str, bool]:
    """Every rule with yes or no, from the tasks of everybody."""
    found = dict.fromkeys((one.id for one in ATTENTION), False)
    for task in tasks:
        if task.is_open(on):
            for one in ATTENTION:
                found[one.id] = found[one.id] or one.is_cause(task, on, terms)
    return found


def is_undecided(alike_since: date, on: date, terms: Terms) -> bool:
    """Whether two records have been alike for longer than somebody needs to merge them or tell them apart (H2)."""
    return on > working_days_after(alike_since, terms.whole("alike-decided", alike_since))
