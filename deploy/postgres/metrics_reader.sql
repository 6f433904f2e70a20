-- What the exporter may read: figures and the ledger, by name, so that a table of children's rows is never among them.
-- Of absences it counts rows and takes dates: the columns that name a referral are not granted.
-- Run by the service store-grants after the migrations, as superuser; a table added here is a decision to review.
\set ON_ERROR_STOP on
\connect store
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM metrics_reader;
GRANT SELECT ON alembic_version, figure, refresh, load, arrival, discard TO metrics_reader;
GRANT SELECT (provider, pathway, from_sequence, to_sequence, missing_from_on, unexplained) ON absence TO metrics_reader;
