"""Where the cases of a key worker go who leaves: a plan, in which nobody is dropped (R-DSR-100, 103)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dsr.rules.key_work.caseloads import Fit, total, with_another
from dsr.rules.terms import Terms


@dataclass(frozen=True)
class Move:
    """Where a case goes; `to` is None where nobody can take it, `override` where it fits nobody's caseload."""

    person: str
    weight: float
    to: str | None
    override: bool = False

    @property
    def because(self) -> str:
        """Why nobody can take the case; blank where somebody can."""
        return "" if self.to else _NOBODY


_NOBODY = "no other key worker takes people on whose organisation may be told of the person (R-DSR-29, 113)"


def moves(
    cases: Mapping[str, float],
    carried: Mapping[str, float],
    on: date,
    terms: Terms,
    may_take: Mapping[str, Collection[str]] | None = None,
) -> tuple[Move, ...]:
    """A move for every case, by what each weighs and what each key worker carries.

    The heaviest first, each to whom carries least. What would make a caseload too heavy is placed last, and needs an
    override. `may_take` are the key workers who may be told of each person; without it, all may.
    """
    carried = {worker: carried[worker] for worker in sorted(carried)}
    found, left = [], []
    for person, heavy in sorted(cases.items(), key=lambda case: (-case[1], case[0])):
        to = _least(carried, person, may_take)
        if to is None or with_another(carried[to], heavy, on, terms) is Fit.BLOCKED:
            left.append((person, heavy))
            continue
        carried[to] = total((carried[to], heavy))
        found.append(Move(person, heavy, to))
    return (*found, *_with_override(left, carried, may_take))


def _with_override(
    left: list[tuple[str, float]], carried: dict[str, float], may_take: Mapping[str, Collection[str]] | None
) -> Iterator[Move]:
    for person, heavy in left:
        to = _least(carried, person, may_take)
        if to is not None:
            carried[to] = total((carried[to], heavy))
        yield Move(person, heavy, to, override=to is not None)


def _least(carried: Mapping[str, float], person: str, may_take: Mapping[str, Collection[str]] | None) -> str | None:
    """Who carries least of those who may take a person; None where nobody may."""
    open_to = [worker for worker in carried if may_take is None or worker in may_take.get(person, ())]
    return min(open_to, key=lambda worker: carried[worker], default=None)
