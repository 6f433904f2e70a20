"""A test's PostgreSQL database is as it was when it was made, whatever the test before did to it."""

import re
import subprocess

import psycopg
import pytest
from sqlalchemy import make_url

from tests.conftest import run_on
from tests.copies import Copies

_MADE = """
CREATE TABLE child (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, kin int REFERENCES child);
CREATE SEQUENCE ticket;
SELECT nextval('ticket');
CREATE FUNCTION refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'only added to'; END $$;
CREATE TRIGGER stays BEFORE TRUNCATE ON child EXECUTE FUNCTION refuses();
INSERT INTO child (name) VALUES (E'a\\tb\\\\c'), (NULL);
"""
_ADD = "INSERT INTO child (name, kin) VALUES ('new', 1)"


@pytest.fixture(scope="module")
def copies(postgresql_server: str) -> Copies:
    run_on(postgresql_server, "CREATE DATABASE template_of_copies")
    url = make_url(postgresql_server).set(database="template_of_copies")
    with _connected(url.render_as_string(hide_password=False)) as template:
        template.execute(_MADE)
    return Copies(postgresql_server, "template_of_copies")


def _connected(url: str) -> psycopg.Connection:
    return psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))


def _dump(copies: Copies) -> tuple[str, object]:
    """All that pg_dump knows of the next test's database, and of how many columns it has statistics."""
    with copies.fresh() as url, _connected(url) as connection:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        command = ["pg_dump", "--create", f"--dbname={plain}"]
        dump = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        statistics = connection.execute("SELECT count(*) FROM pg_statistic WHERE starelid >= 16384").fetchone()
        # Newer ones begin and end with a word made up for each dump.
        dump = re.sub(r"^\\(un)?restrict .*$", "", dump, flags=re.MULTILINE)
        return re.sub(rf"\b{make_url(url).database}\b", "the_database", dump), statistics


@pytest.fixture(scope="module")
def as_made(copies: Copies) -> tuple[str, object]:
    return _dump(copies)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM child",
        "UPDATE child SET name = 'another'",
        "SELECT nextval('ticket'), setval('child_id_seq', 70)",
        "ALTER TABLE child DISABLE TRIGGER ALL; TRUNCATE child RESTART IDENTITY",
        "CREATE TABLE more (id int)",
        "DROP SEQUENCE ticket; CREATE SEQUENCE ticket START 2",
        "ALTER TABLE child ADD COLUMN age int",
        "ALTER TABLE child ALTER COLUMN name SET DEFAULT 'nobody'",
        "ALTER TABLE child ADD CHECK (name <> 'newer')",
        "CREATE UNIQUE INDEX ON child (name)",
        "CREATE OR REPLACE FUNCTION refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        "CREATE SCHEMA aside CREATE TABLE more (id int)",
        "GRANT INSERT ON child TO pg_monitor",
        "GRANT INSERT (name) ON child TO pg_monitor",
        "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO pg_monitor",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = 77', current_database()); END $$",
        "DO $$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM public', current_database()); END $$",
        "ANALYZE child",
        "SELECT lo_create(0)",
    ],
)
def test_the_next_test_finds_nothing_of_what_this_one_did(
    copies: Copies, as_made: tuple[str, object], statement: str
) -> None:
    assert "only added to" in as_made[0]
    with copies.fresh() as url, _connected(url) as connection:
        connection.execute(_ADD)
        connection.execute(statement)
    assert _dump(copies) == as_made


def test_a_connection_left_behind_is_ended_and_cannot_come_back(copies: Copies) -> None:
    with copies.fresh() as url:
        left = _connected(url)
        left.execute("LOCK TABLE child")
    with copies.fresh() as another:
        assert another != url
        with pytest.raises(psycopg.OperationalError):
            left.execute(_ADD)
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            _connected(url)
    left.close()


def test_a_database_that_only_has_other_rows_is_used_again(copies: Copies) -> None:
    assert _oid(copies, _ADD) == _oid(copies, "SELECT nextval('ticket')") == _oid(copies, "CREATE TABLE more (id int)")


def _oid(copies: Copies, statement: str) -> object:
    with copies.fresh() as url, _connected(url) as connection:
        connection.execute(statement)
        found = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        return found and found[0]
