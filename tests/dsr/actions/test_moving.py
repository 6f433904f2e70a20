"""Moving between areas, and out of hospital: nobody is dropped, and the rating that came along holds (R-DSR-39, 63)."""

import pytest

from dsr.actions.hospital import discharge
from dsr.actions.moving import transfer_in, transfer_out
from dsr.actions.recording import NotPossible, record
from dsr.actions.referring import AlreadyHeld
from dsr.rules.due import open_on
from dsr.rules.entry.standing import Status, status_on
from dsr.rules.facts.entry import TransferAccepted, TransferReceived, TransferSent
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.rating.rating_history import rating_on
from dsr.rules.rating.ratings import Rating
from dsr.store.database import RegisterDatabase
from dsr.store.register import RegisterStore
from tests.dsr.actions.entered import ACTIVE, entered, facts, now
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.store.people import ROWAN, register

TODAY = day("2027-03-01")


@pytest.fixture
def store(database: RegisterDatabase) -> RegisterStore:
    store = register(database)
    store.add_worker("anna", "RDY")
    return store


def received(rating: Rating) -> TransferReceived:
    return TransferReceived(on=TODAY, sender="QNQ", rating=rating)


@pytest.mark.parametrize(
    ("rating", "others"), [(Rating.AMBER, ()), (Rating.RED, ()), (Rating.BLUE, ("2027-02-20 admitted",))]
)
def test_who_comes_keeps_the_rating_and_is_a_new_referral(
    store: RegisterStore, rating: Rating, others: tuple[str, ...]
) -> None:
    reference = transfer_in(store, ROWAN, received(rating), "sent by the other area", *facts(*others))
    life, terms = store.person(reference).life, store.session.terms
    assert rating_on(life, TODAY, terms) is rating
    assert status_on(life, TODAY, terms) is Status.REFERRED
    assert {"first-review-after-transfer", "triage-referral"} <= {one.code for one in open_on(life, TODAY, terms)}


def test_who_is_blue_elsewhere_comes_with_the_admission(store: RegisterStore) -> None:
    with pytest.raises(NotPossible, match="R-DSR-62"):
        transfer_in(store, ROWAN, received(Rating.BLUE), "sent by the other area")


def test_who_has_a_record_here_is_not_taken_in_again(store: RegisterStore) -> None:
    """H2."""
    seen = entered(store, *ACTIVE, "2027-02-20 removed entered-in-error")
    with pytest.raises(AlreadyHeld):
        transfer_in(store, ROWAN, received(Rating.RED), "sent by the other area")
    record(store, seen, "transfer-in", "sent by the other area", received(Rating.RED))
    assert rating_on(now(store, seen).life, TODAY, store.session.terms) is Rating.RED


def test_who_goes_stays_active_until_the_other_area_takes_over(store: RegisterStore) -> None:
    seen = entered(store, *ACTIVE, "2027-02-03 key-worker anna")
    with pytest.raises(NotPossible, match="No handover pack"):
        transfer_out(store, seen, "they wrote", TransferAccepted(on=TODAY, by="QUY"))
    transfer_out(store, seen, "they move next month", TransferSent(on=TODAY, to="QUY"))
    sent = now(store, seen)
    assert status_on(sent.life, TODAY, store.session.terms) is Status.ACTIVE
    again = type(seen)(seen.person_ref, sent.version)
    transfer_out(store, again, "they wrote", TransferAccepted(on=TODAY, by="QUY"))
    life = now(store, seen).life
    assert status_on(life, TODAY, store.session.terms) is Status.CLOSED
    assert key_worker_on(life, TODAY) is None
    assert store.caseloads() == {"anna": 0}


def test_without_consent_no_other_area_is_told(store: RegisterStore) -> None:
    seen = entered(store, *ACTIVE)
    with pytest.raises(NotPossible, match="Nobody has agreed"):
        transfer_out(store, seen, "they move next month", TransferSent(on=TODAY, to="QNQ"))


def test_who_leaves_hospital_is_red_by_rule(store: RegisterStore) -> None:
    """R-DSR-63."""
    seen = entered(store, *ACTIVE, "2027-02-10 admitted")
    assert discharge(store, seen, TODAY, "home with support", crisis_support=True) == 2
    life, terms = now(store, seen).life, store.session.terms
    assert rating_on(life, TODAY, terms) is Rating.RED
    assert "offer-crisis-support" not in {one.code for one in open_on(life, TODAY, terms)}
    with pytest.raises(NotPossible, match="R-DSR-63"):
        record(store, type(seen)(seen.person_ref, 2), "rate", "seen", a_fact("2027-03-01 rated amber"))


def test_who_is_not_in_hospital_is_not_discharged(store: RegisterStore) -> None:
    seen = entered(store, *ACTIVE)
    with pytest.raises(NotPossible, match="not an inpatient"):
        discharge(store, seen, TODAY, "home with support")
