"""Nothing that people type freely leaves the tabs: words planted in every such cell are nowhere in what is written.

The same scan is shown to see leaks that are built in on purpose.
"""

import logging
import shutil
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import pytest

from schemas.message import Rendered
from tasks.context import open_program
from tasks.errors import OperationError
from tasks.operations import open_rows, sync_tabs
from tasks.operations import queue_edition as queueing
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.run_program import run_program
from tasks.sources import tabs as raw
from tests.support.google.server import GoogleServer
from tests.support.google.small import BOOK, a_row, form, small_program
from tests.support.leaks import Canaries, files_below
from tests.support.programs import (
    COUNTS,
    FORM_HEADER,
    RESPONSES,
    TABS,
    USUAL_ANSWERS,
    write_program,
    write_settings,
)
from tests.support.rude_mail import RudeMail, rude_mail
from tests.support.traced import Machine

COMMANDS = (
    ("check",), ("ingest",), ("ingest", "--json"), ("reconcile",), ("reconcile", "--json"), ("run",), ("run", "--json"),
    ("report", "nysdoh-quarterly", "2026-Q3"), ("report", "supplier", "2026-09", "--json", "--resend"),
    ("report", "supplier", "2026-09", "--edition", "1"), ("figures", "2026-Q3", "--by", "zip", "--by", "lot"),
    ("figures", "2026", "--json"), ("backfill", "2026-08", "2026-09"), ("filed", "supplier", "2026-09"), ("form",),
    ("ingest", "--from-scratch"), ("status",), ("status", "--json"), ("report", "public-summary", "2026-Q3"),
    ("recall", "A123", "--notice"), ("sheet", "counts"), ("sheet", "kit"), ("sheet", "review"),
    ("backfill", "2025-01", "2026-03"), ("purge", "--before", "2026-02-01"), ("audit",),
)  # fmt: skip
GIVEN = {kind: [*(f"{tab}.{kind}" for tab in TABS), "decisions.csv"] for kind in ("csv", "xlsx")}
"""The files that hold what people typed, by which the program is given it."""

AMID_A_SYNC = """
import os, signal, sys
from lbn import app
from tasks.operations import sync_tabs
sync_tabs.save_state = lambda *_: os.kill(os.getpid(), signal.SIGSEGV)
app(["ingest"])
"""
ON_A_SERVER = """
import sys
from pathlib import Path
from flows._calling import call_flow
from tasks.errors import OperationError
try:
    for flow in sys.argv[1:]:
        call_flow(flow, Path("."))
except OperationError as refusal:
    sys.exit(str(refusal))
"""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Return a machine on which programs are run."""
    return Machine(tmp_path / "machine")


@pytest.fixture
def canaries() -> Canaries:
    """Return the words that are planted."""
    return Canaries()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_free_word_is_written_or_said(
    kind: Literal["csv", "xlsx"], tmp_path: Path, machine: Machine, canaries: Canaries
):
    folder = write_program(tmp_path / "program", canaries, kind)
    open_to_all(folder / name for name in GIVEN[kind])
    given = set(folder.rglob("*"))
    said = machine.lbn(*([*arguments, "--program", str(folder)] for arguments in COMMANDS))
    assert canaries.leaks([*said.places, *machine.files(folder, but=GIVEN[kind])]) == []
    # check speaks of a decision that isn't one, audit of who may open the tabs as they were given
    assert said.codes == [1, *[None] * (len(COMMANDS) - 2), 1], said
    assert (folder / "reports/nysdoh-quarterly/2026-Q3/edition-1/email.html").exists()
    assert list((folder / "outbox").glob("*.eml"))
    assert [path for path in folder.rglob("*") if path not in given and path.stat().st_mode & 0o077] == []


def open_to_all(files: Iterable[Path]) -> None:
    """Let everybody on the machine read these files, however the one who runs the tests makes files."""
    for file in files:
        file.chmod(0o644)


def test_no_free_word_is_in_a_backup(tmp_path: Path, machine: Machine, canaries: Canaries):
    folder = write_program(tmp_path / "program", canaries)
    (folder / "decisions.csv").unlink()  # what a person decided is in a backup, as they wrote it
    copy = str(tmp_path / "copy")
    commands = ("run", "--program"), ("backup", copy, "--program"), ("restore", copy)
    said = machine.lbn(*([*words, str(folder if words[0] != "restore" else tmp_path / "new")] for words in commands))
    made = machine.files(folder, tmp_path / "new", but=GIVEN["csv"])
    assert canaries.leaks([*said.places, *made, ("backup", Path(copy).read_bytes())]) == []
    assert said.codes == [None] * 3, said


def test_no_free_word_is_said_when_a_sync_is_refused(tmp_path: Path, machine: Machine, canaries: Canaries):
    folder = write_program(tmp_path / "program", canaries)
    refused = refused_files(canaries)
    ingest_entries(open_program(folder))
    commands = []
    for number, (name, content) in enumerate(refused):
        spoilt = Path(shutil.copytree(folder, tmp_path / "spoilt" / str(number)))
        (spoilt / name).write_bytes(content)
        commands += [("ingest", "--program", str(spoilt)), ("run", "--program", str(spoilt))]
    said = machine.lbn(*commands)
    assert canaries.leaks([*said.places, *machine.files(folder, tmp_path / "spoilt", but=GIVEN["csv"])]) == []
    assert set(said.codes) == {1}, said


def test_no_free_word_is_left_by_a_crash(machine: Machine, canaries: Canaries):
    write_program(machine.folder / "here", canaries)
    said = machine.python(AMID_A_SYNC)
    assert canaries.leaks([*said.places, *machine.files(but=GIVEN["csv"])]) == []
    assert said.code == -signal.SIGSEGV, said


@pytest.mark.parametrize("reply", ["greeting", "RCPT", "message"])
def test_no_word_of_a_mail_server_is_written_or_said(reply: str, tmp_path: Path, machine: Machine, canaries: Canaries):
    folder = write_program(tmp_path / "program", canaries)
    with rude_mail(RudeMail(reply, f"550 {canaries('reply')} {canaries('reply', 'name')}"), tmp_path) as (address, _):
        mail = {"transport": "smtp", "smtp": address}
        (folder / "lbn.toml").write_text(write_settings(".csv", mail=mail), encoding="utf-8")
        commands = (("run", "--program", str(folder)), ("status", "--program", str(folder)))
        said = machine.lbn(*commands, SSL_CERT_FILE=str(tmp_path / "server.pem"))
    assert canaries.leaks([*said.places, *machine.files(folder, but=GIVEN["csv"])]) == []
    assert b"mail server" in said.output + said.errors, said


def test_no_free_word_is_in_what_prefect_keeps(machine: Machine, canaries: Canaries):
    folder = write_program(machine.folder / "here", canaries)
    made = machine.python(ON_A_SERVER, "ingest_entries", "run_program", PREFECT_LOGGING_LEVEL="DEBUG")
    row = ",".join(canaries("refused row") for _ in FORM_HEADER)
    (folder / f"{RESPONSES}.csv").write_text(f"{','.join(FORM_HEADER)}\n{row}\n", encoding="utf-8")
    refused = machine.python(ON_A_SERVER, "run_program", PREFECT_LOGGING_LEVEL="DEBUG")
    assert canaries.leaks([*made.places, *refused.places, *machine.files(but=GIVEN["csv"])]) == []
    assert (made.code, refused.code) == (0, 1), (made, refused)
    assert (machine.folder / "home/.prefect/prefect.db").exists()


def test_no_free_word_is_in_the_status_tab(google: GoogleServer, tmp_path: Path, canaries: Canaries):
    program = small_program(google, tmp_path, status_tab="Intake status")
    form(google).extend(a_row(11, **{title: canaries(title, "name")}) for title in USUAL_ANSWERS)
    ingest_entries(program)
    told = [line for line in google.books[BOOK].tab("Intake status").grid if any(line)]
    assert canaries.leaks([("status tab", repr(told).encode()), *files_below(tmp_path)]) == []
    assert len(told) > 2


def test_no_free_word_is_on_the_desk(google: GoogleServer, tmp_path: Path, canaries: Canaries):
    program = small_program(google, tmp_path, desk_tab="Desk")
    form(google).extend(a_row(11, **{title: canaries(title, "name")}) for title in USUAL_ANSWERS)
    run_program(program)
    told = [line for line in google.books[BOOK].tab("Desk").grid if any(line)]
    assert canaries.leaks([("desk tab", repr(told).encode()), *files_below(tmp_path)]) == []
    assert "Rows to fix" in {line[0] for line in told}
    assert "Rows to fix" in (program.folder / "desk.html").read_text("utf-8")


def refused_files(canaries: Canaries) -> list[tuple[str, bytes]]:
    """Files that stop a sync, each for its own reason, with words in them."""
    form, header = f"{RESPONSES}.csv", ",".join(FORM_HEADER)
    row = ",".join(canaries("refused row") for _ in FORM_HEADER)
    missing = header.replace("Kits left", canaries("title in place of a required one"))
    odd = canaries("neither UTF-8 nor text") + "\x07\xe9"
    return [
        (form, f"{header},{canaries('title of a tab without rows')}\n".encode()),
        (form, f"{header}\n{row}\n".encode()),
        (form, f"{missing}\n{row}\n".encode()),
        (form, f"{header},Unit\n{row},Patrol\n".encode()),
        (form, f'{header}\n{row}\n"{canaries("quotation that never ends")}\n'.encode()),
        (f"{COUNTS}.csv", f"Date,Location\n{odd},Patrol\n".encode("latin-1")),
        ("decisions.csv", f"ref,decision\n{odd},keep\n".encode("latin-1")),
    ]


def log_rows(patch: pytest.MonkeyPatch, _word: str):
    """A row as it stands in the tab, in a log."""
    read = raw.normalize_rows

    def loud(columns: object, rows: list[object], *rest: object) -> object:
        logging.getLogger("tasks.sources").warning("read %s", rows[-1])
        return read(columns, rows, *rest)

    patch.setattr(raw, "normalize_rows", loud)


def log_header(patch: pytest.MonkeyPatch, _word: str):
    """The titles of the columns, in a log."""
    find = raw.locate_columns

    def loud(tab: object, header: object, *rest: object) -> object:
        logging.getLogger("tasks.rules").warning("columns %s", header)
        return find(tab, header, *rest)

    patch.setattr(raw, "locate_columns", loud)


def quote_in_refusal(patch: pytest.MonkeyPatch, word: str):
    """A value in an exception."""

    def refuse(*_: object) -> None:
        msg = f"The row with {word} cannot be used."
        raise OperationError(msg)

    patch.setattr(open_rows, "normalize_tab", refuse)


def store_note(patch: pytest.MonkeyPatch, word: str):
    """A note in the ledger's database, as bytes of UTF-16 in a column that takes bytes."""
    save = sync_tabs.save_state

    def save_more(connection: object, name: str, state: sync_tabs.State) -> None:
        save(connection, name, state._replace(context=word.encode("utf-16-le")))

    patch.setattr(sync_tabs, "save_state", save_more)


def mail_note(patch: pytest.MonkeyPatch, word: str):
    """A note in a message, whose text is coded as base64."""
    compose = queueing.compose

    def compose_more(name: object, envelope: object, rendered: Rendered, *rest: object) -> bytes:
        more = rendered.model_copy(update={"text": f"{rendered.text}\n{word}\n"})
        return compose(name, envelope, more, *rest)

    patch.setattr(queueing, "compose", compose_more)


@pytest.mark.parametrize("leak", [log_rows, log_header, quote_in_refusal, store_note, mail_note])
def test_a_leak_would_be_seen(leak, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    canaries = Canaries()
    folder = write_program(tmp_path, canaries)
    leak(monkeypatch, canaries("what a mutant lets out", "name"))
    said = ""
    try:
        run_program(open_program(folder))
    except OperationError as refusal:
        said = str(refusal)
    places = [("log", caplog.text.encode()), ("refusal", said.encode()), *files_below(folder, but=GIVEN["csv"])]
    assert canaries.leaks(places)
