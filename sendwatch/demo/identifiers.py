"""Identifiers that belong to nobody: NHS numbers of the 999 test range, local patient numbers, one for each child."""

CHILDREN = 810_000
"""How many NHS numbers can be made: 999, five digits of which the last is not 9, and one of nine last digits."""

_PREFIXES = CHILDREN // 9
_STRIDE = 611_953
"""Shares no factor with CHILDREN or 10 million, so that stepping by it visits every number once."""

_HALF = 6
"""Times 2 it leaves 1 modulo 11: the ninth digit has weight 2."""

_LOCAL_NUMBERS = 10_000_000


def nhs_number(child: int, seed: int) -> str:
    """The valid NHS number (R-WAIT-117) of a child counted from 0: two children never share one.

    No palindrome and no repeated digit is among them, since the eighth digit is never 9.
    """
    if not 0 <= child < CHILDREN:
        raise ValueError(f"there is no NHS number for child {child}")
    place = (child * _STRIDE + seed) % CHILDREN
    prefix, choice = place % _PREFIXES, place // _PREFIXES
    return _completed(f"999{prefix // 9:04}{prefix % 9}", choice)


def nhs_number_of_nobody(number: int) -> str:
    """A valid NHS number that no child of any demo has."""
    return _completed(f"999{number:04}9", 0)


def _completed(digits: str, choice: int) -> str:
    """Eight digits with a ninth, the one of that place among those that have a check digit, and the check digit."""
    weighted = _weighted(digits)
    last = choice if choice < _without_check(weighted) else choice + 1
    return f"{digits}{last}{-(weighted + 2 * last) % 11}"


def _weighted(digits: str) -> int:
    """The sum over the first eight digits."""
    a, b, c, d, e, f, g, h = map(int, digits)
    return 10 * a + 9 * b + 8 * c + 7 * d + 6 * e + 5 * f + 4 * g + 3 * h


def _without_check(weighted: int) -> int:
    """The ninth digit after which the check value would be 10, which no digit is; 10 if there is none such."""
    return (1 - weighted) * _HALF % 11


def local_number(child: int, seed: int) -> str:
    """Seven digits that a provider might print on a child's folder."""
    return f"{(child * _STRIDE + 7 * seed) % _LOCAL_NUMBERS:07}"
