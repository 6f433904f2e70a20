"""What a row tells of referral, acceptance and consent (R-DSR-04, 05, 14, 17, 18, 26 to 31)."""

from functools import partial

from dsr.actions.importing.facts import AS_BEFORE, NOT_NAMED, Gathering
from dsr.actions.importing.values import Fault
from dsr.actions.importing.words import Answer
from dsr.rules.facts.consent import (
    BestInterestsDecided,
    CapacityJudged,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    RefusalReason,
    Scope,
)
from dsr.rules.facts.entry import Decided, Limb, LimbJudged, Referred
from dsr.rules.facts.people import AreaRecorded, ConditionRecorded

_UNCLEAR = "There is a day on which consent ended, and no word whether it was refused or withdrawn. Say which."
_MISSING = "There is no consent, so the entry awaits it (R-DSR-26)."
_INCOMPLETE = "A consent needs its basis, its day and who gave it, so the entry awaits it (R-DSR-26)."


def referral(found: Gathering) -> None:
    """Who referred, and when (R-DSR-18)."""
    found.add(Referred, "referral_date", {"source": "referral_source", "by": "referred_by"})


def condition(found: Gathering) -> None:
    """The condition with its evidence, and whether the GP practice is in the area (R-DSR-14, 17)."""
    if found.complete("condition", "condition_evidence"):
        columns = {"condition": "condition", "evidence": "condition_evidence", "waiting_since": "waiting_since_date"}
        found.add(ConditionRecorded, "condition_date", columns)
    if found.row.has("local_gp"):
        override = found.row.has("area_reason") and not found.row.get("local_gp")
        reason = {"reason": "area_reason"} if override else {}
        found.add(AreaRecorded, "", {"local_practice": "local_gp", **reason}, override=override)


def acceptance(found: Gathering) -> None:
    """Who is on today's register was accepted: each limb, and the decision, which was told then (R-DSR-04, 05, 22).

    What follows from that and later days is asked from the day of the import on, where it is not the state of somebody.
    """
    if found.accepted_on is None:
        return
    by = found.row.get("accepted_by") or NOT_NAMED
    limbs = [Limb.CONDITION, Limb.RISK] + ([] if found.row.has("local_gp") else [Limb.AREA])
    for limb in limbs:
        found.add(LimbJudged, "entry_date", {}, limb=limb, holds=True, by=by, reason=AS_BEFORE)
    decided = partial(Decided, accepted=True, carried_over=True, kept_since=found.today)
    found.add(decided, "entry_date", {"by": "accepted_by"}, by=by)


def consent(found: Gathering) -> None:
    """Who agreed to what, on which basis; what is missing or incomplete leaves the entry awaiting consent."""
    answer, ended = found.row.get("consent"), found.row.has("consent_end_date")
    found.used.add("consent")
    if ended and answer not in {Answer.REFUSED, Answer.WITHDRAWN}:
        found.faults.append(Fault("consent-unclear", "consent_end_date", _UNCLEAR))
    elif answer is Answer.REFUSED:
        _refused(found)
    else:
        _judged(found)
        _decided(found)
        _given(found)
        if answer is Answer.WITHDRAWN and found.complete("consent", "consent_basis", "consent_end_date"):
            found.add(ConsentWithdrawn, "consent_end_date", {"by": "consent_basis"})


def _refused(found: Gathering) -> None:
    """The day and who, and whether they could decide, without which nobody knows whether it counts (R-DSR-27, 30).

    The day is that on which consent ended or was asked for.
    """
    _judged(found)
    day = "consent_end_date" if found.row.has("consent_end_date") else "consent_date"
    if found.complete("consent", "consent_basis", day):
        found.add(ConsentRefused, day, {"by": "consent_basis"}, reason=RefusalReason.NOT_SAID)


def _judged(found: Gathering) -> None:
    if found.complete("can_decide", "can_decide_date"):
        columns = {"can_decide": "can_decide", "by": "can_decide_by"}
        found.add(CapacityJudged, "can_decide_date", columns, by=NOT_NAMED)


def _decided(found: Gathering) -> None:
    if found.row.has("decision_date"):
        columns = {
            "by": "decision_by",
            "organisation": "decision_organisation",
            "evidence": "decision_evidence",
            "consulted": "decision_consulted",
            "less_restrictive": "decision_less_restrictive",
            "review_on": "decision_review_date",
        }
        made = BestInterestsDecided
        found.add(made, "decision_date", columns, of_consent=True, in_favour=True, by="", organisation="")


def _given(found: Gathering) -> None:
    row = found.row
    parts = [row.has(name) for name in ("consent_basis", "consent_date", "consent_by")]
    if row.get("consent") is Answer.NOT_ASKED or not any(parts):
        found.left_out.append(Fault("consent-missing", "consent", _MISSING))
    elif not all(parts):
        found.left_out.append(Fault("consent-incomplete", "consent", _INCOMPLETE))
    else:
        asked = {
            Scope.ENTRY: True,
            Scope.SHARING: row.has("consent_agencies"),
            Scope.REVIEW: row.get("consent_review"),
            Scope.KEY_WORKER: row.get("consent_key_worker"),
        }
        found.used |= {"consent_review", "consent_key_worker"}
        scopes = frozenset(scope for scope, agreed in asked.items() if agreed)
        columns = {"basis": "consent_basis", "by": "consent_by", "agencies": "consent_agencies"}
        found.add(ConsentGiven, "consent_date", columns, of_consent=True, scopes=scopes)
