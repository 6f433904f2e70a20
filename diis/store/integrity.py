"""Rules between the rows of one extract, on the staged rows: doubles, conflicts, rows without their referral."""

from dataclasses import dataclass

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    union,
    update,
)

from diis.extracts.wl_1 import CONTACTS, EVENTS, REFERRALS, STEPS
from diis.store.identities import set_apart_contradicted
from diis.store.staging import (
    KEYS,
    Staging,
    note_staged,
    set_lines_aside,
    staged_contact,
    staged_event,
    staged_line,
    staged_referral,
    staged_step,
    staged_suspect,
)
from diis.store.tables import referral

_LINES = ["line", "code"]
_OTHER_CHILD, _KEPT, _MOVED = "referral-id-other-child", "first-date-kept", "later-date-taken"


@dataclass(frozen=True)
class Apart:
    """Rows taken out of the staged ones."""

    quarantined: int = 0
    duplicate: int = 0

    def __add__(self, other: "Apart") -> "Apart":
        return Apart(self.quarantined + other.quarantined, self.duplicate + other.duplicate)


@dataclass(frozen=True)
class Item:
    """A file of what belongs to referrals: its staged rows, its name, the day that counts, and its words."""

    table: Table
    file: str
    name: str
    date: str
    on: Column[object]


ITEMS: tuple[Item, ...] = (
    Item(staged_contact, CONTACTS.file, "contact", "contact_date", staged_contact.c.contact_on),
    Item(staged_event, EVENTS.file, "event", "event_date", staged_event.c.event_on),
    Item(staged_step, STEPS.file, "step", "requested_date", staged_step.c.requested_on),
)


def set_apart(staging: Staging, provider: str, pathway: str) -> Apart:
    """Apply every rule; what remains staged can be loaded into the list of a provider and pathway."""
    known = and_(
        referral.c.provider == provider,
        referral.c.pathway == pathway,
        referral.c.to_sequence.is_(None),
        referral.c.referral_id == staged_referral.c.referral_id,
    )
    connection = staging.connection
    with connection.begin():
        apart = _doubles(staging, staged_referral, REFERRALS.file, "referral-id-conflict")
        apart += Apart(set_apart_contradicted(staging))
        apart += _holding_a_number(connection, staged_referral, REFERRALS.file, "referral")
        apart += _compare_with_known(connection, known)
        for item in ITEMS:
            apart += _without_referral(connection, item)
            apart += _holding_a_number(connection, item.table, item.file, item.name)
            code = "contact-id-conflict" if item.table is staged_contact else f"{item.name}-conflict"
            apart += _doubles(staging, item.table, item.file, code)
    return apart


def _compare_with_known(connection: Connection, known: ColumnElement[bool]) -> Apart:
    """Compare each referral with its version known now: another child, or a received date that moved later.

    An id that now names somebody else is set aside: taken as a change, the first child would vanish. Both person and
    month of birth must differ, since tracing an NHS number alone changes the person that is known. A returned referral
    keeps its first received date (R-WAIT-70); a later one is always said.
    """
    staged, version = staged_referral.c, referral.c
    other = and_(version.person != staged.person, version.birth_month != staged.birth_month)
    later = version.received_on < staged.received_on
    returned = func.coalesce(staged.returned_on, staged.resubmitted_on).is_not(None)
    kind = case((other, literal(_OTHER_CHILD)), (returned, literal(_KEPT)), else_=literal(_MOVED))
    lines = select(staged.line, kind).join(referral, known).where(or_(other, later))
    connection.execute(insert(staged_line).from_select(_LINES, lines))
    if not connection.execute(select(exists(select(staged_line.c.line)))).scalar_one():
        return Apart()
    _keep_first_received(connection, known)
    reason = "This id named another child in an earlier list. Give the new referral an id of its own."
    others = {_OTHER_CHILD: ("referral_id", reason)}
    return Apart(set_lines_aside(connection, staged_referral, REFERRALS.file, others))


def _keep_first_received(connection: Connection, known: ColumnElement[bool]) -> None:
    """Say which received dates moved, and give the returned referrals their first one."""
    kept = "The referral was returned, so the received date of an earlier list is kept. Send that one (R-WAIT-70)."
    moved = "The received date is later than in an earlier list, which shortens the wait. Correct it if it is wrong."
    for name, reason in ((_KEPT, kept), (_MOVED, moved)):
        lines = staged_referral.c.line.in_(select(staged_line.c.line).where(staged_line.c.code == name))
        finding = ("received-date-later", "received_date", reason)
        note_staged(connection, staged_referral, REFERRALS.file, lines, finding)
    # Age is that of the received date that counts (R-WAIT-90).
    first = {name: select(referral.c[name]).where(known).scalar_subquery() for name in ("received_on", "age_received")}
    returned = staged_referral.c.line.in_(select(staged_line.c.line).where(staged_line.c.code == _KEPT))
    connection.execute(update(staged_referral).where(returned).values(first))
    connection.execute(delete(staged_line).where(staged_line.c.code != _OTHER_CHILD))


def _without_referral(connection: Connection, item: Item) -> Apart:
    """Set aside rows of no accepted referral (B57), and rows dated before theirs was received (design.md section 7)."""
    own = staged_referral.c.referral_id == item.table.c.referral_id
    orphan, early = f"{item.name}-without-referral", f"{item.name}-before-referral"
    code = case((staged_referral.c.referral_id.is_(None), literal(orphan)), else_=literal(early))
    lost = or_(staged_referral.c.referral_id.is_(None), item.on < staged_referral.c.received_on)
    lines = select(item.table.c.line, code).join(staged_referral, own, isouter=True).where(lost)
    connection.execute(insert(staged_line).from_select(_LINES, lines))
    reasons = {
        orphan: (
            "referral_id",
            "Its referral is not among the accepted rows of referrals.csv. Correct that row, or send it.",
        ),
        early: (
            item.date,
            f"The {item.name} is dated before its referral was received. Correct the date that is wrong.",
        ),
    }
    return Apart(set_lines_aside(connection, item.table, item.file, reasons))


def _holding_a_number(connection: Connection, table: Table, file: str, name: str) -> Apart:
    """Set aside rows of which an id holds the NHS number of a child of this list or of the store (F38)."""
    mine = staged_suspect.c.file == file
    if not connection.execute(select(exists().where(mine))).scalar_one():
        return Apart()
    code, field = f"identifier-in-{name}-id", "code" if name == "event" else f"{name}_id"
    known = (
        select(staged_suspect.c.line).where(mine, staged_suspect.c.person.in_(select(persons.c.person)))
        for persons in (staged_referral, referral)
    )
    lines = select(table.c.line, literal(code)).where(table.c.line.in_(union(*known)))
    connection.execute(insert(staged_line).from_select(_LINES, lines))
    reason = "It holds the NHS number of a child. Send an id of your own system."
    return Apart(set_lines_aside(connection, table, file, {code: (field, reason)}))


def _doubles(staging: Staging, table: Table, file: str, code: str) -> Apart:
    """Equal rows of one id count once; rows of one id that differ are all set aside, since none can be trusted."""
    names, connection = KEYS[table], staging.connection
    if not staging.repeats.may_come_twice(table, names):
        return Apart()
    key = [table.c[name] for name in names]
    groups = select(*key, func.min(table.c.line).label("first")).group_by(*key).having(func.count() > 1).subquery()
    if not connection.execute(select(exists(select(groups.c.first)))).scalar_one():
        return Apart()
    first = table.alias()
    in_group = and_(*(table.c[name] == groups.c[name] for name in names))
    is_first = and_(*(first.c[name] == groups.c[name] for name in names), first.c.line == groups.c.first)
    differs = or_(*(column.is_distinct_from(first.c[column.name]) for column in table.c if column.name != "line"))
    odd = select(*(groups.c[name] for name in names)).join(table, in_group).join(first, is_first).where(differs)
    conflicting = odd.distinct().subquery()
    lines = select(table.c.line, literal(code)).join(
        conflicting, and_(*(table.c[name] == conflicting.c[name] for name in names))
    )
    connection.execute(insert(staged_line).from_select(_LINES, lines))
    reason = "The same id stands in several rows that differ. Send the right one only."
    conflicts = set_lines_aside(connection, table, file, {code: (_named_field(table), reason)})
    repeated = select(table.c.line).join(groups, in_group).where(table.c.line > groups.c.first)
    return Apart(conflicts, connection.execute(delete(table).where(table.c.line.in_(repeated))).rowcount)


def _named_field(table: Table) -> str:
    """The field that a conflict is told at."""
    return {staged_referral: "referral_id", staged_contact: "contact_id", staged_step: "step"}.get(table, "kind")
