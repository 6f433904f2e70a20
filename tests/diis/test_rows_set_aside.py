"""A row that was set aside is no news: what was known stays, and a better telling is taken whenever it comes."""

from collections.abc import Iterable

import pytest
from sqlalchemy import select

from diis.store.engine import Store
from diis.store.tables import contact, referral
from tests.diis.conftest import Figures, Send
from tests.diis.extract_builder import AnExtract, Row, a_contact, a_referral, nhs_number, some_referrals
from tests.diis.store_dump import current, versions_of

WEEK_1, WEEK_2, WEEK_3, WEEK_4 = "2026-09-09", "2026-09-16", "2026-09-23", "2026-09-30"
OTHERS = some_referrals(9)
CHILD = 20


def week(census: str, *more: Row, contacts: Iterable[Row] = ()) -> AnExtract:
    return AnExtract([*OTHERS, *more], contacts, census=census)


def contacts_now(store: Store) -> list[tuple[str, str, int]]:
    """Id, attendance and first load of the current contacts."""
    columns = (contact.c.contact_id, contact.c.attendance, contact.c.from_sequence)
    with store.reading() as connection:
        rows = connection.execute(select(*columns).where(contact.c.to_sequence.is_(None)).order_by(*columns))
        return [(row[0], row[1], row[2]) for row in rows]


SPOILT = [
    [a_contact(1, attendance="9"), a_contact(1, 1)],
    [a_contact(1, contact_date="31/02/2026"), a_contact(1, 1)],
    [a_contact(1, contact_date="2026-05-03"), a_contact(1, 1)],
    [a_contact(1), a_contact(1, attendance="7"), a_contact(1, 1)],
]


@pytest.mark.parametrize("contacts", SPOILT, ids=["bad code", "no day", "before the referral", "rows that differ"])
def test_a_contact_that_is_set_aside_keeps_its_good_version(
    send: Send, store: Store, figures: Figures, contacts: list[Row]
) -> None:
    """Trust: I5. The child was seen, and one bad code does not make the child unseen."""
    send(week(WEEK_1, contacts=[a_contact(1), a_contact(1, 1)]))
    verdict = send(week(WEEK_2, contacts=contacts))
    assert verdict.outcome == "partial"
    assert contacts_now(store) == [("NE000001-0", "5", 1), ("NE000001-1", "5", 1)]
    assert figures(WEEK_2)["open"] == 8
    send(week(WEEK_3, contacts=[a_contact(1, 1)]))
    assert contacts_now(store) == [("NE000001-1", "5", 1)]


@pytest.mark.parametrize("contact_id", ["", "C" * 65, "Ç1"])
def test_a_contact_whose_id_cannot_be_read_keeps_all_contacts_of_its_referral(
    send: Send, store: Store, contact_id: str
) -> None:
    send(week(WEEK_1, contacts=[a_contact(1), a_contact(1, 1), a_contact(2)]))
    send(week(WEEK_2, contacts=[a_contact(1, contact_id=contact_id)]))
    assert contacts_now(store) == [("NE000001-0", "5", 1), ("NE000001-1", "5", 1)]


def test_a_correction_of_an_older_list_is_taken_where_the_newest_row_was_set_aside(
    send: Send, store: Store, figures: Figures
) -> None:
    """The order of arrival decides nothing: last week's correction is better than the week before."""
    send(week(WEEK_1, a_referral(CHILD)))
    send(week(WEEK_3, a_referral(CHILD, gender="?")))
    verdict = send(week(WEEK_2, a_referral(CHILD, decision="rejected", decision_date="2026-09-10")))
    assert verdict.outcome == "accepted"
    assert versions_of(store, f"NE{CHILD:06}") == [(1, 3), (3, None)]
    assert [figures(WEEK_3, as_known)["open"] for as_known in (1, 2, 3)] == [10, 10, 9]
    assert current(store)["absence"] == []
    send(week(WEEK_4, a_referral(CHILD)))
    assert current(store)["doubt"] == []


def test_an_older_list_is_no_news_where_a_newer_one_told_well(send: Send, store: Store) -> None:
    send(week(WEEK_1, a_referral(CHILD)))
    send(week(WEEK_3, a_referral(CHILD, gender="2")))
    send(week(WEEK_4, a_referral(CHILD, gender="?")))
    send(week(WEEK_2, a_referral(CHILD, gender="9")))
    assert versions_of(store, f"NE{CHILD:06}") == [(1, 2), (2, None)]


def test_a_child_who_was_only_named_and_is_told_of_late_is_not_missing(
    send: Send, store: Store, figures: Figures
) -> None:
    send(week(WEEK_1))
    send(week(WEEK_3, a_referral(CHILD, gender="?")))
    assert figures(WEEK_3)["open"] == 9
    assert send(week(WEEK_2, a_referral(CHILD))).unexplained_leavers == 0
    assert figures(WEEK_3)["open"] == 10
    assert send(week(WEEK_4)).unexplained_leavers == 1


OWN, OTHER = nhs_number(1), nhs_number(2)


@pytest.mark.parametrize("form", ["{}", "C{}-1", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]} {0[6]}{0[7]}{0[8]}{0[9]}"])
@pytest.mark.parametrize("number", [OWN, OTHER], ids=["of the child", "of another child"])
def test_a_contact_id_that_holds_a_childs_number_is_not_kept(send: Send, store: Store, form: str, number: str) -> None:
    """F38: an id is kept as it is sent, an NHS number never is."""
    verdict = send(week(WEEK_1, contacts=[a_contact(1), a_contact(1, contact_id=form.format(number))]))
    assert [(one.code, one.field) for one in verdict.rejections] == [("identifier-in-contact-id", "contact_id")]
    assert [row[0] for row in contacts_now(store)] == ["NE000001-0"]


def test_a_referral_id_that_holds_another_childs_number_is_not_kept(send: Send, store: Store) -> None:
    verdict = send(week(WEEK_1, a_referral(CHILD, referral_id=f"N{OTHER}")))
    assert [(one.code, one.line) for one in verdict.rejections] == [("identifier-in-referral-id", 11)]
    with store.reading() as connection:
        assert OTHER not in "".join(connection.execute(select(referral.c.referral_id)).scalars())


def test_a_number_of_a_child_of_an_earlier_list_is_known_too(send: Send, store: Store) -> None:
    send(week(WEEK_1, a_referral(CHILD)))
    verdict = send(AnExtract([*OTHERS, a_referral(30, referral_id=nhs_number(CHILD))], census=WEEK_2))
    assert [one.code for one in verdict.rejections] == ["identifier-in-referral-id"]


def test_ten_digits_of_a_local_numbering_are_kept_even_where_they_fit_the_check_digit(send: Send) -> None:
    """One in eleven does, and none of these children may be lost."""
    referrals = [a_referral(child, referral_id=nhs_number(50_000 + child)) for child in range(12)]
    contacts = [a_contact(0, referral_id=nhs_number(50_000), contact_id=nhs_number(60_000))]
    assert send(AnExtract(referrals, contacts)).outcome == "accepted"
