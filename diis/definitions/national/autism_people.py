"""Who a person is in the autism statistics: the master patient row and the area, row by row (R-WAIT-41, 42)."""

from dataclasses import replace
from datetime import date

from diis.definitions.figures import ALL
from diis.definitions.national.autism_levels import (
    AGE,
    AREA,
    BY_AGE,
    ETHNICITY,
    GENDER,
    NO_PRACTICE,
    UNKNOWN,
    Cell,
    age_band,
    crossed,
    ethnicity,
    gender,
)
from diis.definitions.national.months import RUN_MONTHS
from diis.definitions.national.organisations import Organisations
from diis.definitions.national.submissions import PatientRow, ReferralRow, Submissions


def sent_up_to(submissions: Submissions, newest: int) -> Submissions:
    """What was sent for months up to the newest of the run; later months are not known to it."""
    return replace(
        submissions,
        patients=tuple(row for row in submissions.patients if row.month <= newest),
        referrals=tuple(row for row in submissions.referrals if row.month <= newest),
        contacts=tuple(row for row in submissions.contacts if row.month <= newest),
        diagnoses=tuple(row for row in submissions.diagnoses if row.month <= newest),
        hospital_spells=tuple(row for row in submissions.hospital_spells if row.month <= newest),
    )


class People:
    """The patient rows of a run, and the cells of the tables that a referral row is in."""

    def __init__(self, sent: Submissions, newest: int, organisations: Organisations) -> None:
        self._organisations = organisations
        self._first_month = newest - RUN_MONTHS + 1
        self._newest_received: dict[tuple[str, int, str], date] = {}
        for row in sent.referrals:
            key = (row.person, row.month, row.provider)
            self._newest_received[key] = max(row.received_on, self._newest_received.get(key, date.min))
        self._rows: dict[str, list[PatientRow]] = {}
        for patient in sorted(sent.patients, key=self._order):
            self._rows.setdefault(patient.person, []).append(patient)

    def _order(self, row: PatientRow) -> tuple[int, int, str]:
        """Latest month first; in a month the provider with the newest referral of the person, then by code."""
        newest_received = self._newest_received.get((row.person, row.month, row.provider), date.min)
        return (-row.month, -newest_received.toordinal(), row.provider)

    def master(self, person: str, month: int) -> PatientRow | None:
        """The one row that speaks for a person in a month, whichever providers sent some."""
        return next((row for row in self._rows.get(person, ()) if row.month == month), None)

    def area(self, person: str) -> str:
        """One sub-ICB for a person: of the latest row in the twelve months that has any (R-WAIT-42)."""
        found = (_sub_icb(row) for row in self._rows.get(person, ()) if row.month >= self._first_month)
        return next((area for area in found if area is not None), UNKNOWN)

    def cells(self, row: ReferralRow) -> set[Cell]:
        """Every cell that counts this referral row."""
        master = self.master(row.person, row.month)
        band = age_band(row.age_received)
        area = self.area(row.person)
        areas = {AREA: area, **self._organisations.above(area)}
        return {
            Cell(ALL),
            Cell(row.provider),
            Cell(ALL, AGE, band),
            Cell(row.provider, AGE, band),
            Cell(ALL, GENDER, gender(master.gender, master.gender_identity) if master else UNKNOWN),
            Cell(ALL, ETHNICITY, ethnicity(master.ethnic_category) if master else UNKNOWN),
            *(Cell(ALL, breakdown, level) for breakdown, level in areas.items()),
            *(Cell(ALL, BY_AGE[breakdown], crossed(level, band)) for breakdown, level in areas.items()),
        }


def _sub_icb(row: PatientRow) -> str | None:
    """That of the registered practice first, else that of residence."""
    registered = row.gp_practice is not None and row.gp_practice not in NO_PRACTICE
    return row.gp_sub_icb if registered and row.gp_sub_icb is not None else row.residence_sub_icb
