"""Which feed a received path belongs to, and for which date: read from its name or header, never guessed."""

import re
from dataclasses import dataclass
from datetime import date

from diis.definitions.pathways import PROVIDERS
from diis.extracts.names import extract_name
from diis.extracts.rejections import FILE, Refused, Rejection
from diis.extracts.rtt_full_csv import period_of, recognise
from diis.extracts.sources import Source
from diis.feeds import FEEDS, RTT_FULL_CSV, WL_1, Feed

_MEMBER_OF_A_LIST = re.compile(r"(referrals|contacts|events|steps)\.csv", re.IGNORECASE)

_LONGEST_NAME = 64


@dataclass(frozen=True)
class Promise:
    """What a delivery says it is."""

    feed: Feed
    census_on: date


def promise_of(source: Source, feed: Feed | None, today: date) -> Promise:
    """Recognise a delivery; refuses one that is of another feed than `feed`, unknown, or from the future."""
    promise = _comparison(source) if source.single and not source.is_workbook else _full_list(source)
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


def _full_list(source: Source) -> Promise:
    said = extract_name(source.name)
    for feed in FEEDS:
        if (feed.layout, feed.provider, feed.pathway) == (WL_1, said.provider, said.pathway):
            return Promise(feed, said.census_on)
    if said.provider not in PROVIDERS:
        known = ", ".join(f"{code} ({name})" for code, name in PROVIDERS.items())
        raise _refused(
            "provider-unknown",
            source,
            f"The provider {said.provider} is not known here. Correct the name; known are {known}.",
        )
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
    if not recognise(source.path):
        reason = (
            "This file is in no layout that is known here. Send a folder, .zip or .xlsx of layout wl-1, or a published "
            "referral-to-treatment file (rtt-full-csv)."
        )
        raise _refused("layout-not-recognised", source, reason)
    feed = next(feed for feed in FEEDS if feed.layout == RTT_FULL_CSV)
    return Promise(feed, period_of(source.path))


def _refused(code: str, source: Source, reason: str) -> Refused:
    return Refused(Rejection(code, FILE, source.name[:255], None, None, reason))
