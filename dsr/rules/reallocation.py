"""Where the cases of a key worker go who leaves: a plan, in which nobody is dropped (R-DSR-100, 103)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from dsr.rules.caseloads import Fit, loads, total, weight, with_another
from dsr.rules.life import Life
from dsr.rules.terms import Terms


@dataclass(frozen=True)
class Move:
    """Where a case goes; `to` is None where no key worker is left, `override` where it fits nobody's caseload."""

    person: str
    weight: float
    to: str | None
    override: bool = False


def reallocation(
    lives: Mapping[str, Life], leaver: str, staying: Collection[str], on: date, terms: Terms
) -> tuple[Move, ...]:
    """A move for every case of a leaver: the heaviest first, each to whom carries least.

    What would make a caseload too heavy is placed last, and needs an override.
    """
    now = loads(lives, on, terms)
    carried = {worker: now[worker].weight if worker in now else 0.0 for worker in sorted({*staying} - {leaver})}
    persons = now[leaver].persons if leaver in now else ()
    cases = sorted(((person, weight(lives[person], on, terms)) for person in persons), key=lambda it: (-it[1], it[0]))
    moves, left = [], []
    for person, heavy in cases:
        to = min(carried, key=lambda worker: carried[worker], default=None)
        if to is None or with_another(carried[to], heavy, on, terms) is Fit.BLOCKED:
            left.append((person, heavy))
            continue
        carried[to] = total((carried[to], heavy))
        moves.append(Move(person, heavy, to))
    return (*moves, *_with_override(left, carried))


def _with_override(left: list[tuple[str, float]], carried: dict[str, float]) -> tuple[Move, ...]:
    moves = []
    for person, heavy in left:
        to = min(carried, key=lambda worker: carried[worker], default=None)
        if to is not None:
            carried[to] = total((carried[to], heavy))
        moves.append(Move(person, heavy, to, override=to is not None))
    return tuple(moves)
