"""Referrals in doubt: their newest row was set aside, so an older list may tell them best (docs/adr/0024).

A doubt is a fact between load sequences like an absence. `told_on` is the census of the newest list that told the
referral in a row that was accepted, `named_on` that of the newest list that named it at all.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    exists,
    insert,
    literal,
    null,
    select,
    update,
)

from diis.extracts.wl_1 import REFERRALS
from diis.store.scope import ListScope, of_list
from diis.store.staging import staged_name, staged_referral
from diis.store.tables import absence, doubt, load, referral


def in_doubt(table: FromClause, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the referral of a row is in doubt now, and the doubt meets further conditions."""
    return exists().where(doubt.c.to_sequence.is_(None), doubt.c.referral_id == table.c.referral_id, *which)


def doubts_by_newest(connection: Connection, scope: ListScope, last_told_on: Any) -> None:
    """The newest list settles the doubts of those it tells well, and raises those of whose row was set aside.

    `last_told_on`: the census of the list before this one.
    """
    version_on = case((load.c.census_on > last_told_on, load.c.census_on), else_=literal(last_told_on))
    told_on = case(
        (doubt.c.referral_id.is_not(None), doubt.c.told_on),
        (absence.c.referral_id.is_not(None), absence.c.last_seen_on),
        (referral.c.referral_id.is_not(None), version_on),
        else_=null(),
    )
    # What a list of this census told well, and its restatement spoilt, is still the newest telling.
    news = told_on.is_(None) | (told_on < scope.census_on)
    _raise(connection, scope, _named(scope, told_on, literal(scope.census_on)).where(news))
    _settle(connection, scope, exists().where(staged_referral.c.referral_id == doubt.c.referral_id))


def doubts_by_late(connection: Connection, scope: ListScope) -> None:
    """An older list settles a doubt in part: what is staged still is the best telling, up to the list that named it."""
    newer_name = and_(_open(scope), doubt.c.named_on > scope.census_on)
    told = select(staged_referral.c.referral_id, literal(scope.census_on), doubt.c.named_on)
    _raise(connection, scope, told.join(doubt, and_(newer_name, doubt.c.referral_id == staged_referral.c.referral_id)))
    told_on = case((doubt.c.referral_id.is_not(None), doubt.c.told_on), else_=absence.c.last_seen_on)
    last = case((doubt.c.referral_id.is_not(None), doubt.c.named_on), else_=absence.c.last_seen_on)
    # Named later than ever before, or never heard of before.
    news = (last < scope.census_on) | (last.is_(None) & referral.c.referral_id.is_(None))
    _raise(connection, scope, _named(scope, told_on, literal(scope.census_on)).where(news))
    _settle(connection, scope, exists().where(staged_referral.c.referral_id == doubt.c.referral_id))


def _named(scope: ListScope, told_on: ColumnElement[Any], named_on: ColumnElement[Any]) -> Select[Any]:
    """The referrals of this list whose row was set aside, with what is known of them."""
    aside = select(staged_name.c.referral_id).where(staged_name.c.file == REFERRALS.file).distinct().subquery()
    name = aside.c.referral_id

    def known(table: Any) -> ColumnElement[bool]:
        return and_(of_list(table, scope), table.c.to_sequence.is_(None), table.c.referral_id == name)

    return (
        select(name, told_on, named_on)
        .select_from(aside)
        .join(doubt, and_(_open(scope), doubt.c.referral_id == name), isouter=True)
        .join(absence, known(absence), isouter=True)
        .join(referral, known(referral), isouter=True)
        .join(load, load.c.sequence == referral.c.from_sequence, isouter=True)
        .where(~exists().where(staged_referral.c.referral_id == name))
    )


def _raise(connection: Connection, scope: ListScope, rows: Select[Any]) -> None:
    """Begin doubts (referral_id, told_on, named_on); each takes the place of one that was there before."""
    mine = (literal(scope.provider), literal(scope.pathway), literal(scope.sequence))
    columns = ["referral_id", "told_on", "named_on", "provider", "pathway", "from_sequence"]
    connection.execute(insert(doubt).from_select(columns, rows.add_columns(*mine)))
    new = doubt.alias()
    begun = (of_list(new, scope), new.c.referral_id == doubt.c.referral_id, new.c.from_sequence == scope.sequence)
    _settle(connection, scope, exists().where(*begun))


def _settle(connection: Connection, scope: ListScope, which: ColumnElement[bool]) -> None:
    connection.execute(update(doubt).where(_open(scope), which).values(to_sequence=scope.sequence))


def _open(scope: ListScope) -> ColumnElement[bool]:
    return and_(of_list(doubt, scope), doubt.c.to_sequence.is_(None), doubt.c.from_sequence < scope.sequence)
