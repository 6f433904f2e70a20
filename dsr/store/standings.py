"""What follows from the facts of a person, kept for lists and due dates; it can be made again at any time.

It tells of one day. A change makes it anew for its person, and a new day for everybody: consent lapses and people turn
sixteen without anybody doing anything.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from dsr.rules.due import owned_on
from dsr.rules.entry.case_lead import case_lead_on, lead_team
from dsr.rules.entry.openness import may_be_shared_with, openness
from dsr.rules.entry.residence import residence_on
from dsr.rules.entry.retention import Keeping, kept_on
from dsr.rules.entry.standing import Status, standing_on
from dsr.rules.facts.consent import ConsentGiven
from dsr.rules.key_work.caseloads import weight
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.life import Life
from dsr.rules.rating.rating_history import rating_on, since
from dsr.rules.rating.rating_reviews import REVIEW
from dsr.rules.tasks import Task
from dsr.store.fact_text import FactUnknown
from dsr.store.faults import RecordsUnreadable, SealBroken
from dsr.store.records import Records, birth_of
from dsr.store.session import Session
from dsr.store.tables import agency, person, standing, task

_STEP = 50
_NEVER = date(1900, 1, 1)
_NOT_ERASED = standing.c.keeping != Keeping.ERASED
"""What is left of an erased record follows from nothing any more."""

# Made once (docs/adr/0068).
_BEFORE = tuple(delete(one).where(one.c.person_ref == bindparam("person_ref")) for one in (agency, task, standing))
_STANDING, _AGENCY, _TASK = insert(standing), insert(agency), insert(task)


def derive(connection: Connection, life: Life, person_ref: str, session: Session, sequence: int) -> None:
    """Put what follows in place of what followed before."""
    tasks = owned_on(life, session.today, session.terms)
    told = _agencies(life, session)
    for before in _BEFORE:
        connection.execute(before, {"person_ref": person_ref})
    row = {"person_ref": person_ref, "sequence": sequence, "shared": bool(told), **_standing(life, tasks, session)}
    connection.execute(_STANDING, row)
    if told:
        connection.execute(_AGENCY, [{"person_ref": person_ref, "organisation": one} for one in sorted(told)])
    if tasks:
        connection.execute(_TASK, [{**vars(one), "person_ref": person_ref} for one in tasks])


def left_to_renew(session: Session) -> int:
    """How many people the lists tell of as of another day."""
    with session.database.reading() as connection:
        stale = select(func.count()).where(standing.c.told_on != session.today, _NOT_ERASED)
        return connection.execute(stale).scalar_one()


def make_stale(session: Session) -> None:
    """Let the next renewal make everybody anew, as after a change of terms or of a rule."""
    with session.database.writing() as connection:
        connection.execute(update(standing).values(told_on=_NEVER))


def renew(session: Session) -> Iterator[int]:
    """Bring everybody to the day of the session, in small steps; tells how many each step took. Safe to run twice.

    A record that cannot be read keeps no other one back (F31). Raises `RecordsUnreadable` after all others are done.
    """
    unreadable, after = 0, ""
    while people := _stale(session, after):
        with session.database.writing() as connection:
            renewed, left = _renewed(connection, people, session)
        unreadable, after = unreadable + left, people[-1]
        yield renewed
    if unreadable:
        raise RecordsUnreadable(unreadable)


def _stale(session: Session, after: str) -> list[str]:
    wanted = select(standing.c.person_ref).where(
        standing.c.told_on != session.today, _NOT_ERASED, standing.c.person_ref > after
    )
    with session.database.reading() as connection:
        return list(connection.execute(wanted.order_by(standing.c.person_ref).limit(_STEP)).scalars())


def renew_these(connection: Connection, people: Sequence[str], session: Session) -> None:
    """Bring some people to the day of the session at once, those that tell of another; for whoever asks for them."""
    theirs = (standing.c.person_ref.in_(people), standing.c.told_on != session.today, _NOT_ERASED)
    stale = select(standing.c.person_ref).where(*theirs)
    if found := connection.execute(stale).scalars().all():
        _renewed(connection, found, session)


def _renewed(connection: Connection, people: Sequence[str], session: Session) -> tuple[int, int]:
    """How many were renewed, and how many cannot be read.

    Whoever changes one of these waits meanwhile, and who is at it is waited for: no change is overwritten.
    """
    locked = select(person.c.person_ref).where(person.c.person_ref.in_(people)).order_by(person.c.person_ref)
    connection.execute(locked.with_for_update())
    still = select(standing.c.person_ref, standing.c.sequence).where(
        standing.c.person_ref.in_(people), standing.c.told_on != session.today, _NOT_ERASED
    )
    rows = connection.execute(still).all()
    done = 0
    for person_ref, sequence in rows:
        try:
            life = life_of(connection, person_ref, session)
        except (FactUnknown, SealBroken, ValueError):
            continue
        derive(connection, life, person_ref, session, sequence)
        done += 1
    return done, len(rows) - done


def life_of(connection: Connection, person_ref: str, session: Session) -> Life:
    """The facts of a person that count, as they are kept within this transaction."""
    records = Records(session.keys)
    facts = (one.fact for one in records.facts(connection, person_ref) if not one.undone)
    return Life.of(birth_of(records.identifiers(connection, person_ref)), facts)


def _standing(life: Life, tasks: tuple[Task, ...], session: Session) -> dict[str, Any]:
    day, terms = session.today, session.terms
    standing_ = standing_on(life, day, terms)
    on_register = standing_ is not None and standing_.is_active
    lead = case_lead_on(life, day, terms)
    reviews = [one.due_on for one in tasks if one.code == REVIEW and one.is_open(day)]
    open_ = openness(life, day, terms)
    return {
        "told_on": day,
        "status": standing_.status if standing_ else Status.REFERRED,
        # Who is not on the register has no rating there, whatever was said before (R-DSR-30, 45).
        "rating": rating_on(life, day, terms) if on_register else None,
        "rated_since": since(life, day, terms) if on_register else None,
        "next_review_on": min(reviews, default=None),
        "authority": residence_on(life, day, terms).authority or None,
        "team": lead_team(life, day, terms) or None,
        "case_lead": lead.worker if lead else None,
        "key_worker": key_worker_on(life, day),
        "weight": weight(life, day, terms),
        "keeping": kept_on(life, day, terms).keeping,
        "agreed": open_.entry,
        "review_agreed": open_.review,
        "key_work_agreed": open_.key_working,
        "referrer": open_.referrer.worker if open_.referrer else None,
        "referred_by": open_.referrer.organisation if open_.referrer else None,
    }


def _agencies(life: Life, session: Session) -> set[str]:
    """Who may be told today, by consent (R-DSR-26, 29, 31, 33)."""
    named = {one for given in life.all(ConsentGiven) for one in given.agencies}
    return {one for one in named if may_be_shared_with(one, life, session.today, session.terms)}
