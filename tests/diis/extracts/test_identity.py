"""What is told of many numbers at once is what the rule says of each; pseudonyms are HMAC, whoever computes them."""

import hashlib
import hmac

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diis.definitions.nhs_number import NEVER_A_PERSON, fault
from diis.extracts.identity import holds_number, sound, suspects_in
from diis.extracts.pseudonyms import Pseudonymiser
from tests.diis.extract_builder import nhs_number
from tests.diis.extracts.reading import contract, faults, warnings

DIGITS = st.from_regex(r"[0-9]{10}", fullmatch=True)
NUMBERS = st.one_of(
    DIGITS,
    st.integers(0, 99_999).map(nhs_number),
    st.sampled_from(sorted(NEVER_A_PERSON)),
    st.text(max_size=12),
    st.from_regex(r"[0-9\u0660-\u0669]{9,11}\n?", fullmatch=True),
    st.integers(10**8, 10**9 - 1).map(
        lambda nine: f"{nine}{-sum(int(d) * (10 - i) for i, d in enumerate(str(nine))) % 11 % 10}"
    ),
)


@given(st.lists(NUMBERS, min_size=1, max_size=20), st.booleans())
@settings(max_examples=500, deadline=None, derandomize=True)
def test_a_column_of_numbers_is_judged_as_each_of_them_is(numbers: list[str], allowed: bool) -> None:
    """R-WAIT-117."""
    judged = pl.DataFrame({"number": numbers}).select(sound(pl.col("number"), allowed)).to_series().to_list()
    assert judged == [fault(number, allow_test_range=allowed) is None for number in numbers]


@given(st.binary(min_size=32, max_size=100), st.text(st.characters(codec="utf-8"), max_size=70))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_pseudonym_is_the_first_half_of_the_hmac(key: bytes, text: str) -> None:
    expected = hmac.digest(key, f"nhs:{text}".encode(), hashlib.sha256).hex()[:32]
    assert Pseudonymiser(key).of_nhs_number(text) == expected
    assert Pseudonymiser(key).of_nhs_numbers([text, "", text]) == [
        expected,
        Pseudonymiser(key).of_nhs_number(""),
        expected,
    ]
    local = hmac.digest(key, f"local:R0D:{text}".encode(), hashlib.sha256).hex()[:32]
    assert Pseudonymiser(key).of_local_id("R0D", text) == local


@pytest.mark.parametrize("form", ["{}", "NE{}", "{}-1", "1{}2"])
@pytest.mark.parametrize("sign", ["", " ", "-"])
def test_an_id_that_holds_a_number_is_found_in_every_form(form: str, sign: str) -> None:
    number = nhs_number(1)
    written = form.format(sign.join((number[:3], number[3:6], number[6:])))
    ids = pl.Series([written, written, "NE1"])
    assert holds_number(ids, pl.Series([number, nhs_number(2), number])).to_list() == [True, False, False]
    of_number = contract().pseudonymiser.of_nhs_number
    assert (7, of_number(number)) in suspects_in(pl.Series([7, 8, 9]), ids, contract()).rows()


def test_digits_that_no_check_digit_fits_are_no_suspects() -> None:
    assert suspects_in(pl.Series([1, 2]), pl.Series(["9990000000", "NE000001"]), contract()).is_empty()


def test_a_local_id_that_is_the_nhs_number_is_told_and_the_child_is_counted() -> None:
    """No local id is kept, so nothing leaks; but the child would be two children where the number is not sent."""
    assert faults(local_patient_id=nhs_number(1)) == []
    assert warnings(local_patient_id=nhs_number(1)) == [("identifier-in-local-id", "local_patient_id")]
    assert warnings(local_patient_id=nhs_number(2)) == []
