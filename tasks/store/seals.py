"""Seals: keyed digests of what the ledger holds, by which a damaged one is told before anything of it is used.

Each table of a program has a seal over its rows, renewed in the transaction that changes them. What is large (figures,
files, messages) has a digest of its own in its row, checked when it's read; the seal covers that digest.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Engine,
    RowMapping,
    Table,
    delete,
    event,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql.dml import UpdateBase

from tasks.program_folder.identity import Owner
from tasks.store.keys import KEY, give_key, has_changed_key
from tasks.store.tables import ROWS_OF, SEALED, artifacts, editions, held_rows, messages, metadata, programs, seals

CHANGED = "changed"
"""Where it notes the tables that the transaction has changed."""

_BYTES = 16
_PERSON = b"lbn seal"
_ROWS_AT_ONCE = 1000
_LARGE = {"editions": ("figures",), "artifacts": ("content",), "messages": ("raw",)}

IDENTITY = {
    editions.name: ("report", "period", "edition", "as_of_sync", "made_at"),
    artifacts.name: ("report", "period", "edition", "name"),
    messages.name: ("name", "report", "period", "edition", "queued_at"),
}
"""What of a row its digest covers besides its content: all that never changes."""


def note_changes(engine: Engine) -> None:
    """Let each connection note the tables that it changes, so that no writing can forget its seal."""

    @event.listens_for(engine, "before_execute")
    def _on_execute(connection: Connection, statement: object, *_rest: object) -> None:
        if isinstance(statement, UpdateBase) and isinstance(statement.table, Table):
            connection.info.setdefault(CHANGED, set()).add(statement.table.name)


class Signed(NamedTuple):
    """A table whose rows have digests, and the column of their content."""

    table: Table
    content: str


SIGNED = (Signed(editions, "figures"), Signed(artifacts, "content"), Signed(messages, "raw"))


def sign(connection: Connection, table: Table, values: Mapping[str, Any] | RowMapping, content: bytes) -> bytes | None:
    """Make the digest of a row from what it says and its content; none without a key."""
    key = connection.info.get(KEY)
    if key is None:
        return None
    said = repr([str(values[name]) for name in IDENTITY[table.name]]).encode()
    digest = blake2b(said, key=key, digest_size=_BYTES, person=_PERSON)
    digest.update(content)
    return digest.digest()


def is_whole(connection: Connection, table: Table, values: Mapping[str, Any] | RowMapping, content: object) -> bool:
    """Tell whether a row is as it was written; one without a digest is of an earlier version, and isn't checked."""
    expected = values["digest"]
    if expected is None or connection.info.get(KEY) is None:
        return True
    return isinstance(content, bytes) and sign(connection, table, values, content) == expected


def has_seals(connection: Connection, program: str) -> bool:
    """Tell whether a program's tables are sealed: those of an earlier version aren't, until the next writing."""
    return bool(_load_seals(connection, program))


def find_seals_of_rows(connection: Connection, program: str) -> tuple[bytes, ...] | None:
    """Find the seals of all tables of rows: while they are the same, so are the rows.

    Returns:
        None where the ledger has no seals yet, or this transaction has changed rows, which are sealed at its end.
    """
    kept, names = _load_seals(connection, program), [table.name for table in (*ROWS_OF.values(), held_rows)]
    if connection.info.get(CHANGED, set()).intersection(names) or not kept.keys() >= set(names):
        return None
    return tuple(kept[name] for name in names)


def find_broken_seals(connection: Connection, program: str) -> list[str]:
    """Find the tables whose rows aren't what was written; none where the ledger has no seals yet, or there's no key."""
    key = connection.info.get(KEY)
    kept = _load_seals(connection, program)
    if key is None or not kept:
        return []
    return [name for name in SEALED if kept.get(name) != _digest_rows(connection, program, name, key)]


def is_proved(connection: Connection, program: str) -> bool:
    """Tell whether a seal of the ledger shows that it was written with the program's key."""
    key = connection.info.get(KEY)
    if key is None:
        return False
    kept = _load_seals(connection, program).items()
    return any(name in SEALED and _digest_rows(connection, program, name, key) == digest for name, digest in kept)


def seal_changes(connection: Connection, program: str, owner: Owner) -> None:
    """Seal what a transaction has changed; with a key that took the place of another one, everything."""
    give_key(connection, owner)
    if has_changed_key(connection, program, owner):
        _forget_digests(connection, program)
        forget_seals(connection, program)
    _renew_seals(connection, program, connection.info.get(CHANGED, ()))


def _renew_seals(connection: Connection, program: str, changed: Collection[str]) -> None:
    """Seal the tables that a transaction has changed; all of them where the ledger has no seals yet."""
    key = connection.info.get(KEY)
    if key is None or not _is_known(connection, program):
        return
    kept = _load_seals(connection, program)
    if not kept:
        _sign_all(connection, program)
    for name in SEALED if not kept else [name for name in SEALED if name in changed]:
        made = _digest_rows(connection, program, name, key)
        ours = (seals.c.program == program, seals.c.sealed == name)
        if name not in kept:
            connection.execute(insert(seals).values(program=program, sealed=name, digest=made))
        elif kept[name] != made:
            connection.execute(update(seals).where(*ours).values(digest=made))


def forget_seals(connection: Connection, program: str) -> None:
    """Forget seals and digests, so that all is signed anew: with another key, or when what is damaged is given up."""
    connection.execute(delete(seals).where(seals.c.program == program))


def _forget_digests(connection: Connection, program: str) -> None:
    """Forget the digests of rows, which another key made."""
    for table, _ in SIGNED:
        connection.execute(update(table).where(table.c.program == program).values(digest=None))


def _is_known(connection: Connection, program: str) -> bool:
    return connection.execute(select(programs.c.program).where(programs.c.program == program)).first() is not None


def _load_seals(connection: Connection, program: str) -> dict[str, bytes]:
    chosen = text("select sealed, digest from seals where program = :program")
    return dict(connection.execute(chosen, {"program": program}).all())


def _digest_rows(connection: Connection, program: str, name: str, key: bytes) -> bytes:
    """Digest the rows of a table as the database gives them: a damaged date can't be read as one."""
    table = metadata.tables[name]
    columns = ", ".join(_list_sealed(table))
    order = ", ".join(column.name for column in table.primary_key if column.name != "program") or "program"
    rows = connection.execute(
        text(f"select {columns} from {name} where program = :program order by {order}"),  # noqa: S608 - names of ours
        {"program": program},
    )
    digest = blake2b(name.encode(), key=key, digest_size=_BYTES, person=_PERSON)
    for some in _fetch_many(connection, rows):
        digest.update(repr(some).encode("utf-8", "surrogateescape"))
    return digest.digest()


def _fetch_many(connection: Connection, rows: CursorResult[Any]) -> Iterator[Sequence[Any]]:
    """Fetch the driver's own rows, many at once: a hundred thousand of them are sealed at each sync."""
    cursor, problem = rows.cursor, None
    try:
        while cursor is not None and (some := cursor.fetchmany(_ROWS_AT_ONCE)):
            yield some
    except connection.dialect.loaded_dbapi.Error as error:  # nobody but us wraps what the driver itself says
        problem = OperationalError("seal the rows", None, error)
    finally:
        rows.close()
    if problem:
        raise problem


def _list_sealed(table: Table) -> Iterable[str]:
    """List what the seal of a table covers: not the program's name, which may change, nor large contents."""
    left_out = {"program", *_LARGE.get(table.name, ())}
    return [column.name for column in table.columns if column.name not in left_out] or ["program"]


def _sign_all(connection: Connection, program: str) -> None:
    """Sign the rows that have no digest yet."""
    for table, content in SIGNED:
        unsigned = (table.c.program == program, table.c.digest.is_(None))
        for row in read_one_by_one(connection, table, *unsigned):
            ours = [column == row[column.name] for column in table.primary_key]
            digest = sign(connection, table, row, row[content])
            connection.execute(update(table).where(*ours).values(digest=digest))


def read_one_by_one(connection: Connection, table: Table, *where: ColumnElement[bool]) -> Iterator[RowMapping]:
    """Read rows of a table, each when it is asked for: together their contents may be large."""
    for key in connection.execute(select(*table.primary_key).where(*where)).all():
        ours = [column == value for column, value in zip(table.primary_key, key, strict=True)]
        yield connection.execute(select(table).where(*ours)).mappings().one()
