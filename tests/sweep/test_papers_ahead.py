"""Papers are read ahead in processes of their own, and what is found is what a search would find without them."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
import typst

from tasks.sweep.papers_ahead import FEW, PapersAhead, reading_ahead
from tasks.sweep.search import Search

NAME = "Quentin Q. Canary"


def a_paper(words: str) -> bytes:
    """A paper of some words."""
    made = typst.compile(f'#"{words}"'.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """So many papers that they are read ahead; the last but one names a person."""
    folder = tmp_path_factory.mktemp("papers")
    for number in range(FEW):
        words = NAME if number == FEW - 2 else f"paper {number}"
        (folder / f"{number:02d}.pdf").write_bytes(a_paper(words))
    return sorted(folder.iterdir())


@pytest.fixture(params=[1, 2], ids=["one processor", "two"])
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """A machine of so many processors."""
    monkeypatch.setattr(os, "cpu_count", lambda: request.param)
    return int(request.param)


def look(files: list[Path], *more: bytes) -> list[bool]:
    """In which of some files, and of what else is looked through, a person is named."""
    with reading_ahead(files) as read:
        search = Search([NAME], read)
        return [bool(search.look(content)) for content in (*(path.read_bytes() for path in files), *more)]


@pytest.mark.usefixtures("processors")
def test_the_same_is_found_with_and_without_them(papers: list[Path]):
    assert look(papers) == [number == FEW - 2 for number in range(FEW)]
    assert look(papers[-2:]) == [True, False], "too few to be read ahead"


@pytest.mark.usefixtures("processors")
def test_a_paper_that_is_no_file_is_read_as_well(papers: list[Path]):
    assert look([papers[0]] * FEW, a_paper(f"{NAME} again"))[-1]


def test_a_file_that_is_gone_keeps_no_other_waiting(papers: list[Path], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with reading_ahead([Path("gone.pdf"), *papers]) as read:
        assert [bool(Search([NAME], read).look(path.read_bytes())) for path in papers].count(True) == 1


def test_words_are_read_here_where_a_process_was_ended(papers: list[Path]):
    def break_off() -> Iterator[tuple[bytes, list[bytes]]]:
        yield b"", []
        raise BrokenProcessPool(signal.SIGKILL)

    ahead = PapersAhead(break_off())
    read = [b"".join(ahead.read(path.read_bytes())) for path in papers]
    assert [NAME.encode() in words for words in read].count(True) == 1
