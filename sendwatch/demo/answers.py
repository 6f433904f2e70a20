"""The answer sheet of a demo: what is true of it because it was made so, for tests and outside checks to recover.

All of it can be recovered from the files alone, but for who `will turn 18 before assessment`: that is the future.
"""

import json
from collections import Counter, defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sendwatch.demo.days import iso
from sendwatch.demo.entries import Entry
from sendwatch.demo.incidents import LEAVERS_FEED, SILENT_FEED, SLOW_FEED, SPOILT_FEED, silent_weeks
from sendwatch.demo.leavers import Leavers
from sendwatch.demo.monthly.faults import SPOILT
from sendwatch.demo.monthly.faults import faults as monthly_faults
from sendwatch.demo.monthly.months import RESTATED, Submission, is_late
from sendwatch.demo.monthly.writing import Submissions
from sendwatch.demo.plan import Plan
from sendwatch.demo.planted import faults, good_referral_id, spoilt_timetable

ANSWERS_FILE = "answers.json"
_DUPLICATES = 1

Sheet = dict[str, Any]


class Answers:
    """Adds up what is true of the newest lists while they are written."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._holds: dict[str, Counter[str]] = defaultdict(Counter)
        self._longest: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)

    def add(self, entry: Entry) -> None:
        """Take in a referral that is on the newest list of its feed."""
        feed = self._plan.timetables[entry.timetable].flow.feed
        self._holds[feed].update(sorted(entry.truth.holds))
        if entry.truth.longest is not None:
            self._longest[feed][entry.truth.longest] += 1

    def write(self, out: Path, leavers: Leavers, submissions: Submissions, register: Sheet) -> None:
        sheet = {
            "newest_census": {table.flow.feed: iso(table.newest) for table in self._plan.timetables},
            "incidents": self._incidents(),
            "leavers": _leavers(leavers),
            "quarantined_each_week": self._quarantined(),
            "referrals_of_which": {feed: dict(sorted(counts.items())) for feed, counts in sorted(self._holds.items())},
            "longest_gap": {feed: _longest(counts) for feed, counts in sorted(self._longest.items())},
            "monthly": _monthly(submissions),
            "register": register,
        }
        (out / ANSWERS_FILE).write_bytes((json.dumps(sheet, indent=1) + "\n").encode())

    def _incidents(self) -> Sheet:
        silent = silent_weeks(SILENT_FEED, self._plan.weeks)
        return {"silent_feed": SILENT_FEED if silent else None, "silent_weeks": silent, "slow_feed": SLOW_FEED}

    def _quarantined(self) -> Sheet:
        table = spoilt_timetable(self._plan)
        return {
            "feed": SPOILT_FEED,
            "rows": [
                {"file": fault.file, "referral_id": fault.referral_id, "field": fault.field, "about": fault.about}
                for fault in faults(table)
            ],
            "duplicates": [good_referral_id(table.flow)] * _DUPLICATES,
        }


def _leavers(leavers: Leavers) -> Sheet:
    gone = [
        {
            "referral_id": child.referral_id,
            "last_seen_on": iso(child.last_seen_on),
            "missing_from_on": iso(child.missing_from_on),
            "back_on": iso(child.back_on) if child.back_on else None,
        }
        for child in leavers.gone
    ]
    return {"feed": LEAVERS_FEED, "referrals": gone, "unexplained": sum(child["back_on"] is None for child in gone)}


def _longest(counts: Counter[tuple[str, str]]) -> Sheet:
    """How many referrals have their longest gap at each step and organisation, the usual one first."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    found = [{"step": step, "organisation": who, "referrals": count} for (step, who), count in ranked]
    return {"usual_step": found[0]["step"], "usual_organisation": found[0]["organisation"], "referrals": found}


def _monthly(submissions: Submissions) -> Sheet:
    last_month = submissions.all[-1].month
    return {
        "months": sorted({submission.month for submission in submissions.all}),
        "rows": {
            f"{submission.source.feed}/{submission.name}": dict(sorted(counts.items()))
            for submission, counts in zip(submissions.all, submissions.counts, strict=True)
        },
        "restated": [
            {"feed": RESTATED.feed, "month": again.month, "first": first.name, "again": again.name}
            for first, again in zip(submissions.all, submissions.all[1:], strict=False)
            if again.archive
        ],
        "late": [
            {"feed": one.source.feed, "month": one.month, "created_on": one.created.isoformat()}
            for one in submissions.all
            if is_late(one)
        ],
        "quarantined": [
            _quarantined(one) for one in submissions.all if one.source in SPOILT and one.month == last_month
        ],
    }


def _quarantined(submission: Submission) -> Sheet:
    return {
        "feed": submission.source.feed,
        "submission": submission.name,
        "rows": [asdict(fault) for fault in monthly_faults(submission)],
    }
