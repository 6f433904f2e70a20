"""SNOMED CT identifiers, as far as one can be told from a slip of the pen."""

_LENGTHS = range(6, 19)
_PERMUTATION = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def is_identifier(text: str) -> bool:
    """Whether a text is 6 to 18 digits of which the last is the Verhoeff check digit of the others."""
    if not (text.isascii() and text.isdigit() and len(text) in _LENGTHS):
        return False
    check = 0
    for place, digit in enumerate(reversed(text)):
        check = _product(check, _permuted(int(digit), place))
    return check == 0


def _product(left: int, right: int) -> int:
    """Multiplication in the dihedral group of the pentagon: 0 to 4 turn, 5 to 9 flip."""
    turned = (left + right) % 5 if left < 5 else (left - right) % 5
    return turned if (left < 5) == (right < 5) else 5 + turned


def _permuted(digit: int, place: int) -> int:
    for _ in range(place % 8):
        digit = _PERMUTATION[digit]
    return digit
