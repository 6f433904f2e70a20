"""A demonstration of the register: invented staff, one for each role, who sign in without proof of anything.

It is started with one setting, and not at all where anything is real: people, staff, a provider, or a network around it
(docs/adr/0052).
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from dsr.api.personas import ISSUER, Persona
from dsr.auth.accounts import GivenAlready, Grant, GrantRefused, OrganisationUnknown
from dsr.auth.holding import Account, Accounts
from dsr.auth.powers import reach_of
from dsr.auth.roles import Reach, Relationship, Role
from dsr.store.invented import Examples, examples, why_not_invented
from dsr.store.session import Session
from sendwatch.register import keyboard
from sendwatch.settings import Settings

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_NAMES = (
    *("Amara Birch", "Bryn Cole", "Cerys Dunn", "Dilan Esher", "Edda Frost", "Farid Gale", "Greta Holm"),
    *("Hari Inman", "Isla Jarrow", "Jonas Kemp", "Kezia Lund", "Luca Marsh", "Mina North", "Noor Orchard"),
    *("Owen Pryce", "Petra Quill", "Rafe Sedge", "Saskia Thorn", "Tomas Urquhart"),
)
"""Nobody's: one for each role."""


class NotADemonstration(Exception):
    """A demonstration was asked for where something is real; says what."""


def refuse_what_is_real(settings: Settings, session: Session, host: str) -> None:
    """Raises `NotADemonstration` unless everybody is invented, and nobody but this machine can reach it."""
    reasons = []
    if not settings.allow_test_nhs_numbers:
        reasons.append("SENDWATCH_ALLOW_TEST_NHS_NUMBERS is not set")
    if settings.register_sign_in or settings.register_issuers:
        reasons.append("people sign in for real, with SENDWATCH_REGISTER_SIGN_IN or SENDWATCH_REGISTER_ISSUERS")
    if host not in _LOOPBACK:
        reasons.append(f"{host} can be reached from other machines")
    with session.database.reading() as connection:
        found = why_not_invented(connection, session.keys, ISSUER)
    if found is not None:
        reasons.append(f"this register is real: {found}")
    if reasons:
        raise NotADemonstration(
            f"SENDWATCH_REGISTER_DEMONSTRATION lets anybody in, and is refused: {'; '.join(reasons)}."
        )


def make_personas(session: Session) -> tuple[Persona, ...]:
    """The personas with their accounts and roles, made where missing; each reaches over somebody who is there."""
    with session.database.reading() as connection:
        over = examples(connection, session.keys)
    held = Accounts(session, keyboard("dsr serve"))
    known = {one.subject: one for one in held.all() if one.issuer == ISSUER}
    pairs = [(role, name) for role, name in zip(Role, _NAMES, strict=True) if _grant(role, over, session) is not None]
    try:
        return tuple(_persona(held, role, name, over, known, session) for role, name in pairs)
    except OrganisationUnknown as fault:
        raise NotADemonstration(
            f"A persona is of an organisation of Dorset that the terms do not name. {fault}"
        ) from None
    except GrantRefused as fault:
        raise NotADemonstration(f"A persona is refused its role. {fault}") from None


def _persona(
    held: Accounts, role: Role, name: str, over: Examples, known: Mapping[str, Account], session: Session
) -> Persona:
    wanted = _grant(role, over, session)
    assert wanted is not None
    organisation = _organisation(role, over)
    # An account stays with its organisation: a persona who works for another now has another.
    subject = f"{role.value}-{organisation}"
    if subject not in known:
        account_id = _made(held, subject, name, organisation, wanted)
    else:
        account_id = known[subject].account_id
        _reach_over(held, known[subject], wanted, session)
    return Persona(persona=role.value, name=name, role=role, organisation=organisation, account_id=account_id)


def _organisation(role: Role, over: Examples) -> str:
    """For whom a persona works: where their people are led, so that they see them without more."""
    if reach_of(role) is Reach.OWN_CASES:
        return over.key_worker_of if role is Role.KEY_WORKER else over.case_lead_of
    return over.team if reach_of(role) is Reach.OWN_TEAM else "QVV"


def _made(held: Accounts, subject: str, name: str, organisation: str, wanted: Grant) -> int:
    try:
        account_id = held.add(issuer=ISSUER, subject=subject, name=name, organisation=organisation)
    except GivenAlready:
        # Another server that starts at the same time was first, and gives the role.
        return next(one.account_id for one in held.all() if (one.issuer, one.subject) == (ISSUER, subject))
    _give(held, account_id, wanted)
    return account_id


def _reach_over(held: Accounts, known: Account, wanted: Grant, session: Session) -> None:
    """End what a persona reached over before where that is another now, such as in a new demonstration."""
    holding = [one for one in known.grants if one.holds(session.today)]
    if any(_is(replace(wanted, starts_on=one.starts_on), one) for one in holding):
        return
    for one in holding:
        held.end(one.grant_id, session.today - timedelta(days=1))
    _give(held, known.account_id, wanted)


def _give(held: Accounts, account_id: int, wanted: Grant) -> None:
    """Give a role; what another server that starts at the same time gave already is done."""
    with suppress(GivenAlready):
        held.grant(account_id, wanted)


def _is(wanted: Grant, held: object) -> bool:
    return all(getattr(held, name) == value for name, value in vars(wanted).items())


def _grant(role: Role, over: Examples, session: Session) -> Grant | None:
    """A role over one of the examples; None for a role over somebody where there is nobody yet."""
    given = Grant(role=role, starts_on=session.today)
    reach = reach_of(role)
    if reach is Reach.SINGLE_PEOPLE:
        if over.person_ref is None:
            return None
        return replace(given, person_ref=over.person_ref, relationship=Relationship.YOUNG_PERSON)
    if reach is Reach.PANEL:
        return replace(given, person_ref=over.panel[0], review=over.panel[1]) if over.panel else None
    if reach is Reach.OWN_TEAM:
        return replace(given, team=over.team)
    if reach is Reach.OWN_COUNCIL:
        return replace(given, authority=over.authority)
    if reach is Reach.OWN_CASES:
        worker = over.key_worker if role is Role.KEY_WORKER else over.case_lead
        return replace(given, worker=worker) if worker else None
    return given
