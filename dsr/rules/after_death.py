"""What is owed still when a person has died, and which fact says that it is done (R-DSR-22, 31, 65a, 72, 87 to 91).

A death ends what was asked for the person, and what only they could be given. It takes back nothing that others are
to be told, and nothing that is to be learnt of what was done: whoever died in hospital is the one whose admission most
needs its causes analysed. Every other task ends with the death, since nobody could record any more that it was done.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dsr.rules.facts.consent import WithdrawalTold
from dsr.rules.facts.entry import OutcomeTold, Removed, Told
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.hospital import CausesAnalysed, InadequateTold
from dsr.rules.facts.rating import ActionDone
from dsr.rules.facts.reviews import RecommendationAnswered, ReportSent
from dsr.rules.reviews.review_reports import BY_LAW
from dsr.rules.tasks import Task, until

OWED: Mapping[str, type[Fact]] = {
    "close-withdrawn": Removed,
    "tell-withdrawal": WithdrawalTold,
    "tell-family": OutcomeTold,
    "tell-referrer": OutcomeTold,
    "root-cause-analysis": CausesAnalysed,
    "inadequate-told": InadequateTold,
    "review-report": ReportSent,
    "recommendation-answer": RecommendationAnswered,
    "escalate-safety": ActionDone,
}
"""The code of each task that no death ends, and the kind of fact that is recorded when it is done."""

_KINDS = tuple(set(OWED.values()))


def may_come_after(fact: Fact) -> bool:
    """Whether a fact can be of a day after the death."""
    match fact:
        case OutcomeTold():
            return fact.whom is not Told.PERSON
        case ReportSent():
            return fact.to in BY_LAW
        case ActionDone():
            return fact.code in OWED
        case _:
            return isinstance(fact, _KINDS)


def until_death(tasks: Iterable[Task], died_on: date | None) -> Iterator[Task]:
    """Tasks as the death ends them: those that are not owed, and would not have been done by that day."""
    for task in tasks:
        if died_on is None or task.code in OWED:
            yield task
        elif task.opens_on < died_on or task.done_on == died_on:
            yield until(task, died_on)
