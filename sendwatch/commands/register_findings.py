"""What the doctor looks at in the register: keys, schema, terms, the day of the lists, anchors, accounts."""

from collections.abc import Iterator
from datetime import timedelta

from dsr.auth.holding import with_a_role
from dsr.store.migrate import REGISTER
from dsr.store.rotation import versions_in_use
from dsr.store.session import Session
from dsr.store.standings import left_to_renew
from sendwatch.anchors import read_anchors
from sendwatch.commands import exits
from sendwatch.commands.findings import Finding
from sendwatch.register import open_register
from sendwatch.settings import Settings

OLDEST_ANCHOR = timedelta(days=7)
"""An audit whose newest anchor is older can lose more than a week of its end unseen."""

FIRST_ACCOUNT = (
    "Add the first account with sendwatch dsr accounts add --issuer URL --subject SUBJECT --name NAME --organisation "
    "CODE, and give it a role with sendwatch dsr accounts grant NUMBER --role dsr-manager: docs/how-to-sign-in.md says "
    "how."
)
DEMONSTRATED = "This is a demonstration: sendwatch dsr serve makes an account for each role."


def register_findings(settings: Settings) -> Iterator[Finding]:
    """Opening looks at the key file, that it is this register's (F34), the schema, and the terms; the rest comes after.

    Nothing here opens a record of a person.
    """
    try:
        with open_register(settings) as session:
            yield Finding(f"register's key, version {session.keys.newest}, the one it was sealed with", True)
            yield _sealed_finding(session)
            yield Finding(f"register at schema {REGISTER.head()}", True)
            yield Finding(f"terms of the register from {settings.register_terms or 'the rules alone'}", True)
            yield _day_finding(session)
            yield _anchor_finding(settings, session)
            yield _account_finding(settings, session)
    except exits.KNOWN_FAULTS as fault:
        yield Finding(f"register: {type(fault).__name__}", False, str(fault))


def _sealed_finding(session: Session) -> Finding:
    """A version that is not needed any more can still be asked for by a backup, so it is never to be thrown away."""
    older = sorted(versions_in_use(session.database) - {session.keys.newest})
    told = ", ".join(map(str, older)) or "none"
    advice = "Run sendwatch dsr keys reseal: it may be interrupted, and the service runs meanwhile." if older else ""
    return Finding(f"older versions of the key that something is sealed with: {told}", True, advice)


def _day_finding(session: Session) -> Finding:
    behind = left_to_renew(session)
    advice = f"Of {behind} people the lists tell another day. Run sendwatch dsr renew." if behind else ""
    return Finding(f"lists of the register, as of {session.today}", not behind, advice)


def _anchor_finding(settings: Settings, session: Session) -> Finding:
    """Without one nobody would see that the end of the audit was cut off; a new register has nothing to hold yet."""
    kept = read_anchors(settings.anchors)
    if not kept:
        advice = "Run sendwatch dsr audit anchor each day, by a timer, and keep the file apart from the database."
        return Finding(f"audit's anchors {settings.anchors}, none yet", True, advice)
    newest, at = kept[-1]
    old = session.now - at > OLDEST_ANCHOR
    advice = "It is more than a week old. Run sendwatch dsr audit anchor each day, by a timer." if old else ""
    return Finding(f"audit's anchors {settings.anchors}, newest of row {newest.number}, {at.date()}", not old, advice)


def _account_finding(settings: Settings, session: Session) -> Finding:
    number = with_a_role(session)
    advice = "Nobody can sign in. " + (DEMONSTRATED if settings.register_demonstration else FIRST_ACCOUNT)
    return Finding(f"accounts with a role today: {number}", True, "" if number else advice)
