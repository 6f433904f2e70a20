"""Who sent a referral, in words: the group letter that begins the national code of its source."""

SOURCE = "source"
"""The breakdown by group of source."""

NOT_KNOWN = "not known"

SOURCE_GROUPS = {
    "A": "primary care",
    "B": "self, parent or carer",
    "C": "local authority and schools",
    "D": "employer",
    "E": "justice",
    "F": "child health",
    "G": "independent or voluntary",
    "H": "acute hospital",
    "I": "other mental health trust",
    "M": "other",
    "N": "talking therapies",
    "P": "internal",
    "Q": "drop-in",
}
"""Letter of a code to its group."""

SOURCES = (*SOURCE_GROUPS.values(), NOT_KNOWN)
"""Every level, in order."""


def source_in_words(code: str | None) -> str:
    """The group of a national code such as A1; 'not known' where none was sent."""
    return SOURCE_GROUPS.get((code or " ")[0], NOT_KNOWN)
