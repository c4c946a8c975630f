"""Reading a SQLite ledger whose header or list of tables is damaged: what is left of the list says where they are.

A header is the same in every ledger but for a few numbers, and what the tables are is known. Only where each of them
begins isn't: that stands in the list beside its name, and most of a damaged list is whole.
"""

import mmap
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Table, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from tasks.program_folder.draft_folder import draft_folder
from tasks.store.header import HEADER_BYTES
from tasks.store.tables import metadata, programs
from tasks.store.versions import make_tables

_COUNTER, _PAGES, _FREE_PAGES, _VALID_FOR = slice(24, 28), slice(28, 32), slice(32, 40), slice(92, 96)
_LEAF = 0x0D
_OF_A_TABLE = (0x05, _LEAF)
"""How a page of a table begins."""


def relist(path: Path, copy: Path) -> bool:
    """Write a copy of a ledger with a header and a list of tables as they should be; false where none can be found."""
    usual, places = _make_usual(path.parent)
    size = len(usual)
    found = _find_tables(path, size)
    if found and all(places[name] == page for name, page in found.items()):
        found = places  # it lies as a new one does, and so do those whose names can't be read
    if programs.name not in found:
        return False
    shutil.copyfile(path, copy)
    _write_first_page(copy, usual)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("pragma writable_schema = on")
        for table in (metadata.tables[name] for name in found):
            row = ("table", table.name, table.name, found[table.name], _define(table))
            connection.execute("insert into sqlite_schema values (?, ?, ?, ?, ?)", row)
        connection.commit()
    return True


def _make_usual(beside: Path) -> tuple[bytes, dict[str, int]]:
    """Make a new ledger, for its first page and for where its tables begin."""
    with draft_folder(beside) as drafts:
        new = drafts / "new.db"
        engine = create_engine(URL.create("sqlite", database=str(new)), poolclass=NullPool)
        with engine.connect() as connection, connection.begin():
            make_tables(connection)
            listed = connection.exec_driver_sql("select name, rootpage from sqlite_schema where type = 'table'").all()
            (size,) = connection.exec_driver_sql("pragma page_size").one()
        engine.dispose()
        return new.read_bytes()[:size], {name: page for name, page in listed if name in metadata.tables}


def _find_tables(path: Path, size: int) -> dict[str, int]:
    """Find the pages at which tables begin, by what is left of the list."""
    found: dict[str, int] = {}
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for name in metadata.tables:
            listed = rb"table%b%b([^\0].{0,3}?)CREATE TABLE %b" % ((name.encode(),) * 3)
            for match in re.finditer(listed, content, re.DOTALL):
                page = int.from_bytes(match[1], "big")
                if page * size <= len(content) and content[(page - 1) * size] in _OF_A_TABLE:
                    found[name] = page
    return found


def _write_first_page(copy: Path, usual: bytes) -> None:
    """Write a header, and a list of tables that is empty."""
    header, size = bytearray(usual[:HEADER_BYTES]), len(usual)
    header[_PAGES] = (copy.stat().st_size // size).to_bytes(4, "big")
    header[_FREE_PAGES] = bytes(8)
    header[_VALID_FOR] = header[_COUNTER]
    of_the_list = bytes((_LEAF, 0, 0, 0, 0, *size.to_bytes(2, "big"), 0))
    with copy.open("r+b") as file:
        file.write((bytes(header) + of_the_list).ljust(size, b"\0"))


def _define(table: Table) -> str:
    """Define a table by the order of its columns alone: nothing is checked while it's read."""
    is_number = {"id": "id integer primary key"}
    columns = ", ".join(is_number.get(column.name, column.name) for column in table.columns)
    return f"CREATE TABLE {table.name} ({columns})"
