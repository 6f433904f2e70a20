"""MHS130 to MHS135, the first contacts of referrals of children, counted slowly and plainly: the oracle.

None of the exclusions of the four-week measures applies (R-WAIT section 15). The series keeps its traps (R-WAIT-66b):
one day more for those still waiting, indirect activity never counts, and who is first seen at 18 keeps waiting.
"""

from collections import defaultdict
from datetime import date

from diis.definitions.national.cyp_contacts import is_digital, is_direct
from diis.definitions.national.cyp_known import Span
from diis.definitions.national.cyp_places import UNKNOWN, Places
from diis.definitions.national.cyp_scope import DIGITAL_PROVIDERS, in_england, is_child
from diis.definitions.national.cyp_tallies import EVERYONE, ContactTally, Group, of_areas, of_provider
from diis.definitions.national.organisations import Organisations
from diis.definitions.national.submissions import ReferralRow, Submissions

FIRST_RECEIVED = date(2019, 4, 1)


def contact_tallies(known: Submissions, span: Span, organisations: Organisations) -> dict[Group, ContactTally]:
    """Referrals first contacted in the rolling quarter, and those still waiting at its end, counted by group."""
    tallies: defaultdict[Group, ContactTally] = defaultdict(ContactTally)
    places, contacts = Places(known), _first_contacts(known)
    for row in _newest_rows(known):
        home = places.valid_master(row.person, row.provider)
        if row.received_on < FIRST_RECEIVED or not is_child(row.age_received):
            continue
        if home is not None and not in_england(home.local_authority):
            continue
        # A digital provider's area is its commissioner, which is not kept.
        known_area = home is not None and row.provider not in DIGITAL_PROVIDERS
        area = places.area(row.person, span.year_month) if known_area else UNKNOWN
        first = contacts.get((row.provider, row.referral_id))
        for group in (EVERYONE, of_provider(row.provider), *of_areas(area, organisations)):
            if first is not None and span.starts_on <= first <= span.ends_on:
                tallies[group].contacted[(first - row.received_on).days] += 1
            elif first is None and _is_waiting(row, span):
                tallies[group].waiting[(span.ends_on - row.received_on).days + 1] += 1
    return tallies


def _is_waiting(row: ReferralRow, span: Span) -> bool:
    """Sent in the month itself and not discharged by its end; nothing but discharge ends the wait."""
    return row.month == span.month and (row.discharged_on is None or row.discharged_on > span.ends_on)


def _newest_rows(known: Submissions) -> list[ReferralRow]:
    newest: dict[tuple[str, str], ReferralRow] = {}
    for row in sorted(known.referrals, key=lambda one: one.month):
        newest[row.provider, row.referral_id] = row
    return list(newest.values())


def _first_contacts(known: Submissions) -> dict[tuple[str, str], date]:
    """The first contact at an age of 0 to 17 for each referral, of whichever month and whatever its own dates."""
    first: dict[tuple[str, str], date] = {}
    for contact in known.contacts:
        if (is_direct(contact) or is_digital(contact)) and is_child(contact.age_contact):
            key = (contact.provider, contact.referral_id)
            first[key] = min(first.get(key, contact.contact_on), contact.contact_on)
    return first
