"""Letting each program's account on PostgreSQL see the rows of its own program only, by row-level security.

An account is named after its program, `lbn_k7qm2d9x`. The rule is made for every table that the metadata declares, and
made anew by each call, so that a table which a migration adds cannot be forgotten. The tables' owner isn't bound by it:
only the owner may change tables, and makes the dumps.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select, text

from tasks.errors import OperationError, UsageError
from tasks.store.database_words import say_in_words
from tasks.store.engines import make_lock_number, make_server_engine
from tasks.store.owners import PREFIX
from tasks.store.tables import metadata, programs
from tasks.store.versions import bring_up_to_date

GROUP = "lbn_programs"
"""The role that all these accounts are members of."""

_ID_LETTERS = 8
_CLOSED = b"\x00"
"""The check value of a program that nobody can open any more (docs/operations.md)."""


def separate_accounts(url: str) -> int:
    """Bring the tables of a database up to date, and let each account see its own rows only; return how many tables.

    Raises:
        UsageError: it isn't on PostgreSQL.
        OperationError: a program there has no id yet, or this account may not do that.
    """
    if not url.startswith("postgresql"):
        msg = "Accounts are PostgreSQL's: name a database on a server. A file is its folder's, and has no accounts."
        raise UsageError(msg)
    engine = make_server_engine(url)
    with say_in_words(None), engine.connect() as connection, connection.begin():
        connection.execute(select(func.pg_advisory_xact_lock(make_lock_number("tables"))))
        bring_up_to_date(connection)
        _check_names(connection)
        for statement in list_rules():
            connection.execute(text(statement))
    return len(metadata.tables)


def list_rules() -> Iterator[str]:
    """List the statements that separate the programs of a database, from the tables as they are declared."""
    yield (
        f"do $$ begin if not exists (select from pg_roles where rolname = '{GROUP}') then "
        f"create role {GROUP} nologin; end if; end $$"
    )
    yield "revoke create on schema public from public"
    yield f"grant usage on schema public to {GROUP}"
    yield f"grant select on alembic_version to {GROUP}"
    for name, table in metadata.tables.items():
        if "id" in table.columns:
            numbers = f"pg_get_serial_sequence('{name}', 'id')"
            yield f"do $$ begin execute 'grant usage on sequence ' || {numbers} || ' to {GROUP}'; end $$"
        yield f"revoke all on {name} from public"
        yield f"grant select, insert, update, delete on {name} to {GROUP}"
        yield f"alter table {name} enable row level security"
        yield f"drop policy if exists own_rows on {name}"
        own = f"'{PREFIX}' || program = current_user"
        yield f"create policy own_rows on {name} to {GROUP} using ({own}) with check ({own})"


def _check_names(connection: Connection) -> None:
    """Check that every program stands under its id: under another its account would find nothing, and begin anew."""
    is_open = programs.c.key_check.is_distinct_from(_CLOSED)
    names = connection.execute(select(programs.c.program).where(is_open)).scalars()
    if former := sum(len(name) != _ID_LETTERS for name in names):
        msg = (
            f"Programs that stand there under a name of an earlier version: {former}. Nothing was changed. Each is "
            "first taken over by its id (docs/operations.md, “PostgreSQL”)."
        )
        raise OperationError(msg)
