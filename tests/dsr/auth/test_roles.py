"""Who may do what, to whom, and sees which fields: the table as it is printed for those who answer for it (ASVS 8.2).

To write the table again after it was changed on purpose: `python -m tests.dsr.auth.test_roles`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dsr.auth.powers import POWERS, fields_of, gives, may, reach_of
from dsr.auth.roles import FieldClass, Permission, Reach, Role

GOLDEN = Path(__file__).with_name("roles.golden.md")

READS = {Permission.READ_LIST, Permission.READ_PERSON, Permission.READ_TASKS, Permission.READ_HISTORY}


def matrix() -> str:
    return (
        "\n".join([*_section("Reach and fields", _reaches()), *_section("Permissions", _permissions())]).rstrip() + "\n"
    )


def _section(title: str, rows: Iterator[list[str]]) -> Iterator[str]:
    head = next(rows)
    yield from (f"# {title}", "", _row(head), _row(["---"] * len(head)), *map(_row, rows), "")


def _reaches() -> Iterator[list[str]]:
    yield ["role", "words", "reach", *FieldClass]
    for role in Role:
        yield [role, role.words, reach_of(role), *("yes" if one in fields_of(role) else "" for one in FieldClass)]


def _permissions() -> Iterator[list[str]]:
    yield ["permission", *Role]
    for permission in Permission:
        yield [permission, *("yes" if may(role, permission) else "" for role in Role)]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def test_the_table_is_the_one_that_was_agreed() -> None:
    assert matrix() == GOLDEN.read_text(encoding="utf-8")


def test_every_role_has_a_row_and_every_permission_somebody() -> None:
    assert set(POWERS) == set(Role)
    assert {one for role in Role for one in POWERS[role].permissions} == set(Permission)
    assert {reach_of(role) for role in Role} == set(Reach)


def holders(permission: Permission) -> set[Role]:
    return {role for role in Role if may(role, permission)}


@pytest.mark.parametrize("role", [Role.ANALYST, Role.BOARD_SECRETARY])
def test_who_sees_figures_sees_no_person(role: Role) -> None:
    """ASVS 8.2.3."""
    assert reach_of(role) is Reach.NOBODY
    assert fields_of(role) == {FieldClass.COUNTS}
    assert POWERS[role].permissions == {Permission.READ_COUNTS}


def test_the_platform_administrator_sees_somebody_by_break_glass_alone() -> None:
    role = Role.PLATFORM_ADMINISTRATOR
    assert reach_of(role) is Reach.NOBODY
    assert POWERS[role].permissions == {Permission.READ_PERSON, Permission.BREAK_GLASS}


def test_an_administrator_changes_no_rating() -> None:
    """R-DSR-110: no colour changes."""
    assert not {Permission.RATE, Permission.REVIEW} & POWERS[Role.DSR_ADMINISTRATOR].permissions


def test_nobody_closes_their_own_break_glass() -> None:
    assert holders(Permission.CLOSE_BREAK_GLASS) == {Role.PRIVACY_OFFICER}
    assert not holders(Permission.BREAK_GLASS) & holders(Permission.CLOSE_BREAK_GLASS)


def test_some_things_are_for_the_accountable_owner_alone() -> None:
    for permission in (Permission.REMOVE, Permission.MERGE, Permission.EXPORT):
        assert holders(permission) == {Role.DSR_MANAGER}
    assert holders(Permission.READ_AUDIT) == {Role.PRIVACY_OFFICER}


@pytest.mark.parametrize("given", Role)
def test_who_is_watched_chooses_nobody_who_watches(given: Role) -> None:
    """R-DSR-110, 113: a DSR manager gives every role but the privacy officer's, which another of those gives."""
    givers = {role for role in Role if gives(role, given)}
    assert givers == {Role.PRIVACY_OFFICER if given is Role.PRIVACY_OFFICER else Role.DSR_MANAGER}


def test_families_see_their_own_summary_and_nobody_else_does() -> None:
    assert holders(Permission.READ_OWN_SUMMARY) == {Role.FAMILY}
    assert POWERS[Role.FAMILY].permissions == {Permission.READ_OWN_SUMMARY}


@pytest.mark.parametrize("role", Role)
def test_permissions_reach_and_fields_fit_together(role: Role) -> None:
    granted, fields = POWERS[role].permissions, fields_of(role)
    if reach_of(role) is Reach.NOBODY and granted & READS:
        assert Permission.BREAK_GLASS in granted
    if reach_of(role) is Reach.EVERYBODY:
        assert Permission.BREAK_GLASS not in granted
    if granted & READS:
        assert {FieldClass.IDENTITY, FieldClass.FACTS} <= fields
    assert (Permission.READ_HISTORY in granted) is (FieldClass.HISTORY in fields)
    assert (Permission.READ_COUNTS in granted) is (FieldClass.COUNTS in fields)
    assert Permission.RECORD_CONSENT not in granted or FieldClass.CONSENT in fields
    assert Permission.EDIT_IDENTITY not in granted or FieldClass.CONTACT_DETAILS in fields


def test_a_role_has_words_of_its_own() -> None:
    words = [role.words for role in Role]
    assert len(set(words)) == len(words)
    assert not any("-" in one or not one for one in words)


if __name__ == "__main__":
    GOLDEN.write_text(matrix(), encoding="utf-8")
