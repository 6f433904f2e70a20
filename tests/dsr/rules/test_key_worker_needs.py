"""Who is to have a key worker (R-DSR-97 to 99, 107)."""

from datetime import date

import pytest

from dsr.rules.key_work import key_worker_needs
from dsr.rules.key_work.key_worker_needs import Group, groups, need_on, needs
from dsr.rules.rating import rating_history
from dsr.rules.terms import Agreed, Terms
from tests.dsr.rules.lives import a_life, day, on_the_register

ALL = (*rating_history.TERMS, *key_worker_needs.TERMS)
TERMS = Terms(ALL)
WITH_GREEN = Terms(ALL, [Agreed("key-worker-green", date(2027, 4, 1), 1)])
BORN = "2011-02-01"


@pytest.mark.parametrize(
    ("rating", "lines", "on", "need"),
    [
        ("red", (), "2027-03-05", "red"),
        ("red", (), "2027-03-04", None),
        ("amber", (), "2027-03-05", "amber"),
        ("green", (), "2027-03-05", None),
        ("green", ("2027-03-08 admitted",), "2027-03-08", "blue"),
        ("green", ("2027-03-08 admitted", "2027-03-20 discharged"), "2027-03-20", "red"),
        ("green", ("2027-03-08 acute",), "2027-03-08", "acute-stay"),
        ("amber", ("2027-03-08 acute",), "2027-03-08", "acute-stay"),
        ("red", ("2027-03-08 acute",), "2027-03-08", "red"),
        ("green", ("2027-03-08 acute", "2027-03-10 acute-ended"), "2027-03-10", None),
        ("green", ("2027-03-08 acute", "2027-03-09 admitted"), "2027-03-09", "blue"),
        ("red", ("2027-03-05 area local",), "2027-03-05", "red"),
        ("red", ("2027-03-05 area elsewhere",), "2027-03-05", None),
        ("red", ("2027-03-05 area override placed-by-us",), "2027-03-05", "red"),
        ("red", ("2027-03-05 area elsewhere", "2027-03-09 area local"), "2027-03-09", "red"),
        ("red", ("2027-03-05 condition autism on-assessment-pathway",), "2027-03-05", "red"),
        ("red", ("2027-03-05 condition learning-disability",), "2027-03-05", "red"),
        ("red", ("2027-03-08 condition autism not-evidenced",), "2027-03-08", None),
        ("red", ("2027-03-08 removed moved-away",), "2027-03-08", None),
        ("red", ("2027-03-08 died",), "2027-03-08", None),
        ("red", ("2027-03-08 admitted", "2027-03-08 died"), "2027-03-08", None),
    ],
)
def test_who_on_the_register_is_to_have_a_key_worker(
    rating: str, lines: tuple[str, ...], on: str, need: str | None
) -> None:
    """R-DSR-97, 99: red, amber, blue, or in a general hospital in a crisis; of the area; with the condition."""
    assert need_on(on_the_register(BORN, "2027-03-05", rating, *lines), day(on), TERMS) == need


@pytest.mark.parametrize(
    ("lines", "need"),
    [
        (("2027-03-01 condition autism", "2027-03-05 admitted"), "blue"),
        (("2027-03-01 condition autism", "2027-03-05 acute"), "acute-stay"),
        (("2027-03-01 condition autism", "2027-03-05 referred health red"), None),
        (("2027-03-05 admitted",), None),
        (("2027-03-01 condition autism not-evidenced", "2027-03-05 admitted"), None),
        (("2027-03-05 accepted", "2027-03-05 admitted"), "blue"),
    ],
)
def test_who_is_not_on_the_register_yet(lines: tuple[str, ...], need: str | None) -> None:
    """R-DSR-98: an inpatient, or somebody in a general hospital in a crisis, does not wait for the register."""
    assert need_on(a_life(BORN, *lines), day("2027-03-05"), TERMS) == need


@pytest.mark.parametrize(
    ("born", "on", "need"),
    [
        ("2001-03-06", "2027-03-05", "red"),
        ("2001-03-05", "2027-03-05", None),
        ("2001-03-06", "2027-03-06", None),
        ("2000-02-29", "2026-02-28", "red"),
        ("2000-02-29", "2026-03-01", None),
        ("2027-03-01", "2027-03-05", "red"),
    ],
)
def test_up_to_the_day_before_the_26th_birthday(born: str, on: str, need: str | None) -> None:
    """R-DSR-16, 97: birth to 25; who was born on 29 February is 26 on 1 March."""
    life = on_the_register(born, "2026-01-05" if born < "2026" else "2027-03-02", "red")
    assert need_on(life, day(on), TERMS) == need


def test_a_need_ends_on_the_birthday_without_anything_recorded() -> None:
    """R-DSR-97."""
    (only,) = needs(on_the_register("2001-06-10", "2027-03-05", "red"), TERMS)
    assert (only.since, only.until) == (day("2027-03-05"), day("2027-06-10"))


@pytest.mark.parametrize(
    ("on", "need"),
    [("2027-03-31", None), ("2027-04-01", "green"), ("2027-04-02", "green")],
)
def test_green_from_the_day_on_which_it_is_agreed(on: str, need: str | None) -> None:
    """R-DSR-99: optional; other areas work with green to bring people off the register."""
    assert need_on(on_the_register(BORN, "2027-03-05", "green"), day(on), WITH_GREEN) == need


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), set()),
        (("2027-03-01 factor 16",), {Group.LOOKED_AFTER}),
        (("2027-03-01 factor 15",), {Group.BETWEEN_SERVICES}),
        (("2027-03-01 factor 15", "2027-03-02 factor 16"), {Group.BETWEEN_SERVICES, Group.LOOKED_AFTER}),
        (("2027-03-01 factor 16", "2027-03-05 factor 16 past"), set()),
        (("2027-03-06 factor 16",), set()),
        (("2027-03-01 factor 14",), set()),
    ],
)
def test_whom_the_programme_puts_first(lines: tuple[str, ...], expected: set[Group]) -> None:
    """R-DSR-107: looked-after and adopted children, and those between services."""
    assert groups(a_life(BORN, *lines), day("2027-03-05")) == expected
