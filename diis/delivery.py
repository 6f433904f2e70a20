"""Which feed a received path belongs to, and for which date: read from its name or header, never guessed."""

import re
from dataclasses import dataclass
from datetime import date

from diis.definitions.pathways import DIGITAL_PROVIDERS, PROVIDERS
from diis.extracts import autism_csv
from diis.extracts.monthly.periods import submission_name
from diis.extracts.names import extract_name
from diis.extracts.rejections import FILE, Refused, Rejection
from diis.extracts.rtt_full_csv import period_of, recognise
from diis.extracts.sources import Source
from diis.feeds import AUTISM_CSV, EVERY_PROVIDER, FEEDS, RTT_FULL_CSV, WL_1, Feed

_MEMBER_OF_A_LIST = re.compile(r"(referrals|contacts|events|steps)\.csv", re.IGNORECASE)

_LONGEST_NAME = 64


@dataclass(frozen=True)
class Promise:
    """What a delivery says it is."""

    feed: Feed
    census_on: date


def promise_of(source: Source, feed: Feed | None, today: date) -> Promise:
    """Recognise a delivery; refuses one that is of another feed than `feed`, unknown, or from the future."""
    promise = (
        _comparison(source) if source.single and not source.is_workbook else _submission(source) or _full_list(source)
    )
    if feed is not None and promise.feed.name != feed.name:
        reason = (
            f"This is an extract of {promise.feed.name}, found in the inbox of {feed.name}. Nothing of it was read. "
            f"Tell both senders, for one may see the other's children: {promise.feed.owner}; {feed.owner}. "
            "Move it to the right inbox."
        )
        raise _refused("wrong-feed", source, reason)
    if promise.census_on > today:
        raise _refused(
            "census-in-future", source, f"The census date {promise.census_on} is in the future. Correct the name."
        )
    return promise


def names_an_extract(name: str) -> bool:
    """Whether a folder of this name is an extract itself, whatever lies in it."""
    try:
        return submission_name(name) is not None or extract_name(name) is not None
    except Refused:
        return False


def _submission(source: Source) -> Promise | None:
    """The monthly national submission that a name tells of, None for another kind of name."""
    said = submission_name(source.name)
    if said is None:
        return None
    owner = (PROVIDERS | DIGITAL_PROVIDERS).get(said.provider)
    if owner is None:
        raise _provider_unknown(source, said.provider)
    expected = (feed for feed in FEEDS if (feed.layout, feed.provider) == (said.layout, said.provider))
    unscheduled = Feed(
        name=f"{said.provider}-{said.layout}".lower(),
        layout=said.layout,
        provider=said.provider,
        pathway=None,
        owner=owner,
        cron="",
        late_after_days=0,
        about="Sent without an agreed timetable.",
    )
    return Promise(next(expected, unscheduled), said.last_on)


def _full_list(source: Source) -> Promise:
    said = extract_name(source.name)
    for feed in FEEDS:
        if (feed.layout, feed.provider, feed.pathway) == (WL_1, said.provider, said.pathway):
            return Promise(feed, said.census_on)
    if said.provider not in PROVIDERS:
        raise _provider_unknown(source, said.provider)
    unscheduled = Feed(
        name=f"{said.provider}-{said.pathway}".lower(),
        layout=WL_1,
        provider=said.provider,
        pathway=said.pathway,
        owner=PROVIDERS[said.provider],
        cron="",
        late_after_days=0,
        about="Sent without an agreed timetable.",
    )
    return Promise(unscheduled, said.census_on)


def _comparison(source: Source) -> Promise:
    if len(source.name) > _LONGEST_NAME or not source.name.isprintable():
        reason = f"The name of a file has at most {_LONGEST_NAME} characters, all of them printable. Rename it."
        raise _refused("name-not-usable", source, reason)
    if _MEMBER_OF_A_LIST.fullmatch(source.name):
        reason = "This is one file of an extract. Give the folder that holds it: <provider>_<pathway>_<census date>."
        raise _refused("file-of-an-extract", source, reason)
    if autism_csv.recognise(source.path):
        return _autism(source)
    if not recognise(source.path):
        raise _refused("layout-not-recognised", source, _not_recognised(source.name))
    feed = next(feed for feed in FEEDS if feed.layout == RTT_FULL_CSV)
    return Promise(feed, period_of(source.path))


def _not_recognised(name: str) -> str:
    """Why a single file is not taken, and what to send instead."""
    if name.lower().endswith(".xls"):
        return "This is an old Excel workbook (.xls). Open it in Excel, save it as .xlsx, and send that."
    return (
        "This file is in no layout that is known here. Send a folder, .zip or .xlsx of layout wl-1 (`sendwatch layout` "
        "says what is in it), or a published referral-to-treatment file (rtt-full-csv) or autism file (autism-csv)."
    )


def _autism(source: Source) -> Promise:
    """The published autism statistics, up to the newest month in the file."""
    expected = (feed for feed in FEEDS if feed.layout == AUTISM_CSV)
    unscheduled = Feed(
        name=AUTISM_CSV,
        layout=AUTISM_CSV,
        provider=EVERY_PROVIDER,
        pathway=None,
        owner="NHS England",
        cron="",
        late_after_days=0,
        about="Published autism statistics, comparison lines.",
    )
    return Promise(next(expected, unscheduled), autism_csv.last_period_of(source.path))


def _provider_unknown(source: Source, provider: str) -> Refused:
    known = ", ".join(f"{code} ({name})" for code, name in PROVIDERS.items())
    reason = f"The provider {provider} is not known here. Correct the name; known are {known}."
    return _refused("provider-unknown", source, reason)


def _refused(code: str, source: Source, reason: str) -> Refused:
    return Refused(Rejection(code, FILE, source.name[:255], None, None, reason))
