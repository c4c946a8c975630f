"""decisions.csv as people save it: which refs are kept, and which lines say nothing that is known."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.errors import OperationError
from tasks.program_folder.decisions import find_lines_not_understood, read_kept_refs


@pytest.mark.parametrize(
    ("written", "kept", "not_understood"),
    [
        pytest.param("ref,decision\n1a2b,keep\n", {"1a2b"}, [], id="as init writes it"),
        pytest.param("Ref , DECISION\r\n 1A2B , Keep \r\n", {"1a2b"}, [], id="case and spaces"),
        pytest.param("\ufeffref;decision\n1a2b-2;keep\n", {"1a2b-2"}, [], id="as Excel writes it in some countries"),
        pytest.param("ref\tdecision\n1a2b\tkeep\n", {"1a2b"}, [], id="tabs"),
        pytest.param("sep=;\nref;decision\n1a2b;keep\n;keep\n", {"1a2b"}, [3], id="with the line that names the mark"),
        pytest.param("decision,why,ref\nkeep,both real,1a2b\n", {"1a2b"}, [], id="columns moved"),
        pytest.param("row,answer\n1a2b,keep\n", {"1a2b"}, [], id="other titles: the first column, and the second"),
        pytest.param("ref,decision\n1a2b,\n,\n\n3c4d\n", set(), [], id="not decided yet"),
        pytest.param("ref,decision\n1a2b,keep\n3c4d,delete\n,keep\n", {"1a2b"}, [3, 4], id="another word, no ref"),
        pytest.param("1a2b,keep\n3c4d,keep\n", {"1a2b", "3c4d"}, [], id="no titles: the first line is an answer"),
        pytest.param("1a2b,keep\n3c4d,delete\n", {"1a2b"}, [2], id="no titles, and another word"),
        pytest.param("", set(), [], id="empty"),
    ],
)
def test_decisions(written: str, kept: set[str], not_understood: list[int], tmp_path: Path):
    (tmp_path / "decisions.csv").write_text(written, encoding="utf-8", newline="")
    assert read_kept_refs(tmp_path) == kept
    assert find_lines_not_understood(tmp_path) == not_understood


def test_no_file_decides_nothing(tmp_path: Path):
    assert read_kept_refs(tmp_path) == frozenset()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_any_encoding_of_a_spreadsheet_is_read(encoding: str, tmp_path: Path):
    (tmp_path / "decisions.csv").write_bytes("ref,decision,why\n1a2b,keep,für zwei\n".encode(encoding))
    assert read_kept_refs(tmp_path) == {"1a2b"}


def make_gigabyte(path: Path) -> None:
    """A file of a gigabyte that takes no room on the disk."""
    path.touch()
    os.truncate(path, 1_000_000_000)


ANOTHER_FORM = "cannot be read: save it as CSV in UTF-8"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(lambda path: path.write_bytes(bytes(9)), ANOTHER_FORM, id="not text"),
        pytest.param(
            lambda path: path.write_bytes(b'ref,decision\n"1a2b'), ANOTHER_FORM, id="a quotation mark that never ends"
        ),
        pytest.param(os.mkfifo, "isn't a file: it is a pipe or a device", id="a pipe"),
        pytest.param(Path.mkdir, r"cannot be opened \(it is a folder\)", id="a folder"),
        pytest.param(make_gigabyte, "is too large: more than 1 MB", id="a gigabyte"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(make: Callable[[Path], object], said: str, tmp_path: Path):
    make(tmp_path / "decisions.csv")
    with pytest.raises(OperationError, match=rf"^decisions\.csv {said}"):
        read_kept_refs(tmp_path)
