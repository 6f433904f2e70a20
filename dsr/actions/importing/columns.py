"""The columns that an imported spreadsheet may have, and the headings under which each is known (F1)."""

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from dsr.actions.importing.words import (
    ANSWERS,
    BASES,
    CONDITIONS,
    COUNCILS,
    EVIDENCE,
    FACTORS,
    PLACES,
    PLANS,
    RATINGS,
    SECTIONS,
    SECURITY,
    SOCIAL_CARE,
    SOURCES,
    WARDS,
    Codes,
)


class Kind(StrEnum):
    """How the text of a cell is read."""

    NHS_NUMBER = "nhs-number"
    TEXT = "text"
    DATE = "date"
    COMING_DATE = "coming-date"
    CODE = "code"
    FLAG = "flag"
    NAMES = "names"
    FACTORS = "factors"


@dataclass(frozen=True)
class Column:
    """A column: its name here (one that holds dates ends in `_date`), its headings, and how its cells are read.

    `codes` are its values by word; text that is not among them stays as it is, unless the kind is a code. `longest`
    counts characters. `identifier` is the field that it becomes, blank where it becomes a fact.
    """

    name: str
    headings: tuple[str, ...]
    kind: Kind = Kind.TEXT
    codes: Codes = field(default_factory=dict)
    longest: int = 200
    identifier: str = ""


_TEAM, _WORKER, _COUNCIL = 32, 40, 16
"""As long as the register's lists have room for (`dsr/store/tables.py`)."""


def _text(name: str, *headings: str, longest: int = 200, identifier: str = "") -> Column:
    return Column(name, headings, longest=longest, identifier=identifier)


def _date(name: str, *headings: str) -> Column:
    return Column(name, headings, Kind.DATE)


def _code(name: str, codes: Codes, *headings: str, identifier: str = "") -> Column:
    return Column(name, headings, Kind.CODE, codes, identifier=identifier)


def _council(name: str, *headings: str) -> Column:
    return Column(name, headings, codes=COUNCILS, longest=_COUNCIL)


def _flag(name: str, *headings: str) -> Column:
    return Column(name, headings, Kind.FLAG)


COLUMNS: tuple[Column, ...] = (
    Column("nhs_number", ("nhs no", "nhs"), Kind.NHS_NUMBER, identifier="nhs-number"),
    _text("given_name", "first name", "forename", "christian name", identifier="given-name"),
    _text("family_name", "surname", "last name", identifier="family-name"),
    _text("preferred_name", "known as", "likes to be called", identifier="preferred-name"),
    Column("birth_date", ("date of birth", "dob", "born"), Kind.DATE, identifier="birth-date"),
    _text("address", "home address", "address and postcode", identifier="address"),
    _text("telephone", "phone", "telephone number", "contact number", identifier="telephone"),
    _text("local_id", "local patient id", "patient id", "hospital number", "rio number", identifier="local-id"),
    _text("gp_practice", "gp", "gp surgery", "practice", "gp practice code", identifier="gp-practice"),
    _text("gender", "sex", identifier="gender"),
    _text("ethnicity", "ethnic category", identifier="ethnicity"),
    _text("language", "first language", identifier="language"),
    _text("communication_needs", "communication", identifier="communication-needs"),
    _flag("local_gp", "dorset gp", "gp in area", "local gp practice"),
    _text("area_reason", "reason out of area", "override reason"),
    _council("council", "local authority", "la", "council of ordinary residence", "ordinary residence"),
    _code("place_kind", PLACES, "accommodation", "accommodation type", "placement type", "lives in"),
    _council("place_council", "placement council", "council of placement", "placed in"),
    _council("placed_by", "placing council"),
    _date("place_date", "placed since", "lives there since", "placement date"),
    _code("condition", CONDITIONS, "diagnosis", "asd ld"),
    _code("condition_evidence", EVIDENCE, "evidence", "diagnosis status", "condition evidenced by"),
    _date("condition_date", "date of diagnosis", "diagnosis date"),
    _date("waiting_since_date", "waiting since", "on pathway since"),
    _date("referral_date", "referred", "date of referral", "date referred", "referred on"),
    _code("referral_source", SOURCES, "source", "source of referral", "referred from"),
    _text("referred_by", "referrer", "referring organisation", longest=_TEAM),
    _date("entry_date", "date added", "date on register", "added to register", "date accepted", "accepted"),
    _text("accepted_by", "added by"),
    _code("consent", ANSWERS, "consent status", "consent given"),
    _code("consent_basis", BASES, "basis", "basis of consent", "type of consent"),
    _date("consent_date", "date of consent", "consent on"),
    _text("consent_by", "who consented", "consent taken by", "consent given by"),
    Column("consent_agencies", ("agencies", "shared with", "consent to share with"), Kind.NAMES, longest=_TEAM),
    _flag("consent_review", "consent to cetr", "consent to c(e)tr", "consent to review"),
    _flag("consent_key_worker", "consent to key worker", "consent to key working"),
    _date("consent_end_date", "consent withdrawn on", "consent refused on", "date consent withdrawn"),
    _flag("can_decide", "capacity", "has capacity", "gillick competent", "competent"),
    _date("can_decide_date", "date of capacity assessment", "capacity assessed", "capacity date"),
    _text("can_decide_by", "capacity assessed by"),
    _date("decision_date", "best interests date", "date of best interests decision"),
    _text("decision_by", "best interests decision by", "best interests decision maker"),
    _text("decision_organisation", "best interests organisation"),
    _text("decision_evidence", "best interests evidence"),
    _text("decision_consulted", "best interests consulted"),
    _text("decision_less_restrictive", "less restrictive options"),
    Column("decision_review_date", ("best interests review",), Kind.COMING_DATE),
    _code("rating", RATINGS, "rag", "rag rating", "current rating", "colour"),
    _date("rating_date", "date of rating", "rag date", "rated on", "date rated"),
    _text("rating_by", "rated by"),
    _text("rating_reason", "reason for rating", "reason"),
    _date("last_review_date", "last review", "date of last review", "reviewed on"),
    Column("next_review_date", ("next review", "date of next review", "review due"), Kind.COMING_DATE),
    _text("reviewed_by", "review by"),
    _text("case_lead_organisation", "lead organisation", "case lead team", "lead team", longest=_TEAM),
    _text("case_lead", "case lead name", "lead professional", "care coordinator", longest=_WORKER),
    _text("key_worker", "keyworker", "key worker name", longest=_WORKER),
    _date("key_worker_date", "key worker since", "keyworker since", "key worker allocated"),
    _code("ehcp", PLANS, "ehcp status", "ehc plan", "education health and care plan"),
    _date("ehcp_date", "ehcp since", "date of ehcp"),
    _council("ehcp_council", "maintaining council"),
    _code("social_care", SOCIAL_CARE, "social care status", "childrens social care status", identifier="social-care"),
    Column("risk_factors", ("risks", "factors", "risk factors present"), Kind.FACTORS, codes=FACTORS),
    _text("hospital", "admitted to", "inpatient unit"),
    _code("ward", WARDS, "ward type", "type of ward"),
    _code("security", SECURITY, "ward security", "level of security"),
    _date("admission_date", "admitted", "date of admission", "admitted on"),
    _flag("admission_planned", "planned admission"),
    _code("section", SECTIONS, "mha section", "legal status", "mental health act section"),
    _date("section_date", "detained since", "date of section", "detained on"),
    _date("second_recommendation_date", "second recommendation"),
    _date("discharge_date", "discharged", "date of discharge", "discharged on"),
)

OF_DATES = frozenset(column.name for column in COLUMNS if column.kind in {Kind.DATE, Kind.COMING_DATE})
BY_NAME = MappingProxyType({column.name: column for column in COLUMNS})
MUST_BE_THERE = ("given_name", "family_name", "birth_date", "referral_date", "referral_source")
"""Without these columns nobody can be told from another, or comes in with a referral (R-DSR-18)."""
