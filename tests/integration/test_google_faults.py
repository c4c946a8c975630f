"""Whatever Google or the line does, a sync recovers, or ends in a sentence, in bounded time, and changes nothing.

The table in docs/google.md is made by this file: `make golden` writes it anew.
"""

from pathlib import Path

import pytest

from tasks.context import ProgramContext
from tasks.errors import OperationError, Unreachable
from tasks.operations.ingest_entries import ingest_entries
from tasks.sources.google import access as google_access
from tasks.unforeseen import in_own_words
from tests.support.google import faults
from tests.support.google.account import Patience, without_egress, write_key
from tests.support.google.faults import Fault
from tests.support.google.server import SIDE_CALL, TOKEN, GoogleServer
from tests.support.google.small import small_program

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
MOST_SECONDS = 2 * 60


@pytest.fixture
def program(google: GoogleServer, tmp_path: Path) -> ProgramContext:
    """Return a program that was read once."""
    program = small_program(google, tmp_path)
    ingest_entries(program)
    return program


def written(program: ProgramContext) -> dict[str, bytes]:
    """Every file of the program."""
    return {path.name: path.read_bytes() for path in program.folder.iterdir()}


def outcome(program: ProgramContext, before: dict[str, bytes]) -> str:
    """Sync: it recovers, or says a sentence and leaves everything as it is."""
    try:
        ingest_entries(program)
    except OperationError as told:
        refusal = told
    else:
        return "recovers"
    assert refusal.exit_code == 1
    assert refusal.__context__ is None  # nothing that a library said goes with it
    assert written(program) == before
    return str(refusal).split(". ")[0].removesuffix(".")


def test_every_fault_ends_in_recovery_or_in_a_sentence(
    program: ProgramContext, google: GoogleServer, patience: Patience, request: pytest.FixtureRequest
):
    lines = ["| What goes wrong | in the call for | once | every time | longest wait |", "|---|---|---|---|---|"]
    for name, fault in FAULTS.items():
        for call, kind in CALLS.items():
            if ONLY_FOR.get(name, call) == call:
                once = _with(fault, kind, 1, program, google, patience)
                always = _with(fault, kind, None, program, google, patience)
                lines.append(f"| {name} | {call} | {once[0]} | {always[0]} | {always[1]:.0f} s |")
                assert always[1] <= MOST_SECONDS
                assert ingest_entries(program).accepted == 3
    _in_the_page("\n".join(lines) + "\n", request)


@pytest.mark.parametrize("name", FAULTS)
def test_a_step_is_tried_again_only_for_what_may_pass(
    name: str, program: ProgramContext, google: GoogleServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(google_access, "TIMEOUT_SECONDS", (5.0, 0.1))
    google.fail(CALLS[ONLY_FOR.get(name, "values")], FAULTS[name], times=None)
    with pytest.raises(OperationError) as refusal:
        in_own_words(ingest_entries)(program)
    assert isinstance(refusal.value, Unreachable) == (name not in LASTING)
    assert refusal.value.exit_code == 1


def _with(
    fault: Fault, kind: str, times: int | None, program: ProgramContext, google: GoogleServer, patience: Patience
) -> tuple[str, float]:
    """Return what comes of it, and the seconds it takes where nobody hurries."""
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
    seconds = patience.waited - waited + stalls * SECONDS_TO_ANSWER
    return said, min(seconds, google_access.CALL_SECONDS)


def _in_the_page(table: str, request: pytest.FixtureRequest) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    there, after = rest.split(END)
    if request.config.getoption("regen_all"):
        PAGE.write_text(before + BEGIN + table + END + after, encoding="utf-8")
    else:
        assert there == table


@pytest.mark.usefixtures("program")
def test_side_calls_of_the_libraries_go_to_the_endpoint(google: GoogleServer):
    """google-auth asks for a "regional access boundary" by the way; the walls see that it asks nobody else."""
    google.wait_until_asked(SIDE_CALL)


def test_without_an_endpoint_only_google_is_called(program: ProgramContext, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as inner:
        asked = without_egress(inner)
        write_key(program.folder)
        source = program.settings.source.model_copy(update={"api_endpoint": None})
        with pytest.raises(OperationError, match="cannot be reached"):
            ingest_entries(program._replace(settings=program.settings.model_copy(update={"source": source})))
    assert set(asked) == {"oauth2.googleapis.com"}
