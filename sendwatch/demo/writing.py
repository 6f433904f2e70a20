"""Writes a demo: child after child, each onto every list that holds it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sendwatch.demo.answers import Answers
from sendwatch.demo.england import write_england
from sendwatch.demo.entries import Entry, child_of
from sendwatch.demo.extracts import Extracts
from sendwatch.demo.identifiers import CHILDREN
from sendwatch.demo.leavers import Leavers
from sendwatch.demo.monthly.writing import Submissions
from sendwatch.demo.places import write_organisations, write_postcodes, write_practices
from sendwatch.demo.plan import LAST_CENSUS, CannotBeMade, Plan
from sendwatch.demo.planted import plant
from sendwatch.demo.published import write_published
from sendwatch.demo.register.tale import tale_of
from sendwatch.demo.register.writing import write_register
from sendwatch.demo.workers import children_of

POSTCODES_FILE, PRACTICES_FILE, ORGANISATIONS_FILE = "postcodes.csv", "practices.csv", "organisations.csv"

Progressing = Callable[[int, int], None]

_SAMPLE = 2_000
_NEVER_TOO_MANY = 100_000
_PROGRESS_EVERY = 500


def write(
    out: Path,
    *,
    weeks: int = 26,
    seed: int = 1,
    referrals: int | None = None,
    last_census: date = LAST_CENSUS,
    progress: Progressing | None = None,
) -> list[Path]:
    """Write the lists of so many weeks, each feed in a folder of its name; returns the folders of those lists.

    `referrals` is the number of rows in the newest lists of all feeds together, planted ones included. Beside them
    come monthly national submissions, published files, the look-ups `postcodes.csv`, `practices.csv` and
    `organisations.csv`, the spreadsheet of a register, and the answer sheet.
    `progress` is called with rows made and rows to make. Raises `CannotBeMade`.
    """
    plan = Plan(seed=seed, weeks=weeks, referrals=referrals, last_census=last_census)
    _check_size(plan)
    answers, leavers = Answers(plan), Leavers(plan)
    with Extracts(out, plan.timetables) as extracts, Submissions(out, plan) as submissions:
        writer = _Writer(plan, extracts, submissions, leavers, answers)
        writer.write(progress or _silent)
        write_postcodes(out / POSTCODES_FILE)
        write_practices(out / PRACTICES_FILE)
        write_organisations(out / ORGANISATIONS_FILE)
        write_published(out, plan)
        write_england(out)
        submissions.finish()
        answers.write(out, leavers, submissions, write_register(out, tale_of(plan)))
        return extracts.finish()


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def _check_size(plan: Plan) -> None:
    """Refuse a size for which there are not enough test NHS numbers, before any of it is written."""
    if plan.referrals < _NEVER_TOO_MANY:
        return
    listed = sum(entry.lines[-1] is not None for child in range(_SAMPLE) for entry in child_of(plan, child).entries)
    most = int(CHILDREN * 0.97 * listed / _SAMPLE)
    if plan.referrals > most:
        raise CannotBeMade(
            f"{plan.referrals:,} referrals with {plan.weeks} weeks need more children than there are NHS numbers "
            f"to invent ({CHILDREN:,} of the 999 test range). Ask for at most {most:,}, or for fewer weeks."
        )


@dataclass
class _Writer:
    """Enters children until the newest lists are as long as asked for."""

    plan: Plan
    extracts: Extracts
    submissions: Submissions
    leavers: Leavers
    answers: Answers

    def write(self, progress: Progressing) -> None:
        asked = self.plan.referrals
        done = plant(self.plan, self.extracts)
        with children_of(self.plan) as children:
            for number, child in enumerate(children):
                for submitted in child.submitted:
                    self.submissions.add(submitted)
                for entry in child.entries:
                    if done < asked:
                        done += self._enter(entry)
                if done == asked or number % _PROGRESS_EVERY == 0:
                    progress(done, asked)
                if done == asked:
                    return

    def _enter(self, entry: Entry) -> bool:
        """Put a referral on every list that holds it; whether the newest is one of them."""
        absent = self.leavers.absent(entry)
        newest = len(entry.lines) - 1
        for place, line in enumerate(entry.lines):
            if line is not None and place not in absent:
                self.extracts.add(entry.timetable, place, line, entry.shown)
        if entry.lines[newest] is None or newest in absent:
            return False
        self.answers.add(entry)
        return True
