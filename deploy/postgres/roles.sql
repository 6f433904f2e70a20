-- Databases and roles, as often as you like: what is missing is made, and each password becomes the one in its secret.
-- Run by the service database-roles at each start, as superuser. The secrets are database addresses; a role's password
-- is the part between its name and the @.
--
--   airflow         owns the database of Airflow, and sees no other
--   store_owner     owns the tables of the store; used by migrations only
--   store_writer    reads and writes rows of the store; what the pulls use
--   metrics_reader  reads figures and ledger; what the exporter uses (metrics_reader.sql)
--   waits_reader    reads rows of the store; what the register's server looks up one person's waits with
--   register_owner  owns the tables of the register; used by migrations, and to erase (sendwatch dsr erase)
--   register_writer reads and writes rows of the register, and only adds to its audit (register_writer.sql)
\set ON_ERROR_STOP on
SET log_min_error_statement = panic;  -- a statement that fails must not leave its password in the server's log

\set airflow_password `sed -E 's#^.*://[^:]+:([^@]+)@.*$#\1#' /run/secrets/airflow_database_url`
\set owner_password `sed -E 's#^.*://[^:]+:([^@]+)@.*$#\1#' /run/secrets/store_owner_url`
\set writer_password `sed -E 's#^.*://[^:]+:([^@]+)@.*$#\1#' /run/secrets/store_writer_url`
\set reader_password `sed -E 's#^.*://[^:]+:([^@]+)@.*$#\1#' /run/secrets/metrics_reader_url`
\set waits_password `sed -E 's#^.*://[^:]+:([^@]+)@.*$#\1#' /run/secrets/waits_reader_url`
\set register_owner_password `sed -E 's#^.*://[^:]+:([^@]+)@.*$#\1#' /run/secrets/register_owner_url`
\set register_writer_password `sed -E 's#^.*://[^:]+:([^@]+)@.*$#\1#' /run/secrets/register_writer_url`

SELECT format('CREATE ROLE %I', name)
FROM (VALUES ('airflow'), ('store_owner'), ('store_writer'), ('metrics_reader'), ('waits_reader'), ('register_owner'),
    ('register_writer')) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

ALTER ROLE airflow LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'airflow_password';
ALTER ROLE store_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'owner_password';
ALTER ROLE store_writer LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'writer_password';
ALTER ROLE metrics_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'reader_password';
ALTER ROLE waits_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'waits_password';
ALTER ROLE register_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'register_owner_password';
ALTER ROLE register_writer LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'register_writer_password';

-- A scrape that nobody waits for any more must not go on beside the next one.
ALTER ROLE metrics_reader SET statement_timeout = '10s';
ALTER ROLE metrics_reader SET default_transaction_read_only = on;
ALTER ROLE waits_reader SET default_transaction_read_only = on;

SELECT format('CREATE DATABASE %I OWNER %I', name, owner)
FROM (VALUES ('airflow', 'airflow'), ('store', 'store_owner'), ('register', 'register_owner')) AS wanted (name, owner)
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = name)
\gexec

REVOKE ALL ON DATABASE airflow, store, register, postgres, template1 FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE store TO store_writer;  -- a pull stages its rows in temporary tables
GRANT CONNECT ON DATABASE store TO metrics_reader, waits_reader;
GRANT CONNECT ON DATABASE register TO register_writer;

\connect store
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO store_writer, metrics_reader, waits_reader;

-- Tables that exist already (a restored backup), and tables that migrations will make.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO store_writer;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO store_writer;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO waits_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE store_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO store_writer;
ALTER DEFAULT PRIVILEGES FOR ROLE store_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO store_writer;
ALTER DEFAULT PRIVILEGES FOR ROLE store_owner IN SCHEMA public GRANT SELECT ON TABLES TO waits_reader;

\connect register
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO register_writer;

-- What it may not do with some of them is in register_writer.sql, which runs after each migration.
ALTER DEFAULT PRIVILEGES FOR ROLE register_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO register_writer;
ALTER DEFAULT PRIVILEGES FOR ROLE register_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO register_writer;
