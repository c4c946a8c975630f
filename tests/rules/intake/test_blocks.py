"""Blocks of lines that are known again, wherever they stand now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.blocks import Block
from tasks.rules.intake import blocks
from tasks.rules.intake.block_cells import BlockCells
from tasks.rules.intake.blocks import BlockKeys, Piece, is_in_order, list_answers, match_blocks

KEYS = BlockKeys(b"key")
HEADER = b"title\n"
LINES = st.lists(st.sampled_from([b"a\n", b"b,c\n", b'"d\n', b'e"\n', b"\n", b"ffffffffff\n"]), max_size=20)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "LEAST_BYTES", 8)


def as_known(body: bytes) -> list[Block]:
    """The blocks of a tab that was read whole."""
    return [a_block(body[piece.start : piece.end]) for piece in match_blocks(body, len(HEADER), (), KEYS)]


def a_block(lines: bytes) -> Block:
    """The block of some lines, of whose rows nothing is known."""
    first = lines[: lines.find(b"\n") + 1 or None]
    return Block(KEYS.digest_lines(lines), KEYS.digest_lines(first), len(lines), 0, 0, (), b"", b"", ())


def match(before: bytes, after: bytes) -> list[Piece]:
    """The pieces of a tab, as known from how it was before."""
    return match_blocks(HEADER + after, len(HEADER), as_known(HEADER + before), KEYS)


def show(before: str, after: str) -> str:
    """What of a tab is known, in brackets, and what must be read; a letter is a line of 4 bytes."""
    written = [b"".join(letter.encode() * 3 + b"\n" for letter in tab) for tab in (before, after)]
    shown = []
    for piece in match(*written):
        letters = (HEADER + written[1])[piece.start : piece.end : 4].decode()
        shown.append(f"[{letters}]" if piece.block else letters)
    return " ".join(shown)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        pytest.param("", "", "", id="nothing"),
        pytest.param("", "abcdefg", "abc def g", id="a first reading"),
        pytest.param("abcdefg", "abcdefg", "[abc] [def] [g]", id="the same again"),
        pytest.param("abcdef", "abcdefg", "[abc] [def] g", id="a line more"),
        pytest.param("abcdefg", "abcdefgh", "[abc] [def] gh", id="a small block is read with new lines"),
        pytest.param("abcdef", "xabcdef", "x [abc] [def]", id="a line more at the top"),
        pytest.param("abcdef", "abxcdef", "abx c [def]", id="a line more in a block"),
        pytest.param("abcdefghi", "abcxghi", "[abc] x [ghi]", id="another line in the place of three"),
        pytest.param("abcdefghi", "bcdefghi", "bc [def] [ghi]", id="a line less"),
        pytest.param("abcdefghi", "abcghi", "[abc] [ghi]", id="a block less"),
        pytest.param("abcdef", "defabc", "[def] [abc]", id="moved"),
        pytest.param("abcdef", "abcabcdef", "[abc] [abc] [def]", id="twice"),
        pytest.param("abcdef", "abc", "[abc]", id="the end cut off"),
        pytest.param("abcdef", "axx", "axx", id="the same first line"),
    ],
)
def test_what_is_known_stays_known(before: str, after: str, shown: str):
    assert show(before, after) == shown


@pytest.mark.parametrize(
    ("after", "is_so"),
    [
        pytest.param("abcdefghi", True, id="as they were"),
        pytest.param("abcghi", True, id="one less"),
        pytest.param("defabc", False, id="exchanged"),
        pytest.param("abcabc", False, id="one twice"),
        pytest.param("xyz", True, id="none"),
    ],
)
def test_blocks_that_moved_are_told(after: str, is_so: bool):
    tabs = [b"".join(letter.encode() * 3 + b"\n" for letter in tab) for tab in ("abcdefghi", after)]
    assert is_in_order(match(*tabs)) == is_so


def test_a_block_ends_where_a_line_does():
    whole = [piece.block is not None for piece in match(b"aaaa\nbbbb", b"aaaa\nbbbb")]
    longer = [piece.block is not None for piece in match(b"aaaa\nbbbb", b"aaaa\nbbbbb")]
    assert (whole, longer) == ([True], [False])


def test_no_block_is_cut_within_quotation_marks():
    pieces = match(b"", b'aaa,"of\ntwo lines"\nbbbbbbbb\n"open\ncccccccccc\n')
    assert [
        (HEADER + b'aaa,"of\ntwo lines"\nbbbbbbbb\n"open\ncccccccccc\n')[one.start : one.end] for one in pieces
    ] == [
        b'aaa,"of\ntwo lines"\n',
        b"bbbbbbbb\n",
        b'"open\ncccccccccc\n',
    ]


def test_lines_like_the_first_of_a_block_end_the_search(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "_MOST_MISSES", 5)
    assert show("abcdef", "ax" * 2 + "def") == "axa x [def]"
    assert show("abcdef", "ax" * 9 + "def").endswith("def")


@given(LINES, LINES)
def test_pieces_make_the_whole_tab(before: list[bytes], after: list[bytes]):
    body = HEADER + b"".join(after)
    pieces = match(b"".join(before), b"".join(after))
    assert HEADER + b"".join(body[piece.start : piece.end] for piece in pieces) == body
    for piece in pieces:
        assert piece.end > piece.start
        assert piece.block is None or piece.block == a_block(body[piece.start : piece.end])


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("de"), st.sampled_from(["", "f"]))))
def test_equal_answers_have_equal_numbers(rows: list[tuple[str, str, str]]):
    numbers = list_answers([KEYS.digest_answers(rows)])
    for row, number in zip(rows, numbers, strict=True):
        assert [numbers[at] == number for at in range(len(rows))] == [row[1:] == other[1:] for other in rows]
    assert not rows or list_answers([BlockKeys(b"another").digest_answers(rows)]) != numbers


@given(st.lists(st.lists(st.tuples(st.text(max_size=2)), max_size=3), max_size=6), st.sets(st.integers(0, 5)))
def test_rows_are_read_when_asked_for(parts: list[list[tuple[str]]], unread: set[int]):
    asked: list[int] = []

    def read(number: int) -> list[tuple[str]]:
        asked.append(number)
        return parts[number]

    given_rows = [None if number in unread else part for number, part in enumerate(parts)]
    cells, whole = BlockCells(given_rows, list(map(len, parts)), read), [row for part in parts for row in part]
    assert (len(cells), asked) == (len(whole), [])
    assert [cells[index] for index in range(-len(whole), len(whole))] == whole * 2
    assert (list(cells), list(cells[1:]), list(reversed(cells))) == (whole, whole[1:], whole[::-1])
    assert len(asked) == len(set(asked)) <= len(unread)
    with pytest.raises(IndexError):
        cells[len(whole)]
