"""A tab that is read in blocks gives the ledger that it gives when it's read whole, whatever was changed in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import blake2b, new
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.context import open_program
from tasks.operations import read_in_blocks
from tasks.operations.ingest_entries import ingest_entries
from tasks.program_folder.key import find_key
from tasks.program_folder.last_reading import FILE_NAME, load_last_reading
from tasks.rules.intake import blocks
from tasks.sources.files import csv_blocks
from tests.support.changed_tabs import CHANGES, OTHERS, Answers, State, sync
from tests.support.small_program import RESPONSES, SECRET, a_row, lbn, rows, write_program
from tests.support.watched import clock_after


@pytest.fixture(scope="module")
def read_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that has a key."""
    folder = write_program(tmp_path_factory.mktemp("first") / "program", rows(2))
    for name in ("Counts.csv", "Training.csv"):  # days of either order
        path = folder / name
        path.write_text(path.read_text("utf-8").replace("3/31/", "3/3/").replace("1/15/", "1/1/"), encoding="utf-8")
    ingest_entries(open_program(folder, clock_after(0)))
    return folder


@pytest.fixture(autouse=True)
def _read_in_small_blocks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read_in_blocks, "LEAST_BYTES", 0)
        patch.setattr(blocks, "LEAST_BYTES", 300)
        yield


@settings(max_examples=int(os.environ.get("LBN_BLOCKS", "10")), deadline=None)
@given(
    answers=st.lists(st.sampled_from([*rows(9), *OTHERS]), max_size=14),
    changes=st.lists(st.sampled_from(["rows", *CHANGES]), min_size=1, max_size=7),
    chance=st.integers().map(Random),
    accepts=st.booleans(),
)
def test_blocks_make_the_ledger_of_the_whole_tab(
    answers: Answers,
    changes: list[str],
    chance: Random,
    accepts: bool,
    read_before: Path,
    tmp_path_factory: pytest.TempPathFactory,
):
    folders = [Path(shutil.copytree(read_before, tmp_path_factory.mktemp("program") / "of-one")) for _ in range(2)]
    in_blocks, whole = folders
    state = State(answers)
    for what in ["", *changes]:
        state = CHANGES[what](state, chance) if what else state
        found = sync(in_blocks, state, accepts=accepts)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(read_in_blocks, "LEAST_BYTES", 1_000_000)
            assert found == sync(whole, state, accepts=accepts)
    assert not (whole / FILE_NAME).exists()


def read_lines(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The pieces of a tab that are read from now on."""
    read: list[bytes] = []

    def note(separator: str, lines: bytes) -> list[list[str]] | None:
        read.append(lines)
        return read_them(separator, lines)

    read_them = csv_blocks._read_lines
    monkeypatch.setattr(csv_blocks, "_read_lines", note)
    return read


UNLIKE = [a_row(number, trained=str(number)) for number in range(40)]
"""Rows of which no two have the same answers."""

ANOTHER = a_row(50, trained="50")


@pytest.mark.parametrize(
    ("after", "most"),
    [
        pytest.param([*UNLIKE, ANOTHER], 600, id="a row more"),
        pytest.param([ANOTHER, *UNLIKE], 300, id="a row more at the top"),
        pytest.param(UNLIKE[:20] + UNLIKE[21:], 600, id="a row less"),
        pytest.param([*UNLIKE[:20], ANOTHER, *UNLIKE[21:]], 600, id="another answer"),
    ],
)
def test_only_what_changed_is_read(
    after: Answers, most: int, read_before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = Path(shutil.copytree(read_before, tmp_path / "program"))
    sync(folder, State(UNLIKE), accepts=True)
    read = read_lines(monkeypatch)
    sync(folder, State(after), accepts=True)
    assert 0 < sum(map(len, read)) <= most


FORGOTTEN: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "a bit turned": lambda path: path.write_bytes(path.read_bytes().replace(b"reading 1", b"reading 3")),
    "a count turned": lambda path: path.write_bytes(path.read_bytes()[:60] + b"\xff" + path.read_bytes()[61:]),
}


@pytest.mark.parametrize("lose", FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_reading_that_is_in_doubt_counts_as_none(
    lose: Callable[[Path], object], read_before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = Path(shutil.copytree(read_before, tmp_path / "program"))
    sync(folder, State(rows(40)), accepts=True)
    whole = (folder / FILE_NAME).read_bytes()
    lose(folder / FILE_NAME)
    read = read_lines(monkeypatch)
    sync(folder, State(rows(41)), accepts=True)
    assert sum(map(len, read)) > 41 * len(SECRET)
    assert len((folder / FILE_NAME).read_bytes()) > len(whole)


def test_another_key_knows_no_reading(read_before: Path, tmp_path: Path):
    folder = Path(shutil.copytree(read_before, tmp_path / "program"))
    sync(folder, State(rows(40)), accepts=True)
    key = find_key(folder)
    assert key
    assert load_last_reading(folder, key.value)
    assert load_last_reading(folder, bytes(32)) is None


def test_the_file_holds_nothing_that_a_row_says(read_before: Path, tmp_path: Path):
    folder = Path(shutil.copytree(read_before, tmp_path / "program"))
    state = State([a_row(number, lot=f"LOT{number}", unit="Patrol", zip="12207") for number in range(40)])
    sync(folder, state, accepts=True)
    written = (folder / FILE_NAME).read_bytes().lower()
    words = {word.lower() for row in state.answers for word in row.values() if len(word) > 3} | {SECRET.lower()}
    digests = {new(kind, form.encode()).digest() for kind in ("md5", "sha1", "sha256") for form in words}
    lines = (folder / RESPONSES).read_bytes().splitlines(keepends=True)
    digests |= {blake2b(line, digest_size=16).digest() for line in lines}  # a line can be guessed
    assert not [word for word in words if word.encode() in written]
    assert not [digest for digest in digests if digest in (folder / FILE_NAME).read_bytes()]


def test_a_small_tab_leaves_no_file(read_before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(read_in_blocks, "LEAST_BYTES", 1_000_000)
    folder = Path(shutil.copytree(read_before, tmp_path / "program"))
    sync(folder, State(rows(40)), accepts=True)
    assert not (folder / FILE_NAME).exists()


@pytest.mark.parametrize(
    "command", [("purge", "--before", "2024-01-02", "--as-known"), ("ingest", "--from-scratch")], ids=" ".join
)
def test_the_reading_is_forgotten_by(command: tuple[str, ...], read_before: Path, tmp_path: Path):
    folder = Path(shutil.copytree(read_before, tmp_path / "program"))
    sync(folder, State(rows(40)), accepts=True)
    assert (folder / FILE_NAME).exists()
    lbn("backfill", "2024-01", "2025-01", program=folder)
    assert lbn(*command, program=folder).code == 0
    assert not (folder / FILE_NAME).exists()


@pytest.mark.parametrize("least_bytes", [0, 1_000_000])
def test_all_tabs_that_cannot_be_read_are_told_in_their_order(
    least_bytes: int, read_before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(read_in_blocks, "LEAST_BYTES", least_bytes)
    folder = Path(shutil.copytree(read_before, tmp_path / "program"))
    for name, title in ((RESPONSES, "Kits left"), ("Inventory.csv", "Quantity"), ("Counts.csv", "Counted")):
        path = folder / name
        path.write_text(path.read_text("utf-8").replace(title, "Something else", 1), encoding="utf-8")
    for command in ("ingest", "check"):
        ended = lbn(command, program=folder)
        said = f"{ended.out} {ended.words}"
        places = [said.index(f"column “{title}” is missing") for title in ("Kits left", "Quantity", "Counted")]
        assert places == sorted(places)
