"""The children's mental health figures of one month of a run: the oracle, and what both ways of counting share."""

from collections.abc import Iterable, Mapping

from diis.definitions.figures import Figure
from diis.definitions.national.cyp_known import Span, in_run, known_by
from diis.definitions.national.cyp_reference import Reference
from diis.definitions.national.cyp_tallies import (
    DEPRIVED,
    EVERYONE,
    ContactTally,
    Group,
    SpellTally,
    figures,
    of_provider,
)
from diis.definitions.national.first_contacts import contact_tallies
from diis.definitions.national.mrs import spell_tallies
from diis.definitions.national.organisations import NO_ORGANISATIONS, Organisations
from diis.definitions.national.submissions import Submissions


def cyp_figures(
    submissions: Submissions,
    month: int,
    newest: int,
    reference: Reference,
    as_known: int = 0,
    organisations: Organisations = NO_ORGANISATIONS,
) -> list[Figure]:
    """MRS08 to 19 and MHS130 to 135 for a month (R-WAIT-88) of the run that ends with `newest`.

    `submissions` are those of the mental health data set alone. Empty outside the run and for a month that no provider
    has submitted. The month goes by the rows up to it.
    """
    known = known_by(submissions, month)
    sent = {(row.month, row.provider) for row in known.patients}
    sent |= {(row.month, row.provider) for row in known.referrals}
    if not in_run(month, newest) or month not in {sent_for for sent_for, _ in sent}:
        return []
    span = Span(month)
    providers = {provider for sent_for, provider in sent if sent_for >= span.first_month}
    spells = spell_tallies(known, span, reference, organisations)
    return labelled(spells, contact_tallies(known, span, organisations), providers, span, as_known)


def labelled(
    spells: Mapping[Group, SpellTally],
    contacts: Mapping[Group, ContactTally],
    providers: Iterable[str],
    span: Span,
    as_known: int,
) -> list[Figure]:
    """Both series; every provider that submitted in the quarter has all figures, 0 included."""
    submitted = [EVERYONE, *map(of_provider, providers)]
    mrs = {group: SpellTally() for group in (*submitted, DEPRIVED)} | dict(spells)
    mhs = {group: ContactTally() for group in submitted} | dict(contacts)
    return [
        *figures(mrs.items(), span.ends_on, as_known, "R-WAIT-65"),
        *figures(mhs.items(), span.ends_on, as_known, "R-WAIT-66"),
    ]
