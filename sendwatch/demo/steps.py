"""The multi-agency steps of a neurodevelopmental assessment: who is asked for what, when, and when it is done.

The parts happen at different times, most asked for as soon as what they need is there, and one of them holds most
children up: speech and language assessment by Dorset HealthCare in the east, educational psychology of the council in
the west.
"""

from typing import NamedTuple

from sendwatch.demo.chance import Chance, mix
from sendwatch.demo.days import NEVER, YEAR_DAYS, Day, working_day
from sendwatch.demo.flows import EAST_NEURODEVELOPMENTAL, WEST_NEURODEVELOPMENTAL, Flow
from sendwatch.demo.lives import ACCEPTED, Life
from sendwatch.demo.people import Person
from sendwatch.demo.places import COUNCILS

FORM, SCHOOL, PARENTS = "referral-form", "school-information", "parent-information"
SPEECH, PSYCHOLOGY = "speech-and-language-assessment", "educational-psychology"
PAEDIATRICS, DISCUSSION, OUTCOME = "paediatric-assessment", "multi-agency-discussion", "outcome-shared"

DORSET_HEALTHCARE = "Dorset HealthCare"
_HOSPITALS = {"RBD": "Dorset County Hospital", "R0D": "University Hospitals Dorset"}

USUAL_BOTTLENECKS = {EAST_NEURODEVELOPMENTAL: SPEECH, WEST_NEURODEVELOPMENTAL: PSYCHOLOGY}
_USUAL_SHARE = 0.78
_OTHERWISE = mix({SPEECH: 30, PSYCHOLOGY: 30, PAEDIATRICS: 40})
_SCHOOL_AGE_YEARS = 5
_HANDOVER_LOST_SHARE, _HANDOVER_DAYS = 0.15, (45, 160)
"""How often nobody asks for the next assessment for so many days, and how many: the wait nobody sees."""

_ASKED_SHARES = {SPEECH: 0.92, PSYCHOLOGY: 0.88}
_LONG_PERCENT, _SHORT_PERCENT = (70, 92), (5, 30)
"""Of the time from all information to the first appointment, what a bottleneck takes, and what another step does."""


class Step(NamedTuple):
    """One line of `steps.csv`; `done` is NEVER where the referral ends before."""

    step: str
    organisation: str
    requested: Day
    done: Day


def steps_of(chance: Chance, flow: Flow, person: Person, life: Life) -> list[Step]:
    """The steps of a referral up to its end, none for a flow of another pathway."""
    if flow not in USUAL_BOTTLENECKS:
        return []
    hospital = _HOSPITALS[flow.provider]
    form = Step(FORM, hospital, life.received, _form_done(chance, life))
    steps = [form]
    if life.decision == ACCEPTED and NEVER not in (form.done, life.decided):
        steps += _information(chance, COUNCILS[person.local_authority], hospital, max(form.done, life.decided))
        informed = max(step.done for step in steps)
        steps += _assessments(chance, flow, person, life, informed)
        ready = max(step.done for step in steps)
        lost = chance.between(*_HANDOVER_DAYS) if chance.happens(_HANDOVER_LOST_SHARE) else 0
        steps += _conclusion(life, hospital, ready + lost)
    return [
        step._replace(done=step.done if step.done <= life.closed else NEVER)
        for step in steps
        if step.requested <= life.closed and step.requested < NEVER
    ]


def _form_done(chance: Chance, life: Life) -> Day:
    """A form is complete soon, or once it has come back from whoever it was returned to."""
    return life.resubmitted if life.returned != NEVER else working_day(life.received + chance.between(0, 3))


def _information(chance: Chance, council: str, hospital: str, asked: Day) -> list[Step]:
    school, parents = working_day(asked + chance.between(10, 60)), working_day(asked + chance.between(5, 40))
    return [Step(SCHOOL, council, asked, school), Step(PARENTS, hospital, asked, parents)]


def _assessments(chance: Chance, flow: Flow, person: Person, life: Life, informed: Day) -> list[Step]:
    """Speech and psychology side by side; the bottleneck of the child takes most of the time to the appointment."""
    slowest = USUAL_BOTTLENECKS[flow] if chance.happens(_USUAL_SHARE) else chance.draw(_OTHERWISE)
    days = max(life.meant.first_seen - informed, 0)
    organisations = {SPEECH: DORSET_HEALTHCARE, PSYCHOLOGY: COUNCILS[person.local_authority]}
    of_school_age = life.received - person.born >= _SCHOOL_AGE_YEARS * YEAR_DAYS
    steps = []
    for step, organisation in organisations.items():
        percent = chance.between(*(_LONG_PERCENT if step == slowest else _SHORT_PERCENT))
        if chance.happens(_ASKED_SHARES[step]) and (step == SPEECH or of_school_age):
            done = working_day(informed + 7 + days * percent // 100)
            steps.append(Step(step, organisation, informed, done))
    return steps


def _conclusion(life: Life, hospital: str, asked: Day) -> list[Step]:
    """Paediatric assessment, discussion and outcome, one after the other, by the hospital."""
    assessed, shared = life.meant.assessed, life.meant.outcome_shared
    asked = min(asked, assessed)
    steps = [Step(PAEDIATRICS, hospital, asked, assessed)]
    if assessed != NEVER:
        discussed = assessed + (shared - assessed) // 2
        steps += [Step(DISCUSSION, hospital, assessed, discussed), Step(OUTCOME, hospital, discussed, shared)]
    return steps
