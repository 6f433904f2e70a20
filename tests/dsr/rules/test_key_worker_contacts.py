"""How often a key worker is in contact (R-DSR-102)."""

import pytest

from dsr.rules.key_work import key_worker_contacts, key_worker_needs, key_working
from dsr.rules.key_work.key_worker_contacts import CONTACT, FACE_TO_FACE
from dsr.rules.rating import rating_history
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import on_the_register
from tests.dsr.rules.telling import told

TERMS = Terms((*rating_history.TERMS, *key_worker_needs.TERMS, *key_working.TERMS, *key_worker_contacts.TERMS))
BORN = "2011-02-01"
IN_CONTACT = ("2027-03-05 key-worker anna", "2027-03-05 contact face-to-face")


@pytest.mark.parametrize(
    ("rating", "lines", "expected"),
    [
        ("red", (), ["2027-03-05 by 2027-03-12"]),
        ("amber", (), ["2027-03-05 by 2027-03-19"]),
        ("green", (), []),
        ("green", ("2027-03-05 admitted",), ["2027-03-05 by 2027-03-19"]),
        ("green", ("2027-03-05 acute",), ["2027-03-05 by 2027-03-12"]),
        (
            "red",
            ("2027-03-12 contact",),
            ["2027-03-05 by 2027-03-12 done 2027-03-12", "2027-03-12 by 2027-03-19"],
        ),
        (
            "red",
            ("2027-03-13 contact",),
            ["2027-03-05 by 2027-03-12 done 2027-03-13", "2027-03-13 by 2027-03-19"],
        ),
        (
            "red",
            ("2027-03-12 contact", "2027-03-19 contact"),
            [
                "2027-03-05 by 2027-03-12 done 2027-03-12",
                "2027-03-12 by 2027-03-19 done 2027-03-19",
                "2027-03-19 by 2027-03-25",
            ],
        ),
        ("red", ("2027-03-05 contact",), ["2027-03-05 by 2027-03-12"]),
        (
            "amber",
            ("2027-03-08 rated red",),
            ["2027-03-05 by 2027-03-19 ceased 2027-03-08", "2027-03-08 by 2027-03-12"],
        ),
        (
            "amber",
            ("2027-03-15 rated red",),
            ["2027-03-05 by 2027-03-19 ceased 2027-03-15", "2027-03-15 by 2027-03-15"],
        ),
        (
            "red",
            ("2027-03-08 rated amber",),
            ["2027-03-05 by 2027-03-12 ceased 2027-03-08", "2027-03-08 by 2027-03-19"],
        ),
        ("red", ("2027-03-08 rated green",), ["2027-03-05 by 2027-03-12 ceased 2027-03-08"]),
        ("red", ("2027-03-08 key-worker ben",), ["2027-03-05 by 2027-03-12"]),
        ("red", ("2027-03-08 key-worker-left",), ["2027-03-05 by 2027-03-12 ceased 2027-03-08"]),
        (
            "red",
            ("2027-03-08 key-worker-left", "2027-03-15 key-worker ben"),
            ["2027-03-05 by 2027-03-12 ceased 2027-03-08", "2027-03-15 by 2027-03-15"],
        ),
        (
            "red",
            ("2027-03-08 withdrawn own-consent key-worker",),
            ["2027-03-05 by 2027-03-12 ceased 2027-03-08"],
        ),
        ("red", ("2027-03-08 key-working-closed moved-away",), ["2027-03-05 by 2027-03-12 ceased 2027-03-08"]),
        (
            "red",
            ("2027-03-08 contact", "2027-03-08 rated amber"),
            ["2027-03-05 by 2027-03-12 done 2027-03-08", "2027-03-08 by 2027-03-22"],
        ),
    ],
)
def test_weekly_at_red_and_fortnightly_at_amber_and_blue(
    rating: str, lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-102: from the last contact, whatever rating came in between; moved back over weekends and Good Friday.

    Somebody in a general hospital in a crisis is met like red, and green has no interval of its own.
    """
    life = on_the_register(BORN, "2027-03-05", rating, *IN_CONTACT, *lines)
    assert told(key_worker_contacts.tasks(life, TERMS), CONTACT) == expected


def test_before_the_first_contact_there_is_no_next_one() -> None:
    """R-DSR-102: the first one has a target of its own."""
    life = on_the_register(BORN, "2027-03-05", "red", "2027-03-05 key-worker anna")
    assert list(key_worker_contacts.tasks(life, TERMS)) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2027-03-05 contact face-to-face",), ["2027-03-05 by 2027-04-05"]),
        (("2027-03-05 contact",), ["2027-03-05 by 2027-04-05"]),
        (("2027-03-05 contact", "2027-03-12 contact"), ["2027-03-05 by 2027-04-05"]),
        (
            ("2027-03-05 contact", "2027-03-12 contact face-to-face"),
            ["2027-03-05 by 2027-04-05 done 2027-03-12", "2027-03-12 by 2027-04-12"],
        ),
        (("2027-03-31 contact face-to-face",), ["2027-03-31 by 2027-04-30"]),
        (("2027-03-29 contact face-to-face",), ["2027-03-29 by 2027-04-29"]),
        (("2027-04-03 contact face-to-face",), ["2027-04-03 by 2027-04-30"]),
        (("2028-01-31 contact face-to-face",), ["2028-01-31 by 2028-02-29"]),
        (("2027-11-30 contact face-to-face",), ["2027-11-30 by 2027-12-30"]),
        (("2027-11-25 contact face-to-face",), ["2027-11-25 by 2027-12-24"]),
        (("2027-03-05 contact face-to-face", "2027-03-10 rated green"), ["2027-03-05 by 2027-04-05"]),
        (
            ("2027-03-05 contact face-to-face", "2027-03-10 key-working-closed moved-away"),
            ["2027-03-05 by 2027-04-05 ceased 2027-03-10"],
        ),
    ],
)
def test_face_to_face_once_a_month(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-102: a month ends on the same day of the next month, or on its last; also while somebody steps down.

    3 May and 27 December 2027 are holidays, 25 and 26 December a weekend.
    """
    life = on_the_register(BORN, "2027-03-05", "red", "2027-03-05 key-worker anna", *lines)
    assert told(key_worker_contacts.tasks(life, TERMS), FACE_TO_FACE) == expected
