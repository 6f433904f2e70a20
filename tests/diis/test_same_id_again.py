"""The same referral id in the next list: another child, a later received date, or a row too damaged to read."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sqlalchemy import select

from diis.intake import Intake
from diis.pull import pull
from diis.store.tables import contact, referral
from tests.diis.conftest import Figures, Send
from tests.diis.extract_builder import AnExtract, Row, a_contact, a_folder, a_referral, nhs_number, some_referrals

WEEK_1, WEEK_2, WEEK_3 = "2026-09-16", "2026-09-23", "2026-09-30"
OTHERS = some_referrals(9)
CHILD = 20


def week(census: str, *more: Row, contacts: Iterable[Row] = ()) -> AnExtract:
    return AnExtract([*OTHERS, *more], contacts, census=census)


def test_an_id_given_to_another_child_is_set_aside_and_the_first_child_stays(send: Send, figures: Figures) -> None:
    send(week(WEEK_1, a_referral(CHILD, received_date="2024-01-05")))
    other = a_referral(CHILD, nhs_number=nhs_number(77), birth_date="2012-01-01", received_date="2026-09-20")
    verdict = send(week(WEEK_2, other))
    assert (verdict.outcome, verdict.unexplained_leavers) == ("partial", 0)
    assert [(found.code, found.line) for found in verdict.rejections] == [("referral-id-other-child", 11)]
    assert figures(WEEK_2)["open-band:729+"] == 1


def test_a_traced_or_corrected_child_is_the_same_child(send: Send) -> None:
    send(week(WEEK_1, a_referral(CHILD, nhs_number="")))
    assert send(week(WEEK_2, a_referral(CHILD))).outcome == "accepted"
    assert send(week(WEEK_3, a_referral(CHILD, birth_date="2015-06-04"))).outcome == "accepted"


def test_a_returned_referral_keeps_its_first_received_date(send: Send, figures: Figures) -> None:
    """R-WAIT-70: sent back and sent in again is no new wait."""
    send(week(WEEK_1, a_referral(CHILD, received_date="2024-01-05")))
    again = {"received_date": "2026-09-20", "returned_date": "2026-09-20", "resubmitted_date": "2026-09-21"}
    verdict = send(week(WEEK_2, a_referral(CHILD, **again)))
    assert [found.code for found in verdict.warnings] == ["received-date-later"]
    assert verdict.outcome == "accepted"
    assert (figures(WEEK_2)["open-band:729+"], figures(WEEK_2)["received"]) == (1, 0)
    assert "the received date of an earlier list is kept" in verdict.warnings[0].reason


def test_a_returned_referral_keeps_the_age_of_its_first_received_date(send: Send, intake: Intake) -> None:
    """R-WAIT-90: age is that of the received date that counts; nobody becomes 16 by being sent back."""
    birth = {"birth_date": "2010-03-01"}
    send(week(WEEK_1, a_referral(CHILD, received_date="2026-02-20", **birth)))
    again = {"received_date": "2026-09-20", "returned_date": "2026-09-20", "resubmitted_date": "2026-09-21"}
    send(week(WEEK_2, a_referral(CHILD, **again, **birth)))
    with intake.store.reading() as connection:
        mine = select(referral.c.received_on, referral.c.age_received).where(
            referral.c.referral_id == a_referral(CHILD)["referral_id"], referral.c.to_sequence.is_(None)
        )
        assert connection.execute(mine).one() == (date(2026, 2, 20), 15)


def test_a_later_received_date_without_a_return_is_taken_and_said(send: Send, figures: Figures) -> None:
    send(week(WEEK_1, a_referral(CHILD, received_date="2024-01-05")))
    verdict = send(week(WEEK_2, a_referral(CHILD, received_date="2026-09-20")))
    assert [(found.code, found.field) for found in verdict.warnings] == [("received-date-later", "received_date")]
    assert figures(WEEK_2)["received"] == 1


def test_an_earlier_received_date_is_taken_without_a_word(send: Send, figures: Figures) -> None:
    send(week(WEEK_1, a_referral(CHILD, received_date="2026-05-04")))
    verdict = send(week(WEEK_2, a_referral(CHILD, received_date="2024-01-05")))
    assert not verdict.warnings
    assert figures(WEEK_2)["open-band:729+"] == 1


def test_a_row_with_a_value_too_many_is_still_on_the_list(
    send: Send, figures: Figures, intake: Intake, tmp_path: Path
) -> None:
    send(week(WEEK_1, a_referral(CHILD)))
    extract = week(WEEK_2, a_referral(CHILD))
    files = extract.files()
    files["referrals.csv"] = files["referrals.csv"].rstrip(b"\n") + b",one too many\n"
    verdict = pull(None, a_folder(tmp_path / extract.name, files), intake)
    assert [found.code for found in verdict.rejections] == ["ragged-row"]
    assert (verdict.unexplained_leavers, figures(WEEK_2)["open"]) == (0, 10)


def test_an_outcome_that_a_restatement_takes_back_explains_nobody(send: Send) -> None:
    send(week(WEEK_1, a_referral(CHILD)))
    send(week(WEEK_2, a_referral(CHILD, closed_date="2026-09-20")))
    assert send(week(WEEK_2)).unexplained_leavers == 1


def test_a_rejection_before_the_referral_was_sent_in_again_explains_nobody(send: Send) -> None:
    dates = {"decision": "rejected", "decision_date": "2026-06-01", "resubmitted_date": "2026-07-01"}
    send(week(WEEK_1, a_referral(CHILD, **dates)))
    assert send(week(WEEK_2)).unexplained_leavers == 1


def test_what_could_name_a_child_is_not_kept_where_a_code_belongs(send: Send, intake: Intake) -> None:
    """Ten digits are no practice, and a name with a date is no profession."""
    contacts = [a_contact(CHILD, profession="Jane Doe 04/03/2015"), a_contact(CHILD, 1, profession="nurse")]
    send(
        week(
            WEEK_1,
            a_referral(CHILD, gp_practice=nhs_number(55)),
            a_referral(21, gp_practice="J81000"),
            contacts=contacts,
        )
    )
    with intake.store.reading() as connection:
        practices = set(connection.execute(select(referral.c.gp_practice)).scalars())
        professions = set(connection.execute(select(contact.c.profession)).scalars())
    assert practices == {None, "J81000"}
    assert professions == {None, "nurse"}
