"""The autism statistics, slow and obvious: row by row, next to the words of the rules (R-WAIT-31 to 43 and section 15).

`diis.counting.autism` gives the same figures by column.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from diis.definitions.figures import ALL, Figure
from diis.definitions.national.autism_families import FOUND_BY_DIAGNOSIS, QUARTER_MONTHS, THIRTEEN_WEEKS, Counted, Found
from diis.definitions.national.autism_figures import figures_of
from diis.definitions.national.autism_levels import Cell, ages, cells
from diis.definitions.national.autism_measures import COUNTS, SERIES, AutismCount
from diis.definitions.national.autism_people import People, sent_up_to
from diis.definitions.national.autism_populations import Population
from diis.definitions.national.autism_referrals import AutismReferral, Key, SentRows, key, open_by_dates
from diis.definitions.national.months import RUN_MONTHS, first_day, last_day
from diis.definitions.national.organisations import NO_ORGANISATIONS, Organisations
from diis.definitions.national.submissions import ReferralRow, Submissions
from diis.definitions.percentiles import percentile


@dataclass(frozen=True)
class _Finding:
    """One referral that a rule found in the month, and the cells that count it."""

    found: Found
    ages: str
    row: ReferralRow
    cells: frozenset[Cell]
    days: int = 0


def autism_figures(
    submissions: Submissions,
    month: int,
    newest: int,
    populations: Iterable[Population] = (),
    as_known: int = 0,
    organisations: Organisations = NO_ORGANISATIONS,
) -> list[Figure]:
    """Every figure of a month id, as the run of twelve months that ends with `newest` gives it (R-WAIT-32).

    `submissions` are those of the mental health data set alone. Nothing for a month outside the run.
    """
    if not newest - RUN_MONTHS < month <= newest:
        return []
    sent = sent_up_to(submissions, newest)
    people, rows = People(sent, newest, organisations), SentRows(sent, newest)
    referrals = list(rows.referrals())
    several = list(rows.rows_outside_hospital())
    findings = [*_ordinary(referrals, month, people), *_several(several, month, people)]
    providers = [referral.row.provider for referral in referrals]
    areas = [people.area(row.person) for row in (*several, *(referral.row for referral in referrals))]
    return figures_of(_tallies(findings), cells(providers, areas, organisations), month, populations, as_known)


def _ordinary(referrals: list[AutismReferral], month: int, people: People) -> Iterator[_Finding]:
    for referral in referrals:
        row = referral.row
        where = frozenset(people.cells(row))
        for found in _found(referral, month):
            for series in {ALL, ages(row.age_received)} - {None}:
                yield _Finding(found, series or ALL, row, where, referral.days_to_contact or 0)


def _found(referral: AutismReferral, month: int) -> Iterator[Found]:
    """What a referral is in a month, by the rules of R-WAIT-38 that look at one referral."""
    row = referral.row
    if _inside(row.received_on, month) and (row.discharged_on is None or row.discharged_on >= first_day(month)):
        yield Found.NEW
    if _inside(row.discharged_on, month):
        yield Found.CLOSED
    if referral.contacts and first_day(month - QUARTER_MONTHS + 1) <= min(referral.contacts) <= last_day(month):
        yield Found.FIRST_CONTACT
    if open_by_dates(row, month):
        yield from _found_open(referral, month)


def _found_open(referral: AutismReferral, month: int) -> Iterator[Found]:
    if referral.row.month == month:
        yield Found.LAST_SEEN
    if any(_inside(day, month) for day in referral.contacts):
        yield Found.CONTACT
    kinds = {kind for day, kind in referral.diagnoses if _inside(day, month)}
    yield from (FOUND_BY_DIAGNOSIS[kind] for kind in kinds)
    if month in referral.sent_in:
        yield Found.OPEN
        if referral.days_open(month) >= THIRTEEN_WEEKS:
            yield Found.OPEN_13_WEEKS
            yield _wait_class(referral.days_to_contact)


def _wait_class(days: int | None) -> Found:
    """Day 91 is within 13 weeks (R-WAIT-37), though a referral open for 91 days is open 13 weeks."""
    if days is None:
        return Found.NO_CONTACT
    return Found.WITHIN if days <= THIRTEEN_WEEKS else Found.AFTER


def _several(rows: list[ReferralRow], month: int, people: People) -> Iterator[_Finding]:
    """People with two or more open referrals among the rows of any one sending month; all those rows' cells count."""
    sendings: defaultdict[tuple[str, int], list[ReferralRow]] = defaultdict(list)
    for row in rows:
        sendings[(row.person, row.month)].append(row)
    for sending in sendings.values():
        for series in SERIES:
            open_referrals: set[Key] = {
                key(row) for row in sending if open_by_dates(row, month) and series in (ALL, ages(row.age_received))
            }
            if len(open_referrals) > 1:
                yield from (_Finding(Found.SEVERAL, series, row, frozenset(people.cells(row))) for row in sending)


def _tallies(findings: list[_Finding]) -> dict[Cell, dict[str, float]]:
    """The value of each counted measure in each cell where something was found."""
    grouped: defaultdict[tuple[Found, str, Cell], list[_Finding]] = defaultdict(list)
    for finding in findings:
        for cell in finding.cells:
            grouped[(finding.found, finding.ages, cell)].append(finding)
    tallies: defaultdict[Cell, dict[str, float]] = defaultdict(dict)
    for (found, series, cell), members in grouped.items():
        for measure in COUNTS:
            if (measure.found, measure.ages) == (found, series):
                tallies[cell][measure.id] = _value(measure, members)
    return tallies


def _value(measure: AutismCount, members: list[_Finding]) -> float:
    if measure.counted is Counted.PEOPLE:
        return len({finding.row.person for finding in members})
    if measure.counted is Counted.REFERRALS:
        return len({key(finding.row) for finding in members})
    return percentile(Counter(finding.days for finding in members), 0.5) or 0


def _inside(day: date | None, month: int) -> bool:
    return day is not None and first_day(month) <= day <= last_day(month)
