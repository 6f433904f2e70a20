"""Who is looked for is found, however the name was typed, and what is kept is what was typed (H2)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.actions.referring import AlreadyHeld, refer
from dsr.rules.facts.entry import Referred, Referrer
from dsr.rules.sameness import composed, folded, holds_unseen
from dsr.store.database import RegisterDatabase
from tests.dsr.rules.lives import day
from tests.dsr.store.people import ROWAN, register

REFERRED = Referred(on=day("2027-03-01"), source=Referrer.EDUCATION)
TYPED = (
    ("an apostrophe of print", "O'Neill", "O\u2019Neill"),
    ("an apostrophe that is a letter", "O'Neill", "O\u02bcNeill"),
    ("an apostrophe of a language", "O'Neill", "O\ua78cNeill"),
    ("an accent for an apostrophe", "O'Neill", "O\u00b4Neill"),
    ("a prime", "O'Neill", "O\u2032Neill"),
    ("no apostrophe", "O'Neill", "ONeill"),
    ("a decomposed letter", "Zo\u00eb", "Zoe\u0308"),
    ("no accent", "Zo\u00eb", "Zoe"),
    ("a letter that is typed like another", "\u0141ukaszewska", "Lukaszewska"),
    ("two letters for one", "Stra\u00dfer", "STRASSER"),
    ("a hyphen of Unicode", "Anne-Marie", "Anne\u2010Marie"),
    ("a dash", "Anne-Marie", "Anne\u2013Marie"),
    ("a soft hyphen", "Anne-Marie", "Anne\u00adMarie"),
    ("a blank for a hyphen", "Anne-Marie", "Anne Marie"),
    ("two blanks", "van Dyke", "van  Dyke"),
    ("a blank that does not break", "van Dyke", "van\u00a0Dyke"),
    ("wide letters", "Ash", "\uff21\uff53\uff48"),
    ("a ligature", "Griffin", "Gri\ufb03n"),
    ("a sign of no width", "Ash", "A\u200bsh"),
    ("a joiner", "Ash", "A\u200dsh"),
    ("a mark of byte order", "Ash", "\ufeffAsh"),
    ("a filler", "Ash", "A\u3164sh"),
)
"""Pairs that are one name to whoever reads them."""


@pytest.mark.parametrize(("_how", "one", "other"), TYPED, ids=[how for how, *_ in TYPED])
def test_two_ways_to_type_a_name_meet(_how: str, one: str, other: str) -> None:
    assert folded(one) == folded(other) != ""


@given(st.text())
def test_what_is_folded_stays_as_it_is_and_so_does_the_order_of_typing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert folded(unicodedata.normalize(form, text)) == folded(text)
    assert folded(text.upper().casefold()) == folded(text.casefold())


@given(st.text(), st.text())
def test_a_name_and_a_day_fold_as_their_parts_do(one: str, other: str) -> None:
    assert folded(f"{one} {other}") == folded(one) + folded(other)


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"], exclude_characters="\ua78b\ua78c"), min_size=1))
def test_letters_and_digits_are_never_folded_away(text: str) -> None:
    assert folded(text)


@pytest.mark.parametrize(("_how", "kept", "typed"), TYPED, ids=[how for how, *_ in TYPED])
def test_who_is_on_record_is_found_however_the_name_is_typed(
    sqlite_database: RegisterDatabase, _how: str, kept: str, typed: str
) -> None:
    """And is not taken in a second time by themselves: a person looks whether it is somebody else."""
    store = register(sqlite_database)
    reference = refer(store, {**ROWAN, "nhs-number": "", "family-name": kept}, REFERRED, "asked by the school")
    assert store.find("family-name", typed) == [reference]
    assert store.find("name-and-birth", f"{typed} {ROWAN['birth-date']}") == [reference]
    assert store.person(reference).identifiers["family-name"] == kept
    again = {**ROWAN, "nhs-number": "", "family-name": typed}
    with pytest.raises(AlreadyHeld) as told:
        refer(store, again, REFERRED, "asked by the school")
    assert (told.value.people, told.value.certain) == ((reference,), False)
    assert refer(store, again, REFERRED, "asked by the school", somebody_else=True) != reference


def test_a_number_is_found_however_its_digits_are_spaced(database: RegisterDatabase) -> None:
    reference = refer(register(database), ROWAN, REFERRED, "asked by the school")
    for typed in ("9990000018", "999 000 0018", "999-000-0018", "999\u00a0000\u00a00018", "９９９００００018"):
        assert register(database).find("nhs-number", typed) == [reference]


UNSEEN = ("\u200b", "\u00ad", "\ufeff", "\u2060", "\u202e", "\u2066", "\u3164", "\u180e", "\x00", "\x7f", "\x85")


@pytest.mark.parametrize("sign", UNSEEN)
def test_signs_that_nobody_sees_are_no_text(sign: str) -> None:
    assert holds_unseen(f"Ash{sign}grove")


@pytest.mark.parametrize("text", ["a\tb\r\nc", "Zoë Ö'Brien 中文 👩🏽‍⚕️", "می\u200cخواهم", "O\u2019Neill", "x\u00a0y"])
def test_what_is_part_of_writing_is_text(text: str) -> None:
    assert not holds_unseen(text)
    assert composed(unicodedata.normalize("NFD", text)) == unicodedata.normalize("NFC", text)
