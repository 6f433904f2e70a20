"""What one child brings to the monthly submissions, as lines ready to be written."""

from types import ModuleType
from typing import NamedTuple

from sendwatch.demo.children import Referral
from sendwatch.demo.monthly import community, mental_health
from sendwatch.demo.monthly.months import MENTAL_HEALTH, Source, Submission, submissions
from sendwatch.demo.monthly.referrals import National, nationals_of
from sendwatch.demo.monthly.told import Rows, Told, local_patient_id
from sendwatch.demo.plan import Plan

ONE_IN = 5
"""Every so many-th child of the lists is in the monthly submissions too, so that trying them stays quick."""

MOST_CHILDREN = 30_000
"""No child above this number is: a large demo has large lists, and submissions of the usual size."""


class Submitted(NamedTuple):
    """Lines of one child for one submission, by its place among all of them."""

    place: int
    rows: Rows


def layout_of(submission: Submission) -> ModuleType:
    """The module that makes the rows of a submission's data set."""
    return mental_health if submission.source is MENTAL_HEALTH else community


def submitted_by(plan: Plan, child: int, referrals: list[Referral]) -> list[Submitted]:
    """The lines of child number `child` for every submission that holds it, none for most children."""
    if child % ONE_IN or child >= MOST_CHILDREN:
        return []
    nationals = nationals_of(plan.seed, child, referrals)
    of_source: dict[Source, list[National]] = {national.source: [] for national in nationals}
    for national in nationals:
        of_source[national.source].append(national)
    found = []
    for place, submission in enumerate(submissions(plan.last_census)):
        if submission.source in of_source and (rows := rows_of(of_source[submission.source], submission)):
            found.append(Submitted(place, rows))
    return found


def rows_of(nationals: list[National], submission: Submission) -> Rows:
    """The rows of one child's referrals in a submission; each patient once, however many referrals there are."""
    layout = layout_of(submission)
    sent = [told for national in nationals if (told := Told(national, submission)).is_sent]
    for told in {local_patient_id(told.national): told for told in sent}.values():
        layout.add_person(told)
    for told in sent:
        layout.add_referral(told)
    return [row for told in sent for row in told.rows]
