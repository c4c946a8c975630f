"""Many at once: programs that share a service account stay below its limit, runs of a program wait for each other.

LBN_SIDE_BY_SIDE raises how many programs sync at once.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.summarize_status import summarize_status
from tasks.sources.google import access as google_access
from tasks.sources.google import turns as google_turns
from tasks.store import database
from tasks.store.rows import find_last_read
from tests.support.google import faults
from tests.support.google.account import Patience
from tests.support.google.server import READS, GoogleServer
from tests.support.google.small import BOOK, a_row, form, small_program

PROGRAMS = int(os.environ.get("LBN_SIDE_BY_SIDE", "35"))
LIMIT = 60
"""Of reads in a minute, as Google has it; two reads of each program are more."""

LONGEST_JOIN = 600


@pytest.fixture
def program(google: GoogleServer, tmp_path: Path) -> ProgramContext:
    """Return a program that was read once."""
    program = small_program(google, tmp_path)
    ingest_entries(program)
    return program


def test_programs_that_sync_at_once_never_meet_their_limit(google: GoogleServer, patience: Patience, tmp_path: Path):
    """Their first syncs, and the first ones of another day, which look whether the form still writes there."""
    programs = [_one_of_many(google, tmp_path / str(number)) for number in range(PROGRAMS)]
    google.limit(LIMIT, patience.seconds)
    for day in (datetime(2026, 10, 6, 6, 30, tzinfo=UTC), datetime(2026, 10, 7, 6, 30, tzinfo=UTC)):
        google.asked.clear()
        waited = patience.waited
        for program in programs:
            assert ingest_entries(program._replace(clock=lambda day=day: day)).accepted == 3
        assert sum(google.counted()[kind] for kind in READS) == PROGRAMS * 3
        assert google.counted()["GET batch"] == PROGRAMS
        assert patience.waited - waited <= 3 * google_turns.SECONDS
    assert google.refused_reads == 0


def test_a_limit_that_others_use_up_is_waited_for(program: ProgramContext, google: GoogleServer, patience: Patience):
    """Turns are taken on one computer; where there are several, Google says when there are too many."""
    google.limit(1, patience.seconds)
    assert ingest_entries(program).accepted == 3
    assert google.refused_reads
    assert patience.waited < 2 * google_access.CALL_SECONDS


def test_a_sheet_that_takes_long_keeps_no_other_writer_waiting(
    program: ProgramContext, google: GoogleServer, monkeypatch: pytest.MonkeyPatch
):
    google.fail("GET batch", faults.STALLED)
    google.asked.clear()
    ended = Event()
    sync = Thread(target=lambda: (ingest_entries(program), ended.set()))
    sync.start()
    google.wait_until_asked("GET batch")
    with program.database.writing() as connection:
        assert find_last_read(connection, program.slug)
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.1)
    with pytest.raises(OperationError, match="Another run is reading the tabs"):
        ingest_entries(program)
    assert not ended.is_set()
    google.released.set()
    sync.join(LONGEST_JOIN)
    assert ended.is_set()


def test_a_sync_reads_only_when_the_one_before_it_is_through(program: ProgramContext, google: GoogleServer):
    """So what it reads is newer, and what it writes never goes back to what stood in the tabs before."""
    google.asked.clear()
    with program.database.syncing():
        sync = Thread(target=ingest_entries, args=(program,))
        sync.start()
        sync.join(0.3)
        assert sync.is_alive()
        assert google.asked == []
        form(google).append(a_row(11))
    sync.join(LONGEST_JOIN)
    assert summarize_status(program).entries == 4


def _one_of_many(google: GoogleServer, folder: Path) -> ProgramContext:
    """Make a program with a Sheet and a ledger of its own; the service account is that of all."""
    folder.mkdir()
    sheet = f"sheet-{folder.name}"
    program = small_program(google, folder, spreadsheet=sheet)
    google.books[sheet] = google.books[BOOK]
    return program
