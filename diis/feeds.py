"""The table of feeds: who sends what, when, and how late is late. A new feed is one row here."""

from dataclasses import dataclass

from diis.definitions.national.submissions import CSDS, MHSDS

WL_1 = "wl-1"
RTT_FULL_CSV = "rtt-full-csv"
AUTISM_CSV = "autism-csv"
EVERY_PROVIDER = "all"
"""The provider of a publication that covers them all."""
SUBMISSIONS = (MHSDS, CSDS)
"""Layouts of monthly national submissions."""


def subject_of(layout: str, pathway: str | None) -> str | None:
    """What the lists of a feed are about: a pathway, or the data set of a national submission; else None."""
    return pathway or (layout if layout in SUBMISSIONS else None)


@dataclass(frozen=True)
class Profile:
    """What was agreed with a provider beyond the layout; by default nothing is, and the layout is taken at its word.

    `encoding` is tried where a file is not UTF-8, `aliases` pairs a column as sent with that of the layout,
    `serial_dates` takes a spreadsheet's day numbers (1900 system) in dated columns, and `not_known_dates` are dates
    that the provider's system writes for "not known", as they stand in the file. Each use of any of them is told.
    """

    encoding: str | None = None
    delimiter: str = ","
    aliases: tuple[tuple[str, str], ...] = ()
    serial_dates: bool = False
    not_known_dates: frozenset[str] = frozenset()


STRICT = Profile()


@dataclass(frozen=True)
class Feed:
    """One list that one provider sends on a timetable.

    `pathway` is None for national submissions and published aggregates, which cover no single pathway. `cron` is in
    UTC and outside the hours that a clock change skips or repeats. `late_after_days` counts from the census date of
    the newest list we hold; it is a working limit to be agreed with each provider, not a national standard.
    """

    name: str
    layout: str
    provider: str
    pathway: str | None
    owner: str
    cron: str
    late_after_days: int
    about: str
    profile: Profile = STRICT

    @property
    def subject(self) -> str | None:
        """With the provider, what tells one feed from another."""
        return subject_of(self.layout, self.pathway)


FEEDS: tuple[Feed, ...] = (
    Feed(
        name="rdy-camhs-gateway",
        layout=WL_1,
        provider="RDY",
        pathway="camhs-gateway",
        owner="Dorset HealthCare, children's services information team",
        cron="15 5 * * *",
        late_after_days=10,
        about="CAMHS Gateway referrals and decisions, a full list each week.",
    ),
    Feed(
        name="rbd-neurodevelopmental",
        layout=WL_1,
        provider="RBD",
        pathway="neurodevelopmental",
        owner="Dorset County Hospital, information services",
        cron="20 5 * * *",
        late_after_days=10,
        about="Neurodevelopmental assessment referrals, a full list each week.",
    ),
    Feed(
        name="r0d-neurodevelopmental",
        layout=WL_1,
        provider="R0D",
        pathway="neurodevelopmental",
        owner="University Hospitals Dorset, information services",
        cron="25 5 * * *",
        late_after_days=10,
        about="Neurodevelopmental assessment referrals, a full list each week.",
    ),
    Feed(
        name="rbd-community-paediatrics",
        layout=WL_1,
        provider="RBD",
        pathway="community-paediatrics",
        owner="Dorset County Hospital, information services",
        cron="30 5 * * *",
        late_after_days=10,
        about="Community paediatrics referrals, a full list each week.",
    ),
    Feed(
        name="r0d-community-paediatrics",
        layout=WL_1,
        provider="R0D",
        pathway="community-paediatrics",
        owner="University Hospitals Dorset, information services",
        cron="35 5 * * *",
        late_after_days=10,
        about="Community paediatrics referrals, a full list each week.",
    ),
    Feed(
        name="rbd-rtt",
        layout=RTT_FULL_CSV,
        provider="RBD",
        pathway=None,
        owner="NHS Dorset, performance team",
        cron="40 5 * * *",
        late_after_days=75,
        about="Published referral-to-treatment counts for Dorset County Hospital, a comparison line each month.",
    ),
    Feed(
        name="rdy-mhsds",
        layout=MHSDS,
        provider="RDY",
        pathway=None,
        owner="Dorset HealthCare, information services",
        cron="45 5 * * *",
        late_after_days=75,
        about="Mental health data as submitted nationally (MHSDS), each month.",
    ),
    Feed(
        name="rbd-csds",
        layout=CSDS,
        provider="RBD",
        pathway=None,
        owner="Dorset County Hospital, information services",
        cron="50 5 * * *",
        late_after_days=75,
        about="Community data as submitted nationally (CSDS), each month.",
    ),
    Feed(
        name="r0d-csds",
        layout=CSDS,
        provider="R0D",
        pathway=None,
        owner="University Hospitals Dorset, information services",
        cron="55 5 * * *",
        late_after_days=75,
        about="Community data as submitted nationally (CSDS), each month.",
    ),
    Feed(
        name="england-autism",
        layout=AUTISM_CSV,
        provider=EVERY_PROVIDER,
        pathway=None,
        owner="NHS Dorset, performance team",
        cron="0 6 * * *",
        late_after_days=200,
        about="Published autism statistics for England, comparison lines each quarter.",
    ),
)

FEEDS_BY_NAME: dict[str, Feed] = {feed.name: feed for feed in FEEDS}
