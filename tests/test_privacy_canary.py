"""Nothing that people type freely leaves the tabs: words planted in every such cell are nowhere in what is written.

The same scan is shown to see leaks that are built in on purpose.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import pytest

from schemas.message import Rendered
from tasks.context import open_program
from tasks.errors import OperationError
from tasks.operations import make_editions as making
from tasks.operations import sync_tabs
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.run_program import run_program
from tasks.sources import tabs as raw
from tests.support.leaks import Canaries, Place, files_below
from tests.support.programs import COUNTS, FORM_HEADER, RESPONSES, TABS, write_program

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = (
    ("check",), ("ingest",), ("ingest", "--json"), ("reconcile",), ("reconcile", "--json"), ("run",), ("run", "--json"),
    ("report", "nysdoh-quarterly", "2026-Q3"), ("report", "supplier", "2026-09", "--json", "--resend"),
    ("report", "supplier", "2026-09", "--edition", "1"), ("figures", "2026-Q3", "--by", "zip", "--by", "lot"),
    ("figures", "2026", "--json"), ("backfill", "2026-08", "2026-09"), ("status",), ("status", "--json"),
)  # fmt: skip


ALL_IN_ONE_PROCESS = """
import json, sys
from lbn import app
codes = [app(arguments, standalone_mode=False) for arguments in json.loads(sys.argv[1])]
sys.exit(json.dumps(codes))
"""


def lbn(*commands: Sequence[str]) -> tuple[list[int | None], list[Place]]:
    """Commands as people run them: their exit codes (none: 0), and all that they said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "LBN_"))}
    done = subprocess.run(
        [sys.executable, "-c", ALL_IN_ONE_PROCESS, json.dumps(commands)],
        cwd=ROOT, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    codes = json.loads(done.stderr.splitlines()[-1])
    return codes, [("stdout", done.stdout), ("stderr", done.stderr)]


def written(folder: Path, kind: str = "csv") -> Iterator[Place]:
    """Every byte that the program has written below a folder."""
    return files_below(folder, but=[*(f"{tab}.{kind}" for tab in TABS), "decisions.csv"])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_free_word_is_written_or_said(kind: Literal["csv", "xlsx"], tmp_path: Path):
    canaries = Canaries()
    folder = write_program(tmp_path / "program", canaries, kind)
    codes, said = lbn(*([*arguments, "--program", str(folder)] for arguments in COMMANDS))
    assert codes == [1, *[None] * (len(COMMANDS) - 1)], said  # check speaks of the decision that is none
    assert (folder / "reports/nysdoh-quarterly/2026-Q3/edition-1/email.html").exists()
    assert list((folder / "outbox").glob("*.eml"))
    assert canaries.leaks([*said, *written(folder, kind)]) == []


def test_no_free_word_is_said_when_a_sync_is_refused(tmp_path: Path):
    canaries = Canaries()
    folder = write_program(tmp_path / "program", canaries)
    ingest_entries(open_program(folder))
    commands = []
    for number, (name, content) in enumerate(refused_files(canaries)):
        spoilt = Path(shutil.copytree(folder, tmp_path / str(number)))
        (spoilt / name).write_bytes(content)
        commands += [("ingest", "--program", str(spoilt)), ("run", "--program", str(spoilt))]
    codes, said = lbn(*commands)
    assert set(codes) == {1}, said
    assert canaries.leaks([*said, *written(tmp_path)]) == []


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

    def loud(tab: object, header: object, settings: object) -> object:
        logging.getLogger("tasks.rules").warning("columns %s", header)
        return find(tab, header, settings)

    patch.setattr(raw, "locate_columns", loud)


def quote_in_refusal(patch: pytest.MonkeyPatch, word: str):
    """A value in an exception."""

    def refuse(*_: object) -> None:
        msg = f"The row with {word} cannot be used."
        raise OperationError(msg)

    patch.setattr(sync_tabs, "normalize_tab", refuse)


def store_note(patch: pytest.MonkeyPatch, word: str):
    """A note in the ledger's database, as bytes of UTF-16 in a column that takes bytes."""
    save = sync_tabs.save_state

    def save_more(connection: object, name: str, state: sync_tabs.State) -> None:
        save(connection, name, state._replace(context=word.encode("utf-16-le")))

    patch.setattr(sync_tabs, "save_state", save_more)


def mail_note(patch: pytest.MonkeyPatch, word: str):
    """A note in a message, whose text is coded as base64."""
    compose = making.compose

    def compose_more(name: object, envelope: object, rendered: Rendered, *rest: object) -> bytes:
        more = rendered.model_copy(update={"text": f"{rendered.text}\n{word}\n"})
        return compose(name, envelope, more, *rest)

    patch.setattr(making, "compose", compose_more)


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
    places = [("log", caplog.text.encode()), ("refusal", said.encode()), *written(folder)]
    assert canaries.leaks(places)
