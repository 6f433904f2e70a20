"""What happens to a child that can stop the four-week clock: three kinds of dated events (R-WAIT-61, 62).

A contact, score or coded intervention counts if its referral's row of that same month is in scope; it need not belong
to a referral of the spell, only to the person, the provider and the dates. A care plan hangs on the person alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from diis.definitions.national.cyp_contacts import is_direct
from diis.definitions.national.cyp_reference import Reference
from diis.definitions.national.cyp_scope import ScopedRow
from diis.definitions.national.cyp_spells import Spell
from diis.definitions.national.submissions import CarePlanRow, ContactRow, Submissions

Pair = tuple[str, str]
"""A person at a provider."""

Dated = tuple[Pair, date]


@dataclass(frozen=True)
class Events:
    """Dates by person and provider; what they mean depends on the spell that holds them."""

    contacts: dict[Pair, list[date]]
    scores: dict[Pair, list[date]]
    interventions: dict[Pair, list[date]]
    plans: dict[Pair, list[CarePlanRow]]

    def first_contact(self, spell: Spell) -> date | None:
        return _first(self.contacts, spell)

    def full_stop(self, spell: Spell) -> date | None:
        """The latest of the firsts of contact, outcome score and help (plan or intervention); None if one lacks."""
        help_on = min(filter(None, (_first(self.interventions, spell), self._first_plan(spell))), default=None)
        firsts = (self.first_contact(spell), _first(self.scores, spell), help_on)
        known = [one for one in firsts if one is not None]
        return max(known) if len(known) == len(firsts) else None

    def _first_plan(self, spell: Spell) -> date | None:
        dates = (planned_on(plan, spell) for plan in self.plans.get((spell.person, spell.provider), []))
        return min(filter(None, dates), default=None)


def events_of(submissions: Submissions, rows: list[ScopedRow], reference: Reference) -> Events:
    """The events of all children with a row in scope."""
    scope = _Scope(submissions, rows)
    plans: dict[Pair, list[CarePlanRow]] = {}
    for plan in submissions.care_plans:
        if plan.agreed:
            plans.setdefault((plan.person, plan.provider), []).append(plan)
    return Events(
        contacts=_by_pair(scope.seen()),
        scores=_by_pair(scope.scored(reference)),
        interventions=_by_pair(scope.helped(reference)),
        plans=plans,
    )


class _Scope:
    """The rows of other tables, each with the child whose referral row of that month is in scope."""

    def __init__(self, submissions: Submissions, rows: list[ScopedRow]) -> None:
        self._submissions = submissions
        self._person = {row.key: row.person for row in rows}
        contacts = {(one.provider, one.month, one.contact_id): one for one in submissions.contacts}
        self._contact_of = {
            (one.provider, one.month, one.activity_id): contacts.get((one.provider, one.month, one.contact_id))
            for one in submissions.activities
        }

    def seen(self) -> Iterator[Dated]:
        """Direct contacts, and indirect activity, of which several at one date and time are one."""
        for contact in filter(is_direct, self._submissions.contacts):
            yield from self._of_contact(contact)
        for work in self._submissions.indirect:
            yield from self._of(work.provider, work.month, work.referral_id, work.activity_on)

    def helped(self, reference: Reference) -> Iterator[Dated]:
        """Coded interventions, on contacts attended or not and by any mechanism, and in indirect activity."""
        for activity in self._submissions.activities:
            contact = self._contact_of[activity.provider, activity.month, activity.activity_id]
            if contact is not None and reference.intervenes(activity.procedure, contact.contact_on):
                yield from self._of_contact(contact)
        for work in self._submissions.indirect:
            if reference.intervenes(work.procedure, work.activity_on):
                yield from self._of(work.provider, work.month, work.referral_id, work.activity_on)

    def scored(self, reference: Reference) -> Iterator[Dated]:
        """Scores by a tool that counts: of a referral on their own date, of an activity on its contact's."""
        for score in self._submissions.scores:
            if score.tool not in reference.tools:
                continue
            if score.activity_id is None:
                yield from self._of(score.provider, score.month, score.referral_id, score.scored_on)
            else:
                yield from self._of_contact(self._contact_of.get((score.provider, score.month, score.activity_id)))

    def _of_contact(self, contact: ContactRow | None) -> Iterator[Dated]:
        if contact is not None:
            yield from self._of(contact.provider, contact.month, contact.referral_id, contact.contact_on)

    def _of(self, provider: str, month: int, referral_id: str | None, on: date | None) -> Iterator[Dated]:
        person = self._person.get((provider, month, referral_id or ""))
        if person is not None and on is not None:
            yield (person, provider), on


def planned_on(plan: CarePlanRow, spell: Spell) -> date | None:
    """When an agreed plan counts: only one last updated within the spell does, on its creation date if that is on or
    after the spell's start and on or before the update, else on the update."""
    if plan.updated_on is None or not spell.holds(plan.updated_on):
        return None
    return plan.created_on if spell.started_on <= plan.created_on <= plan.updated_on else plan.updated_on


def _by_pair(dated: Iterable[Dated]) -> dict[Pair, list[date]]:
    pairs: dict[Pair, list[date]] = {}
    for pair, on in dated:
        pairs.setdefault(pair, []).append(on)
    return pairs


def _first(kind: dict[Pair, list[date]], spell: Spell) -> date | None:
    return min(filter(spell.holds, kind.get((spell.person, spell.provider), [])), default=None)
