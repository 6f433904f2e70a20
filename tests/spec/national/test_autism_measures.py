"""The records of the autism measures say in words what the code counts (R-WAIT-38)."""

from diis.definitions.national.autism_families import Counted, Found
from diis.definitions.national.autism_levels import ADULT, CHILD
from diis.definitions.national.autism_measures import AUTISM_MEASURES, COUNT, COUNTS, RATIOS, Ratio

RECORD = {measure.id: measure for measure in AUTISM_MEASURES}


def test_each_measure_has_one_record_and_words_of_its_own() -> None:
    assert len(RECORD) == len(AUTISM_MEASURES) == 63
    assert len({measure.title for measure in AUTISM_MEASURES}) == 63
    for measure in AUTISM_MEASURES:
        for words in (measure.title, measure.population, measure.start_words, measure.stop_words, measure.exclusions):
            assert words
            assert "  " not in words
        assert "R-WAIT-38" in measure.rules
        assert len(measure.rules) == len(set(measure.rules))


def test_every_finding_is_told_by_a_measure() -> None:
    assert {count.found for count in COUNTS} == set(Found)
    assert {count.counted for count in COUNTS} == set(Counted)


def test_the_suffixes_are_those_of_the_table() -> None:
    """R-WAIT-38: a and b but for ASD16, 18 and 19, whose letters go their own way."""
    series = {**{count.id: count.ages for count in COUNTS}, **{ratio.id: ratio.ages for ratio in RATIOS}}
    assert [one for one in series if one.startswith(("ASD16", "ASD18")) and series[one] == CHILD] == [
        *("ASD16b", "ASD16c", "ASD18c", "ASD18e", "ASD18f"),
        *("ASD16h", "ASD16i"),
    ]
    assert [one for one in series if one.startswith(("ASD16", "ASD18")) and series[one] == ADULT] == [
        *("ASD16d", "ASD16e", "ASD18d", "ASD18g", "ASD18h"),
        *("ASD16j", "ASD16k"),
    ]
    assert {one for one in series if one.endswith("a") and series[one] != CHILD} == {"ASD16a", "ASD18a", "ASD19a"}


def test_a_share_is_of_people_open_for_13_weeks_in_its_own_series() -> None:
    for ratio in RATIOS:
        if ratio.ratio is Ratio.PERCENT:
            assert COUNT[ratio.denominator or ""].found is Found.OPEN_13_WEEKS
            assert COUNT[ratio.denominator or ""].ages == COUNT[ratio.numerator].ages == ratio.ages
            assert ratio.numerator == ratio.id.replace("19", "18")


def test_the_flow_is_named_where_it_applies() -> None:
    """R-WAIT-33, section 15: ASD11, 16, 18 and 19 alone."""
    flowing = {measure.id[:5] for measure in AUTISM_MEASURES if "did not send" in measure.exclusions}
    assert flowing == {"ASD11", "ASD16", "ASD18", "ASD19"}


def test_measures_that_the_published_code_does_not_hold_say_so() -> None:
    told = {measure.id[:5] for measure in AUTISM_MEASURES if "published code does not hold" in measure.stop_words}
    assert told == {"ASD25", "ASD26"}
