"""Seals: keyed digests of what the ledger holds, by which a damaged one is told before anything of it is used.

Each table of a program has a seal over its rows, renewed in the transaction that changes them (`row_digests.py`). What
is large (figures, files, messages) has a digest of its own in its row, checked when it's read; the seal covers that.
"""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, insert, select, text, update

from tasks.program_folder.identity import Owner
from tasks.store.keys import KEY, give_key, has_changed_key
from tasks.store.row_digests import BYTES, PERSON, Seal, digest_table, is_as_sealed
from tasks.store.tables import ROWS_OF, SEALED, artifacts, editions, held_rows, messages, metadata, programs, seals
from tasks.store.touched_rows import Parts, list_changes

IDENTITY = {
    editions.name: ("report", "period", "edition", "as_of_sync", "made_at"),
    artifacts.name: ("report", "period", "edition", "name"),
    messages.name: ("name", "report", "period", "edition", "queued_at"),
}
"""What of a row its digest covers besides its content: all that never changes."""


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
    digest = blake2b(said, key=key, digest_size=BYTES, person=PERSON)
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
    if list_changes(connection).keys() & set(names) or not kept.keys() >= set(names):
        return None
    return tuple(kept[name].digest for name in names)


def find_broken_seals(connection: Connection, program: str) -> list[str]:
    """Find the tables whose rows aren't what was written; none where the ledger has no seals yet, or there's no key."""
    key = connection.info.get(KEY)
    kept = _load_seals(connection, program)
    if key is None or not kept:
        return []
    return [
        name
        for name in SEALED
        if not _is_opened(kept.get(name))
        and not is_as_sealed(connection, program, metadata.tables[name], key, kept.get(name))
    ]


def _is_opened(seal: Seal | None) -> bool:
    """Tell whether an update has given a table other columns, which the next writing seals."""
    return seal is not None and seal.digest == b""


class ReadingsOnServer:
    """Finds broken seals for the readings of one open program: of rows in one state of their seals once.

    A ledger on a server has no file by which it would be known again. What is written is checked before each writing
    all the same, so that no row that was changed by hand is ever sealed.
    """

    def __init__(self) -> None:
        self._whole: dict[str, Seal] = {}

    def find_broken(self, connection: Connection, program: str) -> list[str]:
        """Find the tables whose rows aren't what was written; those found whole aren't looked at again."""
        kept = _load_seals(connection, program)
        if kept and kept == self._whole:
            return []
        broken = find_broken_seals(connection, program)
        self._whole = {} if broken or connection.info.get(KEY) is None else kept
        return broken


def is_proved(connection: Connection, program: str) -> bool:
    """Tell whether a seal of the ledger shows that it was written with the program's key."""
    key = connection.info.get(KEY)
    if key is None:
        return False
    kept = _load_seals(connection, program).items()
    return any(
        name in SEALED and is_as_sealed(connection, program, metadata.tables[name], key, seal) for name, seal in kept
    )


def seal_changes(connection: Connection, program: str, owner: Owner) -> None:
    """Seal what a transaction has changed; with a key that took the place of another one, everything."""
    give_key(connection, owner)
    if has_changed_key(connection, program, owner):
        _forget_digests(connection, program)
        forget_seals(connection, program)
    _renew_seals(connection, program, list_changes(connection))


def _renew_seals(connection: Connection, program: str, changed: Mapping[str, Parts]) -> None:
    """Seal the tables that a transaction has changed; all of them where the ledger has no seals yet."""
    key = connection.info.get(KEY)
    if key is None or not _is_known(connection, program):
        return
    kept = _load_seals(connection, program)
    if not kept:
        _sign_all(connection, program)
    for name in [name for name in SEALED if not kept or name in changed or _is_opened(kept.get(name))]:
        made = digest_table(connection, program, metadata.tables[name], key, kept.get(name), changed.get(name))
        ours = (seals.c.program == program, seals.c.sealed == name)
        if name not in kept:
            connection.execute(insert(seals).values(program=program, sealed=name, **made._asdict()))
        elif kept[name] != made:
            connection.execute(update(seals).where(*ours).values(made._asdict()))


def forget_seals(connection: Connection, program: str) -> None:
    """Forget seals and digests, so that all is signed anew: with another key, or when what is damaged is given up."""
    connection.execute(delete(seals).where(seals.c.program == program))


def _forget_digests(connection: Connection, program: str) -> None:
    """Forget the digests of rows, which another key made."""
    for table, _ in SIGNED:
        connection.execute(update(table).where(table.c.program == program).values(digest=None))


def _is_known(connection: Connection, program: str) -> bool:
    return connection.execute(select(programs.c.program).where(programs.c.program == program)).first() is not None


def _load_seals(connection: Connection, program: str) -> dict[str, Seal]:
    chosen = text("select sealed, digest, parts from seals where program = :program")
    return {name: Seal(digest, parts) for name, digest, parts in connection.execute(chosen, {"program": program})}


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
