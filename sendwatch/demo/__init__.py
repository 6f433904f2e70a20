"""Invented extracts in layout wl-1: enough of Dorset to try every part of the service, and no real child in it."""

from sendwatch.demo.plan import LAST_CENSUS, CannotBeMade
from sendwatch.demo.writing import write

__all__ = ["LAST_CENSUS", "CannotBeMade", "write"]
