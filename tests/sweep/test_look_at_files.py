"""Files are looked through in processes of their own, and what is found is what one process would find alone."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
import typst

from tasks.sweep import look_at_files as module
from tasks.sweep.look_at_files import FEW, Looked, SearchedFile, look_at_files, name_edition
from tasks.sweep.search import Hit, Search

NAME = "Quentin Q. Canary"
NAMED = {3: b"it was " + NAME.encode(), 7: b"", 11: b""}
"""Which files name a person: one in its text, one in a paper, one in its own name."""


def print_paper(words: str) -> bytes:
    """Print a paper of some words."""
    made = typst.compile(f'#"{words}"'.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[SearchedFile]:
    """So many files that they are looked through side by side."""
    folder = tmp_path_factory.mktemp("files")
    contents = {number: NAMED.get(number) or f"file {number}".encode() for number in range(FEW)}
    contents[7], contents[8] = print_paper(NAME), print_paper("nobody")
    for number, content in contents.items():
        (folder / f"{number:02d}").write_bytes(content)
    return [SearchedFile(folder / f"{number:02d}", NAME if number == 11 else f"{number:02d}") for number in contents]


@pytest.fixture(params=[1, 2], ids=["one processor", "two"])
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """A machine of so many processors."""
    monkeypatch.setattr(os, "cpu_count", lambda: request.param)
    return int(request.param)


def list_found(looked: list[Looked]) -> list[int]:
    """List the files in which a person was found."""
    return [number for number, one in enumerate(looked) if one.hits or one.in_name]


@pytest.mark.usefixtures("processors")
def test_the_same_is_found_by_one_process_and_by_two(files: list[SearchedFile]):
    looked = list(look_at_files(Search([NAME]), files))
    assert [one.written for one in looked] == [file.written for file in files], "in their order"
    assert list_found(looked) == sorted(NAMED)
    assert (looked[3].hits, looked[7].hits, looked[11].in_name) == ([Hit(1, 7)], [Hit(1, None)], [Hit(1, 0)])
    assert [one.size for one in looked] == [file.path.stat().st_size for file in files]


def test_few_files_need_no_process(files: list[SearchedFile], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "ProcessPoolExecutor", None)
    assert list_found(list(look_at_files(Search([NAME]), files[: FEW - 1]))) == sorted(NAMED)


@pytest.mark.usefixtures("processors")
def test_what_is_in_two_places_is_found_in_both(files: list[SearchedFile]):
    looked = list(look_at_files(Search([NAME]), [*files, *files]))
    assert list_found(looked) == [number + more for more in (0, FEW) for number in sorted(NAMED)]


@pytest.mark.usefixtures("processors")
def test_what_was_clean_in_a_file_is_not_looked_through_again(files: list[SearchedFile]):
    search = Search([NAME])
    list(look_at_files(search, files))
    kept = dict(search._unpacker._clean)
    assert search.look(files[8].path.read_bytes()) == []
    assert search._unpacker._clean == kept, "nothing of the paper was new"


@pytest.mark.usefixtures("processors")
def test_what_cannot_be_read_keeps_no_other_waiting(files: list[SearchedFile], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "LARGEST", files[7].path.stat().st_size - 1)
    gone = SearchedFile(Path("gone"), "gone")
    looked = list(look_at_files(Search([NAME]), [gone, *files]))
    assert [one.written for one in looked if one.why_not_read] == ["gone", "07"] + (
        ["08"] if files[8].path.stat().st_size >= files[7].path.stat().st_size else []
    )
    assert list_found(looked) == [4, 12]


def test_what_an_ended_process_had_to_do_is_done_here(files: list[SearchedFile], monkeypatch: pytest.MonkeyPatch):
    class Ended(ProcessPoolExecutor):
        def map(self, *_: Any, **__: Any) -> Iterator[Any]:
            """One group comes back, the next never."""
            yield from list(super().map(module._look_at_group, [(NAME,)], [files[:1]]))
            raise BrokenProcessPool(signal.SIGKILL)

    monkeypatch.setattr(module, "ProcessPoolExecutor", Ended)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert list_found(list(look_at_files(Search([NAME]), files))) == sorted(NAMED)


def ask_what_waits() -> set[int]:
    """Ask which signals wait until this process takes them."""
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, []))


def test_ctrl_c_ends_a_process_without_a_word(capfd: pytest.CaptureFixture[str]):
    with ProcessPoolExecutor(1, get_context("spawn"), module._start_process) as pool:
        asked = pool.submit(signal.raise_signal, signal.SIGINT)
        assert isinstance(asked.exception(), BrokenProcessPool)
    assert capfd.readouterr().err == ""


def test_ctrl_c_waits_while_processes_start(files: list[SearchedFile], monkeypatch: pytest.MonkeyPatch):
    waiting = []

    class Watched(ProcessPoolExecutor):
        def map(self, *asked: Any, **__: Any) -> Iterator[Any]:
            """Start the processes."""
            waiting.append(ask_what_waits())
            return super().map(*asked)

    monkeypatch.setattr(module, "ProcessPoolExecutor", Watched)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    list(look_at_files(Search([NAME]), files))
    assert [signal.SIGINT in one for one in waiting] == [True]
    assert signal.SIGINT not in ask_what_waits()


@pytest.mark.parametrize(
    ("written", "edition"),
    [
        ("reports/supplier/2026-09/edition-2/report.pdf", "supplier-2026-09-edition-2"),
        ("reports/supplier/2026-09/edition-2/figures.csv", "supplier-2026-09-edition-2"),
        ("outbox/supplier-2026-09-edition-2.eml", "supplier-2026-09-edition-2"),
        ("desk.html", "desk"),
    ],
)
def test_a_message_goes_with_the_files_it_holds(written: str, edition: str):
    assert name_edition(written) == edition
