"""A referral of somebody new, by a professional, the person or the family: the short form (R-DSR-18 to 20)."""

from fastapi import APIRouter

from dsr.rules.facts.entry import Referrer

router = APIRouter()

_FIRST_VERSION = 1
_FROM_HOME = (Referrer.SELF, Referrer.FAMILY)
