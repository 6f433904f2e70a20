"""What follows from the facts of a person, kept for lists and due dates; it can be made again at any time."""

from sqlalchemy import Connection, delete, insert

from dsr.rules.facts.people import CaseLeadNamed
from dsr.rules.life import Life
from dsr.rules.rating_history import rating_on, since
from dsr.store.session import Session
from dsr.store.tables import standing


def derive(connection: Connection, life: Life, person_ref: str, session: Session, sequence: int) -> None:
    """Put what follows in place of what followed before."""
    day, terms = session.today, session.terms
    lead = life.last(CaseLeadNamed, by=day)
    connection.execute(delete(standing).where(standing.c.person_ref == person_ref))
    connection.execute(
        insert(standing).values(
            person_ref=person_ref,
            sequence=sequence,
            told_on=day,
            status="active",
            rating=rating_on(life, day, terms),
            rated_since=since(life, day, terms),
            team=lead.organisation if lead else None,
            case_lead=lead.worker if lead else None,
            shared=False,
        )
    )
