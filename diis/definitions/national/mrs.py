"""MRS08 to MRS19, the four-week measures of children's mental health, counted slowly and plainly: the oracle."""

from collections import defaultdict
from datetime import timedelta

from diis.definitions.national.cyp_events import Events, events_of
from diis.definitions.national.cyp_known import Span
from diis.definitions.national.cyp_places import Places
from diis.definitions.national.cyp_reference import Reference
from diis.definitions.national.cyp_scope import latest_rows, scoped_rows
from diis.definitions.national.cyp_spells import JOINED_WITHIN, Spell, spells_of
from diis.definitions.national.cyp_tallies import DEPRIVED, EVERYONE, Group, SpellTally, of_areas, of_provider
from diis.definitions.national.organisations import Organisations
from diis.definitions.national.submissions import Submissions


def spell_tallies(
    known: Submissions, span: Span, reference: Reference, organisations: Organisations
) -> dict[Group, SpellTally]:
    """The spells that touch the rolling quarter, counted by group, from the rows known by the month."""
    tallies: defaultdict[Group, SpellTally] = defaultdict(SpellTally)
    rows = scoped_rows(known)
    events = events_of(known, rows, reference)
    places = Places(known)
    for spell in spells_of(latest_rows(rows)):
        if spell.started_on > span.ends_on or spell.ended_on < span.starts_on:
            continue
        deprived = places.in_core20(spell.person, span.first_month)
        areas = of_areas(places.area(spell.person, span.first_month), organisations, deprived=deprived)
        for group in (EVERYONE, of_provider(spell.provider), *areas, *([DEPRIVED] if deprived else [])):
            _add(tallies[group], spell, events, span)
    return tallies


def still_sent(spell: Spell, span: Span) -> bool:
    """Whether a referral of the spell was last sent in the month itself, and not discharged before the last days."""
    late = spell.ended_on >= span.ends_on - JOINED_WITHIN
    return any(row.month == span.month and (row.discharged_on is None or late) for row in spell.referrals)


def is_open(spell: Spell, span: Span) -> bool:
    """Open at the end of the month: still sent, and the spell ends within its last five days (R-WAIT-64)."""
    return timedelta(0) <= span.ends_on - spell.ended_on <= JOINED_WITHIN and still_sent(spell, span)


def is_closed(spell: Spell, span: Span) -> bool:
    """Closed in the quarter: it ended there and no referral is still sent; open and closed are not opposites."""
    ended = span.starts_on <= spell.ended_on <= span.ends_on
    return ended and bool(spell.referrals) and not still_sent(spell, span)


def _add(tally: SpellTally, spell: Spell, events: Events, span: Span) -> None:
    contact, stop = events.first_contact(spell), events.full_stop(spell)
    tally.started += spell.started_on >= span.starts_on
    tally.closed += is_closed(spell, span)
    tally.contacted += contact is not None and span.starts_on <= contact <= span.ends_on
    if stop is not None and span.starts_on <= stop <= span.ends_on:
        tally.full_stops[(stop - spell.started_on).days] += 1
    if not is_open(spell, span):
        return
    so_far = (span.ends_on - spell.started_on).days
    tally.open += 1
    tally.open_with_contact += contact is not None
    tally.open_with_stop += stop is not None
    if contact is None:
        tally.without_contact[so_far] += 1
    if stop is None:
        tally.without_stop[so_far] += 1
