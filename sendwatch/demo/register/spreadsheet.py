"""The register as a partnership might keep it today: a row for each young person, and a few rows that are spoilt.

What a row says is what the invented register knows on the last day, as far as a spreadsheet can say it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dsr.rules.consent.agreement import agreed_on
from dsr.rules.entry.standing import Status, standing_on
from dsr.rules.facts.consent import BestInterestsDecided, CapacityJudged, ConsentRefused, ConsentWithdrawn, Scope
from dsr.rules.facts.entry import Decided, Referred
from dsr.rules.facts.hospital import Detained
from dsr.rules.facts.key_workers import KeyWorkerAllocated
from dsr.rules.facts.people import (
    AreaRecorded,
    CaseLeadNamed,
    ConditionRecorded,
    FactorRecorded,
    Lives,
    PlaceKind,
    PlanRecorded,
)
from dsr.rules.facts.rating import Reviewed
from dsr.rules.hospital.spells import last_stay_before
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.life import Life
from dsr.rules.rating.rating_history import rating_on, since
from sendwatch.demo.places import COUNCILS
from sendwatch.demo.register.events import Story
from sendwatch.demo.register.tale import AGREED, Tale

Cell = str | date | int | None
Row = dict[str, Cell]

_ON_THE_SHEET = frozenset(Status) - {Status.CLOSED, Status.DECLINED}
_RED_DAYS = 14
_A_DAY = timedelta(1)
_NOTES = "Notes"
_MOVED = "moved, and not taken on there yet"


@dataclass(frozen=True)
class Planted:
    """A row that is spoilt on purpose: with which code an import lists it."""

    code: str
    about: str
    row: Row


def rows_of(tale: Tale) -> list[Row]:
    """A row for each person whose entry is not over, in the order of their names."""
    found = [_row(story) for story in tale.stories if _is_kept(story)]
    return sorted(found, key=lambda row: (str(row["Surname"]), str(row["First name"]), str(row["DOB"])))


def planted(rows: list[Row]) -> list[Planted]:
    """Rows that no import takes, made from sound ones."""
    other = {"Surname": "Planted", "NHS No.": None, "Address": "7 Invented Lane"}
    return [
        Planted("spreadsheet-damage", "an NHS number whose zero was cut off", rows[0] | other | {"NHS No.": 999123456}),
        Planted("date-format", "a birth date in two digits", rows[1] | other | {"First name": "B", "DOB": "01/02/13"}),
        Planted(
            "code-not-in-list", "a rating that does not exist", rows[2] | other | {"First name": "C", "RAG": "Rouge"}
        ),
        Planted("row-twice", "a person who is on the sheet already", dict(rows[3])),
        Planted("missing-with", "a rating without its day", rows[4] | other | {"First name": "E", "RAG date": None}),
    ]


def headings(rows: Iterable[Row]) -> list[str]:
    """Every heading of some rows, in their order."""
    return list(dict.fromkeys(heading for row in rows for heading in row))


def _is_kept(story: Story) -> bool:
    standing = standing_on(story.life, story.today, AGREED)
    return not story.is_second_record and standing is not None and standing.status in _ON_THE_SHEET


def _row(story: Story) -> Row:
    life, today = story.life, story.today
    row: Row = {**_who(story), **_entry(life), **_consent(life, today)}
    return {**row, **_care(life, today), **_rating(life, today), **_hospital(life, today), _NOTES: "see the file"}


def _who(story: Story) -> Row:
    who = story.who
    return {
        "NHS No.": who.nhs_number,
        "First name": who.given_name,
        "Surname": who.family_name,
        "DOB": who.born,
        "Address": who.address,
        "GP practice": who.gp_practice,
        "Council": COUNCILS[who.council],
    }


def _entry(life: Life) -> Row:
    referred, accepted = life.last(Referred), life.first(Decided)
    condition, area = life.last(ConditionRecorded), life.last(AreaRecorded)
    assert referred is not None
    return {
        "Date referred": referred.on,
        "Source of referral": referred.source.value,
        "Referred by": referred.by,
        "Date on register": accepted.on if accepted else None,
        "Condition": condition.condition.value if condition else None,
        "Evidence": condition.evidence.value if condition else None,
        "Date of diagnosis": condition.on if condition else None,
        "Dorset GP": ("yes" if area.local_practice else "no") if area else None,
        "Reason out of area": (area.reason or _MOVED) if area and not area.local_practice else None,
    }


def _consent(life: Life, today: date) -> Row:
    refused, withdrawn = life.last(ConsentRefused), life.last(ConsentWithdrawn)
    ended = refused or withdrawn
    given = next(iter(agreed_on(life, withdrawn.on - _A_DAY if withdrawn else today).carrying(Scope.ENTRY)), None)
    judged = life.last(CapacityJudged)
    row: Row = {
        "Consent": "refused" if refused else "withdrawn" if withdrawn else "yes" if given else None,
        "Basis of consent": refused.by.value if refused else given.basis.value if given else None,
        "Date of consent": given.on if given else None,
        "Consent given by": given.by if given else None,
        "Shared with": "; ".join(sorted(given.agencies)) if given else None,
        "Date consent withdrawn": ended.on if ended else None,
        "Capacity": ("yes" if judged.can_decide else "no") if judged else None,
        "Capacity assessed": judged.on if judged else None,
    }
    return row | _decision(life)


def _decision(life: Life) -> Row:
    made = life.last(BestInterestsDecided)
    return {
        "Best interests date": made.on if made else None,
        "Best interests decision by": made.by if made else None,
        "Best interests organisation": made.organisation if made else None,
        "Best interests evidence": made.evidence if made else None,
        "Best interests consulted": made.consulted if made else None,
        "Less restrictive options": made.less_restrictive if made else None,
        "Best interests review": made.review_on if made else None,
    }


def _care(life: Life, today: date) -> Row:
    lead, ehcp, lives = life.last(CaseLeadNamed), life.last(PlanRecorded), life.last(Lives)
    worker = key_worker_on(life, today)
    placed = lives is not None and lives.kind is not PlaceKind.HOME
    return {
        "Lead team": lead.organisation if lead else None,
        "Case lead": lead.worker if lead else None,
        "Key worker": worker,
        "Key worker since": _allocated_on(life, worker) if worker else None,
        "EHCP": ehcp.status.value if ehcp else None,
        "Lives in": lives.kind.value if lives else None,
        "Placed in": lives.authority if lives and placed else None,
        "Placing council": lives.placed_by if lives and placed else None,
        "Social care": "looked-after" if lives and lives.kind is PlaceKind.FOSTER else None,
        "Risk factors": "; ".join(str(one.factor) for one in life.all(FactorRecorded)),
    }


def _allocated_on(life: Life, worker: str) -> date | None:
    return next((one.on for one in reversed(tuple(life.all(KeyWorkerAllocated))) if one.worker == worker), None)


def _rating(life: Life, today: date) -> Row:
    rating, review = rating_on(life, today, AGREED), life.last(Reviewed)
    return {
        "RAG": rating.value.upper() if rating else None,
        "RAG date": since(life, today, AGREED),
        "Last review": review.on if review else None,
        "Next review": review.next_on if review else None,
    }


def _hospital(life: Life, today: date) -> Row:
    """The stay of today, or one that ended so lately that the rating is red because of it (R-DSR-63)."""
    stay, detained = last_stay_before(life, today), life.last(Detained)
    if stay is None or (stay.discharged_on and stay.discharged_on < today - timedelta(_RED_DAYS)):
        return dict.fromkeys(("Hospital", "Admitted", "Discharged", "Section", "Second recommendation"))
    return {
        "Hospital": stay.ward_on(today).hospital,
        "Admitted": stay.admitted_on,
        "Discharged": stay.discharged_on,
        "Section": detained.section.value if detained else None,
        "Second recommendation": detained.second_recommendation_on if detained else None,
    }
