"""Whatever Google does byte by byte, without end or half, a sync ends in a sentence, in time and in bounds."""

import resource
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

import pytest

from tasks.context import ProgramContext, open_program
from tasks.errors import OperationError, Unreachable
from tasks.operations.ingest_entries import ingest_entries
from tasks.sources.google import access
from tests.support.google.faults import Fault
from tests.support.google.server import TOKEN, GoogleServer
from tests.support.google.small import small_program
from tests.support.rude_web import MANNERS

CALLS = {"token": TOKEN, "layout": "GET metadata", "values": "GET batch"}
SECONDS = 0.5
WORDS = (
    "Google did not answer in time.",
    "Google cannot be reached, or the connection broke off.",
    "Google's answer cannot be understood, or is not whole.",
    "Google's answer does not end within 64 MB.",
    "Google gives the service account no access now.",
)
MOST_MEMORY_BYTES = 300_000_000


@pytest.fixture
def program(google: GoogleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProgramContext:
    """Return a program that was read once, and is in a hurry."""
    program = small_program(google, tmp_path)
    ingest_entries(program)
    monkeypatch.setattr(access, "CALL_SECONDS", SECONDS)
    return program


@pytest.fixture
def hurry() -> Iterator[None]:
    """No second is wasted."""
    began = monotonic()
    yield
    assert monotonic() - began < 5


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("manner", MANNERS)
def test_a_rude_answer_is_a_sentence(manner: str, call: str, program: ProgramContext, google: GoogleServer):
    google.fail(CALLS[call], Fault(manner=manner), times=None)
    with pytest.raises(Unreachable) as told:
        ingest_entries(program)
    assert str(told.value).startswith(WORDS)
    assert told.value.__context__ is None
    google.released.set()
    google.heal()
    assert ingest_entries(program).accepted == 3


def _measure(folder: Path) -> int:
    """Sync in a process of its own; the memory that it took at most."""
    try:
        ingest_entries(open_program(folder))
    except OperationError as told:
        assert str(told).startswith(WORDS), told  # noqa: PT017 - in another process
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return 0


@pytest.mark.parametrize("manner", ["floods the body", "packs too much"])
def test_a_flood_takes_little_memory(manner: str, google: GoogleServer, tmp_path: Path):
    program = small_program(google, tmp_path)
    google.fail("GET batch", Fault(manner=manner), times=None)
    with get_context("forkserver").Pool(1) as pool:
        assert 0 < pool.apply(_measure, (program.folder,)) < MOST_MEMORY_BYTES
