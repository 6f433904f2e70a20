"""What ends an item of consent: a no of who agreed or may decide, or a new form without it (R-DSR-27, 29, 31, 76)."""

import pytest

from dsr.rules.consent.consent import may_contact_for_key_worker
from dsr.rules.due import TERMS, open_on
from dsr.rules.key_work.key_working import Answer, answer, key_worker_on
from dsr.rules.life import Life
from dsr.rules.measures.measures_of_entries import consents
from dsr.rules.measures.measures_of_reviews import missing_but_refused, post_admission_in_time
from dsr.rules.measures.measuring import Period, Ratio
from dsr.rules.recordable import why_not
from dsr.rules.reviews.packs import is_unlocked
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_fact, a_life, day, on_the_register

POLICY = Terms(TERMS)
MARCH = Period(day("2027-03-01"), day("2027-03-31"))
BORN, CHILD = "2010-06-01", "2015-06-01"
OWN = "own-consent"
PARENT = "parental-responsibility"


def with_an_entry(basis: str, *lines: str) -> Life:
    """Somebody of 16 who agreed, or a child of 11 for whom a parent did."""
    return on_the_register(BORN if basis == OWN else CHILD, "2027-02-01", "red", *lines, basis=basis)


@pytest.mark.parametrize(
    ("basis", "said", "ends"),
    [
        (OWN, "withdrawn parental-responsibility review", False),
        (OWN, "withdrawn parental-responsibility review entry", False),
        (OWN, "refused parental-responsibility review", False),
        (OWN, "withdrawn best-interests review", False),
        (OWN, "best-interests no board", False),
        (OWN, "withdrawn own-consent review", True),
        (OWN, "withdrawn own-consent", True),
        (PARENT, "withdrawn parental-responsibility review", True),
        (PARENT, "refused parental-responsibility review", True),
        (PARENT, "refused own-consent review", True),
        (PARENT, "withdrawn own-consent review", True),
        (PARENT, "withdrawn best-interests review", False),
    ],
)
def test_a_review_is_asked_for_until_somebody_with_a_say_refuses_it(basis: str, said: str, ends: bool) -> None:
    """R-DSR-31, 76, K4: what is explained by a refusal is what a refusal ended, and nothing else."""
    life = with_an_entry(basis, "2027-03-01 admitted", f"2027-03-08 {said}")
    asked = {task.code for task in open_on(life, day("2027-03-08"), POLICY)}
    assert ("cetr-post-admission" in asked) is not ends
    assert missing_but_refused([life], MARCH, POLICY) == ends
    assert post_admission_in_time([life], MARCH, POLICY) == (Ratio(0, 0) if ends else Ratio(0, 1))


@pytest.mark.parametrize(
    ("said", "asked"),
    [("refused parental-responsibility review", True), ("refused own-consent review", False)],
)
def test_a_community_review_is_asked_for_too(said: str, asked: bool) -> None:
    """R-DSR-69, 76."""
    life = with_an_entry(OWN, "2027-03-01 admission-planned 2027-03-20", f"2027-03-02 {said}")
    assert any(task.code == "cetr-community" for task in open_on(life, day("2027-03-05"), POLICY)) is asked


@pytest.mark.parametrize(
    ("basis", "said", "worker"),
    [
        (OWN, "withdrawn parental-responsibility key-worker", "anna"),
        (OWN, "refused parental-responsibility key-worker", "anna"),
        (OWN, "withdrawn own-consent key-worker", None),
        (PARENT, "withdrawn parental-responsibility key-worker", None),
        (PARENT, "refused own-consent key-worker", None),
        (PARENT, "refused best-interests key-worker", "anna"),
    ],
)
def test_a_key_worker_stays_until_somebody_with_a_say_declines(basis: str, said: str, worker: str | None) -> None:
    """R-DSR-29, 31, 101."""
    life = with_an_entry(basis, "2027-02-02 key-worker anna", f"2027-03-08 {said}")
    assert key_worker_on(life, day("2027-03-10")) == worker


def test_a_word_without_effect_leaves_the_papers_open() -> None:
    """R-DSR-84."""
    pack = ("2027-03-01 review-planned c1 2027-03-20", "2027-03-02 pack-consent c1")
    for said, open_ in (("withdrawn parental-responsibility review", True), ("withdrawn own-consent review", False)):
        assert is_unlocked(with_an_entry(OWN, *pack, f"2027-03-03 {said}"), "c1", day("2027-03-03")) is open_


@pytest.mark.parametrize(
    ("basis", "said", "refused", "withdrawn"),
    [
        (OWN, "withdrawn parental-responsibility", 0, 0),
        (OWN, "refused parental-responsibility", 0, 0),
        (OWN, "withdrawn own-consent", 0, 1),
        (PARENT, "withdrawn parental-responsibility", 0, 1),
        (PARENT, "refused own-consent", 1, 0),
    ],
)
def test_k15_counts_what_ended_or_was_not_to_be(basis: str, said: str, refused: int, withdrawn: int) -> None:
    """R-DSR-30, 31, K15."""
    life = with_an_entry(basis, f"2027-03-08 {said}")
    found = consents([life], MARCH, lambda _: (), lambda *_: True, lambda *_: None)
    assert (found.refusals, found.withdrawals) == (refused, withdrawn)


ENTRY = "2027-02-01 consent own-consent entry"
REFERRED = "2027-01-04 referred health"


@pytest.mark.parametrize(
    ("born", "known", "said", "reason"),
    [
        (BORN, (REFERRED, ENTRY), "withdrawn parental-responsibility", "entry"),
        (BORN, (REFERRED, f"{ENTRY} review"), "withdrawn parental-responsibility review", "review"),
        (BORN, (REFERRED, f"{ENTRY} review"), "refused parental-responsibility review", "review"),
        (BORN, (REFERRED, ENTRY), "refused parental-responsibility key-worker", "key-worker"),
        (BORN, (REFERRED,), "refused parental-responsibility", "Somebody else decides"),
        (BORN, (REFERRED, ENTRY), "refused own-consent key-worker", None),
        (BORN, (REFERRED, ENTRY), "withdrawn own-consent key-worker", None),
        (BORN, (REFERRED,), "refused own-consent", None),
        (CHILD, (REFERRED,), "refused own-consent", None),
        (CHILD, (REFERRED,), "refused parental-responsibility", None),
        (CHILD, (REFERRED,), "refused parental-responsibility key-worker", None),
        (CHILD, (REFERRED, "2027-02-01 consent parental-responsibility"), "withdrawn own-consent", None),
        (CHILD, (REFERRED, "2027-02-01 consent parental-responsibility"), "withdrawn parental-responsibility", None),
        (
            CHILD,
            (REFERRED, "2027-02-01 consent parental-responsibility entry"),
            "refused parental-responsibility review",
            None,
        ),
    ],
)
def test_a_word_that_would_end_nothing_is_not_recorded(
    born: str, known: tuple[str, ...], said: str, reason: str | None
) -> None:
    """R-DSR-27, 31: a first refusal by who may decide is, and so is every word of the young person."""
    told = why_not(a_fact(f"2027-02-10 {said}"), a_life(born, *known), day("2027-03-01"), POLICY)
    assert told is None if reason is None else reason in str(told)


def test_what_is_said_twice_ends_nothing_twice() -> None:
    """R-DSR-31: a parent's second word is the same fact, but the young person has agreed in between."""
    life = a_life(
        BORN,
        "2027-02-01 consent own-consent",
        "2027-02-01 key-worker anna",
        "2027-02-01 withdrawn own-consent key-worker",
        "2027-02-01 consent own-consent key-worker",
        "2027-02-01 key-worker anna",
        "2027-02-01 withdrawn parental-responsibility key-worker",
    )
    assert key_worker_on(life, day("2027-02-01")) == "anna"


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ("consent own-consent entry sharing:CAMHS", True),
        ("consent own-consent entry key-worker", False),
        ("consent own-consent sharing:CAMHS", False),
        ("consent parental-responsibility entry", False),
    ],
)
def test_a_new_form_that_leaves_key_working_out_asks_again_and_takes_nobodys_key_worker(form: str, asked: bool) -> None:
    """R-DSR-29, 32: what the register tells of contact and what it asks for agree; only a no ends key working."""
    worker = ("2027-03-05 key-worker anna", "2027-03-06 contact")
    life, on = on_the_register(BORN, "2027-03-05", "amber", *worker, f"2027-04-01 {form}"), day("2027-04-02")
    assert may_contact_for_key_worker(life, on, POLICY) is not asked
    assert (answer(life, on, POLICY) is Answer.NONE) is asked
    assert key_worker_on(life, on) == "anna"
    codes = {task.code for task in open_on(life, on, POLICY)}
    assert ("key-worker-ask" in codes, "key-worker-contact" in codes) == (asked, not asked)
