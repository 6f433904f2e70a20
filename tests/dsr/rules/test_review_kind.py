"""Which C(E)TR somebody has on a day, and at which stage (R-DSR-43, 66, 67)."""

import pytest

from dsr.rules.reviews.review_kind import kind_on, stage_on
from tests.dsr.rules.lives import a_life, day


@pytest.mark.parametrize(
    ("born", "lines", "on", "kind"),
    [
        ("2011-02-01", (), "2027-03-01", "CETR"),
        ("2009-03-02", (), "2027-03-01", "CETR"),
        ("2009-03-01", (), "2027-03-01", "CTR"),
        ("2008-02-29", (), "2026-02-28", "CETR"),
        ("2008-02-29", (), "2026-03-01", "CTR"),
        ("2008-01-01", ("2026-09-01 plan maintained",), "2027-03-01", "CETR"),
        ("2008-01-01", ("2026-09-01 plan requested",), "2027-03-01", "CTR"),
        ("2008-01-01", ("2026-09-01 plan none",), "2027-03-01", "CTR"),
        ("2008-01-01", ("2026-09-01 plan maintained", "2027-03-01 plan ceased"), "2027-02-28", "CETR"),
        ("2008-01-01", ("2026-09-01 plan maintained", "2027-03-01 plan ceased"), "2027-03-01", "CTR"),
        ("2011-02-01", ("2026-09-01 plan ceased",), "2027-03-01", "CETR"),
    ],
)
def test_from_the_18th_birthday_on_the_plan_decides(born: str, lines: tuple[str, ...], on: str, kind: str) -> None:
    """R-DSR-43, 66: a birthday, or the end of a plan, changes the kind on its very day."""
    assert kind_on(a_life(born, *lines), day(on)).value == kind


@pytest.mark.parametrize(
    ("lines", "on", "stage"),
    [
        ((), "2027-03-01", "community"),
        (("2027-03-02 admitted",), "2027-03-01", "community"),
        (("2027-03-01 admitted",), "2027-03-01", "post-admission"),
        (("2027-03-01 admitted", "2027-03-10 held r1"), "2027-03-10", "post-admission"),
        (("2027-03-01 admitted", "2027-03-10 held r1"), "2027-03-11", "inpatient"),
        (("2027-02-20 held r1", "2027-03-01 admitted"), "2027-03-11", "post-admission"),
        (("2027-03-01 admitted", "2027-03-10 held r1", "2027-05-05 discharged"), "2027-05-05", "inpatient"),
        (("2027-03-01 admitted", "2027-03-10 held r1", "2027-05-05 discharged"), "2027-05-06", "community"),
        (("2027-03-01 admitted", "2027-03-10 held r1", "2027-05-05 discharged", "2027-06-01 admitted"), "2027-06-02",
         "post-admission"),
        (("2027-03-01 admitted", "2027-03-10 held r1", "2027-03-31 discharged", "2027-04-01 admitted"), "2027-04-02",
         "inpatient"),
        (("2027-03-01 acute",), "2027-03-02", "community"),
    ],
)  # fmt: skip
def test_the_first_review_of_a_stay_is_the_post_admission_one(lines: tuple[str, ...], on: str, stage: str) -> None:
    """R-DSR-67: a new stay begins anew, another ward does not; a general hospital is the community."""
    assert stage_on(a_life("2011-02-01", *lines), day(on)).value == stage
