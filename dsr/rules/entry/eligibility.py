"""Whether somebody belongs on the register: three limbs, each judged by a person, and the age band (R-DSR-04 to 17).

The board answers for the person, the condition, the risk: what counts is what somebody considered and why (R-DSR-05).
Facts can object to a judgement and never make one, except for the area, which the GP practice tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from diis.definitions.calendar import day_in_words
from dsr.rules.days import days_after
from dsr.rules.entry.periods import open_periods
from dsr.rules.entry.standing import Status, entries, entries_known
from dsr.rules.facts.entry import Limb, LimbJudged, Request
from dsr.rules.facts.people import AreaRecorded, ConditionRecorded, Evidence, FactorRecorded
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task, in_times, open_again_since, told_once
from dsr.rules.terms import Mark, Section, Term, Terms, Unit

TERMS = (
    Term("upper-age", "R-DSR-16", 26, Unit.YEARS, Mark.DEFAULT, "The birthday that ends the views of the young."),
    Term(
        "evidence-accepted",
        "R-DSR-14",
        3,
        Unit.STATUSES,
        Mark.DEFAULT,
        "Which evidence of a condition is enough: 1 confirmed, 2 clinically understood too, 3 on the pathway too.",
    ),
    Term("limb-judgement", "R-DSR-05", 7, Unit.DAYS, Mark.DEFAULT, "How soon after a referral each limb is judged."),
)

_WITHOUT_NEED = frozenset({Status.DECLINED, Status.REFUSED, Status.CLOSED})


@dataclass(frozen=True)
class LimbAnswer:
    """A limb on a day: whether it holds, None while nobody has judged it, and why."""

    limb: Limb
    holds: bool | None
    why: str


def leaves_on(life: Life, day: date, terms: Terms) -> date:
    """The first day outside the views of the young, by the upper age of a day (R-DSR-16, 44)."""
    return life.turns(terms.whole("upper-age", day))


def in_young_views(life: Life, day: date, terms: Terms) -> bool:
    """Whether somebody is shown among the young: up to the day before the 26th birthday (R-DSR-16)."""
    return day < leaves_on(life, day, terms)


def limbs(life: Life, day: date, terms: Terms) -> tuple[LimbAnswer, ...]:
    """The three limbs of the newest entry on a day (R-DSR-04, 05)."""
    known = life.until(day)
    entry = entries(known, terms)[-1]
    return tuple(_answer(limb, entry, known, day, terms) for limb in Limb)


def may_be_accepted(life: Life, day: date, terms: Terms) -> str | None:
    """Why a referral cannot be accepted on a day; None if it can. Consent is asked for apart (R-DSR-04, 16)."""
    if not in_young_views(life, day, terms):
        return f"The person left the age band on {day_in_words(leaves_on(life, day, terms))} (R-DSR-16)."
    return next((answer.why for answer in limbs(life, day, terms) if not answer.holds), None)


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Each limb of each entry is judged, so that the decision has something to rest on (R-DSR-05)."""
    yield from told_once(_judgements(life, terms))


def _judgements(life: Life, terms: Terms) -> Iterator[Task]:
    for known, entry in entries_known(life, terms):
        opened = next((fact.on for fact in entry.facts if isinstance(fact, Request)), None)
        if opened is not None:
            wanted = open_periods(_WITHOUT_NEED, known, entry, terms)
            for limb, (begin, end) in product(Limb, wanted):
                task = _to_judge(limb, opened, max(opened, begin), entry, terms)
                yield from in_times(task, [(begin, end)], open_again_since)


def _answer(limb: Limb, entry: Life, known: Life, day: date, terms: Terms) -> LimbAnswer:
    judged = next((one for one in reversed(tuple(entry.all(LimbJudged))) if one.limb is limb), None)
    if judged is None:
        return _area(known) if limb is Limb.AREA else _not_judged(limb)
    said = f"The {limb.value} limb was judged on {day_in_words(judged.on)}: {judged.reason}."
    against = _against(limb, known, day, terms) if judged.holds else None
    return LimbAnswer(limb, judged.holds and against is None, against or said)


def _not_judged(limb: Limb) -> LimbAnswer:
    return LimbAnswer(limb, None, f"Nobody has judged whether the {limb.value} limb holds (R-DSR-05).")


def _area(known: Life) -> LimbAnswer:
    """A practice in the area, or an override with its reason for somebody placed elsewhere (R-DSR-17)."""
    recorded = known.last(AreaRecorded)
    if recorded is None:
        return _not_judged(Limb.AREA)
    if recorded.local_practice:
        return LimbAnswer(Limb.AREA, True, "The GP practice is in the area (R-DSR-17).")
    if recorded.override and recorded.reason:
        return LimbAnswer(Limb.AREA, True, f"The area answers for the person all the same: {recorded.reason}.")
    missing = " and the override has no reason" if recorded.override else ""
    return LimbAnswer(Limb.AREA, False, f"The GP practice is outside the area{missing} (R-DSR-17).")


def _against(limb: Limb, known: Life, day: date, terms: Terms) -> str | None:
    """What facts object to a judgement that a limb holds."""
    if limb is Limb.CONDITION:
        return _against_condition(known, day, terms)
    return _against_risk(known, day, terms) if limb is Limb.RISK else None


def _against_condition(known: Life, day: date, terms: Terms) -> str | None:
    """The gate of evidence; the Act has none, since it asks what the board considers (R-DSR-05, 14)."""
    recorded = known.last(ConditionRecorded)
    accepted = tuple(Evidence)[: terms.whole("evidence-accepted", day)]
    if terms.in_force(Section.REGISTER, day) or (recorded and recorded.evidence in accepted):
        return None
    status = recorded.evidence.value if recorded else "not recorded"
    return f"The evidence of the condition is not enough: {status} (R-DSR-14)."


def _against_risk(known: Life, day: date, terms: Terms) -> str | None:
    """Under the Act a factor that regulations specify is needed too, once there are any (R-DSR-04, 06)."""
    specified = terms.specified_factors(day)
    present = {factor.statutory: not factor.past for factor in known.all(FactorRecorded)}
    has = any(present.get(code) for code in specified)
    if has or not specified or not terms.in_force(Section.REGISTER, day):
        return None
    return "None of the factors that regulations specify is recorded (R-DSR-06)."


def _to_judge(limb: Limb, opened: date, since: date, entry: Life, terms: Terms) -> Task:
    """What a referral asks for since a day, which is later than its own where it was over meanwhile."""
    due_on = days_after(since, terms.whole("limb-judgement", since))
    again = f", and open again since {day_in_words(since)}" if since > opened else ""
    judged = [one.on for one in entry.all(LimbJudged) if one.limb is limb]
    judged += [one.on for one in entry.all(AreaRecorded) if limb is Limb.AREA]
    done_on = min(judged, default=None)
    return Task(
        code="judge-limb",
        rule="R-DSR-05",
        opens_on=since,
        due_on=due_on,
        owner=Owner.REGISTER_LEAD,
        why=f"Referred on {day_in_words(opened)}{again}: the {limb.value} limb is to be judged "
        f"by {day_in_words(due_on)}.",
        done_on=max(done_on, opened) if done_on else None,
        about=f"{limb.value} {opened.isoformat()}",
    )
