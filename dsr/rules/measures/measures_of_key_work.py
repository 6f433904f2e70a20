"""Measures of key working over many lives: K12. Exact numbers, told as at the last day of a period."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dsr.rules.key_work.key_worker_needs import ON_THE_REGISTER, Need, need_on
from dsr.rules.key_work.key_workers import ALLOCATE, FIRST_CONTACT, tasks, waiting_since
from dsr.rules.key_work.key_working import Answer, answer, key_worker_on
from dsr.rules.life import Life
from dsr.rules.measures.measures_of_ratings import OnRegister, is_on
from dsr.rules.measures.measuring import Period, Ratio, known
from dsr.rules.measures.tasks_in_time import in_time
from dsr.rules.tasks import Task, active_since, in_times
from dsr.rules.terms import Terms


@dataclass(frozen=True)
class Speed:
    """Steps due in a period that were taken in time, and the days that those took which were taken in it."""

    in_time: Ratio
    days: tuple[int, ...]


@dataclass(frozen=True)
class KeyWork:
    """K12. Who declined is in the ratios, since they have no key worker, and is told apart as well, by need."""

    named: dict[Need, Ratio]
    declined: dict[Need, int]
    allocation: Speed
    first_contact: Speed


def key_work(lives: Iterable[Life], period: Period, on_register: OnRegister, terms: Terms) -> KeyWork:
    """Who is to have a key worker on the last day and has one, and how soon it came to that (R-DSR-100, 102).

    By a rating only who has an active entry: nobody is asked to work with anybody else (R-DSR-26). Inpatients and
    acute stays count whether the register has them or not (R-DSR-98).
    """
    told = known(lives, period)
    needing = [(life, need) for life in told if (need := _need(life, period, on_register, terms)) is not None]
    declined = Counter(need for life, need in needing if _declined(life, period, terms))
    found = [list(_asked(life, on_register, terms)) for life in told]
    return KeyWork(
        {need: _named([life for life, one in needing if one is need], period) for need in Need},
        {need: declined[need] for need in Need},
        _speed(found, ALLOCATE, period),
        _speed(found, FIRST_CONTACT, period),
    )


def _need(life: Life, period: Period, on_register: OnRegister, terms: Terms) -> Need | None:
    need = need_on(life, period.last, terms)
    return None if need in ON_THE_REGISTER and not is_on(on_register(life), period.last) else need


def _asked(life: Life, on_register: OnRegister, terms: Terms) -> Iterator[Task]:
    """The steps as somebody is asked to take them."""
    for task in tasks(life, terms):
        if task.about in ON_THE_REGISTER:
            yield from in_times(task, on_register(life), active_since)
        else:
            yield task


def _named(lives: list[Life], period: Period) -> Ratio:
    return Ratio(sum(key_worker_on(life, period.last) is not None for life in lives), len(lives))


def _declined(life: Life, period: Period, terms: Terms) -> bool:
    return answer(life, period.last, terms) is Answer.DECLINED and key_worker_on(life, period.last) is None


def _speed(found: Iterable[list[Task]], code: str, period: Period) -> Speed:
    """The wait counts from the first day without a key worker or a contact, whatever rating came in between."""
    steps = [(task, waiting_since(task, of_life)) for of_life in found for task in of_life if task.code == code]
    taken = (
        (task.done_on - since).days for task, since in steps if task.done_on is not None and period.holds(task.done_on)
    )
    return Speed(in_time((task for task, _ in steps), period), tuple(sorted(taken)))
