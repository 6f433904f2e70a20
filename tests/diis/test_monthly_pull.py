"""Monthly submissions through the whole pull: what is loaded, held, restated and known at a load (docs/adr/0028)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from diis.definitions.national.submissions import ContactRow, ReferralRow, Submissions
from diis.extracts.pseudonyms import KeyUnusable, Pseudonymiser
from diis.extracts.verdict import Verdict
from diis.feeds import FEEDS_BY_NAME
from diis.intake import Intake
from diis.pull import pull, release
from diis.store.engine import Store
from diis.store.monthly import MONTHLY_TABLES
from diis.store.monthly_rows import submissions_known
from diis.store.tables import quarantine
from tests.diis.conftest import Fresh
from tests.diis.extract_builder import AnExtract, Row, nhs_number
from tests.diis.monthly_builder import (
    CSDS,
    ASubmission,
    a_community_contact,
    a_community_referral,
    a_community_submission,
    a_contact,
    a_patient,
    a_referral,
    a_submission,
    referral_id,
)
from tests.diis.store_dump import dump

SendMonth = Callable[[ASubmission], Verdict]


@pytest.fixture
def send_month(intake: Intake, tmp_path: Path) -> SendMonth:
    """Write a submission into a folder of its own and pull it."""
    sent = iter(range(1_000_000))
    return lambda submission: pull(None, submission.folder(tmp_path / f"sent-{next(sent)}"), intake)


def known(store: Store, as_known: int = 1_000_000, layout: str = "mhsds-6") -> Submissions:
    with store.reading() as connection:
        return submissions_known(connection, as_known, layout)


def codes(verdict: Verdict) -> list[str]:
    return [found.code for found in verdict.findings]


def many(count: int, **fields: str) -> list[Row]:
    return [a_referral(child, **fields) for child in range(count)]


def test_what_was_sent_is_what_is_known(intake: Intake, send_month: SendMonth) -> None:
    verdict = send_month(a_submission(referrals=[a_referral(1)], contacts=[a_contact(1)]))
    assert (verdict.outcome, verdict.load, verdict.findings) == ("accepted", 1, ())
    found = known(intake.store)
    person = intake.pseudonymiser.of_nhs_number(nhs_number(1))
    day = datetime(2026, 5, 4).date()
    assert found.referrals == (ReferralRow("RDY", 1518, referral_id(1), person, day, 11, "25", "3", "A1"),)
    seen = datetime(2026, 9, 10).date()
    assert found.contacts == (ContactRow("RDY", 1518, referral_id(1), "NR000001-0", seen, "5", "01", "01", 11),)
    assert [team.team_type for team in found.teams] == ["C04"]


def test_an_archive_is_read_as_a_folder_is(intake: Intake, tmp_path: Path) -> None:
    submission = a_submission(referrals=[a_referral(1)])
    assert pull(None, submission.archive(tmp_path / "one"), intake).outcome == "accepted"
    assert pull(None, submission.folder(tmp_path / "two"), intake).outcome == "duplicate"


def test_the_data_sets_of_one_provider_are_kept_apart(intake: Intake, send_month: SendMonth) -> None:
    send_month(a_submission("RBD", referrals=[a_referral(1)]))
    send_month(a_community_submission("RBD", referrals=[a_community_referral(2)]))
    assert [row.referral_id for row in known(intake.store).referrals] == [referral_id(1)]
    assert [row.referral_id for row in known(intake.store, layout=CSDS).referrals] == [referral_id(2)]


def test_every_month_and_provider_is_known_and_a_restated_month_counts_as_it_was_sent_last(
    intake: Intake, send_month: SendMonth
) -> None:
    """B34: restated with a warning, and what was known before can be asked for again."""
    send_month(a_submission(month="2026-08", referrals=[a_referral(1), a_referral(2)]))
    send_month(a_submission("RBD", month="2026-08", referrals=[a_referral(3)]))
    send_month(a_submission(month="2026-09", referrals=[a_referral(1)]))
    before = known(intake.store)
    verdict = send_month(a_submission(month="2026-08", referrals=[a_referral(2)]))
    assert (verdict.outcome, codes(verdict)) == ("accepted", ["restated"])
    told = [(row.provider, row.month, row.referral_id) for row in known(intake.store).referrals]
    assert sorted(told) == [
        ("RBD", 1517, referral_id(3)),
        ("RDY", 1517, referral_id(2)),
        ("RDY", 1518, referral_id(1)),
    ]
    assert known(intake.store, as_known=3) == before
    assert len(known(intake.store, as_known=1).referrals) == 2


def test_an_older_month_after_a_newer_one_is_taken_late(intake: Intake, send_month: SendMonth) -> None:
    """B35."""
    send_month(a_submission(month="2026-09", referrals=[a_referral(1)]))
    verdict = send_month(a_submission(month="2026-08", referrals=[a_referral(1)]))
    assert (verdict.outcome, codes(verdict)) == ("accepted", ["late"])
    assert sorted(row.month for row in known(intake.store).referrals) == [1517, 1518]


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [
        (20, 12, "list-shrunk"),
        (20, 13, None),
        (10, 40, "list-grown"),
        (10, 39, None),
        (9, 1, None),  # so few say nothing
        (9, 36, None),
    ],
)
def test_a_month_that_shrinks_or_grows_past_the_limit_is_held(
    intake: Intake, send_month: SendMonth, before: int, now: int, code: str | None
) -> None:
    """B38, B39."""
    send_month(a_submission(month="2026-08", referrals=many(before)))
    verdict = send_month(a_submission(referrals=many(now)))
    assert codes(verdict) == ([] if code is None else [code])
    assert verdict.outcome == ("accepted" if code is None else "held")
    assert len(known(intake.store).referrals) == (before + now if code is None else before)


def test_a_held_month_can_be_released(intake: Intake, send_month: SendMonth) -> None:
    send_month(a_submission(month="2026-08", referrals=many(20)))
    held = send_month(a_submission(referrals=[*many(5), a_referral(9, ReferralRequestReceivedDate="")]))
    assert (held.outcome, held.load) == ("held", 2)
    assert [(found.file, found.code) for found in held.findings][:2] == [
        ("MHS101Referral.csv", "list-shrunk"),
        ("MHS101Referral.csv", "required-missing"),
    ]
    with intake.store.reading() as connection:
        kept = connection.execute(select(func.count()).where(quarantine.c.sequence == 2)).scalar_one()
    assert kept == 2
    released = release(2, intake)
    assert (released.outcome, released.load) == ("partial", 3)
    assert len(known(intake.store).referrals) == 25


def test_contacts_that_fall_away_hold_the_month(intake: Intake, send_month: SendMonth) -> None:
    contacts = [a_contact(1, number) for number in range(20)]
    send_month(
        a_submission(
            month="2026-08",
            referrals=[a_referral(1)],
            contacts=[contact | {"CareContDate": "2026-08-10"} for contact in contacts],
        )
    )
    assert codes(send_month(a_submission(referrals=[a_referral(1)], contacts=contacts[:12]))) == ["contacts-shrunk"]


def test_a_month_without_a_referral_is_held(send_month: SendMonth) -> None:
    assert codes(send_month(a_submission())) == ["list-empty"]


def test_a_month_that_has_not_ended_is_refused(send_month: SendMonth) -> None:
    """B37: the day of the tests is 21 November 2026."""
    assert codes(send_month(a_submission(month="2026-11", referrals=[a_referral(1)]))) == ["census-in-future"]


def test_an_unknown_provider_is_refused_and_a_digital_one_is_not(send_month: SendMonth) -> None:
    assert codes(send_month(a_submission("RXX", referrals=[a_referral(1)]))) == ["provider-unknown"]
    assert send_month(a_submission("S9X2N", referrals=[a_referral(1)])).outcome == "accepted"


def test_a_submission_in_the_inbox_of_another_feed_is_refused(intake: Intake, tmp_path: Path) -> None:
    """B36."""
    path = a_submission(referrals=[a_referral(1)]).folder(tmp_path)
    verdict = pull(FEEDS_BY_NAME["rbd-neurodevelopmental"], path, intake)
    assert codes(verdict) == ["wrong-feed"]


def test_another_key_than_that_of_the_submissions_is_refused(
    intake: Intake, send_month: SendMonth, tmp_path: Path
) -> None:
    send_month(a_submission(referrals=[a_referral(1)]))
    other = replace(intake, pseudonymiser=Pseudonymiser(bytes(32)))
    with pytest.raises(KeyUnusable):
        pull(None, AnExtract([]).folder(tmp_path / "other"), other)


CANARY = nhs_number(7)
SECRETS = (CANARY, "2013-07-19", "20130719", "BH8 9XY", "BH89XY", "LOCAL-CANARY", "PATHWAY-CANARY")


@pytest.mark.parametrize("bad", [{}, {"Gender": "7"}, {"PersonBirthDate": "19/07/2013"}])
def test_nothing_that_identifies_anybody_is_stored(intake: Intake, send_month: SendMonth, bad: Row) -> None:
    """I6: identifiers end at the gate, whether their row is taken or set aside."""
    patient = (
        a_patient(
            7, LocalPatientID="LOCAL-CANARY", NHSNumber=CANARY, PersonBirthDate="2013-07-19", Postcode="BH8 9XY", **bad
        )
        if "PersonBirthDate" not in bad
        else a_patient(7, LocalPatientID="LOCAL-CANARY", NHSNumber=CANARY, **bad)
    )
    verdict = send_month(
        a_submission(
            referrals=[a_referral(7, LocalPatientID="LOCAL-CANARY"), a_referral(1)],
            patients=[patient, a_patient(1)],
            contacts=[a_contact(7, CareContactID=f"C{CANARY}")],
            MHS104RTT=[
                {"ServiceRequestID": referral_id(1), "PatPathID": "PATHWAY-CANARY", "WaitTimeMeasureType": "02"}
            ],
        )
    )
    assert verdict.outcome in {"accepted", "partial"}
    written = repr(dump(intake.store)) + repr(verdict)
    assert not [secret for secret in SECRETS if secret in written]


REFERRAL = st.builds(
    lambda child, number, fields: a_referral(child, number, **fields),
    st.integers(0, 3),
    st.integers(0, 1),
    st.sampled_from([{}, {}, {"SourceOfReferralMH": "B1"}, {"PrimReasonReferralMH": "??"}, {"OrgIDComm": ""}]),
)
CONTACT = st.builds(
    lambda child, number, fields: a_contact(child, number, **fields),
    st.integers(0, 4),
    st.integers(0, 1),
    st.sampled_from([{}, {}, {"AttendStatus": "3"}, {"AttendStatus": "9"}, {"CareContDate": "2026-08-01"}]),
)
PATIENT = st.builds(
    lambda child, fields: a_patient(child, **fields),
    st.integers(0, 3),
    st.sampled_from(
        [{}, {}, {"Gender": "2"}, {"NHSNumber": ""}, {"NHSNumber": "12"}, {"PersonBirthDate": "2001-01-01"}]
    ),
)


@given(st.lists(PATIENT, max_size=6), st.lists(REFERRAL, max_size=8), st.lists(CONTACT, max_size=8))
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_row_that_came_in_is_accepted_quarantined_or_a_duplicate(
    fresh: Fresh, patients: list[Row], referrals: list[Row], contacts: list[Row]
) -> None:
    """I3, counted by the verdict and by what lies in the store."""
    submission = a_submission(
        referrals=[*referrals, a_referral(9)], contacts=contacts, patients=[*patients, a_patient(9)]
    )
    with fresh() as intake:
        verdict = pull(None, submission.folder(intake.landing.folder.parent), intake)
        assert verdict.outcome in {"accepted", "partial"}
        rows = verdict.rows
        assert rows.rows_in == submission.rows() == rows.accepted + rows.quarantined + rows.duplicate
        found = known(intake.store)
        # The header and the team's details are accepted rows without a row of their own in the store.
        assert len(found.patients) + len(found.referrals) + len(found.contacts) == rows.accepted - 2
        assert len({row.referral_id for row in found.referrals}) == len(found.referrals)
        with intake.store.reading() as connection:
            places = select(quarantine.c.file, quarantine.c.line).where(quarantine.c.level == "row").distinct()
            assert len(connection.execute(places).all()) == rows.quarantined


def test_community_contacts_come_through_too(intake: Intake, send_month: SendMonth) -> None:
    send_month(a_community_submission(referrals=[a_community_referral(1)], contacts=[a_community_contact(1)]))
    found = known(intake.store, layout=CSDS)
    assert [(row.attendance, row.mechanism) for row in found.contacts] == [("5", "01")]
    assert {table.name for table in MONTHLY_TABLES} == set(vars(found))
