"""The words that a spreadsheet may use for each code, so that "RED", "r" and "Red" are one thing (B71, B72)."""

from collections.abc import Mapping
from enum import Enum, StrEnum
from types import MappingProxyType

from dsr.rules.facts.consent import Basis
from dsr.rules.facts.entry import Referrer
from dsr.rules.facts.hospital import Detention, Security, Ward
from dsr.rules.facts.people import Condition, Evidence, PlaceKind, PlanStatus
from dsr.rules.rating.ratings import Rating
from dsr.rules.sameness import folded

Codes = Mapping[str, object]
"""A word, as `folded` makes it, to the value that it stands for."""


class Answer(StrEnum):
    """How consent stands, where a column says so."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    NOT_ASKED = "not-asked"


class SocialCare(StrEnum):
    """What social care does (F1, field 21)."""

    NONE = "none"
    EARLY_HELP = "early-help"
    IN_NEED = "child-in-need"
    PROTECTION = "child-protection-plan"
    LOOKED_AFTER = "looked-after"
    CARE_LEAVER = "care-leaver"


def _codes(kind: type[Enum], **others: str) -> Codes:
    """The values of an enumeration, and other words for each; the words of one value are parted by `|`."""
    found = {folded(str(one.value)): one for one in kind}
    for name, words in others.items():
        found |= {folded(word): kind[name] for word in words.split("|")}
    return MappingProxyType(found)


RATINGS = _codes(Rating, RED="r", AMBER="a|orange|yellow", GREEN="g", BLUE="b")
CONDITIONS = _codes(
    Condition,
    AUTISM="asd|asc|autistic|autism spectrum disorder",
    LEARNING_DISABILITY="ld|learning disabled",
    BOTH="ld and autism|autism and ld|asd and ld|ld asd|autism and learning disability|learning disability and autism",
)
EVIDENCE = _codes(
    Evidence,
    CONFIRMED="diagnosed|diagnosis|confirmed diagnosis",
    ON_PATHWAY="awaiting assessment|awaiting diagnosis|on pathway|pathway",
    NONE="no evidence",
)
ANSWERS = _codes(
    Answer,
    GIVEN="yes|y|consented|consent given",
    REFUSED="no|n|declined|consent refused",
    WITHDRAWN="consent withdrawn",
    NOT_ASKED="not yet|awaiting|pending",
)
BASES = _codes(
    Basis,
    OWN="own|self|young person|child|gillick",
    PARENTAL="parent|parental|parental consent|pr|carer with pr",
    BEST_INTERESTS="best interest|bi",
)
SOURCES = _codes(
    Referrer,
    HEALTH="camhs|gp|paediatrics|hospital|community paediatrics",
    EDUCATION="school|college|send",
    SOCIAL_CARE="social worker|childrens social care|adult social care",
    FAMILY="parent|carer|parents",
    OTHER_AREA="transfer|other area|transfer in",
)
PLANS = _codes(
    PlanStatus,
    MAINTAINED="yes|y|ehcp|in place",
    NONE="no|n|no ehcp",
    REQUESTED="assessment|in assessment|applied",
    CEASED="ended",
)
PLACES = _codes(PlaceKind, HOME="family home|with family", FOSTER="foster care", RESIDENTIAL_52="52 week|52 weeks")
WARDS = _codes(Ward, CAMHS="tier 4|t4|camhs tier 4", LEARNING_DISABILITY="ld")
SECURITY = _codes(Security, PICU="picu", LOW="low", MEDIUM="medium", HIGH="high", GENERAL="general adolescent unit")
SECTIONS = _codes(
    Detention,
    **{one.name: f"s{one.value}|section {one.value}|sec {one.value}" for one in Detention if one.value[0].isdigit()},
)
SOCIAL_CARE = _codes(
    SocialCare,
    NONE="no|not open",
    EARLY_HELP="eh",
    IN_NEED="cin",
    PROTECTION="cp|cpp|child protection",
    LOOKED_AFTER="lac|cla|cic|looked after child|child in care|section 20|care order",
)
COUNCILS: Codes = MappingProxyType(
    {
        "dorset": "E06000059",
        "dorsetcouncil": "E06000059",
        "bcp": "E06000058",
        "bcpcouncil": "E06000058",
        "bournemouthchristchurchandpoole": "E06000058",
        "bournemouthchristchurchandpoolecouncil": "E06000058",
    }
)
"""The two councils of the partnership; another council stays as it is written."""
FLAGS: Codes = MappingProxyType(
    {**dict.fromkeys(("yes", "y", "true", "1"), True), **dict.fromkeys(("no", "n", "false", "0"), False)}
)

_FACTOR_WORDS = {
    1: "a&e in crisis|crisis presentation at a&e",
    2: "unstable mental health|untreated mental health condition",
    3: "behaviour that challenges|risk to self or others|challenging behaviour",
    4: "previous admission|previous mental health admission",
    5: "recent discharge",
    6: "crisis team",
    7: "acute hospital stay",
    8: "section 136|police|section 135",
    9: "unstable environment|changing staff team",
    10: "placement breakdown|family breakdown",
    11: "52 week placement|38 week placement",
    12: "emergency social care",
    13: "exclusion|part time timetable|school placement failing",
    14: "youth justice|custody",
    15: "unplanned transition|transition",
    16: "looked after|adopted",
    17: "significant life event|carer strain",
    18: "alcohol|substance use|alcohol or substance use",
    19: "physical health change|physical health",
    20: "community options exhausted",
    21: "care programme approach|cpa|early intervention",
    22: "long wait|long wait for assessment",
    23: "not known to services",
}
"""The local list of factors of risk (section G), by number."""
FACTORS: Codes = MappingProxyType(
    {folded(word): number for number, words in _FACTOR_WORDS.items() for word in (str(number), *words.split("|"))}
)
