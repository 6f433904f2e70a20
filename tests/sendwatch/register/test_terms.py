"""What a partnership agreed on is read from its file, whole or not at all (R-DSR-03, R-DSR-06; F39)."""

from datetime import date
from pathlib import Path

import pytest

from dsr.rules.due import TERMS
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
        ("[agreed]\nterm = 'triage'\n", "terms.toml"),
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
