"""What the autism statistics read from codes: the reason, the contacts and the diagnoses (R-WAIT-31, 36, 40).

Codes are compared as they were sent, as the published code does; a blank or an unknown code is simply not in a set.
"""

from datetime import date
from enum import StrEnum

SUSPECTED_AUTISM = "25"
"""Primary reason for referral; the table of other reasons is not read (R-WAIT-31)."""

REASON_VALID_FROM = 1417
"""The month id from which a row may carry the reason: April 2018."""

FIRST_RECEIVED_ON = date(2018, 4, 1)
"""Referrals received before, and hospital spells begun before, are not looked at (R-WAIT-31)."""

ATTENDED = ("5", "6")
FACE_TO_FACE = "01"
WEB_CAMERA = "03"
VIDEO = "11"
VIDEO_FROM = 1459
"""The month id, October 2021, in which code 11 took the place of code 03 (R-WAIT-36)."""

AUTISM_ICD10 = ("F84", "F88", "F89")
NOT_AUTISM_ICD10 = ("F842", "F844")
_SNOMED_CODES = """
408857007 43614003 191689008 191690004 231536004 23560001 702732007 708037001 408856003 373618009 442314000 35919005
39951000119105 870260008 870261007 870262000 870263005 870264004 870265003 870266002 870267006 870268001 870269009
870270005 870280009 870282001 870303005 870304004 870305003 870306002 870307006 870308001 722287002 723332005
733623005 766824003 770790004 771448004 771512003 783089006 432091002
"""
AUTISM_SNOMED = frozenset(_SNOMED_CODES.split())
"""The 41 concepts of the published list (R-WAIT-40)."""


class Diagnosis(StrEnum):
    """The three kinds of diagnosis that the statistics tell apart."""

    AUTISM = "autism"
    OTHER_F = "another chapter-F diagnosis"
    OTHER = "a diagnosis outside chapter F"


def mechanisms(month: int) -> tuple[str, str]:
    """How a contact sent in that month may have taken place to count: face to face or by video (R-WAIT-36)."""
    return (FACE_TO_FACE, VIDEO if month >= VIDEO_FROM else WEB_CAMERA)


def diagnosis(code: str) -> Diagnosis:
    """Which kind a code is (R-WAIT-38, 40).

    ICD-10 comes with and without the dot. Chapter F is the letter F, so F84.2 and F84.4 are in it, and every SNOMED CT
    code outside the autism list is outside chapter F, whatever it means.
    """
    bare = code.replace(".", "")
    if code in AUTISM_SNOMED or (bare.startswith(AUTISM_ICD10) and not bare.startswith(NOT_AUTISM_ICD10)):
        return Diagnosis.AUTISM
    return Diagnosis.OTHER_F if code.startswith("F") else Diagnosis.OTHER
