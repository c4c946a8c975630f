"""A compressed stream is found wherever it begins, also one that was cut or follows another."""

import bz2
import gzip
import lzma
import zlib

import pytest

from tasks.sweep.streams import WHOLE, decompress_members, decompress_streams

WORDS = b"Quillon Vantreight, and what he was given. " * 5


def raw(content: bytes) -> bytes:
    """Compress without any header."""
    return zlib.compress(content, wbits=-15)


@pytest.mark.parametrize("before", [b"", b"x", b"xy", b"\x78\x9c", b"\x78" * 7], ids=repr)
@pytest.mark.parametrize(
    "compress",
    [zlib.compress, lambda content: zlib.compress(content, wbits=9), gzip.compress, bz2.compress, lzma.compress],
    ids=["zlib", "a small window", "gzip", "bz2", "xz"],
)  # fmt: skip
def test_it_is_found_wherever_it_begins(before: bytes, compress):
    packed = compress(WORDS)
    assert WORDS in list(decompress_streams(before + packed + b"after it"))
    assert list(decompress_streams(before + packed + packed)).count(WORDS) == 2


@pytest.mark.parametrize("level", range(10))
def test_every_level_begins_in_a_way_that_is_known(level: int):
    assert WORDS in list(decompress_streams(b"PNG" + zlib.compress(WORDS, level)))


def test_one_that_was_cut_gives_what_it_still_holds():
    cut = zlib.compress(WORDS * 20, 0)[:-200]
    assert any(len(inner) >= WHOLE and WORDS.startswith(inner[:40]) for inner in decompress_streams(b"x" + cut))


def test_a_stream_without_a_header_is_read_from_the_beginning():
    assert WORDS in list(decompress_streams(raw(WORDS)))


def test_a_member_of_an_archive_is_read_from_its_own_header():
    header = b"PK\x03\x04" + bytes(22) + (2).to_bytes(2, "little") + (1).to_bytes(2, "little")
    assert list(decompress_members(b"x" + header + b"it?" + raw(WORDS))) == [WORDS]


@pytest.mark.parametrize("content", [b"", b"x", b"xy", b"xyz"])
def test_few_bytes_are_no_stream(content: bytes):
    assert [inner for inner in decompress_streams(content) if inner] == []
