"""Whose resident somebody is, and the sentence that explains it (R-DSR-07, 40)."""

import pytest

from dsr.rules.entry.eligibility import may_be_accepted
from dsr.rules.entry.residence import residence_on
from dsr.rules.entry.residence_tasks import tasks
from dsr.rules.entry.standing import is_active
from tests.dsr.rules.entry_terms import POLICY, in_short
from tests.dsr.rules.lives import a_life, day, on_the_register

BORN = "2011-02-01"  # 18 on 1 February 2029; asked from 3 November 2028
HOME = "2020-01-01 lives Dorset home"
SCHOOL = "2026-09-01 lives Devon residential-52-week Dorset"


@pytest.mark.parametrize(
    ("lines", "on", "authority", "to_decide"),
    [
        ((), "2026-09-01", "", True),
        ((HOME,), "2019-12-31", "", True),
        ((HOME,), "2026-09-01", "Dorset", False),
        ((HOME, "2026-09-01 lives BCP home"), "2026-08-31", "Dorset", False),
        ((HOME, "2026-09-01 lives BCP home"), "2026-09-01", "BCP", False),
        ((HOME, "2026-09-01 lives BCP home", "2026-09-01 lives Devon home"), "2026-09-01", "Devon", False),
        ((HOME, SCHOOL), "2026-09-01", "Dorset", False),
        ((HOME, "2026-09-01 lives Devon residential-38-week"), "2026-09-01", "Dorset", False),
        ((HOME, "2026-09-01 lives Devon residential-school"), "2026-09-01", "Dorset", False),
        ((HOME, "2026-09-01 lives Devon hospital"), "2026-09-01", "Dorset", False),
        ((HOME, "2026-09-01 lives Devon section-117-accommodation"), "2026-09-01", "Dorset", False),
        ((HOME, "2026-09-01 lives Devon nhs-accommodation"), "2026-09-01", "Dorset", False),
        ((HOME, "2026-09-01 lives Devon foster Dorset"), "2026-09-01", "Dorset", False),
        ((HOME, "2026-09-01 lives Devon custody"), "2026-09-01", "Dorset", False),
        ((HOME, "2026-09-01 lives Devon supported-living Dorset"), "2026-09-01", "Dorset", False),
        ((HOME, "2026-09-01 lives Devon supported-living"), "2026-09-01", "Devon", False),
        ((HOME, SCHOOL, "2027-01-01 lives Devon hospital"), "2027-01-01", "Dorset", False),
        ((HOME, SCHOOL, "2027-01-01 lives BCP home"), "2027-01-01", "BCP", False),
        ((SCHOOL,), "2026-09-01", "", True),
        ((SCHOOL, "2026-09-10 residence Dorset"), "2026-09-10", "Dorset", False),
        ((HOME, "2026-09-10 residence BCP"), "2026-09-10", "BCP", False),
        ((HOME, "2026-09-10 residence BCP", "2026-10-01 lives Devon home"), "2026-10-01", "Devon", False),
        ((HOME, "2026-09-10 residence BCP", "2026-10-01 lives Devon residential-school"), "2026-10-01", "BCP", False),
        ((HOME, SCHOOL), "2029-01-31", "Dorset", False),
        ((HOME, SCHOOL), "2029-02-01", "Dorset", True),
        ((HOME, SCHOOL, "2028-11-02 residence BCP"), "2029-02-01", "BCP", True),
        ((HOME, SCHOOL, "2028-11-03 residence BCP"), "2029-02-01", "BCP", False),
        ((HOME, "2026-09-10 residence BCP"), "2029-02-01", "BCP", False),
        ((HOME,), "2029-02-01", "Dorset", False),
        (("2020-01-01 lives S12000049 home",), "2026-09-01", "S12000049", False),
        ((HOME, "2026-09-01 lives S12000049 foster Dorset"), "2026-09-01", "Dorset", False),
        (("2020-01-01 lives S12000049 home", "2026-09-01 lives Dorset foster"), "2026-09-01", "S12000049", False),
        (("2026-09-01 lives Dorset supported-living N09000003",), "2026-09-01", "", True),
        (("2020-01-01 lives N09000003 home",), "2026-09-01", "N09000003", True),
        (("2020-01-01 lives N09000003 home", "2026-09-01 lives Dorset foster"), "2026-09-01", "N09000003", True),
        (("2020-01-01 lives N09000003 home", "2026-09-01 residence Dorset"), "2026-09-01", "Dorset", False),
        (("2020-01-01 lives N09000003 home", "2026-09-01 residence N09000003"), "2026-09-01", "N09000003", False),
    ],
)
def test_a_placement_does_not_change_whose_resident_a_child_is(
    lines: tuple[str, ...], on: str, authority: str, to_decide: bool
) -> None:
    """R-DSR-07: Children Act 1989 section 105(6) under 18; from 18 on a person decides for who is placed.

    A Scottish council is a local authority by section 105(1). In Northern Ireland no council answers for care.
    """
    residence = residence_on(a_life(BORN, *lines), day(on), POLICY)
    assert (residence.authority, residence.to_decide) == (authority, to_decide)


@pytest.mark.parametrize(
    ("lines", "on", "words"),
    [
        ((HOME,), "2026-09-01", "in the area of Dorset since 1 January 2020."),
        (
            (HOME, SCHOOL),
            "2026-09-01",
            "a 52-week placement in the area of Devon since 1 September 2026 does not count under 18",
        ),
        ((HOME, SCHOOL), "2029-02-01", "From 18 on the Care Act 2014 decides: a person looks at"),
        ((SCHOOL,), "2026-09-01", "Dorset arranged it. A person decides."),
        ((HOME, SCHOOL, "2027-03-01 residence BCP"), "2027-03-01", "Decided on 1 March 2027: decided."),
        (("2020-01-01 lives N09000003 home",), "2026-09-01", "a health and social care trust answers for care"),
    ],
)
def test_a_sentence_explains_the_authority(lines: tuple[str, ...], on: str, words: str) -> None:
    """R-DSR-07: the basis is kept with the field."""
    assert words in residence_on(a_life(BORN, *lines), day(on), POLICY).why


def test_t18_a_child_in_a_52_week_school_in_devon_stays_on_the_register_of_dorset() -> None:
    """R-DSR-07, 17, 40, T18."""
    override = "2026-09-01 area override the placing area stays responsible"
    judged = ("2026-07-01 limb condition holds", "2026-07-01 limb risk holds")
    life = on_the_register(BORN, "2026-07-01", "red", HOME, SCHOOL, override, *judged, basis="parental-responsibility")
    assert residence_on(life, day("2026-10-01"), POLICY).authority == "Dorset"
    assert is_active(life, day("2026-10-01"), POLICY)
    assert may_be_accepted(life, day("2026-10-01"), POLICY) is None


@pytest.mark.parametrize(
    ("code", "lines", "expected"),
    [
        ("record-residence", (), ["2028-06-01/2028-06-08"]),
        ("record-residence", ("2028-06-09 lives Dorset home",), ["2028-06-01/2028-06-08 done 2028-06-09"]),
        ("record-residence", ("2028-06-05 lives Devon residential-school",), ["2028-06-01/2028-06-08"]),
        ("record-residence", (HOME,), []),
        ("decide-residence", (HOME,), []),
        ("decide-residence", (HOME, SCHOOL), ["2028-11-03/2029-02-01"]),
        ("decide-residence", (HOME, SCHOOL, "2028-12-01 residence Dorset"), ["2028-11-03/2029-02-01 done 2028-12-01"]),
        (
            "decide-residence",
            (HOME, SCHOOL, "2028-12-01 lives Dorset home"),
            ["2028-11-03/2029-02-01 ceased 2028-12-01"],
        ),
        ("decide-residence", (HOME, SCHOOL, "2028-10-01 lives Dorset home"), []),
        ("decide-residence", (HOME, SCHOOL, "2028-10-01 died"), []),
        ("decide-residence", (HOME, "2029-01-10 lives Devon hospital"), ["2029-01-10/2029-02-01"]),
        ("decide-residence", (HOME, "2029-02-01 lives Devon hospital"), ["2029-02-01/2029-02-08"]),
        (
            "decide-residence",
            (HOME, SCHOOL, "2028-12-01 residence Dorset", "2029-03-01 lives Devon hospital"),
            ["2028-11-03/2029-02-01 done 2028-12-01"],
        ),
        ("tell-host", (HOME, SCHOOL), ["2028-06-01/2028-06-08"]),
        ("tell-host", (HOME, "2028-08-24 lives Devon residential-school"), ["2028-08-24/2028-09-01"]),
        ("tell-host", (HOME, "2028-08-24 lives Dorset residential-school"), []),
        ("tell-host", (HOME, SCHOOL, "2027-01-01 host-told Devon"), ["2028-06-01/2028-06-08 done 2028-06-01"]),
        ("tell-host", (HOME, SCHOOL, "2028-06-02 lives Dorset home"), ["2028-06-01/2028-06-08 ceased 2028-06-02"]),
        ("tell-host", (HOME, SCHOOL, "2027-06-02 lives Dorset home"), []),
        ("tell-host", (HOME, SCHOOL, "2028-07-03 host-told Somerset"), ["2028-06-01/2028-06-08"]),
    ],
)
def test_residence_is_recorded_decided_and_told(code: str, lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-07, 40: for whom there is an entry, here since 1 June 2028; August has a bank holiday."""
    life = on_the_register(BORN, "2028-06-01", "red", *lines)
    assert in_short(tasks(life, POLICY), code) == expected
