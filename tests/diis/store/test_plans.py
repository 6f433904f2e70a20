"""A list that was loaded a moment ago has no statistics, and is still joined as the large table it is."""

from sqlalchemy import text

from diis.store.engine import Store

_LOADED = """
    INSERT INTO referral (provider, pathway, referral_id, from_sequence, person, birth_month, received_on)
    SELECT 'R0D', 'neurodevelopmental', 'N' || g, 1, 'p', DATE '2015-01-01', DATE '2025-01-01'
    FROM generate_series(1, 5000) g
"""
_STAGED = """
    CREATE TEMPORARY TABLE staged AS
    SELECT ('N' || g)::varchar AS id, DATE '2025-02-01' AS day, NULL::date AS returned, NULL::date AS resubmitted
    FROM generate_series(1, 5000) g;
    ANALYZE staged
"""
_JOINED = """
    EXPLAIN SELECT * FROM staged WHERE EXISTS (
        SELECT * FROM referral
        WHERE provider = 'R0D' AND pathway = 'neurodevelopmental' AND to_sequence IS NULL
        AND referral_id = id AND received_on < day
    ) AND coalesce(returned, resubmitted) IS NULL
"""


def test_postgresql_never_compares_row_by_row_what_it_takes_for_a_tiny_table(postgresql_url: str) -> None:
    store = Store(postgresql_url)
    with store.writing() as connection:
        connection.execute(text(_LOADED))
        connection.execute(text(_STAGED))
        plan = "\n".join(connection.execute(text(_JOINED)).scalars())
        connection.execute(text("SET LOCAL enable_nestloop = on"))
        of_its_own = "\n".join(connection.execute(text(_JOINED)).scalars())
    store.close()
    assert "Nested Loop" in of_its_own
    assert "Nested Loop" not in plan
