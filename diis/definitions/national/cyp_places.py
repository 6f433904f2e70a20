"""Where a child of the national measures lives: sub-ICB, residence and deprivation (R-WAIT-65, 66, 100, 102).

The platform keeps one master row for each person and month: that of the provider with the newest referral received,
then the first in code order. Local data have no record numbers, so the same order settles which row is the newest.
"""

from datetime import date

from diis.definitions.national.submissions import PatientRow, Submissions

UNKNOWN = "UNKNOWN"
NO_PRACTICE = ("V81997", "V81998", "V81999")
CORE20 = "Core20"
CORE20_DECILES = (1, 2)
"""The most deprived fifth."""


class Places:
    """The patient rows of a run, in the order in which they win."""

    def __init__(self, submissions: Submissions) -> None:
        newest: dict[tuple[str, int, str], date] = {}
        for referral in submissions.referrals:
            key = (referral.provider, referral.month, referral.person)
            newest[key] = max(newest.get(key, date.min), referral.received_on)
        self._rows: dict[str, list[PatientRow]] = {}
        for row in sorted(
            submissions.patients,
            key=lambda one: (
                -one.month,
                -newest.get((one.provider, one.month, one.person), date.min).toordinal(),
                one.provider,
            ),
        ):
            self._rows.setdefault(row.person, []).append(row)

    def area(self, person: str, since: int) -> str:
        """The sub-ICB of the newest row since a month that has one: the practice's, else that of residence."""
        codes = (sub_icb(row) for row in self._rows.get(person, []) if row.month >= since)
        return next(filter(None, codes), UNKNOWN)

    def in_core20(self, person: str, since: int) -> bool:
        """Whether the newest master row since a month lies in the most deprived fifth."""
        row = next((row for row in self._rows.get(person, []) if row.month >= since), None)
        return row is not None and row.deprivation_decile in CORE20_DECILES

    def valid_master(self, person: str, provider: str) -> PatientRow | None:
        """The provider's newest row of a person, if it is the person's master row of its month."""
        rows = self._rows.get(person, [])
        row = next((row for row in rows if row.provider == provider), None)
        if row is None:
            return None
        master = next(one for one in rows if one.month == row.month)
        return row if master.provider == provider else None


def sub_icb(row: PatientRow) -> str | None:
    """The sub-ICB of the registered practice if that is known and no default code, else of residence."""
    registered = row.gp_practice is not None and row.gp_practice not in NO_PRACTICE
    return (registered and row.gp_sub_icb) or row.residence_sub_icb or None
