"""What one child waits for: each open clock of theirs, at whichever provider, in words that a person can be told.

Nothing here tells whose waits they are: whoever asks by pseudonym knows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from diis.definitions.calendar import day_in_words
from diis.definitions.clocks import OPEN, Referral
from diis.definitions.local_measures import measures_in_force
from diis.definitions.oracle import counted
from diis.definitions.pathways import DIGITAL_PROVIDERS, PROVIDERS

ListKey = tuple[str, str]
"""Provider and pathway."""

_NAMES = DIGITAL_PROVIDERS | PROVIDERS
_BEGINNING = "Waiting "
"""How the title of each local measure begins."""


@dataclass(frozen=True, kw_only=True)
class ChildWait:
    """One open clock of a child.

    `received_on` is the start of the clock; of a spell it is the day its first referral was received. `referral_id` is
    the provider's own id, to ask the provider by. `days` are those waited by the day asked about. `standard_days` None
    means no standard. `told_on` is the census date of the newest list that told of it.
    """

    measure: str
    title: str
    provider: str
    pathway: str
    referral_id: str
    received_on: date
    days: int
    standard_days: int | None
    told_on: date

    @property
    def provider_name(self) -> str:
        """The name of the provider, its code where there is none."""
        return _NAMES.get(self.provider, self.provider)

    @property
    def is_over_standard(self) -> bool:
        """Whether it is longer than the standard; of just as many days it is not (design, section 7)."""
        return self.standard_days is not None and self.days > self.standard_days

    @property
    def standard_until(self) -> date | None:
        """The last day within the standard."""
        return None if self.standard_days is None else self.received_on + timedelta(days=self.standard_days)

    def in_words(self) -> str:
        """A sentence with how long, for what, where and what the standard is, and how old that knowledge is."""
        days = "1 day" if self.days == 1 else f"{self.days} days"
        standard = "no standard is set" if self.standard_days is None else f"the standard is {self.standard_days} days"
        what = self.title.removeprefix(_BEGINNING)
        return (
            f"{_BEGINNING}{days} {what} at {self.provider_name}; {standard}. Data as at {day_in_words(self.told_on)}."
        )


def open_waits(
    referrals: Iterable[Referral], as_at: date, lists: Mapping[ListKey, date], told: Mapping[Referral, date | None]
) -> Iterator[ChildWait]:
    """Every clock that is open at the end of a day, over all measures in force on it; the longest wait first.

    The referrals are all that were ever known of the children asked about: one that is over may have begun a spell
    that goes on (R-WAIT-60). `lists` are the newest census dates, `told` is of referrals that an older list told best.
    The clocks are the oracle's: of a few referrals it is quick, and it is what the figures are held to.
    """
    known = list(referrals)
    found = [
        ChildWait(
            measure=measure.id,
            title=measure.title,
            provider=one.referral.provider,
            pathway=measure.pathway,
            referral_id=one.referral.referral_id,
            received_on=one.start_on,
            days=one.clock.days,
            standard_days=measure.standard_days,
            told_on=told.get(one.referral) or lists[one.referral.provider, measure.pathway],
        )
        for measure in measures_in_force(as_at)
        for one in counted(measure, known, as_at)
        if one.clock.state == OPEN
    ]
    yield from sorted(found, key=lambda one: (-one.days, one.provider, one.measure, one.referral_id))
