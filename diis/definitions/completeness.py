"""What stands behind every number: whose list is in, how old it is, and how much of it could be used.

A figure that lacks a provider says so and is never silently smaller.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from diis.definitions.calendar import day_in_words
from diis.definitions.figures import WINDOW_DAYS
from diis.definitions.pathways import PROVIDERS
from diis.definitions.suppression import suppressed_count, suppressed_statistic, whole

ATTRIBUTES = ("gender", "ethnicity", "deprivation", "priority")
"""What a referral must tell to be counted in every breakdown; `unmapped` lacks at least one of them."""

TOLD_BACK_DAYS = 400
"""A full list holds whoever was closed in so many days before it (layout wl-1), and nobody who was closed earlier."""

NOTED_FROM_PERCENT = 1.0
"""A smaller share of rows in quarantine is in the figures of completeness, and in no sentence."""


@dataclass(frozen=True, kw_only=True)
class Unmapped:
    """How many listed referrals lack each attribute, or have a code that says it is not known."""

    listed: int = 0
    any_of: int = 0
    each: tuple[int, ...] = (0,) * len(ATTRIBUTES)


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """One list that a provider should send or has sent, as known at a load, against the day of a figure.

    `pathway` None: a whole submission. `late_after_days` None: on no timetable. `rows_in` and `quarantined` are of the
    newest list; `held` and `refused` count newer lists that wait for a person or could not be read. `first_on` is the
    census of the oldest list.
    """

    provider: str
    pathway: str | None
    as_at: date
    census_on: date | None
    late_after_days: int | None
    rows_in: int = 0
    quarantined: int = 0
    held: int = 0
    refused: int = 0
    first_on: date | None = None
    unmapped: Unmapped = Unmapped()

    @property
    def is_in(self) -> bool:
        """Whether a list of it was ever loaded."""
        return self.census_on is not None

    @property
    def days_behind(self) -> int | None:
        """Days of the figure that its newest list says nothing of, None without a list."""
        return max(0, (self.as_at - self.census_on).days) if self.census_on is not None else None

    @property
    def is_missing(self) -> bool:
        """Whether figures lack it: it never came, or its newest list is older than is agreed."""
        if self.days_behind is None:
            return True
        return self.late_after_days is not None and self.days_behind > self.late_after_days

    @property
    def told_since(self) -> date | None:
        """The day before which its lists tell of nobody who was closed; None for a submission, or without a list."""
        if self.pathway is None or self.first_on is None:
            return None
        return self.first_on - timedelta(days=TOLD_BACK_DAYS)

    @property
    def is_before_its_lists(self) -> bool:
        """Whether figures of the day look back to a time of which its lists tell in part."""
        return self.told_since is not None and self.as_at - timedelta(days=WINDOW_DAYS) < self.told_since

    @property
    def quarantined_share(self) -> float | None:
        """Percentage of the newest list's rows that were set aside."""
        return _exact_share(self.quarantined, self.rows_in)

    @property
    def unmapped_share(self) -> float | None:
        """Percentage of listed referrals that lack an attribute that breakdowns need."""
        return _exact_share(self.unmapped.any_of, self.unmapped.listed)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is said against figures that rest on it."""
        return not self.sentences()

    def sentences(self, *, exact: bool = False) -> list[str]:
        """What people must know beside a number, most important first; none if all is well.

        A row is a child (docs/adr/0012): a share that rests on fewer than 5 is told in words, unless `exact`.
        """
        who = PROVIDERS.get(self.provider, self.provider)
        what = f"its {self._about} list" if self.pathway else "its data"
        found = [self._on_time(who, what)] if self.days_behind != 0 else []
        if self.is_before_its_lists and self.told_since and self.first_on:
            found.append(
                f"The lists of {who} ({self._about}) begin on {day_in_words(self.first_on)} and tell of nobody closed "
                f"before {day_in_words(self.told_since)}: these figures are too small."
            )
        if self.held:
            found.append(
                f"{_newer(self.held)} of {who} ({self._about}) {_waits(self.held)} for a person to release it."
            )
        if self.refused:
            found.append(f"{_newer(self.refused)} of {who} ({self._about}) could not be read and was refused.")
        share = self.quarantined_share
        if share is not None and share >= NOTED_FROM_PERCENT:
            told = exact or suppressed_count(self.quarantined) is not None
            rows = f"{whole(share)}% of the rows" if told else "A few rows (fewer than 5)"
            found.append(f"{rows} in the newest list of {who} ({self._about}) were set aside.")
        return found

    @property
    def _about(self) -> str:
        return (self.pathway or "submission").replace("-", " ")

    def _on_time(self, who: str, what: str) -> str:
        if self.census_on is None:
            return f"{who} has never sent {what}: these figures are too small."
        since = day_in_words(self.census_on)
        if self.is_missing:
            return f"{who} has not sent {what} since {since}: these figures may be too small."
        return f"The newest list of {who} ({self._about}) is of {since}: nothing after that day is counted."

    def as_json(self, *, exact: bool = False) -> dict[str, object]:
        """For machines: facts and what follows from them; counts and shares in their shown form unless `exact`."""
        facts = asdict(self)
        del facts["unmapped"], facts["as_at"]
        count, share = (_as_it_is, _exact_share) if exact else (suppressed_count, _shown_share)
        listed = self.unmapped.listed
        return facts | {
            "rows_in": count(self.rows_in),
            "quarantined": count(self.quarantined),
            "is_in": self.is_in,
            "told_since": self.told_since,
            "missing": self.is_missing,
            "days_behind": self.days_behind,
            "quarantined_share": share(self.quarantined, self.rows_in),
            "unmapped_share": share(self.unmapped.any_of, listed),
            "unknown_share": {
                name: share(lack, listed) for name, lack in zip(ATTRIBUTES, self.unmapped.each, strict=True)
            },
            "sentences": self.sentences(exact=exact),
        }


def behind(all_of_it: Iterable[Completeness], pathway: str, provider: str | None = None) -> list[Completeness]:
    """What stands behind the figures of a pathway, of one provider or of all together."""
    return [one for one in all_of_it if one.pathway == pathway and provider in (None, one.provider)]


def missing(all_of_it: Iterable[Completeness]) -> list[Completeness]:
    """The lists that figures lack."""
    return [one for one in all_of_it if one.is_missing]


def _exact_share(part: int, of: int) -> float | None:
    """In percent; None over nothing."""
    return 100 * part / of if of else None


def _shown_share(part: int, of: int) -> float | None:
    """The same as it may be shown: a whole number, None where fewer than 5 stand behind it (R-WAIT-95)."""
    return suppressed_statistic(_exact_share(part, of), part)


def _as_it_is(count: int) -> int | None:
    return count


def _newer(count: int) -> str:
    return "A newer list" if count == 1 else f"{count} newer lists"


def _waits(count: int) -> str:
    return "waits" if count == 1 else "wait"
