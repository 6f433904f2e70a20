"""Exit codes of the command line (design.md section 7), and the one table from fault to code and words."""

import errno

import typer
from pydantic import ValidationError

from diis.extracts.interventions import InterventionsUnusable
from diis.extracts.organisations import OrganisationsUnusable
from diis.extracts.places import PlacesUnusable
from diis.extracts.practices import PracticesUnusable
from diis.extracts.pseudonyms import KeyUnusable
from diis.store.engine import StoreUnavailable, StoreUrlUnusable
from diis.store.schema import SchemaBehind
from dsr.auth.issuers import IssuerUnusable
from dsr.rules.terms import TermsUnusable
from dsr.store.faults import KeysUnusable, RecordsUnreadable, SealBroken
from sendwatch.anchors import AnchorsUnusable
from sendwatch.demonstration import NotADemonstration

OK = 0
REFUSED = 1
USAGE = 2
HELD = 3
QUARANTINED = 4
DEPENDENCY_DOWN = 5
INTERRUPTED = 130
"""Ctrl-C, as shells tell it."""

OF_OUTCOME = {"accepted": OK, "duplicate": OK, "refused": REFUSED, "held": HELD, "partial": QUARANTINED}
_WORST_FIRST = (REFUSED, HELD, QUARANTINED, OK)

KNOWN_FAULTS = (
    StoreUnavailable,
    StoreUrlUnusable,
    SchemaBehind,
    KeyUnusable,
    PlacesUnusable,
    PracticesUnusable,
    InterventionsUnusable,
    OrganisationsUnusable,
    KeysUnusable,
    RecordsUnreadable,
    SealBroken,
    TermsUnusable,
    IssuerUnusable,
    NotADemonstration,
    AnchorsUnusable,
    ValidationError,
    OSError,
)


def worst(codes: set[int]) -> int:
    """The code that says most of several outcomes."""
    return next((code for code in _WORST_FIRST if code in codes), OK)


def explain(fault: BaseException) -> int:
    """Say a known fault to a person on stderr; returns the exit code."""
    code, words = _explained(fault)
    typer.echo(f"sendwatch: {words}", err=True)
    return code


def _explained(fault: BaseException) -> tuple[int, str]:
    if isinstance(fault, StoreUnavailable):
        return DEPENDENCY_DOWN, f"The store does not answer; nothing was changed. The database says: {fault}"
    if isinstance(fault, ValidationError):
        wrong = "; ".join(
            f"SENDWATCH_{str(error['loc'][0]).upper()}: {error['msg']}" for error in fault.errors() if error["loc"]
        )
        return REFUSED, f"A setting is not usable. {wrong}. See deploy/env.sample."
    if isinstance(fault, OSError):
        what = "The disk is full" if fault.errno == errno.ENOSPC else fault.strerror or str(fault)
        where = f" ({fault.filename})" if fault.filename else ""
        return REFUSED, f"{what}{where}. Nothing was half done: put it right and run the same command again."
    return REFUSED, str(fault)
