"""What is to be done when consent is withdrawn: close the entry, tell the agencies (R-DSR-31).

Both go on until they are done, or until somebody agrees again: no later ending, and no death, takes them back. Who died
is shared with nobody, and yet an agency that was not told may go on using what it knows of them, and of their family.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.agreement import agreements, noes
from dsr.rules.consent.endings import acceptances_refused
from dsr.rules.consent.footing import named_agencies
from dsr.rules.consent.last_word import ends_entry
from dsr.rules.consent.stretches import stretches
from dsr.rules.days import working_days_after
from dsr.rules.entry.removed_entries import closing_of
from dsr.rules.facts.consent import BestInterestsDecided, ConsentGiven, ConsentRefused, ConsentWithdrawn, WithdrawalTold
from dsr.rules.facts.entry import Referred, Removed, TransferReceived
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task, ended
from dsr.rules.terms import Terms

CLOSE = "close-withdrawn"
"""The code of what asks for the removal."""

_SAYING = ConsentGiven | ConsentRefused | ConsentWithdrawn | BestInterestsDecided
_ANEW = Referred | Removed | TransferReceived
_DAY = timedelta(days=1)


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """To close what was on the register, and to tell each agency with which sharing ended, by a new form too."""
    stops = _stops(life, terms)
    found = stretches(life, terms)
    for stretch, following in zip_longest(found, found[1:]):
        if stretch.ended_on in stops:
            yield from _to_close(stretch.ended_on, following.began_on if following else None, life, terms)
    days = sorted({fact.on for fact in life.facts if isinstance(fact, _SAYING)})
    for on in days:
        left_out = named_agencies(life, on - _DAY, terms) - named_agencies(life, on, terms)
        for agency in sorted(left_out):
            again = (day for day in days if day > on and agency in named_agencies(life, day, terms))
            yield _to_tell(agency, on, next(again, None), life, terms)


def withdrawn(life: Life, on: date, terms: Terms) -> bool:
    """Whether the last no of a day, or one before it in the same entry, ended what was consented to (R-DSR-30, 31).

    Who says no a second time, before the entry is closed, has withdrawn all the same. Of one day the order counts: an
    entry can be referred, agreed to and withdrawn on it, and the next begin.
    """
    stops = _stops(life, terms)
    ended = {one.ended_on for one in stretches(life, terms)} & stops
    agreed_before = {id(no): agreed for no, agreed in noes(life)}
    found = took_back = False
    for fact in life.until(on).facts:
        if isinstance(fact, _ANEW):
            took_back = False
        elif id(fact) in agreed_before:
            took_back |= fact.on in ended and agreed_before[id(fact)]
            found = took_back and fact.on == on
    return found


def _stops(life: Life, terms: Terms) -> set[date]:
    """The days of a no by who decides. What others took back is not closed: who decides is asked (R-DSR-27, 28)."""
    said = (one for one in agreements(life) if one.stopped_on == one.on)
    return {one.on for one in said if ends_entry(one.stopped_by, life, one.on, terms)}


def _to_close(ended_on: date, again_on: date | None, life: Life, terms: Terms) -> Iterator[Task]:
    """Only an entry that was accepted is there to be closed; who agrees again before it is closed stays (R-DSR-31)."""
    no = next((one for one, took_back in reversed(noes(life)) if took_back and one.on == ended_on), None)
    if again_on == ended_on or no is None or ended_on not in acceptances_refused(life, terms):
        return
    removed = closing_of(no, life)
    done_on, ceased_on = ended(removed.on if removed else None, again_on)
    yield _due_at_once(
        CLOSE,
        "Consent was withdrawn on {withdrawn}: the entry is to be closed by {due}.",
        ended_on,
        terms,
        owner=Owner.REGISTER_LEAD,
        done_on=done_on,
        ceased_on=ceased_on,
    )


def _to_tell(agency: str, on: date, again_on: date | None, life: Life, terms: Terms) -> Task:
    """An agency that is told may share again by a new consent need not be told that it may not (R-DSR-31)."""
    told = (one.on for one in life.all(WithdrawalTold) if one.on >= on and one.agency == agency)
    done_on, ceased_on = ended(next(told, None), again_on)
    words = "Sharing ended on {withdrawn}: {agency} is to be told by {due} that it may not use what it knows."
    return _due_at_once(
        "tell-withdrawal",
        words,
        on,
        terms,
        owner=Owner.COORDINATOR,
        done_on=done_on,
        ceased_on=ceased_on,
        agency=agency,
    )


def _due_at_once(
    code: str,
    words: str,
    on: date,
    terms: Terms,
    *,
    owner: Owner,
    done_on: date | None,
    ceased_on: date | None,
    agency: str = "",
) -> Task:
    due_on = working_days_after(on, terms.whole("withdrawal", on))
    called = terms.organisations.called(agency)
    return Task(
        code=code,
        rule="R-DSR-31",
        opens_on=on,
        due_on=due_on,
        owner=owner,
        why=words.format(withdrawn=day_in_words(on), due=day_in_words(due_on), agency=called),
        done_on=done_on,
        ceased_on=ceased_on,
        about=f"{agency} {on.isoformat()}".lstrip(),
    )
