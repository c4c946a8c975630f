"""The keyed digest of a table's rows: of all of them at once, or of parts, so that it costs what has changed.

What has rows of tabs is digested in at most 256 parts (`touched_rows.py`): a keyed digest of each part over its rows in
the order of their numbers, and one of the table over those of its parts. Without the key no row can be changed, taken,
added, or exchanged for an earlier one: each would need another digest of its part, and with it of the table. A part of
one moment beside a part of another doesn't fit either, for the digest of the table binds them all. What isn't told: a
whole table of an earlier moment with its seal, and a ledger without any seals, as the first versions left them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import Connection, CursorResult, Table, text
from sqlalchemy.exc import OperationalError

from tasks.store.touched_rows import Parts, find_part

BYTES = 16
PERSON = b"lbn seal"
LARGE = {"editions": ("figures",), "artifacts": ("content",), "messages": ("raw",)}
"""What has a digest of its own in its row."""

_ROWS_AT_ONCE = 1000
_MOST_PARTS = 48
"""Of more parts than these it's quicker to read the whole table."""

Row = Sequence[Any]


class Seal(NamedTuple):
    """The digest of a table, and of what has parts those of its parts: each behind its number, in their order."""

    digest: bytes
    parts: bytes | None


def digest_table(
    connection: Connection, program: str, table: Table, key: bytes, former: Seal | None = None, touched: Parts = None
) -> Seal:
    """Digest the rows of a table as the database gives them: a damaged date can't be read as one.

    Args:
        connection: to the ledger.
        program: whose rows.
        table: which one.
        key: the program's key.
        former: its digest before the transaction, if it had one.
        touched: all parts in which rows were changed since; none: it may be any.
    """
    name = table.name
    if not _has_parts(table):
        return _digest_at_once(connection, program, table, key)
    kept = _read_parts(former, name, key) if touched is not None and len(touched) <= _MOST_PARTS else None
    if kept is None or touched is None:
        return _bind(_digest_all_parts(connection, program, table, key), name, key)
    renewed = _digest_parts(connection, program, table, key, touched)
    return _bind({part: one for part, one in kept.items() if part not in touched} | renewed, name, key)


def is_as_sealed(connection: Connection, program: str, table: Table, key: bytes, seal: Seal | None) -> bool:
    """Tell whether a table's rows are those of its seal; one of before version 0014 has no parts in any table."""
    if seal and seal.parts is None:
        return _digest_at_once(connection, program, table, key) == seal
    return digest_table(connection, program, table, key) == seal


def _digest_at_once(connection: Connection, program: str, table: Table, key: bytes) -> Seal:
    digest = blake2b(table.name.encode(), key=key, digest_size=BYTES, person=PERSON)
    for some in _read_all(connection, program, table):
        digest.update(_write(some))
    return Seal(digest.digest(), None)


def _has_parts(table: Table) -> bool:
    """Tell whether a table has rows of tabs."""
    return "fingerprint" in table.columns and "valid_to_sync" in table.columns


def _bind(parts: Mapping[int, bytes], name: str, key: bytes) -> Seal:
    written = b"".join(bytes((part,)) + parts[part] for part in sorted(parts))
    return Seal(_digest_of_parts(written, name, key), written)


def _digest_of_parts(written: bytes, name: str, key: bytes) -> bytes:
    digest = blake2b(f"parts of {name}".encode(), key=key, digest_size=BYTES, person=PERSON)
    digest.update(written)
    return digest.digest()


def _read_parts(seal: Seal | None, name: str, key: bytes) -> dict[int, bytes] | None:
    """Read the digests of the parts; nothing where the table has none, or they aren't as written."""
    written = seal.parts if seal else None
    if not seal or not isinstance(written, bytes) or _digest_of_parts(written, name, key) != seal.digest:
        return None
    return {written[at]: written[at + 1 : at + 1 + BYTES] for at in range(0, len(written), 1 + BYTES)}


def _digest_all_parts(connection: Connection, program: str, table: Table, key: bytes) -> dict[int, bytes]:
    digests: dict[int, blake2b] = {}
    of_print = _list_sealed(table).index("fingerprint")
    for some in _read_all(connection, program, table):
        for row in some:
            part = find_part(row[of_print])
            if part not in digests:
                digests[part] = _start_part(table.name, part, key)
            digests[part].update(_write(row))
    return {part: digest.digest() for part, digest in digests.items()}


def _digest_parts(
    connection: Connection, program: str, table: Table, key: bytes, touched: Collection[int]
) -> dict[int, bytes]:
    """Digest some parts; one that has no row any more has no digest either."""
    rows: dict[int, list[Row]] = {}
    of_print = _list_sealed(table).index("fingerprint")
    for row in _read_some(connection, program, table, touched):
        rows.setdefault(find_part(row[of_print]), []).append(row)
    digests = {}
    for part, these in rows.items():
        digest = _start_part(table.name, part, key)
        for row in sorted(these, key=_pick_number):
            digest.update(_write(row))
        digests[part] = digest.digest()
    return digests


def _start_part(name: str, part: int, key: bytes) -> blake2b:
    return blake2b(f"{name} {part}".encode(), key=key, digest_size=BYTES, person=PERSON)


def _pick_number(row: Row) -> int:
    """Pick the number of a row of a tab, by which its table is ordered: the first of its columns."""
    number: int = row[0]
    return number


def _write(rows: Row) -> bytes:
    return repr(rows).encode("utf-8", "surrogateescape")


def _read_all(connection: Connection, program: str, table: Table) -> Iterator[Sequence[Row]]:
    """Read the rows of a table in the order of its key."""
    order = ", ".join(column.name for column in table.primary_key if column.name != "program") or "program"
    return _ask(connection, table, f"order by {order}", {"program": program})


def _read_some(connection: Connection, program: str, table: Table, parts: Collection[int]) -> Iterator[Row]:
    """Read the rows of some parts: those in force by their index, and of the others, which are few, all at once."""
    for part in parts:
        ends = {"first": bytes((part,)), "last": bytes((part, *b"\xff" * BYTES))}
        which = "and valid_to_sync is null and fingerprint between :first and :last"
        for some in _ask(connection, table, which, {"program": program, **ends}):
            yield from some
    names = {f"part{part}": bytes((part,)) for part in parts}
    listed = ", ".join(f":{name}" for name in names) or "null"
    which = f"and valid_to_sync is not null and substr(fingerprint, 1, 1) in ({listed})"
    for some in _ask(connection, table, which, {"program": program, **names}):
        yield from some


def _ask(connection: Connection, table: Table, which: str, asked: Mapping[str, object]) -> Iterator[Sequence[Row]]:
    """Read rows as the driver gives them, many at once: a hundred thousand of them are digested at the first sync."""
    columns = ", ".join(_list_sealed(table))
    rows = connection.execute(
        text(f"select {columns} from {table.name} where program = :program {which}"),  # noqa: S608 - names of ours
        asked,
    )
    yield from fetch_many(connection, rows)


def fetch_many(connection: Connection, rows: CursorResult[Any]) -> Iterator[Sequence[Row]]:
    """Fetch rows as the driver gives them, many at once; what it says of a broken ledger is SQLAlchemy's error."""
    cursor, problem = rows.cursor, None
    try:
        while cursor is not None and (some := cursor.fetchmany(_ROWS_AT_ONCE)):
            yield some
    except connection.dialect.loaded_dbapi.Error as error:  # nobody but us wraps what the driver itself says
        problem = OperationalError("read the rows", None, error)
    finally:
        rows.close()
    if problem:
        raise problem


def _list_sealed(table: Table) -> list[str]:
    """List what the seal of a table covers: not the program's name, which may change, nor large contents."""
    left_out = {"program", *LARGE.get(table.name, ())}
    return [column.name for column in table.columns if column.name not in left_out] or ["program"]
