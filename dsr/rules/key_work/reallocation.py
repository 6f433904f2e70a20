"""Where the cases of a key worker go who leaves: a plan, in which nobody is dropped (R-DSR-100, 103)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dsr.rules.key_work.caseloads import Fit, total, with_another
from dsr.rules.terms import Terms


@dataclass(frozen=True)
class Move:
    """Where a case goes; `to` is None where no key worker is left, `override` where it fits nobody's caseload."""

    person: str
    weight: float
    to: str | None
    override: bool = False


def moves(cases: Mapping[str, float], carried: Mapping[str, float], on: date, terms: Terms) -> tuple[Move, ...]:
    """A move for every case, by what each weighs and what each key worker carries.

    The heaviest first, each to whom carries least. What would make a caseload too heavy is placed last, and needs an
    override.
    """
    carried = {worker: carried[worker] for worker in sorted(carried)}
    found, left = [], []
    for person, heavy in sorted(cases.items(), key=lambda case: (-case[1], case[0])):
        to = min(carried, key=lambda worker: carried[worker], default=None)
        if to is None or with_another(carried[to], heavy, on, terms) is Fit.BLOCKED:
            left.append((person, heavy))
            continue
        carried[to] = total((carried[to], heavy))
        found.append(Move(person, heavy, to))
    return (*found, *_with_override(left, carried))


def _with_override(left: list[tuple[str, float]], carried: dict[str, float]) -> tuple[Move, ...]:
    found = []
    for person, heavy in left:
        to = min(carried, key=lambda worker: carried[worker], default=None)
        if to is not None:
            carried[to] = total((carried[to], heavy))
        found.append(Move(person, heavy, to, override=to is not None))
    return tuple(found)
