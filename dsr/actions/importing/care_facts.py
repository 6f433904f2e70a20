"""What a row tells of where somebody lives, who cares for them, ratings, reviews and hospital."""

from dsr.actions.importing.facts import AS_BEFORE, NOT_NAMED, Gathering
from dsr.actions.importing.values import Fault
from dsr.actions.importing.words import SocialCare
from dsr.rules.facts.hospital import Admitted, Detained, Discharged
from dsr.rules.facts.key_workers import KeyWorkerAllocated
from dsr.rules.facts.people import (
    CaseLeadNamed,
    FactorRecorded,
    Lives,
    OrdinaryResidenceDecided,
    PlaceKind,
    PlanRecorded,
)
from dsr.rules.facts.rating import Rated, Reviewed

_LOOKED_AFTER = 16
"""The factor of section G."""
_NO_RATING = "Each entry has a rating (R-DSR-45). Fill it, or leave out the day of acceptance."


def home(found: Gathering) -> None:
    """Ordinary residence, and the place where it is another one (R-DSR-07)."""
    kind = found.row.get("place_kind")
    if kind is PlaceKind.HOME and found.complete("place_kind", "council"):
        found.add(Lives, "place_date", {"kind": "place_kind", "authority": "council"})
        return
    if kind is not None and found.complete("place_kind", "place_council"):
        columns = {"kind": "place_kind", "authority": "place_council", "placed_by": "placed_by"}
        found.add(Lives, "place_date", columns)
    if found.row.has("council"):
        found.add(OrdinaryResidenceDecided, "", {"authority": "council"}, reason=AS_BEFORE)


def care(found: Gathering) -> None:
    """The EHCP, the factors of risk, the case lead (R-DSR-43, 109; section G)."""
    if found.row.has("ehcp"):
        found.add(PlanRecorded, "ehcp_date", {"status": "ehcp", "authority": "ehcp_council"})
    factors = sorted(found.row.get("risk_factors") or ())
    found.used |= {"risk_factors"}
    for factor in factors:
        found.add(FactorRecorded, "", {}, about="risk_factors", factor=factor)
    if found.row.get("social_care") is SocialCare.LOOKED_AFTER and _LOOKED_AFTER not in factors:
        found.add(FactorRecorded, "", {}, about="social_care", factor=_LOOKED_AFTER)
    if found.complete("case_lead", "case_lead_organisation") or found.row.has("case_lead_organisation"):
        columns = {"organisation": "case_lead_organisation", "worker": "case_lead"}
        found.add(CaseLeadNamed, "", columns, worker="")


def hospital(found: Gathering) -> None:
    """The stay in a mental health hospital, and under which section (R-DSR-62, 63, 75)."""
    if found.complete("hospital", "admission_date"):
        columns = {"hospital": "hospital", "ward": "ward", "security": "security", "planned": "admission_planned"}
        found.add(Admitted, "admission_date", columns)
    if found.complete("section", "admission_date"):
        columns = {"section": "section", "second_recommendation_on": "second_recommendation_date"}
        found.add(Detained, "section_date", columns, otherwise=found.row.get("admission_date"))
    if found.complete("discharge_date", "admission_date"):
        found.add(Discharged, "discharge_date", {})


def rating(found: Gathering) -> None:
    """The last review and the rating (R-DSR-45, 59); a review of a spreadsheet is never a complete one (R-DSR-61)."""
    row = found.row
    if row.has("last_review_date"):
        columns = {"by": "reviewed_by", "next_on": "next_review_date"}
        found.add(Reviewed, "last_review_date", columns, by=NOT_NAMED)
    if found.complete("rating", "rating_date"):
        columns = {"rating": "rating", "by": "rating_by", "reason": "rating_reason"}
        found.add(Rated, "rating_date", columns, by=NOT_NAMED, reason=AS_BEFORE)
    inpatient = row.has("admission_date") and not row.has("discharge_date")
    if found.accepted_on is not None and not row.has("rating") and not inpatient:
        found.faults.append(Fault("rating-missing", "rating", _NO_RATING))


def key_worker(found: Gathering) -> None:
    """Who is the key worker, and since when (R-DSR-100)."""
    if found.complete("key_worker", "key_worker_date"):
        found.add(KeyWorkerAllocated, "key_worker_date", {"worker": "key_worker"})
