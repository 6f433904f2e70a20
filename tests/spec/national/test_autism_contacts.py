"""First contacts, the three classes of wait and the quarter's first contacts (R-WAIT-36, 37, 38)."""

from datetime import date, timedelta

import pytest

from tests.spec.national.autism_spec import AutismSpec, contact, referral, together

RECEIVED = "2026-01-01"


@pytest.mark.parametrize(
    ("first", "within", "after", "none"),
    [
        ("2026-04-02", 1, 0, 0),
        ("2026-04-03", 0, 1, 0),
        ("2026-01-01", 1, 0, 0),
        ("2025-12-31", 0, 0, 1),
    ],
    ids=["day 91", "day 92", "day 0", "the day before the referral"],
)
def test_the_class_of_a_wait(autism: AutismSpec, first: str, within: int, after: int, none: int) -> None:
    """R-WAIT-37: day 91 is within 13 weeks, though a referral open for 91 days is open 13 weeks."""
    rows = together(referral(RECEIVED), contact(first))
    autism.check(rows, ASD16a=1, ASD18=within, ASD18a=after, ASD18b=none)
    autism.check(rows, ASD19=100 * within, ASD19a=100 * after, ASD19b=100 * none)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("2026-04-10 5 01", 1),
        ("2026-04-10 6 01", 1),
        ("2026-04-10 3 01", 0),
        ("2026-04-10 7 01", 0),
        ("2026-04-10 5 11", 1),
        ("2026-04-10 5 03", 0),
        ("2026-04-10 5 02", 0),
        ("2026-04-10 5 09", 0),
    ],
)
def test_a_contact_is_attended_and_face_to_face_or_by_video(autism: AutismSpec, text: str, counts: int) -> None:
    """R-WAIT-36: attendance 5 or 6, mechanism 01 or 11; by telephone or message it is none."""
    rows = together(referral(RECEIVED), contact(text))
    autism.check(rows, ASD18a=counts, ASD18b=1 - counts, ASD20=counts, ASD26=counts)


@pytest.mark.parametrize(
    ("text", "counts"),
    [("2021-09-30 5 03", 1), ("2021-09-30 5 11", 0), ("2021-10-01 5 03", 0), ("2021-10-01 5 11", 1)],
)
def test_video_changed_its_code_in_october_2021(autism: AutismSpec, text: str, counts: int) -> None:
    """R-WAIT-36: month ids below 1459 take 01 and 03, from then on 01 and 11."""
    rows = together(referral("2021-06-01", sent="2021-09 2021-10"), contact(text))
    autism.check(rows, "2021-10", "2021-10", ASD18a=counts, ASD18b=1 - counts)


def test_the_month_of_the_submission_decides_the_mechanism(autism: AutismSpec) -> None:
    """R-WAIT-36: month id of the row, not the day of the contact."""
    rows = together(referral("2021-06-01", sent="2021-10"), contact("2021-09-30 5 11", sent="2021-10"))
    autism.check(rows, "2021-10", "2021-10", ASD18a=1)


def test_a_later_contact_changes_the_class_of_earlier_months(autism: AutismSpec) -> None:
    """R-WAIT-36: the cut is the run's end, not the month's."""
    rows = together(referral("2025-11-01", sent="2026-02 2026-03 2026-04"), contact("2026-04-30"))
    autism.check(rows, "2026-02", "2026-03", ASD18a=0, ASD18b=1)
    autism.check(rows, "2026-02", "2026-04", ASD18a=1, ASD18b=0, ASD20=0)
    beyond = together(referral("2025-11-01", sent="2026-04"), contact("2026-05-01", sent="2026-04"))
    autism.check(beyond, ASD18a=0, ASD18b=1)


def test_the_earliest_contact_that_counts(autism: AutismSpec) -> None:
    """R-WAIT-36: one before the referral was received is passed over for the next."""
    rows = together(referral(RECEIVED), contact("2025-12-30"), contact("2026-04-20"), contact("2026-01-11"))
    autism.check(rows, ASD18=1, ASD18a=0)
    autism.check(rows, "2026-03", ASD25=10)


def test_a_contact_belongs_to_one_referral_and_person(autism: AutismSpec) -> None:
    """R-WAIT-36: another referral's contact, and one sent while the referral was another person's, do not count."""
    other = together(referral(RECEIVED), referral(RECEIVED, name="2"), contact("2026-01-11", name="2"))
    autism.check(other, ASD16=1, ASD18=1, ASD18b=1)
    elsewhere = together(referral(RECEIVED), contact("2026-01-11", provider="RBD"))
    autism.check(elsewhere, ASD18=0, ASD18b=1)
    corrected = together(
        referral(RECEIVED, sent="2026-03", person="another"), contact("2026-03-11"), referral(RECEIVED)
    )
    autism.check(corrected, ASD18=0, ASD18b=1)


def test_the_parts_can_be_more_than_the_whole(autism: AutismSpec) -> None:
    """R-WAIT-39: two referrals of one person in two classes; each share is of people open 13 weeks."""
    rows = together(
        referral(RECEIVED),
        contact("2026-01-11"),
        referral(RECEIVED, name="2"),
        referral(RECEIVED, name="3", person="two", age=30),
        referral(RECEIVED, name="4", person="three", age=30),
    )
    autism.check(rows, ASD16a=3, ASD18=1, ASD18a=0, ASD18b=3, ASD16c=1, ASD18c=1, ASD18f=1, ASD16e=2, ASD18h=2)
    autism.check(rows, ASD19=100 / 3, ASD19b=100, ASD19c=100, ASD19f=100, ASD19h=100, ASD19d=0, ASD19g=0)


def test_seen_in_the_month(autism: AutismSpec) -> None:
    """ASD20: any contact that counts inside the month, first or not, on a referral open by its dates."""
    rows = referral(RECEIVED, sent="2026-02 2026-03 2026-04")
    for text, seen in {"2026-03-31": 0, "2026-04-01": 1, "2026-04-30": 1}.items():
        autism.check(together(rows, contact("2026-01-05"), contact(text)), ASD20=seen, ASD20a=seen, ASD20b=0)
    closed = referral(RECEIVED, discharged="2026-03-31")
    autism.check(together(closed, contact("2026-04-02")), ASD20=0)
    twice = together(rows, contact("2026-04-02"), contact("2026-04-09"))
    autism.check(twice, ASD20=1)


@pytest.mark.parametrize(
    ("first", "counted"),
    [("2026-01-31", 0), ("2026-02-01", 1), ("2026-04-30", 1)],
)
def test_first_contacts_of_the_quarter_that_ends_with_the_month(autism: AutismSpec, first: str, counted: int) -> None:
    """ASD26; sent long ago and closed, it still counts: the flow and the discharge are not asked for."""
    rows = together(referral("2026-01-15", sent="2026-02", discharged="2026-02-20"), contact(first))
    autism.check(rows, ASD26=counted)


def test_the_median_wait_of_the_quarter(autism: AutismSpec) -> None:
    """ASD25: exact, between two neighbours where needed; an unknown age is in neither series (R-WAIT-39, 67)."""
    waits = {"1": (10, 12), "2": (17, 20), "3": (18, 100), "4": (None, 301)}
    received = {name: str(date(2026, 4, 1) - timedelta(days)) for name, (_, days) in waits.items()}
    rows = together(
        *(referral(received[name], name=name, person=name, age=age) for name, (age, _) in waits.items()),
        *(contact("2026-04-01", name=name) for name in waits),
    )
    autism.check(rows, ASD25=60, ASD25a=16, ASD25b=100, ASD26=4, ASD26a=2, ASD26b=1)
    autism.check(rows, "2026-03", ASD25=0, ASD25a=0, ASD26=0)
