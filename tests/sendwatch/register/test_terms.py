"""What a partnership agreed on is read from its file, whole or not at all (R-DSR-03, R-DSR-06; F39)."""

from datetime import date
from pathlib import Path

import pytest

from dsr.rules.due import TERMS
from dsr.rules.entry.reduction import reduced
from dsr.rules.facts.people import FactorRecorded
from dsr.rules.terms import Section, TermsUnusable
from sendwatch.register.terms import read_terms

AGREED = """
[in-force]
125D = 2027-04-01

[[agreed]]
term = "triage"
effective-from = 2027-01-01
value = 1

[[specified-factor]]
code = "previous-admission"
effective-from = 2027-04-01
until = 2027-12-31
"""


def two(table: str, *said: str) -> str:
    """Two entries of a table, each with a code and a name."""
    return "".join(f"[[{table}]]\ncode = '{said[one]}'\nname = '{said[one + 1]}'\n" for one in (0, 2))


def file_of(folder: Path, text: str) -> Path:
    path = folder / "terms.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold_and_no_section_is_in_force() -> None:
    terms = read_terms(None)
    assert [term.id for term in terms] == [term.id for term in TERMS]
    assert [section for section in Section if terms.since(section)] == []


def test_a_value_counts_from_its_day_and_a_section_from_its_own(tmp_path: Path) -> None:
    terms = read_terms(file_of(tmp_path, AGREED))
    before = terms.of("triage", date(2026, 12, 31))
    assert (before, terms.of("triage", date(2027, 1, 1))) == (2, 1)
    assert not terms.in_force(Section.REGISTER, date(2027, 3, 31))
    assert terms.in_force(Section.REGISTER, date(2027, 4, 1))
    assert terms.since(Section.CHILD_REVIEWS) is None
    assert terms.specified_factors(date(2027, 12, 31)) == {"previous-admission"}
    assert terms.specified_factors(date(2028, 1, 1)) == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[in force", "is not TOML"),
        ("[laws]\n", "'laws' is not one of"),
        ("[in-force]\n126Z = 2027-04-01\n", "'126Z' is not a section"),
        ("[in-force]\n125D = '2027-04-01'\n", "without quotation marks"),
        ("[in-force]\n125D = 2027-04-01T00:00:00\n", "without quotation marks"),
        ("[[agreed]]\nterm = 'triage'\nvalue = 1\n", "lacks 'effective-from'"),
        ("[[agreed]]\nterm = 'triage'\neffective-from = 2027-01-01\nvalue = -1\n", "not negative"),
        ("[[agreed]]\nterm = 'triage'\neffective-from = 2027-01-01\nvalue = true\n", "not negative"),
        ("[[agreed]]\nterm = 'patience'\neffective-from = 2027-01-01\nvalue = 1\n", "There is no term 'patience'"),
        ("[[organisation]]\ncode = 'RDY'\n", "lacks 'name'"),
        ("[[organisation]]\ncode = 1\nname = 'x'\n", "both texts"),
        ("[[organisation]]\ncode = ' RDY'\nname = 'x'\n", "no blanks around"),
        (f"[[organisation]]\ncode = '{'x' * 33}'\nname = 'x'\n", "32 signs"),
        ("[agreed]\nterm = 'triage'\n", "begin with [[agreed]]"),
        ("organisation = ['RDY']\n", "begin with [[organisation]]"),
        ("[other-area]\ncode = 'E06000099'\n", "begin with [[other-area]]"),
        ("[[other-area]]\ncode = 'E06000099'\n", "lacks 'name'"),
        ("[[other-area]]\ncode = ''\nname = 'x'\n", "both texts"),
        ("[[other-area]]\ncode = 'E06000099'\nname = ' '\n", "both texts"),
        ("[[other-area]]\ncode = 'E06000099 '\nname = 'x'\n", "no blanks around"),
        ("[[other-area]]\ncode = 'e06000067'\nname = 'x'\n", "code of another area"),
        ("[[other-area]]\ncode = 'surrey'\nname = 'x'\n", "code of another area"),
        ("[[other-area]]\ncode = 'E06000099'\nname = 'x'\nonly-from = 2027-04-01\n", "'only-from' is not one of"),
        ("[[organisation]]\ncode = 'RXX'\nname = 'x'\nother-area = true\n", "'other-area' is not one of code, name"),
        ("[[specified-factor]]\ncode = 'x'\neffective-from = 2027-04-01\nuntill = 2027-05-01\n", "'untill'"),
        ("[[specified-factor]]\ncode = 'SRF 1'\neffective-from = 2027-04-01\n", "written as previous-admission"),
        (f"[[specified-factor]]\ncode = '{'x' * 25}'\neffective-from = 2027-04-01\n", "24 signs"),
        (two("organisation", "RXX", "a trust", "RXX", "another"), "stands for two organisations"),
        (two("organisation", "RXX", "a trust", "rxx", "another"), "stands for two organisations"),
        (two("organisation", "RXX", "A trust", "RYY", "a  trust"), "stands for two organisations"),
        (two("other-area", "E06000099", "East", "E06000099", "West"), "stands for two organisations"),
        ("[[other-area]]\ncode = 'RDY'\nname = 'x'\n", "'RDY' or 'x' stands for two organisations"),
        ("[[other-area]]\ncode = 'E06000099'\nname = 'Dorset Council'\n", "stands for two organisations"),
    ],
)
def test_a_file_that_means_nothing_is_refused_with_what_to_mend(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(TermsUnusable, match=r"terms\.toml") as refused:
        read_terms(file_of(tmp_path, text))
    assert said in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TermsUnusable, match="There is no file of terms at"):
        read_terms(tmp_path / "nowhere.toml")


def test_the_organisations_of_the_file_take_the_place_of_those_that_are_known_without() -> None:
    """R-DSR-112."""
    known = read_terms(None).organisations
    assert known.why_not("RDY") is None
    assert "RDY (Dorset HealthCare)" in (known.why_not("RXX") or "")


def test_a_file_may_name_other_organisations(tmp_path: Path) -> None:
    known = read_terms(file_of(tmp_path, "[[organisation]]\ncode = 'RXX'\nname = 'Another trust'\n")).organisations
    assert known.why_not("RXX") is None
    assert "Known are RXX (Another trust), and" in (known.why_not("RDY") or "")


def test_a_board_and_a_council_of_another_area_are_added_to_those_that_are_known(tmp_path: Path) -> None:
    """R-DSR-11: boards merge and councils are formed; nobody has to name the partnership again for it."""
    later = two("other-area", "W9X8Y", "NHS Wessex", "E06000099", "A Council Formed Since")
    known = read_terms(file_of(tmp_path, later)).organisations
    assert [known.why_not(code) for code in ("W9X8Y", "E06000099", "RDY", "QSL", "E06000054")] == [None] * 5
    assert [known.why_not_council(code) for code in ("E06000099", "E06000059", "E06000054")] == [None] * 3
    assert "E06000099 (A Council Formed Since)" in (known.why_not_council("W9X8Y") or "")
    assert "RDY (Dorset HealthCare)" in (known.why_not("RXX") or "")
    assert "W9X8Y (NHS Wessex)" in (known.why_not_referrer("w9x8y") or "")
    assert known.words()["nhswessex"] == "W9X8Y"


def test_what_the_service_knows_by_itself_may_be_named_too(tmp_path: Path) -> None:
    """A file that names a board before the service does stays sound when the service knows it."""
    known = read_terms(file_of(tmp_path, "[[other-area]]\ncode = 'QSL'\nname = 'NHS Somerset'\n")).organisations
    assert "QSL (NHS Somerset)" in (known.why_not("RXX") or "")


def test_a_factor_of_the_file_is_left_of_an_erased_record(tmp_path: Path) -> None:
    """R-DSR-06, 116: its code is a code there too."""
    (code,) = read_terms(file_of(tmp_path, AGREED)).specified_factors(date(2027, 6, 1))
    (left,) = reduced([FactorRecorded(on=date(2027, 6, 1), statutory=code)])
    assert left == FactorRecorded(on=date(2027, 6, 1), statutory=code)
