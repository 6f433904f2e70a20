"""What waits in an inbox, and what lies there that no pull will ever take."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from diis.delivery import promise_of
from diis.extracts.rejections import Refused
from diis.extracts.sources import source_of
from diis.extracts.verdict import Verdict
from diis.feeds import FEEDS_BY_NAME
from diis.intake import Intake
from diis.pull import pull


def pull_inbox(name: str, inbox: Path, intake: Intake) -> Iterator[Verdict]:
    """Pull what lies in an inbox, in the order of the names, which is that of the census dates."""
    for path in waiting(inbox):
        yield pull(FEEDS_BY_NAME[name], path, intake)


def strays(name: str, inbox: Path, today: date) -> list[str]:
    """The code of the refusal for each entry that is not an extract of its feed, by its name or its make."""
    codes = []
    for path in waiting(inbox):
        try:
            promise_of(source_of(path), FEEDS_BY_NAME[name], today)
        except Refused as refused:
            codes.append(refused.rejections[0].code)
    return codes


def waiting(inbox: Path) -> list[Path]:
    return sorted(path for path in inbox.iterdir() if not path.name.startswith(".")) if inbox.is_dir() else []
