"""Names of received files, as far as a log may hold them: a sender may have put a person into any other name."""

import re

from diis.extracts.names import extract_name
from diis.extracts.rejections import Refused

OF_ANOTHER_FORM = "one of another form of name"

_PUBLISHED = re.compile(r"\d{8}-RTT-[A-Z][a-z]{2,8}-\d{4}-(full-extract(-revised)?|[A-Z0-9]{3,6})\.csv", re.ASCII)


def name_in_logs(name: str) -> str:
    """A name of the agreed form, or words in its place."""
    if _PUBLISHED.fullmatch(name):
        return name
    try:
        extract_name(name)
    except Refused:
        return OF_ANOTHER_FORM
    return name
