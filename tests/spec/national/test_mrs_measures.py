"""The records of the children's measures say in words what the figures count."""

from datetime import date

from diis.definitions.national.cyp_measures import CYP_MEASURES
from diis.definitions.national.cyp_tallies import ContactTally, SpellTally
from diis.definitions.national.cyp_tools import NATIONAL_TOOLS
from diis.extracts.snomed import is_identifier


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


def test_the_codes_of_tools_are_well_formed() -> None:
    assert len(NATIONAL_TOOLS) == 332
    assert not [code for code in NATIONAL_TOOLS if not is_identifier(code)]
    assert not is_identifier("718458006")
