"""Looking for words where they must not be: in every byte of files, databases, messages and logs, however encoded."""

import base64
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from email import message_from_bytes
from pathlib import Path
from secrets import token_hex

from tests.support.programs import KINDS

Place = tuple[str, bytes]


class Canaries:
    """Makes words that stand nowhere else: all those of a kind begin alike, so that a few searches find any of them."""

    def __init__(self) -> None:
        """Chance makes the beginnings: digits alone, a code such as a lot, a name."""
        self._count = 0
        beginnings = (str(10**10 + int(token_hex(4), 16)), f"ZQ{token_hex(5).upper()}", f"Quill{token_hex(4)}")
        self._beginnings = dict(zip(KINDS, beginnings, strict=True))

    def __call__(self, _where: str, kind: str = "") -> str:
        """Make a new word; of one kind after the other where none is asked for."""
        self._count += 1
        kind = kind or KINDS[self._count % len(KINDS)]
        word = f"{self._beginnings[kind]}{self._count:04}"
        return f"Zoë {word}" if kind == "name" else word

    def leaks(self, places: Iterable[Place]) -> list[str]:
        """Where they are found, with what stands around."""
        forms = {form for word in self._beginnings.values() for form in _forms(word)}
        return [
            f"{name}: {haystack[max(0, at - 60) : at + 60]!r}"
            for name, content in places
            for haystack in {content, content.lower()}
            for form in forms
            for at in [haystack.find(form)]
            if at >= 0
        ]


def files_below(*folders: Path, but: Iterable[str] = ()) -> Iterator[Place]:
    """Every file below some folders but those of some names: its path, its bytes, what it holds within."""
    spared = set(but)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name not in spared:
                yield str(path), str(path).encode()
                yield str(path), path.read_bytes()
                yield from _inside(path)


def database_cells(path: Path) -> Iterator[Place]:
    """Every cell of every table: a long one is not in one piece in the file."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            for row in connection.execute(f'select * from "{table}"'):  # noqa: S608 - the name is the database's own
                for cell in row:
                    if isinstance(cell, str | bytes | int):
                        yield f"{path.name}:{table}", cell if isinstance(cell, bytes) else str(cell).encode()


def _inside(path: Path) -> Iterator[Place]:
    if path.suffix == ".eml":
        for part in message_from_bytes(path.read_bytes()).walk():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield f"{path} ({part.get_content_type()})", payload
    if path.suffix == ".db":
        yield from database_cells(path)


def _forms(word: str) -> Iterator[bytes]:
    """Yield the ways in which a word may be written; what is looked through is searched in lower case as well."""
    for written in {word, word.lower(), word.upper()}:
        for encoded in (written.encode(), written.encode("utf-16-le"), written.encode("utf-16-be")):
            yield encoded
            yield encoded.hex().encode()
            yield from _in_base64(encoded)


def _in_base64(content: bytes) -> Iterator[bytes]:
    """Its inner characters in each of the three ways in which it may lie in a longer text."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + content)
        yield encoded[-(-before * 8 // 6) : (before + len(content)) * 8 // 6]
