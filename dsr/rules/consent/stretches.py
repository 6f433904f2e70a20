"""For how long an entry was consented to without a break, and by which forms one after another (R-DSR-32, 33)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dsr.rules.consent.agreement import Agreement, agreements
from dsr.rules.consent.footing import footing_of
from dsr.rules.facts.consent import Basis, ConsentGiven, Scope
from dsr.rules.life import Life, remembered_each
from dsr.rules.terms import Terms


@dataclass(frozen=True)
class Form:
    """A consent to the entry, and the first day on which its basis carried it."""

    consent: ConsentGiven
    first_on: date

    @property
    def own(self) -> bool:
        """Whether the person decided."""
        return self.consent.basis is Basis.OWN


@dataclass(frozen=True)
class Stretch:
    """Forms that follow each other, and the day on which the last was withdrawn or the entry closed (None: neither)."""

    forms: tuple[Form, ...]
    ended_on: date | None = None

    @property
    def began_on(self) -> date:
        """The first day with a valid consent to the entry."""
        return self.forms[0].first_on

    def holds(self, day: date) -> bool:
        """Whether the entry was consented to on a day."""
        return self.began_on <= day and (self.ended_on is None or day < self.ended_on)

    def form_on(self, day: date) -> Form:
        """The form of a day; of one before the stretch the first."""
        return next((form for form in reversed(self.forms) if form.first_on <= day), self.forms[0])

    def renewed(self, since: date) -> Iterator[Form]:
        """The forms that came on a day or later."""
        return (form for form in self.forms if form.first_on >= since)


@remembered_each
def stretches(life: Life, terms: Terms) -> Iterator[Stretch]:
    """Every stretch, oldest first."""
    forms: list[Form] = []
    for agreed in agreements(life):
        standing = _forms(agreed, life, terms)
        if standing:
            known = {(form.consent.on, form.consent.basis, form.first_on) for form in forms}
            forms += (one for one in standing if (one.consent.on, one.consent.basis, one.first_on) not in known)
        elif forms:
            yield from _stretch(forms, agreed.on)
            forms = []
    yield from _stretch(forms, None)


def _forms(agreed: Agreement, life: Life, terms: Terms) -> list[Form]:
    feet = (footing_of(one, Scope.ENTRY, life, date.max, terms) for one in agreed.carrying(Scope.ENTRY))
    return [Form(foot.consent, foot.first_on) for foot in feet if foot.first_on is not None]


def _stretch(forms: list[Form], ended_on: date | None) -> Iterator[Stretch]:
    """What a basis carried only after the end was never a stretch; nor was a form after another took its place."""
    standing = (form for place, form in enumerate(forms) if not _is_replaced(form, forms[place + 1 :]))
    kept = [form for form in standing if ended_on is None or form.first_on <= ended_on]
    if kept:
        yield Stretch(tuple(sorted(kept, key=lambda form: form.first_on)), ended_on)


def _is_replaced(form: Form, given_later: list[Form]) -> bool:
    """Whether a form began to count only when a later one did already: it settles nothing then (R-DSR-29, 33)."""
    return any(one.first_on <= form.first_on for one in given_later)
