"""The records of the children's measures say in words what the figures count."""

from datetime import date

from diis.definitions.national.cyp_measures import CYP_MEASURES
from diis.definitions.national.cyp_tallies import ContactTally, SpellTally
from diis.definitions.national.cyp_tools import NATIONAL_TOOLS


def test_every_figure_has_a_record_and_every_record_a_figure() -> None:
    figures = [one.measure for tally in (SpellTally(), ContactTally()) for one in tally.values()]
    assert sorted(figures) == sorted(one.id for one in CYP_MEASURES)
    assert len(set(figures)) == len(figures) == 32


def test_every_record_names_its_rules_and_is_still_reviewed() -> None:
    for one in CYP_MEASURES:
        assert one.rules
        assert one.review_by > date(2026, 11, 22)
        assert all(
            text.strip() for text in (one.title, one.start_words, one.stop_words, one.population, one.exclusions)
        )


def test_the_standard_of_four_weeks_belongs_to_mrs08() -> None:
    assert {one.id for one in CYP_MEASURES if one.standard_days} == {"MRS08", "MRS08a", "MRS08b"}


def is_snomed(code: str) -> bool:
    """Whether the last digit is the Verhoeff check digit of the others, as in every SNOMED CT identifier."""
    check = 0
    for place, digit in enumerate(reversed(code)):
        check = _product(check, _permuted(int(digit), place))
    return check == 0


def _product(left: int, right: int) -> int:
    """Multiplication in the dihedral group of the pentagon: 0 to 4 turn, 5 to 9 flip."""
    turned = (left + right) % 5 if left < 5 else (left - right) % 5
    return turned if (left < 5) == (right < 5) else 5 + turned


def _permuted(digit: int, place: int) -> int:
    for _ in range(place % 8):
        digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
    return digit


def test_the_codes_of_tools_are_well_formed() -> None:
    assert len(NATIONAL_TOOLS) == 332
    assert not [code for code in NATIONAL_TOOLS if not is_snomed(code)]
    assert not is_snomed("718458006")
