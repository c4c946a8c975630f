-- Run once by PostgreSQL's image, when its data folder is empty; by hand: psql --username postgres --file THIS.
-- An account and a database for Prefect, and one for the ledgers: neither can open the other's.
\set prefect_password `cat /run/secrets/prefect_password`
\set ledger_password `cat /run/secrets/ledger_password`
create role prefect login password :'prefect_password';
create role lbn login password :'ledger_password';
create database prefect owner prefect;
create database lbn owner lbn;
revoke connect on database prefect, lbn from public;
\connect prefect
create extension if not exists pg_trgm;
