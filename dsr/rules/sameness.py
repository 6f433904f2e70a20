"""When two texts are the same to whoever looks for a person: however each was typed, and by which programme.

Names come from keyboards, letters and exports. `O'Neill` has four kinds of apostrophe, `Zoë` two spellings that look
alike, `Anne-Marie` six hyphens; a coordinator types Zoe. Who is found must not hang on it (H2). It is for finding and
for warning alone: what is kept and shown is what was typed, and nobody becomes one with somebody else by it alone.
"""

import unicodedata

_LIKE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that are no letter with an accent, and are typed like one."""
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters by their class that nobody sees."""
_QUOTES = frozenset(map(chr, range(0x2B0, 0x300))) | {"\ua78b", "\ua78c"}
"""Letters by their class that are apostrophes and other signs beside a letter."""
_NOT_COMPARED = _FILLERS | _QUOTES
_PART_OF_TEXT = frozenset("\t\n\r\v\u200c\u200d")
"""Tabs and ends of lines, and the joiners that some words and pictures are written with."""


def folded(text: str) -> str:
    """A text as it is compared: without case, accents, width, blanks, quotes, dashes and signs that nobody sees.

    Two texts that fold to the same may be of two people: whoever finds them looks at them.
    """
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LIKE)
    return "".join(sign for sign in spread if sign.isalnum() and sign not in _NOT_COMPARED)


def composed(text: str) -> str:
    """A text as it is kept: as it was typed, each letter with its accents as one sign (NFC)."""
    return unicodedata.normalize("NFC", text)


def holds_unseen(text: str) -> bool:
    """Whether signs are in it that nobody sees or that turn the order of others: it looks like another (B06, B07).

    Ends of lines, tabs and joiners of letters are part of a text.
    """
    return any(_is_unseen(sign) for sign in text)


def _is_unseen(sign: str) -> bool:
    return sign in _FILLERS or (unicodedata.category(sign) in {"Cc", "Cf"} and sign not in _PART_OF_TEXT)
