"""Compressed streams in some bytes, wherever they begin."""

import bz2
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from tasks.sweep.pairs import find_pairs, mark_pairs

LARGEST = 64_000_000

WHOLE = 48
"""So much comes at least out of a stream that isn't whole: less is what any bytes look like that are taken for one."""

_CHECKED = 31
"""The two bytes at the beginning of a zlib stream are a multiple of it."""

_STARTS: tuple[tuple[re.Pattern[bytes], Callable[[], Any]], ...] = (
    (re.compile(rb"\x1f\x8b\x08"), lambda: zlib.decompressobj(31)),
    (re.compile(rb"BZh[1-9]1AY"), bz2.BZ2Decompressor),
    (re.compile(rb"\xfd7zXZ\x00"), lzma.LZMADecompressor),
)
_ZIP_MEMBER = re.compile(rb"PK\x03\x04.{22}(..)(..)", re.DOTALL)


_HEADERS = mark_pairs(
    (first, second)
    for first in range(0x08, 0x79, 0x10)
    for second in range(256)
    if (first * 256 + second) % _CHECKED == 0 and not second & 0x20
)
"""The two bytes with which a zlib stream may begin."""


def decompress_streams(content: bytes) -> Iterator[bytes]:
    """Decompress whatever begins like a stream, wherever it does; one that isn't whole as far as it goes."""
    end = 0
    for start in find_pairs(content, _HEADERS):
        if start >= end:
            inner, length = decompress(zlib.decompressobj(), content, start)
            end = start + length
            yield inner
    for pattern, make in _STARTS:
        at = 0
        while found := pattern.search(content, at):
            inner, length = decompress(make(), content, found.start())
            at = found.start() + max(length, 1)
            yield inner
    yield decompress(zlib.decompressobj(-15), content, 0)[0]


def decompress_members(content: bytes) -> Iterator[bytes]:
    """Decompress each member of an archive from its own header on, whatever its list of contents says."""
    for found in _ZIP_MEMBER.finditer(content):
        skipped = sum(int.from_bytes(length, "little") for length in found.groups())
        inner, _ = decompress(zlib.decompressobj(-15), content, found.end() + skipped)
        yield inner


def decompress(stream: Any, content: bytes, start: int) -> tuple[bytes, int]:
    """Decompress from somewhere on; what came out before it ended or broke, and how much was taken in if it ended."""
    made, at, size = bytearray(), start, 64
    with suppress(zlib.error, OSError, lzma.LZMAError, EOFError, ValueError):
        while at < len(content) and not stream.eof and len(made) < LARGEST:
            taken = content[at : at + size]
            made += stream.decompress(taken)
            at, size = at + len(taken), min(size * 4, 65_536)
    if not stream.eof:
        return (bytes(made) if len(made) >= WHOLE else b""), 0
    return bytes(made), at - start - len(stream.unused_data)
