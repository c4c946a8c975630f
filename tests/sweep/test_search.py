"""An identifier is found as it is listed and as others write it; lines of few letters are left out."""

import base64
import hashlib
import zlib

import pytest

from tasks.sweep.cells import APART, join_cells
from tasks.sweep.search import Hit, Search, list_spellings
from tasks.sweep.unpacking import DEEPEST

AROUND = b"what stands before it, and after it. "


@pytest.mark.parametrize(
    ("line", "spellings"),
    [
        ("24-001234", {"24-001234", "24001234"}),
        ("Quillon  Vantreight", {"Quillon Vantreight", "Vantreight, Quillon", "Vantreight Quillon"}),
        ("Vantreight, Quillon A", {"Quillon A Vantreight"}),
        ("518-555-0199", {"5185550199", "(518) 555-0199", "518.555.0199", "518 555 0199"}),
        ("+1 (518) 555-0199", {"518-555-0199", "15185550199"}),
        ("Ann Li", set()),
        ("one two three four five", {"onetwothreefourfive"}),
    ],
)  # fmt: skip
def test_people_write_it_in_several_ways(line: str, spellings: set[str]):
    assert spellings <= set(list_spellings(line))


def test_what_is_too_short_is_left_out_by_number():
    search = Search(["Doe", "", "  ", "Quillon Vantreight", "Seven77"])
    assert (search.count, search.too_short) == (1, [1, 5])
    assert search.look(b"Doe and Seven77") == []


@pytest.mark.parametrize("line", ["Zoë Vantreight", "24-001234", "518-555-0199"])
@pytest.mark.parametrize(
    ("write", "is_packed"),
    [
        (str.encode, False),
        (lambda line: line.upper().encode(), False),
        (lambda line: line.encode("utf-16-le"), False),
        (lambda line: base64.b64encode(b"x" + line.encode()), False),
        (lambda line: hashlib.sha256(line.encode()).digest(), False),
        (lambda line: zlib.compress(line.encode() + AROUND * 3), True),
    ],
    ids=["as it is", "upper case", "UTF-16", "base64", "digest", "zlib"],
)
def test_it_is_found_by_line_and_byte(line, write, is_packed: bool):
    search = Search(["Nobody Whatsoever", line])
    (hit,) = search.look(AROUND + write(line) + AROUND)
    assert hit.line == 2
    assert (hit.at is None) is is_packed
    assert is_packed or len(AROUND) <= hit.at <= len(AROUND) + 2


def test_it_is_found_where_there_is_nothing_else():
    search, squeezer = Search(["Jane Roe"]), zlib.compressobj(wbits=-15)
    assert search.look(b"Jane Roe") == [Hit(1, 0)]
    assert search.look(b"PK\x03\x04" + bytes(26) + squeezer.compress(b"Jane Roe") + squeezer.flush()) == [Hit(1, None)]


@pytest.mark.parametrize(
    "line", ["Quillon\u200b Vantreight", "\ufeffQuillon\u00a0Vantreight", "Quil\u00adlon Vantreight"]
)
def test_a_line_is_read_as_it_is_seen(line: str):
    assert Search([line]).look(b"it was Vantreight, Quillon") == [Hit(1, 7)]
    assert Search([line]).look(f"it was {line}".encode()) == [Hit(1, 7)]
    assert Search(["\u200b".join("Doe Roe")]).too_short == [1]


def test_lines_that_are_written_alike_are_all_told():
    assert Search(["518-555-0199", "(518) 555-0199"]).look(b"it is 518.555.0199") == [Hit(1, 6), Hit(2, 6)]


def test_what_is_found_is_told_of_each_place():
    search = Search(["Quillon Vantreight"])
    assert search.look(AROUND + b"Quillon Vantreight") == search.look(AROUND + b"Quillon Vantreight") != []


def test_what_was_clean_is_not_looked_through_again():
    """Not even where another search found it clean: an edition lies in a folder, a ledger and a mail."""
    search, another = Search(["Quillon Vantreight"]), Search(["Quillon Vantreight"])
    assert search.look(AROUND) == []
    another.learn_clean(search.take_learned())
    for one in (search, another):
        assert list(one._unpacker.unpack(AROUND)) == []
    assert search.take_learned() == {}


def test_what_was_too_deep_is_unpacked_where_it_is_not():
    """The same archive may lie in many others, and again by itself."""
    search, packed = Search(["Quillon Vantreight"]), zlib.compress(b"Quillon Vantreight" + AROUND * 3)
    wrapped = packed
    for _ in range(DEEPEST):
        wrapped = zlib.compress(wrapped)
    assert search.look(wrapped) == []
    assert search.look(packed) == [Hit(1, None)]


def test_cells_of_a_column_are_looked_through_together():
    rows = [("12207", b"x" * 70, None), ("12206", b"", 7)]
    assert dict(join_cells(["zip", "raw", "kits"], rows)) == {
        "zip": b"12207" + APART + b"12206",
        "raw": b"",
        "kits": APART + b"7",
    }
    assert ("raw", b"x" * 70) in list(join_cells(["zip", "raw", "kits"], rows))


def test_no_word_reaches_over_two_cells():
    ((_, content),) = join_cells(["kits"], [(number,) for number in (2400, 1234)])
    assert Search(["24001234", "2400-1234"]).look(content) == []
