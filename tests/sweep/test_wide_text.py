"""A text of which each sign takes two bytes or four is read, with and without a mark, and other bytes aren't."""

import pytest

from tasks.sweep.wide_text import HEAD, read_wide_text

WORDS = "Zoë Vantreight, for one. "
WIDE = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("times", [1, HEAD])
def test_a_wide_text_is_read(encoding: str, times: int):
    assert read_wide_text((WORDS * times).encode(encoding)).decode().removeprefix("\ufeff") == WORDS * times


def test_what_was_cut_or_damaged_is_read_as_far_as_it_goes():
    written = WORDS.encode("utf-16")
    assert read_wide_text(written[:-1]).decode().removesuffix("\ufffd") == WORDS[:-1]
    assert read_wide_text(written[:8] + b"\x00\xd8" + written[10:]).decode().startswith("Zoë")


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"Zoe", WORDS.encode(), bytes(99), bytes(range(256)) * 20, b"Z\0\0\0" * 99 + b"\xff" * 4],
    ids=["nothing", "a letter", "three", "a text", "zeros", "all bytes", "numbers"],
)
def test_other_bytes_are_not_taken_for_one(content: bytes):
    assert read_wide_text(content) == b""
