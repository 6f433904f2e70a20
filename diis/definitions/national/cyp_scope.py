"""Which referral rows count in the children's four-week measures, and when each ends (R-WAIT-57, 59).

National code works on the rows of a month, one for each team of a referral: a team that is out takes its own row away,
and the referral stays while any of its rows does. A referral has a row for its own team (MHS101) in each month even if
that team is not known. Team C03 is read as C10; neither is excluded, so nothing follows from it here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diis.definitions.national.months import last_day
from diis.definitions.national.submissions import ReferralRow, Submissions, TeamRow

DIGITAL_PROVIDERS = ("DFC", "S9X2N")
"""Providers of digital services: out of the MRS series, in MHS130 to 135 by more mechanisms (R-WAIT-57, 66)."""

SINGLE_POINT_OF_ACCESS = "A18"
URGENT = ("1", "2", "4")
EATING_DISORDER = "12"
EATING_DISORDER_TEAMS = ("A18", "F01")
FIRST_EPISODE = "01"
EARLY_INTERVENTION = "A14"
EXCLUDED_TEAMS = (
    *("A02", "A03", "A04", "A11", "A19", "A20", "A21", "A22", "A23", "A24", "A25", "C05"),
    *("E02", "E03", "E04"),
)
"""Crisis and liaison teams; epilepsy, specialist parenting and intensive support."""

MAX_AGE = 17
ENGLAND = "E"


@dataclass(frozen=True)
class ScopedRow:
    """One referral in one month, in scope through a team: `ended_on` is at most that month's last day."""

    provider: str
    month: int
    referral_id: str
    person: str
    received_on: date
    discharged_on: date | None
    ended_on: date

    @property
    def key(self) -> tuple[str, int, str]:
        """The referral's row of that month, as the rows of other tables name it."""
        return self.provider, self.month, self.referral_id


def scoped_rows(submissions: Submissions) -> list[ScopedRow]:
    """Every row of every team in scope, of all months given."""
    inpatients = {(stay.provider, stay.referral_id) for stay in submissions.hospital_spells}
    homes = {(row.provider, row.month, row.person): row.local_authority for row in submissions.patients}
    teams: dict[tuple[str, int, str], list[TeamRow]] = {}
    for team in submissions.teams:
        teams.setdefault((team.provider, team.month, team.referral_id), []).append(team)
    return [
        _scoped(row, team)
        for row in submissions.referrals
        if row.provider not in DIGITAL_PROVIDERS
        and (row.provider, row.referral_id) not in inpatients
        and is_child(row.age_received)
        and in_england(homes.get((row.provider, row.month, row.person)))
        for team in _teams_of(row, teams)
        if counts(row, team.team_type)
    ]


def is_child(age: int | None) -> bool:
    return age is not None and 0 <= age <= MAX_AGE


def in_england(local_authority: str | None) -> bool:
    """Resident in England, or residence not known."""
    return not local_authority or local_authority.startswith(ENGLAND)


def counts(row: ReferralRow, team_type: str | None) -> bool:
    """Whether a team keeps its row: one of no known type is out for eating disorder alone."""
    if row.reason == EATING_DISORDER and team_type not in EATING_DISORDER_TEAMS:
        return False
    if row.reason == FIRST_EPISODE and team_type == EARLY_INTERVENTION:
        return False
    if team_type == SINGLE_POINT_OF_ACCESS and row.priority in URGENT:
        return False
    return team_type not in EXCLUDED_TEAMS


def latest_rows(rows: list[ScopedRow]) -> list[ScopedRow]:
    """For each person's referral its row of the last month in scope; of several teams the one that ends last."""
    latest: dict[tuple[str, str, str], ScopedRow] = {}
    for row in sorted(rows, key=lambda one: (one.month, one.ended_on)):
        latest[row.person, row.provider, row.referral_id] = row
    return list(latest.values())


def _teams_of(row: ReferralRow, teams: dict[tuple[str, int, str], list[TeamRow]]) -> Iterator[TeamRow]:
    found = teams.get((row.provider, row.month, row.referral_id), [])
    yield from found
    if not any(team.primary for team in found):
        yield TeamRow(row.provider, row.month, row.referral_id, team="")


def _scoped(row: ReferralRow, team: TeamRow) -> ScopedRow:
    """The end is the discharge, else the team's rejection, else its closure, whichever of these comes first."""
    rejected = team.rejected_on or (row.rejected_on if team.primary else None)
    month_end = last_day(row.month)
    end = row.discharged_on or rejected or team.closed_on or month_end
    return ScopedRow(
        provider=row.provider,
        month=row.month,
        referral_id=row.referral_id,
        person=row.person,
        received_on=row.received_on,
        discharged_on=row.discharged_on,
        ended_on=min(end, month_end),
    )
