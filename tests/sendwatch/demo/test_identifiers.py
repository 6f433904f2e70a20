"""NHS numbers and local numbers: valid, of the test range, and each one child's only."""

import pytest

from diis.definitions.nhs_number import fault
from sendwatch.demo.identifiers import CHILDREN, local_number, nhs_number, nhs_number_of_nobody


def test_no_two_children_share_an_nhs_number() -> None:
    assert len({nhs_number(child, seed=1) for child in range(CHILDREN)}) == CHILDREN


@pytest.mark.parametrize("seed", [0, 1, 12_345_678_901])
def test_every_nhs_number_is_valid_of_the_test_range_and_no_palindrome(seed: int) -> None:
    for child in range(0, CHILDREN, 101):
        number = nhs_number(child, seed)
        assert fault(number, allow_test_range=True) is None
        assert number.startswith("999")
        assert number != number[::-1]


def test_there_is_no_number_for_one_child_too_many() -> None:
    with pytest.raises(ValueError, match="810000"):
        nhs_number(CHILDREN, seed=1)


def test_the_numbers_of_nobody_are_valid_and_no_childs() -> None:
    for number in range(10):
        spare = nhs_number_of_nobody(number)
        assert fault(spare, allow_test_range=True) is None
        assert spare[7] == "9"
    assert all(nhs_number(child, seed=1)[7] != "9" for child in range(0, CHILDREN, 997))


def test_no_two_children_share_a_local_number() -> None:
    numbers = {local_number(child, seed=1) for child in range(0, CHILDREN, 3)}
    assert len(numbers) == CHILDREN // 3
    assert {len(number) for number in numbers} == {7}
