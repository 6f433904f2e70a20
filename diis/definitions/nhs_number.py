"""The NHS number: its check digit, and the values that are never a person's (R-WAIT-117)."""

TEST_RANGE = "999"
NEVER_A_PERSON = frozenset({"0123456789", *(digit * 10 for digit in "0123456789")})


def _weighted(*weights: int) -> dict[str, int]:
    """Three digits to their weighted sum: three look-ups judge a number, and a sign that is no digit is not found."""
    return {f"{n:03}": sum(int(d) * w for d, w in zip(f"{n:03}", weights, strict=True)) for n in range(1000)}


_FIRST, _SECOND, _THIRD = _weighted(10, 9, 8), _weighted(7, 6, 5), _weighted(4, 3, 2)
_CHECK = {str(digit): digit for digit in range(10)}


def normalised(text: str) -> str:
    """The number without the spaces of its 3-3-4 form; any other text unchanged."""
    if len(text) == 12 and text[3] == " " == text[7]:
        return text[:3] + text[4:7] + text[8:]
    return text


def fault(number: str, *, allow_test_range: bool) -> str | None:
    """What is wrong with a ten-digit NHS number, as a rejection code; None if nothing is.

    Weights 10 to 2 on the first nine digits; check = 11 - (sum mod 11), 11 becomes 0, 10 is never valid.
    """
    try:
        weighted = _FIRST[number[:3]] + _SECOND[number[3:6]] + _THIRD[number[6:9]]
        check = _CHECK[number[9:]]
    except KeyError:
        return "nhs-number-shape"
    if 11 - weighted % 11 != (check or 11):
        return "nhs-number-check-digit"
    if number in NEVER_A_PERSON:
        return "nhs-number-sentinel"
    if number.startswith(TEST_RANGE) and not allow_test_range:
        return "nhs-number-test-range"
    return None
