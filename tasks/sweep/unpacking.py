"""What is packed in some bytes: compressed streams wherever they begin, pictures, databases, mails, escaped text."""

import hashlib
import html
import quopri
import re
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from email import message_from_bytes
from functools import cache
from itertools import chain
from urllib.parse import unquote_to_bytes

from tasks.sweep.archives import read_archives
from tasks.sweep.folding import fold_near_unseen, fold_text, remove_unseen
from tasks.sweep.headers import read_headers
from tasks.sweep.needles import KEY
from tasks.sweep.paper import read_paper
from tasks.sweep.runs import TakenOut, decode_runs, take_out_attachments
from tasks.sweep.streams import decompress, decompress_members, decompress_streams
from tasks.sweep.wide_text import read_wide_text

DEEPEST = 6
_HALF, _NOWHERE = DEEPEST // 2, DEEPEST + 1
"""What was seen above half of that needn't be unpacked again where it lies less deep; what was seen nowhere is new."""

SHORTEST = 12
"""In what is shorter nothing is packed."""

TEXT = 4096
"""By so many bytes at the beginning it is told what is a text."""

_PNG = b"\x89PNG\r\n\x1a\n"
_SQLITE = b"SQLite format 3\0"
_NO_TEXTS = (_PNG, _SQLITE, b"%PDF-", b"PK\x03\x04")
_CONTROLS = bytes([*range(0x07), *range(0x0E, 0x1B), 0x7F])
_FEW = 32
"""In a text, one sign in so many at most is for no screen."""

_HEAD = re.compile(rb"^(?:subject|from|to|date|mime-version|content-[a-z-]+):", re.IGNORECASE | re.MULTILINE)

_QUOTED = re.compile(rb"^[ \t]*(?:[>|][ \t]?)+", re.MULTILINE)
_QUOTED_LINES = re.compile(rb"\n[ \t]*[>|][^\n]*\n[ \t]*[>|]")
_ENTITY = re.compile(rb"&(?:#|(?!(?:amp|lt|gt|quot|nbsp);)[A-Za-z]\w{1,30};)")
"""What is written by a name or a number in a page, but for signs of which no name is made, and for spaces."""

_ESCAPE = re.compile(rb"\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[0-7]{3})")


class Unpacker:
    """Unpacks what it is given, and nothing again that was clean: an edition lies in a folder, a ledger and a mail."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._clean: dict[bytes, int] = {}
        self._new: dict[bytes, int] = {}

    def take_new(self) -> dict[bytes, int]:
        """Return digests of all that was unpacked since the last time, and how deep each lay: so much was left."""
        new, self._new = self._new, {}
        return new

    def keep_clean(self, digests: Mapping[bytes, int]) -> None:
        """Keep in mind in what nothing was found: it isn't unpacked again, but where it lies less deep."""
        for digest, depth in digests.items():
            self._clean[digest] = min(depth, self._clean.get(digest, depth))

    def unpack(self, content: bytes, depth: int = 0) -> Iterator[bytes]:
        """Yield the content, and all that lies in it, as deep as anybody packs."""
        if len(content) < KEY or not self._is_new(content, depth):
            return
        yield content
        is_text = _is_text(content)
        taken = take_out_attachments(content) if is_text else TakenOut(content, [], [])
        yield from taken.lines
        yield from [fold_text(taken.rest)] if is_text else fold_near_unseen(content)
        if depth < DEEPEST:
            for inner in chain(taken.decoded, _look_inside(taken.rest, is_text=is_text)):
                yield from self.unpack(inner, depth + 1)
            for read in _read_otherwise(taken.rest) if is_text else ():
                if read != taken.rest:
                    yield from self.unpack(read, max(depth + 1, DEEPEST - 2))

    def _is_new(self, content: bytes, depth: int) -> bool:
        digest = hashlib.blake2b(content, digest_size=16).digest()
        known = min(self._clean.get(digest, _NOWHERE), self._new.get(digest, _NOWHERE))
        is_new = known > max(depth, _HALF)
        if is_new:
            self._new[digest] = depth
        return is_new


def _is_text(content: bytes) -> bool:
    """Tell whether it is mostly text, or has a mail's head: zeros in it don't keep that from being read."""
    if content.startswith(_NO_TEXTS):
        return False
    head = content[:TEXT]
    count = len(head) - len(head.translate(None, _CONTROLS))
    return count <= 1 + len(head) // _FEW or bool(_HEAD.search(head))


def _look_inside(content: bytes, *, is_text: bool) -> Iterator[bytes]:
    if len(content) < SHORTEST:
        return
    yield from decompress_streams(content)
    yield from decompress_members(content)
    yield from read_archives(content)
    yield read_wide_text(content)
    yield from read_paper(content)
    if content.startswith(_SQLITE):
        yield from _read_cells(content)
    if content.startswith(_PNG):
        yield from _read_pixels(content)
    if b"Content-Transfer-Encoding:" in content:
        yield from _read_mail(content)
    yield from decode_runs(content, is_text=is_text)


def _read_otherwise(content: bytes) -> Iterator[bytes]:
    """Read it as text in which something isn't seen, is quoted or encoded, goes on in the next line, or is numbered."""
    yield remove_unseen(content)
    yield b"\n".join(read_headers(content))
    if _QUOTED_LINES.search(b"\n" + content):
        yield _QUOTED.sub(b"", content)
    if b"\n" in content:
        yield re.sub(rb"\r?\n[ \t]?", b"", content)
    if b"=" in content:
        yield quopri.decodestring(content)
    if b"%" in content:
        yield unquote_to_bytes(content)
    if b"\\" in content:
        yield _ESCAPE.sub(lambda found: _read_escape(found[0]), content.replace(rb"\000", b"\0"))
    if _ENTITY.search(content):
        yield html.unescape(content.decode("utf-8", "replace")).encode("utf-8", "replace")


@cache
def _read_escape(written: bytes) -> bytes:
    """Read the number of a sign after u or x in hexadecimal digits, else in octal ones."""
    digits = written[1:].lstrip(b"ux")
    number = int(digits, 8 if len(digits) == len(written) - 1 else 16)
    return chr(number).encode("utf-8", "replace")


def _read_pixels(content: bytes) -> Iterator[bytes]:
    """Read the pixels of a picture, whose stream may be cut into several pieces."""
    at, pieces = len(_PNG), []
    while at + 8 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] == b"IDAT":
            pieces.append(content[at + 8 : at + 8 + length])
        at += length + 12
    if len(pieces) > 1:
        yield decompress(zlib.decompressobj(), b"".join(pieces), 0)[0]


def _read_cells(content: bytes) -> Iterator[bytes]:
    """Read every cell of every table: a long one is not in one piece in the file."""
    with closing(sqlite3.connect(":memory:")) as connection, suppress(sqlite3.Error):
        connection.deserialize(content)
        connection.text_factory = bytes
        for (name,) in connection.execute("select name from sqlite_master where type = 'table'").fetchall():
            quoted = name.decode().replace('"', '""')
            for row in connection.execute(f'select * from "{quoted}"'):  # noqa: S608 - the database's own name
                yield from (cell if isinstance(cell, bytes) else str(cell).encode() for cell in row if cell is not None)


def _read_mail(content: bytes) -> Iterator[bytes]:
    for part in message_from_bytes(content).walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield payload
