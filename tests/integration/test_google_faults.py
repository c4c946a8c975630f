"""Whatever Google or the line does, a sync recovers, or ends in a sentence, in bounded time, and changes nothing.

The table in docs/google.md is made by this file: `make golden` writes it anew.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from schemas.problem import CannotGoOn, Unreachable
from tasks import steps
from tasks.program.ingest import ingest
from tasks.program.opening import Program
from tasks.program.status import status
from tasks.sources import google_access, google_turns
from tasks.store import database
from tasks.store.rows import last_read
from tests.google import faults
from tests.google.account import Patience, without_egress, write_key
from tests.google.faults import Fault
from tests.google.server import READS, SIDE_CALL, TOKEN, GoogleServer
from tests.google.small import BOOK, a_row, form, small_program, walled_google

PAGE = Path(__file__).resolve().parents[2] / "docs/google.md"
BEGIN, END = "<!-- faults: begin -->\n", "<!-- faults: end -->\n"

CALLS = {"token": TOKEN, "layout": "GET metadata", "values": "GET batch"}
FAULTS = {
    "limit of calls (429)": faults.QUOTA,
    "limit of calls (429), Retry-After: 7": faults.QUOTA_WITH_WAIT,
    "limit of calls (429), Retry-After: a day": faults.QUOTA_WITH_LONG_WAIT,
    "500": faults.INTERNAL,
    "502 with a page of HTML": faults.BAD_GATEWAY,
    "503": faults.UNAVAILABLE,
    "connection dropped": faults.DROPPED,
    "no answer": faults.STALLED,
    "answer breaks off": faults.CUT_IN_SENDING,
    "truncated JSON": faults.CUT,
    "login page of a guest network": faults.LOGIN_PAGE,
    "token expired (401)": faults.EXPIRED,
    "key revoked": faults.REVOKED,
    "not shared (403)": faults.NOT_SHARED,
    "API not enabled (403)": faults.API_OFF,
    "no such spreadsheet (404)": faults.NOT_FOUND,
}
LASTING = frozenset(
    ("token expired (401)", "key revoked", "not shared (403)", "API not enabled (403)", "no such spreadsheet (404)")
)
"""What stays as it is until somebody acts."""

ONLY_FOR = {"key revoked": "token", "API not enabled (403)": "layout", "no such spreadsheet (404)": "layout"}

SECONDS_TO_ANSWER = google_access.TIMEOUT_SECONDS[1]
MOST_SECONDS = 7 * 60


@pytest.fixture
def walled(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[GoogleServer, Patience]]:
    """Google on this machine, no other address, and no real waiting."""
    with walled_google(monkeypatch) as (server, patience):
        yield server, patience


@pytest.fixture
def google(walled: tuple[GoogleServer, Patience]) -> GoogleServer:
    """The server."""
    return walled[0]


@pytest.fixture
def patience(walled: tuple[GoogleServer, Patience]) -> Patience:
    """The time that was waited."""
    return walled[1]


@pytest.fixture
def program(google: GoogleServer, tmp_path: Path) -> Program:
    """A program that was read once."""
    program = small_program(google, tmp_path)
    ingest(program)
    return program


def written(program: Program) -> dict[str, bytes]:
    """Every file of the program."""
    return {path.name: path.read_bytes() for path in program.folder.iterdir()}


def outcome(program: Program, before: dict[str, bytes]) -> str:
    """A sync: it recovers, or says a sentence and leaves everything as it is."""
    try:
        ingest(program)
    except CannotGoOn as told:
        refusal = told
    else:
        return "recovers"
    assert refusal.exit_code == 1
    assert refusal.__context__ is None  # nothing that a library said goes with it
    assert written(program) == before
    return str(refusal).split(". ")[0].removesuffix(".")


def test_every_fault_ends_in_recovery_or_in_a_sentence(
    program: Program, google: GoogleServer, patience: Patience, request: pytest.FixtureRequest
):
    lines = ["| What goes wrong | in the call for | once | every time | longest wait |", "|---|---|---|---|---|"]
    for name, fault in FAULTS.items():
        for call, kind in CALLS.items():
            if ONLY_FOR.get(name, call) == call:
                once = _with(fault, kind, 1, program, google, patience)
                always = _with(fault, kind, None, program, google, patience)
                lines.append(f"| {name} | {call} | {once[0]} | {always[0]} | {always[1]:.0f} s |")
                assert always[1] <= MOST_SECONDS
                assert ingest(program).accepted == 3
    _in_the_page("\n".join(lines) + "\n", request)


@pytest.mark.parametrize("name", FAULTS)
def test_a_step_is_tried_again_only_for_what_may_pass(
    name: str, program: Program, google: GoogleServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(google_access, "TIMEOUT_SECONDS", (5.0, 0.1))
    google.fail(CALLS[ONLY_FOR.get(name, "values")], FAULTS[name], times=None)
    with pytest.raises(CannotGoOn) as refusal:
        steps.in_own_words(ingest)(program)
    assert isinstance(refusal.value, Unreachable) == (name not in LASTING)
    assert refusal.value.exit_code == 1


def _with(
    fault: Fault, kind: str, times: int | None, program: Program, google: GoogleServer, patience: Patience
) -> tuple[str, float]:
    """What comes of it, and the seconds it takes where nobody hurries."""
    before = written(program)
    google.asked.clear()
    google.fail(kind, fault, times)
    waited = patience.waited
    with pytest.MonkeyPatch.context() as patch:
        if fault.is_stalled:
            patch.setattr(google_access, "TIMEOUT_SECONDS", (5.0, 0.5))
        said = outcome(program, before)
    google.heal()
    stalls = google.asked.count(kind) if fault.is_stalled and times is None else 0
    return said, patience.waited - waited + stalls * SECONDS_TO_ANSWER


def _in_the_page(table: str, request: pytest.FixtureRequest) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    there, after = rest.split(END)
    if request.config.getoption("regen_all"):
        PAGE.write_text(before + BEGIN + table + END + after, encoding="utf-8")
    else:
        assert there == table


def test_sixty_programs_that_sync_at_once_never_meet_the_limit_that_they_share(
    google: GoogleServer, patience: Patience, tmp_path: Path
):
    """Their first syncs, and the first ones of another day, which look whether the form still writes there."""
    programs = [_one_of_many(google, tmp_path / str(number)) for number in range(60)]
    google.limit(60, patience.seconds)
    for day, reads in ((datetime(2026, 10, 6, 6, 30, tzinfo=UTC), 2), (datetime(2026, 10, 7, 6, 30, tzinfo=UTC), 3)):
        google.asked.clear()
        waited = patience.waited
        for program in programs:
            assert ingest(program._replace(clock=lambda day=day: day)).accepted == 3
        assert sum(google.counted()[kind] for kind in READS) == 60 * reads
        assert google.counted()["GET batch"] == 60
        assert patience.waited - waited <= 3 * google_turns.SECONDS
    assert google.refused_reads == 0


def test_sixty_programs_over_a_quarter_of_an_hour_wait_for_nobody(
    google: GoogleServer, patience: Patience, tmp_path: Path
):
    google.limit(60, patience.seconds)
    for number in range(60):
        waited = patience.waited
        ingest(_one_of_many(google, tmp_path / str(number)))
        assert patience.waited == waited
        patience.sleep(15 * 60 / 60)
    assert google.refused_reads == 0


def test_a_limit_that_others_use_up_is_waited_for(program: Program, google: GoogleServer, patience: Patience):
    """Turns are taken on one computer; where there are several, Google says when there are too many."""
    google.limit(1, patience.seconds)
    assert ingest(program).accepted == 3
    assert google.refused_reads
    assert patience.waited < 2 * google_access.LONGEST_WAIT_SECONDS


def test_a_sheet_that_takes_long_keeps_no_other_writer_waiting(
    program: Program, google: GoogleServer, monkeypatch: pytest.MonkeyPatch
):
    google.fail("GET batch", faults.STALLED)
    before, ended = len(google.asked), Event()
    sync = Thread(target=lambda: (ingest(program), ended.set()))
    sync.start()
    wait_for(lambda: "GET batch" in google.asked[before:])
    with program.database.writing() as connection:
        assert last_read(connection, program.slug)
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.1)
    with pytest.raises(CannotGoOn, match="Another run is reading the tabs"):
        ingest(program)
    assert not ended.is_set()
    google.released.set()
    sync.join(30)
    assert ended.is_set()


def test_a_sync_reads_only_when_the_one_before_it_is_through(program: Program, google: GoogleServer):
    """So what it reads is newer, and what it writes never goes back to what stood in the tabs before."""
    google.asked.clear()
    with program.database.syncing():
        sync = Thread(target=ingest, args=(program,))
        sync.start()
        sync.join(0.3)
        assert sync.is_alive()
        assert google.asked == []
        form(google).append(a_row(11))
    sync.join(30)
    assert status(program).entries == 4


def wait_for(happened: Callable[[], bool]) -> None:
    """Until something has happened that is sure to."""
    until = monotonic() + 10
    while not happened() and monotonic() < until:
        sleep(0.01)
    assert happened()


def _one_of_many(google: GoogleServer, folder: Path) -> Program:
    """A program with a Sheet and a ledger of its own; the service account is that of all."""
    folder.mkdir()
    sheet = f"sheet-{folder.name}"
    program = small_program(google, folder, spreadsheet=sheet)
    google.books[sheet] = google.books[BOOK]
    return program


@pytest.mark.usefixtures("program")
def test_side_calls_of_the_libraries_go_to_the_endpoint(google: GoogleServer):
    """google-auth asks for a "regional access boundary" by the way; the walls see that it asks nobody else."""
    wait_for(lambda: SIDE_CALL in google.asked)


def test_without_an_endpoint_only_google_is_called(program: Program, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as inner:
        asked = without_egress(inner)
        write_key(program.folder)
        source = program.settings.source.model_copy(update={"api_endpoint": None})
        with pytest.raises(CannotGoOn, match="cannot be reached"):
            ingest(program._replace(settings=program.settings.model_copy(update={"source": source})))
    assert set(asked) == {"oauth2.googleapis.com"}
