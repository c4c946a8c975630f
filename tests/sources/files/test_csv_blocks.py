"""A CSV file that is cut below its header and read part by part has the rows that it has when it's read whole."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.tabs import Tab
from tasks.rules.intake import blocks
from tasks.rules.intake.blocks import BlockKeys, match_blocks
from tasks.sources.files import csv_blocks
from tasks.sources.files.csv_blocks import cut_csv
from tasks.sources.files.csv_rows import read_csv
from tasks.sources.files.header_row import list_required_titles
from tests.sources.files.hostile import CSV_PIECES, write_hostile_csv
from tests.sources.files.reading import FORM_TITLES, LINES, write_lines
from tests.support.settings import some_settings

TITLES = list_required_titles(Tab.RESPONSES, some_settings())
FORM = write_lines([FORM_TITLES, ["9/30/2026 14:03:22", "9/30/2026", "Patrol", "12207", "City of Albany", "2"]])
KEYS = BlockKeys(b"key")


class Refused(Exception):
    """The file is refused."""


def refuse(*_: str):
    raise Refused


def check_parts_make_the_whole(body: bytes) -> bool:
    """Check that the parts of a file are the whole; return whether it is cut at all."""
    cut = cut_csv(body, TITLES)
    if cut is None:
        return False
    parts = [cut.read(body[piece.start : piece.end]) for piece in match_blocks(body, cut.start, (), KEYS)]
    if any(part is None for part in parts):
        return False
    table = read_csv(body, TITLES, refuse)
    assert table.header is not None
    assert tuple(cut.header) == tuple(table.rows[table.header])
    assert cut.header_row == table.header + 1
    assert list(map(tuple, chain.from_iterable(filter(None, parts)))) == list(map(tuple, table.rows[cut.header_row :]))
    return True


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "LEAST_BYTES", 40)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(FORM.encode(), id="as Google exports it"),
        pytest.param((FORM + "é".join(write_lines(LINES))).encode("utf-8-sig"), id="with the mark of UTF-8"),
        pytest.param(FORM.replace("\r\n", "\n").encode() * 3, id="other ends of lines"),
        pytest.param(FORM.removesuffix("\r\n").encode(), id="without an end"),
        pytest.param(("sep=;\r\n" + FORM.replace(",", ";")).encode(), id="a mark named"),
        pytest.param(("Village of Example\r\n\r\n" + FORM.replace(",", ";")).encode(), id="a title above"),
        pytest.param((FORM + 'a,"of\r\ntwo "" lines",b\r\n' * 5).encode(), id="cells of two lines"),
        pytest.param((FORM + "a\rb\r\n\r\n,,\r\n").encode(), id="a line's end of another kind"),
        pytest.param((",".join(FORM_TITLES) + "\n").encode(), id="no rows"),
    ],
)
def test_parts_of_a_file_make_the_whole(body: bytes):
    assert check_parts_make_the_whole(body)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(FORM.encode("utf-16"), id="UTF-16"),
        pytest.param("é".join(write_lines([FORM_TITLES])).encode("cp1252"), id="Windows-1252"),
        pytest.param(FORM.encode() + b"\0", id="a NUL"),
        pytest.param(FORM.encode() + b"\xff", id="cut off"),
        pytest.param(FORM.replace("\r\n", "\r").encode(), id="lines that end as on old Macs"),
        pytest.param(",".join(FORM_TITLES).encode(), id="a header that doesn't end"),
        pytest.param(b"PK\x03\x04xl/workbook.xml", id="a workbook"),
        pytest.param(b"%PDF-1.7\n" + FORM.encode(), id="a PDF"),
        pytest.param((FORM + 'a,"open\r\n' * 9).encode(), id="a quotation mark that stays open"),
    ],
)
def test_what_must_be_read_whole_is_not_cut(body: bytes):
    assert not check_parts_make_the_whole(body)


def test_what_is_too_large_is_not_cut(monkeypatch: pytest.MonkeyPatch):
    for limit in ("MOST_CELLS", "MOST_LINES"):
        with monkeypatch.context() as patch:
            patch.setattr(csv_blocks, limit, 1)
            assert cut_csv(FORM.encode(), TITLES) is None


def test_a_header_that_is_not_seen_whole_is_not_taken(monkeypatch: pytest.MonkeyPatch):
    body = ("x\r\n" * 3 + FORM * 30).encode()
    assert cut_csv(body, TITLES)
    monkeypatch.setattr(csv_blocks, "_HEAD", 200)
    assert cut_csv(body, TITLES) is None


@given(
    st.lists(st.sampled_from([*CSV_PIECES, b'a,"b', b'"\n', b"\n", b"\r\n", b"x,y\n", b'""']), max_size=40),
    st.sampled_from([FORM.encode(), b"", FORM.replace(",", ";").encode()]),
)
def test_parts_of_any_file_make_the_whole(pieces: list[bytes], before: bytes):
    check_parts_make_the_whole(before + b"".join(pieces))


@pytest.mark.parametrize("number", range(60))
def test_parts_of_hostile_files_make_the_whole(number: int):
    check_parts_make_the_whole(write_hostile_csv(number)[:200_000])
