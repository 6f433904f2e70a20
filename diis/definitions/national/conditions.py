"""Whether a referral asks a neurodevelopmental question, and which: autism, ADHD or both (R-WAIT-51, 52, 54)."""

from collections.abc import Collection, Iterable

from diis.definitions.national.submissions import CSDS, DiagnosisRow

SUSPECTED_AUTISM_REASON = "25"
NEURODEVELOPMENTAL_REASON = "24"
"""Neurodevelopmental conditions excluding autism: the nearest there is to an ADHD reason (R-WAIT-51)."""
DEVELOPMENTAL_PROBLEMS_REASON = "017"

AUTISM_SERVICE, NEURODEVELOPMENT_TEAM = "C01", "C04"
COMMUNITY_PAEDIATRICS_TEAM = "06"

SUSPECTED_AUTISM = "401204006"
AUTISM_ASSESSMENT, ADHD_ASSESSMENT = "1085671000000109", "1914891000000100"
ADHD_CONCEPTS = frozenset({"406506008", "31177006", "192127007"})
"""SNOMED CT concepts of ADHD; none for suspected ADHD is in the published guidance."""
_ADHD_CHAPTER = "F90"

AUTISM, ADHD, BOTH, UNSPECIFIED = "autism", "adhd", "both", "unspecified"


def is_nd_community(reason: str | None, team_types: Collection[str | None], diagnoses: Iterable[DiagnosisRow]) -> bool:
    """Reason 017 or a community paediatrics team, with a recorded suspicion or diagnosis of autism or ADHD."""
    asked = reason == DEVELOPMENTAL_PROBLEMS_REASON or COMMUNITY_PAEDIATRICS_TEAM in team_types
    return asked and any(_is_autism(row) or _is_adhd(row) for row in diagnoses)


def is_nd_mental_health(reason: str | None, team_types: Collection[str | None]) -> bool:
    """Reason 24 or 25, or an autism or neurodevelopment team."""
    by_team = not {AUTISM_SERVICE, NEURODEVELOPMENT_TEAM}.isdisjoint(team_types)
    return by_team or reason in (NEURODEVELOPMENTAL_REASON, SUSPECTED_AUTISM_REASON)


def condition_of(
    layout: str,
    reason: str | None,
    team_types: Collection[str | None],
    diagnoses: Collection[DiagnosisRow],
    procedures: Collection[str],
) -> str:
    """The condition of a referral on the neurodevelopmental pathway; by the tests of R-WAIT-52 and 54."""
    codes = {procedure.split(":", maxsplit=1)[0] for procedure in procedures}
    autism = AUTISM_ASSESSMENT in codes or any(map(_is_autism, diagnoses))
    adhd = ADHD_ASSESSMENT in codes or any(map(_is_adhd, diagnoses))
    if layout != CSDS:
        autism = autism or reason == SUSPECTED_AUTISM_REASON
        adhd = adhd or (reason == NEURODEVELOPMENTAL_REASON and NEURODEVELOPMENT_TEAM in team_types)
    if autism and adhd:
        return BOTH
    return AUTISM if autism else ADHD if adhd else UNSPECIFIED


def _is_autism(row: DiagnosisRow) -> bool:
    return row.code == SUSPECTED_AUTISM


def _is_adhd(row: DiagnosisRow) -> bool:
    return row.code in ADHD_CONCEPTS or row.code.startswith(_ADHD_CHAPTER)
