"""Who counts as an inpatient here, and who in the national return (R-DSR-65, 92, 93)."""

import pytest

from dsr.rules.hospital.national_count import is_inpatient, on_leave, reporter_on, why_not_counted
from dsr.rules.rating.acute_stays import in_acute_stay
from tests.dsr.rules.lives import a_life, day

BORN = "2012-02-01"
AUTISTIC = "2026-01-10 condition autism"
ADMITTED = "2027-03-01 admitted"


@pytest.mark.parametrize(
    ("lines", "on", "here", "nationally"),
    [
        ((AUTISTIC,), "2027-03-31", False, None),
        ((AUTISTIC, ADMITTED), "2027-03-31", True, "provider-collaborative"),
        ((AUTISTIC, "2027-03-01 admitted adult"), "2027-03-31", True, "integrated-care-board"),
        ((AUTISTIC, ADMITTED, "2027-03-20 admitted learning-disability"), "2027-03-31", True, "integrated-care-board"),
        ((AUTISTIC, ADMITTED, "2027-03-20 leave"), "2027-03-31", True, None),
        ((AUTISTIC, ADMITTED, "2027-03-20 leave"), "2027-03-19", True, "provider-collaborative"),
        ((AUTISTIC, ADMITTED, "2027-03-20 leave", "2027-03-31 back"), "2027-03-31", True, "provider-collaborative"),
        ((AUTISTIC, ADMITTED, "2027-03-20 leave", "2027-03-31 discharged", "2027-05-01 admitted"), "2027-05-01", True,
         "provider-collaborative"),
        ((AUTISTIC, ADMITTED, "2027-03-31 discharged"), "2027-03-31", False, None),
        ((AUTISTIC, ADMITTED, "2027-03-31 discharged", "2027-04-01 admitted"), "2027-03-31", True,
         "provider-collaborative"),
        ((AUTISTIC, ADMITTED, "2027-03-31 died"), "2027-03-31", False, None),
        ((AUTISTIC, "2027-03-01 acute"), "2027-03-31", False, None),
        ((ADMITTED,), "2027-03-31", True, None),
        (("2026-01-10 condition autism on-assessment-pathway", ADMITTED), "2027-03-31", True, None),
        (("2026-01-10 condition both clinically-understood", ADMITTED), "2027-03-31", True, "provider-collaborative"),
        (("2026-01-10 condition autism on-assessment-pathway", ADMITTED, "2027-03-31 condition autism"), "2027-03-31",
         True, "provider-collaborative"),
    ],
)  # fmt: skip
def test_not_everybody_who_is_blue_here_is_counted_nationally(
    lines: tuple[str, ...], on: str, here: bool, nationally: str | None
) -> None:
    """R-DSR-65, 92, 93, T12: leave and the pathway are not counted; children's wards are not the board's to report."""
    life = a_life(BORN, *lines)
    reporter = reporter_on(life, day(on))
    assert is_inpatient(life, day(on)) is here
    assert (reporter.value if reporter else None) == nationally
    assert (why_not_counted(life, day(on)) is None) is (nationally is not None)


@pytest.mark.parametrize(
    ("lines", "on", "leave"),
    [
        ((ADMITTED,), "2027-03-20", False),
        ((ADMITTED, "2027-03-20 leave"), "2027-03-20", True),
        ((ADMITTED, "2027-03-20 leave", "2027-03-20 leave"), "2027-03-25", True),
        ((ADMITTED, "2027-03-20 leave", "2027-03-25 back"), "2027-03-25", False),
        (("2027-03-20 leave",), "2027-03-25", False),
    ],
)
def test_leave_is_of_an_inpatient(lines: tuple[str, ...], on: str, leave: bool) -> None:
    """R-DSR-65."""
    assert on_leave(a_life(BORN, *lines), day(on)) is leave


@pytest.mark.parametrize(
    ("lines", "on", "acute"),
    [
        (("2027-03-01 acute",), "2027-02-28", False),
        (("2027-03-01 acute",), "2027-03-01", True),
        (("2027-03-01 acute", "2027-03-04 acute-ended"), "2027-03-03", True),
        (("2027-03-01 acute", "2027-03-04 acute-ended"), "2027-03-04", False),
        (("2027-03-01 acute", "2027-03-04 admitted"), "2027-03-04", False),
        (("2027-03-01 acute", "2027-03-04 died"), "2027-03-04", False),
    ],
)
def test_a_stay_in_a_general_hospital_is_a_flag_of_its_own(lines: tuple[str, ...], on: str, acute: bool) -> None:
    """R-DSR-65: an admission to a mental health hospital ends it."""
    assert in_acute_stay(a_life(BORN, *lines), day(on)) is acute
