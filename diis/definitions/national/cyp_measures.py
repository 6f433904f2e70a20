"""What each national children's mental health measure is, in words; the numbers are made in `cyp_tallies`."""

from dataclasses import dataclass

from diis.definitions.measures import MeasureRecord

_OWNER = "NHS England (national definition); NHS Dorset, Designated Clinical Officer for SEND, for its use here"
_MONTH = "position at the end of the month"
_QUARTER = "in the three months that end with the month"


@dataclass(frozen=True)
class _Series:
    """What the measures of a series have in common."""

    unit: str
    start_words: str
    population: str
    exclusions: str
    rules: tuple[str, ...]

    def measure(self, id_: str, title: str, stop_words: str, standard_days: int | None = None) -> MeasureRecord:
        return MeasureRecord(
            id=id_,
            title=title,
            unit=self.unit,
            start_words=self.start_words,
            stop_words=stop_words,
            population=self.population,
            exclusions=self.exclusions,
            standard_days=standard_days,
            standard_words="28 days: help within four weeks of the request (R-WAIT-55)" if standard_days else "none",
            rules=self.rules,
            owner=_OWNER,
        )


_SPELLS = _Series(
    unit="referral-spells",
    start_words="the earliest referral received in the spell; referrals of one child at one provider that overlap, or "
    "follow within five days, are one spell",
    population="children aged 0 to 17 on the day received, resident in England or residence not known, with a referral "
    "in scope; spells that start before 2016 are left out",
    exclusions="referrals with a hospital spell in any month; providers DFC and S9X2N; a team's row of a single point "
    "of access with priority 1, 2 or 4, of eating disorder outside teams A18 and F01, of first-episode psychosis to "
    "team A14, of crisis, liaison and some other teams (A02 to A04, A11, A19 to A25, C05, E02 to E04): a referral is "
    "out when all its rows are",
    rules=("R-WAIT-57", "R-WAIT-59", "R-WAIT-60", "R-WAIT-61", "R-WAIT-62", "R-WAIT-64", "R-WAIT-65"),
)

_CONTACTS = _Series(
    unit="referrals",
    start_words="referral received",
    population="referrals received since 1 April 2019 of children aged 0 to 17 on that day, resident in England by a "
    "valid master patient row at the provider, or residence not known",
    exclusions="none of the four-week measures' exclusions; contacts at 18 or over and indirect activity do not count, "
    "and who is first seen at 18 keeps waiting until discharged",
    rules=("R-WAIT-66", "R-WAIT-66b", "R-WAIT-67", "R-WAIT-68"),
)

_FULL_STOP = (
    "full clock stop: the latest of the first contact, the first outcome score and the first agreed care plan or coded "
    "intervention in the spell; no stop while one is missing"
)
_CONTACT = "first attended direct contact, or indirect activity, in the spell"
_END = "the spell's end: discharge, else rejection, else closure, at most the end of the last month sent"
_FIRST = "first attended direct contact at the age of 0 to 17; at digital providers also by message, attended or not"


_WEEKS = (("a", "b", 104), ("c", "d", 78), ("e", "f", 52))

_MRS_TITLES: tuple[tuple[str, str, str], ...] = (
    ("MRS08", f"Spells with a full clock stop {_QUARTER}", _FULL_STOP),
    ("MRS08a", f"Spells with a full clock stop {_QUARTER}, at most 28 days after the start", _FULL_STOP),
    ("MRS08b", f"MRS08a as a percentage of all full clock stops {_QUARTER}", _FULL_STOP),
    ("MRS09", f"Open spells without a full clock stop, {_MONTH}", _FULL_STOP),
    *((f"MRS09{count}", f"Spells of MRS09 over {weeks} weeks", _FULL_STOP) for count, _, weeks in _WEEKS),
    *((f"MRS09{share}", f"MRS09{count} as a percentage of MRS09", _FULL_STOP) for count, share, _ in _WEEKS),
    ("MRS10", f"Open spells without a first contact, {_MONTH}", _CONTACT),
    ("MRS10a", "Median of the days that the spells of MRS10 have waited", _CONTACT),
    ("MRS10b", "90th percentile of the days that the spells of MRS10 have waited", _CONTACT),
    ("MRS11", f"Spells that started {_QUARTER}", _END),
    ("MRS12", f"Spells that closed {_QUARTER}, no referral of theirs being sent any more", _END),
    ("MRS13", f"Open spells: a referral is still sent, and they end within the last five days; {_MONTH}", _END),
    *((f"MRS14{count}", f"Spells of MRS10 over {weeks} weeks", _CONTACT) for count, _, weeks in _WEEKS),
    *((f"MRS14{share}", f"MRS14{count} as a percentage of MRS10", _CONTACT) for count, share, _ in _WEEKS),
    ("MRS16", f"Spells with their first contact {_QUARTER}", _CONTACT),
    ("MRS17", f"Open spells with a full clock stop, {_MONTH}", _FULL_STOP),
    ("MRS18", f"Open spells with at least one contact, {_MONTH}", _CONTACT),
    ("MRS19", "MRS17 as a percentage of MRS18", _FULL_STOP),
)

_MHS_TITLES = (
    ("MHS130", f"Referrals with their first contact {_QUARTER}"),
    ("MHS131", "Median of the days from receipt to the first contacts of MHS130"),
    ("MHS132", "90th percentile of the days from receipt to the first contacts of MHS130"),
    ("MHS133", f"Referrals sent in the month, not discharged and still without a contact, {_MONTH}"),
    ("MHS134", "Median of the days that the referrals of MHS133 have waited, one day added"),
    ("MHS135", "90th percentile of the days that the referrals of MHS133 have waited, one day added"),
)

CYP_MEASURES: tuple[MeasureRecord, ...] = tuple(
    sorted(
        (
            *(_SPELLS.measure(*row, 28 if row[0].startswith("MRS08") else None) for row in _MRS_TITLES),
            *(_CONTACTS.measure(id_, title, _FIRST) for id_, title in _MHS_TITLES),
        ),
        key=lambda one: (one.id.startswith("MHS"), one.id),
    )
)
"""The records of MRS08 to MRS19 and MHS130 to MHS135, in order."""
