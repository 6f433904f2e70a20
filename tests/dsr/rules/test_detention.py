"""Who is liable to be detained, since when, and the day with which the Act's period begins (R-DSR-75, 76)."""

import pytest

from dsr.rules.hospital.detention import considered, covered, is_liable, liabilities
from dsr.rules.life import Life
from tests.dsr.rules.lives import a_life, day

BORN = "2011-02-01"


def times(life: Life) -> list[tuple[str, str | None]]:
    return [(str(one.since), str(one.until) if one.until else None) for one in liabilities(life)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), []),
        (("2027-03-01 admitted",), []),
        (("2027-03-01 detained 2",), [("2027-03-01", None)]),
        (("2027-03-01 detained 3",), [("2027-03-01", None)]),
        (("2027-03-01 detained 37",), [("2027-03-01", None)]),
        (("2027-03-01 detained 47",), [("2027-03-01", None)]),
        (("2027-03-01 detained 48",), [("2027-03-01", None)]),
        (("2027-03-01 detained 5(2)",), []),
        (("2027-03-01 detained 5(4)",), []),
        (("2027-03-01 detained 135",), []),
        (("2027-03-01 detained 136",), []),
        (("2027-03-01 detained place-of-safety-direction",), []),
        (("2027-03-01 detained 4",), []),
        (("2027-03-01 detained 4 2027-03-03",), [("2027-03-03", None)]),
        (("2027-03-01 detained 4", "2027-03-03 detained 2"), [("2027-03-03", None)]),
        (("2027-03-01 detained 4 2027-03-03", "2027-03-04 detained 3"), [("2027-03-03", None)]),
        (("2027-03-01 detained 136", "2027-03-02 detained 2"), [("2027-03-02", None)]),
        (("2027-03-01 detained 2", "2027-03-05 detained 136"), [("2027-03-01", None)]),
    ],
)
def test_only_some_sections_make_liable_to_be_detained(
    lines: tuple[str, ...], expected: list[tuple[str, str | None]]
) -> None:
    """R-DSR-76: not section 4 without its second recommendation, 5(2), 5(4), 135, 136 or a place of safety."""
    assert times(a_life(BORN, *lines)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2027-03-01 detained 2", "2027-03-28 detained 3"), [("2027-03-01", None)]),
        (("2027-03-01 detained 2", "2027-03-01 detained 2"), [("2027-03-01", None)]),
        (("2027-03-01 detained 2", "2027-03-20 detention-ended"), [("2027-03-01", "2027-03-20")]),
        (
            ("2027-03-01 detained 2", "2027-03-20 detention-ended", "2027-03-20 detained 3"),
            [("2027-03-01", None)],
        ),
        (
            ("2027-03-01 detained 2", "2027-03-20 detention-ended", "2027-03-21 detained 3"),
            [("2027-03-01", "2027-03-20"), ("2027-03-21", None)],
        ),
        (
            ("2027-03-01 admitted", "2027-03-01 detained 2", "2027-03-31 discharged", "2027-04-01 admitted"),
            [("2027-03-01", None)],
        ),
        (
            ("2027-03-01 admitted", "2027-03-01 detained 2", "2027-03-31 discharged", "2027-04-02 admitted"),
            [("2027-03-01", "2027-03-31")],
        ),
        (("2027-03-01 detained 2", "2027-03-09 died"), [("2027-03-01", "2027-03-09")]),
        (("2027-03-01 detained 2", "2027-03-01 detention-ended"), []),
        (("2027-03-05 detention-ended",), []),
    ],
)
def test_one_section_after_another_is_one_detention(
    lines: tuple[str, ...], expected: list[tuple[str, str | None]]
) -> None:
    """R-DSR-75, 93: a day without any section between them makes two; a move to another ward does not."""
    assert times(a_life(BORN, *lines)) == expected


@pytest.mark.parametrize(("on", "liable"), [("2027-03-02", False), ("2027-03-03", True), ("2027-03-20", False)])
def test_liable_from_the_day_of_the_second_recommendation_until_the_end(on: str, liable: bool) -> None:
    """R-DSR-75, T5."""
    life = a_life(BORN, "2027-03-01 detained 4 2027-03-03", "2027-03-20 detention-ended")
    assert is_liable(life, day(on)) is liable


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2026-01-10 condition autism confirmed", "2027-03-01 detained 2"), ["2027-03-01"]),
        (("2026-01-10 condition autism clinically-understood", "2027-03-01 detained 2"), ["2027-03-01"]),
        (("2026-01-10 limb condition holds", "2027-03-01 detained 2"), ["2027-03-01"]),
        (("2026-01-10 view", "2027-03-01 detained 4 2027-03-03"), ["2027-03-03"]),
        (("2027-03-01 detained 2", "2027-03-01 view"), ["2027-03-01"]),
        (("2027-03-01 detained 2", "2027-03-20 view"), ["2027-03-20"]),
        (("2027-03-01 detained 2", "2027-03-20 view", "2027-03-25 view"), ["2027-03-20"]),
        (("2027-03-01 detained 4 2027-03-03", "2027-03-02 view"), ["2027-03-03"]),
        (("2026-01-10 condition autism on-assessment-pathway", "2027-03-01 detained 2"), []),
        (("2026-01-10 condition autism", "2026-06-01 condition autism not-evidenced", "2027-03-01 detained 2"), []),
        (("2026-01-10 view", "2027-02-01 limb condition fails", "2027-03-01 detained 2", "2027-03-09 view"),
         ["2027-03-09"]),
        (("2027-03-01 detained 2",), []),
        (("2027-03-01 detained 2", "2027-03-20 detention-ended", "2027-03-20 view"), []),
        (("2026-01-10 view", "2027-03-01 detained 2", "2027-03-04 limb condition fails", "2027-03-08 view"),
         ["2027-03-01", "2027-03-08"]),
        (("2026-01-10 view", "2027-03-01 detained 2", "2027-03-04 limb condition fails", "2027-03-04 view"),
         ["2027-03-01"]),
        (("2026-01-10 view", "2027-03-01 detained 2", "2027-03-04 limb condition fails", "2027-03-07 detention-ended",
          "2027-03-08 view"), ["2027-03-01"]),
    ],
)  # fmt: skip
def test_the_applicable_day_is_that_of_the_detention_or_of_a_later_view(
    lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-75, T5, T6: whatever comes later of the two, and each time that the view is formed in the detention."""
    life = a_life(BORN, *lines)
    assert [str(one.since) for one in covered(life, liabilities(life)[0])] == expected


def test_another_answer_is_another_day() -> None:
    """R-DSR-75: where a view turns out to have been formed before, the day is counted anew."""
    late = a_life(BORN, "2027-03-01 detained 2", "2027-03-20 view")
    put_right = a_life(BORN, "2027-03-01 detained 2", "2027-03-20 view", "2027-03-11 view")
    assert [one.since for one in covered(late, liabilities(late)[0])] == [day("2027-03-20")]
    assert [one.since for one in covered(put_right, liabilities(put_right)[0])] == [day("2027-03-11")]


def test_who_waits_for_an_assessment_is_not_considered_to_have_the_condition() -> None:
    """R-DSR-14, 75."""
    life = a_life(BORN, "2026-01-10 condition autism on-assessment-pathway", "2026-02-10 condition autism confirmed")
    [view] = considered(life)
    assert not view.holds(day("2026-02-09"))
    assert view.holds(day("2026-02-10"))
