-- What the register's server may not do, though it works in the register all day: nothing that was said is unsaid.
-- Run by the service register-grants after the migrations, as superuser. Tables that are not named here are worked
-- with freely: what follows from the facts, and who is signed in.
\set ON_ERROR_STOP on
\connect register
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO register_writer;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO register_writer;
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM register_writer;

-- The audit is only added to; where it ends is moved on.
REVOKE UPDATE, DELETE ON audit, seen FROM register_writer;
REVOKE INSERT, DELETE ON audit_head FROM register_writer;

-- Facts, changes and identifiers are there for good; what seals them is changed when a key is (sendwatch dsr keys).
REVOKE UPDATE, DELETE ON key, undoing, change, fact, identifier FROM register_writer;
GRANT UPDATE (reason) ON change TO register_writer;
GRANT UPDATE (body) ON fact TO register_writer;
GRANT UPDATE (value) ON identifier TO register_writer;

-- People and accounts may change, and stay.
REVOKE DELETE ON person, worker, account, role_grant FROM register_writer;
