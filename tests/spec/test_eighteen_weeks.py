"""Spec: the 18-week right in community paediatrics, a local measure (R-WAIT-01 to 13)."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from diis.definitions.eighteen_weeks import EIGHTEEN_WEEK_RIGHT, eighteen_week_figures
from diis.definitions.national.months import first_day, last_day, month_id
from diis.definitions.national.submissions import ClockRow, ReferralRow, Submissions, TeamRow

ORACLES = Path(__file__).parents[1] / "oracles"
APRIL, MARCH = month_id(date(2026, 4, 1)), month_id(date(2026, 3, 1))
AT = date(2026, 4, 30)


def clock(
    start: str = "",
    status: str | None = "20",
    end: str = "",
    *,
    provider: str = "RBD",
    referral: str = "R1",
    month: int = APRIL,
    kind: str | None = "01",
    pathway: str | None = None,
) -> ClockRow:
    started, ended = (date.fromisoformat(day) if day else None for day in (start, end))
    return ClockRow(provider, month, referral, status, started, ended, kind, pathway)


def sent(*clocks: ClockRow, team_type: str = "06", months: tuple[tuple[str, int], ...] = ()) -> Submissions:
    """Submissions with those periods, each on a referral of its own provider; `months` are sent without periods."""
    told = {(one.provider, one.month, one.referral_id) for one in clocks}
    told |= {(provider, month, "other") for provider, month in months}
    received = date(2020, 1, 1)
    return Submissions(
        referrals=tuple(ReferralRow(*each, person="p", received_on=received) for each in sorted(told)),
        teams=tuple(TeamRow(*each, team="T", team_type=team_type) for each in sorted(told)),
        clocks=clocks,
    )


def figures(submissions: Submissions, provider: str = "all", as_at: date = AT) -> dict[str, float | None]:
    found = eighteen_week_figures(submissions, as_at, as_known=1)
    return {one.figure: one.value for one in found if one.provider == provider}


def shown(submissions: Submissions, *names: str, provider: str = "all") -> tuple[float | None, ...]:
    got = figures(submissions, provider)
    return tuple(got[name] for name in names)


def test_it_is_never_called_published() -> None:
    assert EIGHTEEN_WEEK_RIGHT.title.startswith("18-week right, local measure")
    assert not any(one.published for one in eighteen_week_figures(sent(clock("2026-04-01")), AT, 1))


STATUSES: list[tuple[str | None, str, tuple[int, int, int]]] = [
    # status, end, (open, stopped, status-not-known)
    ("10", "", (1, 0, 0)),
    ("11", "", (1, 0, 0)),
    ("12", "", (1, 0, 0)),
    ("20", "", (1, 0, 0)),
    ("21", "", (1, 0, 0)),
    ("30", "2026-04-10", (0, 1, 0)),
    ("31", "2026-04-10", (0, 1, 0)),
    ("32", "2026-04-10", (0, 1, 0)),
    ("34", "2026-04-10", (0, 1, 0)),
    ("35", "2026-04-10", (0, 1, 0)),
    ("36", "2026-04-10", (0, 1, 0)),
    ("33", "2026-04-10", (0, 0, 0)),
    ("90", "", (0, 0, 0)),
    ("91", "", (0, 0, 0)),
    ("92", "", (0, 0, 0)),
    ("98", "", (0, 0, 0)),
    ("99", "", (0, 0, 1)),
    (None, "", (0, 0, 1)),
    ("30", "", (0, 0, 1)),  # a stop without its day
    ("20", "2026-04-10", (0, 0, 1)),  # an end without a stop
    ("30", "2026-03-31", (0, 0, 0)),
]


@pytest.mark.parametrize(("status", "end", "expected"), STATUSES)
def test_the_seventeen_status_codes(status: str | None, end: str, expected: tuple[int, int, int]) -> None:
    """R-WAIT-05, 08, 11: what starts, continues, stops, nullifies or does not count."""
    submissions = sent(clock("2026-01-05", status, end))
    assert shown(submissions, "open", "stopped", "status-not-known") == expected


@pytest.mark.parametrize(
    ("days", "over_standard", "share", "over_52", "over_104"),
    [
        (0, 0, 100, 0, 0),
        (126, 0, 100, 0, 0),
        (127, 1, 0, 0, 0),
        (364, 1, 0, 0, 0),
        (365, 1, 0, 1, 0),
        (728, 1, 0, 1, 0),
        (729, 1, 0, 1, 1),
    ],
)
def test_the_edges_of_the_standard_and_of_long_waits(
    days: int, over_standard: int, share: float, over_52: int, over_104: int
) -> None:
    """R-WAIT-12: within 18 weeks is day 126 or less, over 52 weeks is day 365 or more."""
    submissions = sent(clock(str(AT - timedelta(days=days))))
    names = ("open-over-standard", "within-18-weeks-share", "over-52-weeks", "over-104-weeks")
    assert shown(submissions, *names) == (over_standard, share, over_52, over_104)


def test_the_week_bands_are_those_of_the_published_return() -> None:
    """R-WAIT-13, against the official band edges."""
    with (ORACLES / "rtt_band_day_edges.csv").open(encoding="utf-8", newline="") as file:
        edges = list(csv.DictReader(file))
    labels = [name for name in figures(sent(clock("2026-04-01"))) if name.startswith("open-weeks:")]
    assert len(labels) == len(edges) == 105
    for label, edge in zip(labels, edges, strict=True):
        for day in {edge["first_day"], edge["last_day"] or edge["first_day"]}:
            got = figures(sent(clock(str(AT - timedelta(days=int(day))))))
            assert [name for name in labels if got[name]] == [label]


def test_no_pause_shortens_a_wait() -> None:
    """R-WAIT-07: every calendar day counts, whatever was sent in between."""
    submissions = sent(clock("2025-12-25", "10", month=MARCH), clock("2025-12-25"))
    assert shown(submissions, "open", "open-weeks:17-18") == (1, 1)


def test_a_period_that_is_sent_every_month_is_one_period_as_it_was_sent_last() -> None:
    submissions = sent(clock("2026-01-05", "10", month=MARCH), clock("2026-01-05", "30", "2026-04-02"))
    assert shown(submissions, "open", "stopped", "stopped-within-standard") == (0, 1, 1)
    assert figures(submissions, as_at=last_day(MARCH))["open"] == 1


def test_active_monitoring_stops_and_a_later_decision_to_treat_starts_at_zero() -> None:
    """R-WAIT-06."""
    submissions = sent(clock("2025-01-05", "32", "2026-04-01", pathway="P"), clock("2026-04-20", "11", pathway="P"))
    assert shown(submissions, "open", "open-weeks:1-2", "stopped", "stopped-within-standard") == (1, 1, 1, 0)


def test_a_missed_first_appointment_nullifies_and_a_new_period_starts() -> None:
    """R-WAIT-08."""
    submissions = sent(clock("2026-01-05", "33", "2026-04-01"), clock("2026-04-20", "10"))
    assert shown(submissions, "open", "open-weeks:1-2", "stopped") == (1, 1, 0)


def test_a_transfer_keeps_the_first_start_and_counts_once_with_the_receiver() -> None:
    """R-WAIT-10 and its oracle: referred 2026-01-05 at one provider, received 2026-03-02 by another: 115 days."""
    submissions = sent(
        clock("2026-01-05", "21", provider="R0D", referral="A", month=MARCH, pathway="P"),
        clock("2026-03-02", "20", provider="RBD", referral="B", pathway="P"),
        months=(("R0D", APRIL),),
    )
    assert shown(submissions, "open", provider="RBD") == (1,)
    assert shown(submissions, "open", provider="R0D") == (0,)
    band = (AT - date(2026, 1, 5)).days
    assert (band, shown(submissions, "open-weeks:16-17")) == (115, (1,))


def test_a_transfer_that_nobody_received_stays_with_the_sender() -> None:
    submissions = sent(clock("2026-01-05", "21", provider="R0D", pathway="P"))
    assert shown(submissions, "open", provider="R0D") == (1,)


def test_a_period_that_is_no_longer_sent_is_not_open() -> None:
    submissions = sent(clock("2026-01-05", month=MARCH), months=(("RBD", APRIL),))
    assert shown(submissions, "open") == (0,)
    assert shown(sent(clock("2026-01-05", month=MARCH)), "open") == (1,)  # nothing newer was sent


@pytest.mark.parametrize(
    ("kind", "team_type", "counted"), [("01", "06", 1), (None, "06", 1), ("02", "06", 0), ("01", "33", 0)]
)
def test_only_consultant_led_periods_of_community_paediatrics_count(
    kind: str | None, team_type: str, counted: int
) -> None:
    submissions = sent(clock("2026-01-05", kind=kind), team_type=team_type)
    assert shown(submissions, "open") == (counted,)


def test_a_share_over_nothing_is_nothing_and_counts_are_zero() -> None:
    got = figures(sent(months=(("RBD", APRIL),)))
    assert (got["open"], got["within-18-weeks-share"], got["stopped"]) == (0, None, 0)


def test_there_are_figures_at_month_ends_only() -> None:
    submissions = sent(clock("2026-01-05"))
    assert eighteen_week_figures(submissions, date(2026, 4, 29), 1) == []
    assert eighteen_week_figures(Submissions(), AT, 1) == []
    assert eighteen_week_figures(submissions, first_day(MARCH), 1) == []
