"""What is packed in some bytes: compressed streams wherever they begin, pictures, databases, mails, escaped text."""

import base64
import binascii
import bz2
import hashlib
import html
import lzma
import quopri
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from email import message_from_bytes
from typing import Any
from urllib.parse import unquote_to_bytes

DEEPEST = 6
LARGEST = 64_000_000
SHORTEST = 12
"""What is shorter holds no word."""

WHOLE = 48
"""So much comes at least out of a stream that isn't whole: less is what any bytes look like that are taken for one."""

TEXT = 4096
"""So many bytes without a zero at the beginning are text."""

_HEADERS = [bytes((first, second)) for first in range(0x08, 0x79, 0x10) for second in range(256)
            if (first * 256 + second) % 31 == 0 and not second & 0x20]  # fmt: skip
_ZLIB = re.compile(b"|".join(map(re.escape, _HEADERS)))
_STARTS: tuple[tuple[re.Pattern[bytes], Callable[[], Any]], ...] = (
    (_ZLIB, zlib.decompressobj),
    (re.compile(rb"\x1f\x8b\x08"), lambda: zlib.decompressobj(31)),
    (re.compile(rb"BZh[1-9]1AY"), bz2.BZ2Decompressor),
    (re.compile(rb"\xfd7zXZ\x00"), lzma.LZMADecompressor),
)
_ZIP_MEMBER = re.compile(rb"PK\x03\x04.{22}(..)(..)", re.DOTALL)
_PNG = b"\x89PNG\r\n\x1a\n"
_SQLITE = b"SQLite format 3\0"
_NO_TEXTS = (_PNG, _SQLITE, b"%PDF-", b"PK\x03\x04")
_WHOLE_LINES = frozenset({64, 72, 76})
"""So long are the lines of base64: in a text they are joined anyway, and decoded as one."""

_RUN = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_HEX = re.compile(rb"[0-9A-Fa-f]+")
_ESCAPE = re.compile(rb"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-7]{3}))")


class Unpacker:
    """Unpacks whatever it is given, and the same bytes only once: an edition lies in a folder, a ledger and a mail."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._seen: set[bytes] = set()

    def unpack(self, content: bytes, depth: int = 0) -> Iterator[bytes]:
        """Yield the content, and all that lies in it, as deep as anybody packs."""
        if len(content) < SHORTEST or not self._is_new(content):
            return
        yield content
        if depth < DEEPEST:
            for inner in _look_inside(content):
                yield from self.unpack(inner, depth + 1)
            if _is_text(content):
                for read in _read_otherwise(content):
                    yield from self.unpack(read, max(depth + 1, DEEPEST - 2))

    def _is_new(self, content: bytes) -> bool:
        digest = hashlib.blake2b(content, digest_size=16).digest()
        is_new = digest not in self._seen
        self._seen.add(digest)
        return is_new


def _is_text(content: bytes) -> bool:
    return b"\0" not in content[:TEXT] and not content.startswith(_NO_TEXTS)


def _look_inside(content: bytes) -> Iterator[bytes]:
    yield from _decompress_streams(content)
    yield from _decompress_members(content)
    if content.startswith(_SQLITE):
        yield from _read_cells(content)
    if content.startswith(_PNG):
        yield from _read_pixels(content)
    if b"Content-Transfer-Encoding:" in content:
        yield from _read_mail(content)
    yield from _decode_runs(content)


def _read_otherwise(content: bytes) -> Iterator[bytes]:
    """Read it as text whose lines are joined, or whose signs are written by their numbers."""
    if b"\n" in content:
        yield re.sub(rb"\r?\n[ \t]?", b"", content)
    if b"=" in content:
        yield quopri.decodestring(content)
    if b"%" in content:
        yield unquote_to_bytes(content)
    if b"\\" in content:
        yield _ESCAPE.sub(_read_escape, content)
    if b"&#" in content:
        yield html.unescape(content.decode("utf-8", "replace")).encode("utf-8", "replace")


def _read_escape(found: re.Match[bytes]) -> bytes:
    number = int(found[1] or found[2] or found[3], 8 if found[3] else 16)
    return chr(number).encode("utf-8", "replace")


def _decompress_streams(content: bytes) -> Iterator[bytes]:
    """Decompress whatever begins like a stream, wherever it does; one that isn't whole as far as it goes."""
    for start, make in _STARTS:
        at = 0
        while found := start.search(content, at):
            inner, length = _decompress(make(), content, found.start())
            at = found.start() + max(length, 1)
            yield inner
    yield _decompress(zlib.decompressobj(-15), content, 0)[0]


def _decompress_members(content: bytes) -> Iterator[bytes]:
    """Decompress each member of an archive from its own header on, whatever its list of contents says."""
    for found in _ZIP_MEMBER.finditer(content):
        skipped = sum(int.from_bytes(length, "little") for length in found.groups())
        inner, _ = _decompress(zlib.decompressobj(-15), content, found.end() + skipped)
        yield inner


def _decompress(stream: Any, content: bytes, start: int) -> tuple[bytes, int]:
    """Decompress from somewhere on; what came out before it ended or broke, and how much was taken in if it ended."""
    made, at, size = bytearray(), start, 64
    with suppress(zlib.error, OSError, lzma.LZMAError, EOFError, ValueError):
        while at < len(content) and not stream.eof and len(made) < LARGEST:
            made += stream.decompress(content[at : at + size])
            at, size = at + size, min(size * 4, 65_536)
    if not stream.eof:
        return (bytes(made) if len(made) >= WHOLE else b""), 0
    return bytes(made), at - start - len(stream.unused_data)


def _read_pixels(content: bytes) -> Iterator[bytes]:
    """Read the pixels of a picture, whose stream may be cut into several pieces."""
    at, pieces = len(_PNG), []
    while at + 8 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] == b"IDAT":
            pieces.append(content[at + 8 : at + 8 + length])
        at += length + 12
    if len(pieces) > 1:
        yield _decompress(zlib.decompressobj(), b"".join(pieces), 0)[0]


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


def _decode_runs(content: bytes) -> Iterator[bytes]:
    """Decode long runs of base64 and of hexadecimal digits: what they hold may be packed again."""
    is_text = _is_text(content)
    for found in _RUN.finditer(content):
        if is_text and len(found[0]) in _WHOLE_LINES and content[found.end() : found.end() + 1] in (b"\r", b"\n"):
            continue
        run = found[0].rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        with suppress(binascii.Error):
            yield base64.b64decode(run + b"=" * (-len(run) % 4))
        if len(run) % 2 == 0 and _HEX.fullmatch(run):
            yield bytes.fromhex(run.decode())
