"""`lbn hosted` as a real command: 60 programs, some broken in each way, and the turns that workers take.

What is not broken ends as it does alone: the same rows, editions, figures and messages, each once.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tasks.sources.google.turns import SECONDS, TURNS
from tests.support.google.server import GoogleServer
from tests.support.google.small import BOOK, small_program
from tests.support.machine import clean_environment
from tests.support.processes import start
from tests.support.small_program import MACHINES_CLOCK, RESPONSES, SECRET, a_row, rows, write_program, write_settings
from tests.support.twins import Twins

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = int(os.environ.get("LBN_HOSTED_PROGRAMS", "60"))
MOST_MINUTES = "0.25"
"""Enough for any program here on a busy machine, and less than the 20 seconds that a lock is waited for."""


def write_key(folder: Path) -> None:
    """Twins are compared under one key."""
    (folder / "secret.key").write_text(folder.name.encode().hex().ljust(64, "0")[:64])
    (folder / "secret.key").chmod(0o600)


def add_template(folder: Path) -> None:
    """A template of the program's own that fails."""
    own = folder / "report_templates/nysdoh-quarterly"
    shutil.copytree(ROOT / "report_templates/nysdoh-quarterly", own)
    (own / "email.txt.j2").write_text("{{ 1 / 0 }}")


BROKEN: Mapping[str, Callable[[Path], Any]] = {
    "bad-toml": lambda folder: (folder / "lbn.toml").write_text("[[["),
    "bad-key": lambda folder: (folder / "lbn.toml").write_text(write_settings(store={"path": "x"})),
    "no-toml": lambda folder: (folder / "lbn.toml").unlink(),
    "bytes-toml": lambda folder: (folder / "lbn.toml").write_bytes(os.urandom(5_000)),
    "no-tab": lambda folder: (folder / RESPONSES).unlink(),
    "no-table": lambda folder: (folder / RESPONSES).write_bytes(b"\x00\xff" * 5_000),
    "bad-ledger": lambda folder: (folder / "lbn.db").write_bytes(b"no database" * 500),
    "no-ledger": lambda folder: (folder / "lbn.db").mkdir(),
    "bad-key-file": lambda folder: (folder / "secret.key").write_text("hidden words"),
    "no-server": lambda folder: (folder / "lbn.toml").write_text(
        write_settings(program={"id": "k7qm2d9x"}, store={"url": "postgresql+psycopg://lbn@127.0.0.1:1/lbn"})
    ),
    "own-template": add_template,
    "locked": lambda _folder: None,
}
"""How a program is broken; “locked” hangs until it is ended."""


@pytest.fixture(autouse=True)
def by_the_machines_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers have no other clock, so their twins have none either."""
    monkeypatch.setenv(MACHINES_CLOCK, "1")


def host_command(host: Path, *arguments: str) -> list[str | Path]:
    """The command, as it is typed."""
    return [sys.executable, ROOT / "lbn.py", "hosted", host, *arguments]


def run_host(host: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run it to its end."""
    command = host_command(host, *arguments)
    return subprocess.run(command, capture_output=True, text=True, check=False, env=clean_environment(**variables))


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold a program's lock, as a run that does not end does."""
    with closing(sqlite3.connect(folder / "lbn.db-syncing", isolation_level=None)) as held:
        held.execute("begin exclusive")
        yield


def run_alone(folder: Path, scratch: Path) -> None:
    """Run one program by its own command."""
    ended = start("alone", "run", "--program", folder, scratch=scratch).ended()
    assert (ended.code, ended.words) == (0, "")


def test_broken_programs_hurt_no_other(tmp_path: Path):
    host, alone = tmp_path / "host", tmp_path / "alone"
    well = [f"program-{number:02}" for number in range(PROGRAMS - len(BROKEN))]
    for number, name in enumerate([*well, *BROKEN]):
        write_key(write_program(host / name, [*rows(3 + number % 9), a_row(20 + number)]))
    shutil.copytree(host, alone)
    for name, hurt in BROKEN.items():
        hurt(host / name)
    with lock(host / "locked"):
        ended = run_host(host, "run", "--json", "--most-minutes", MOST_MINUTES)
    assert ended.returncode == 1
    told = {one["folder"]: one for one in json.loads(ended.stdout)["programs"]}
    assert {name for name, one in told.items() if one["code"]} == BROKEN.keys()
    assert told.keys() == {*well, *BROKEN}
    assert all(told[name]["words"] for name in BROKEN)
    assert "was ended" in told["locked"]["words"]
    for hidden in (SECRET, "hidden words", "12207", "A123", "Patrol"):
        assert hidden not in ended.stdout + ended.stderr
    for name in well:
        run_alone(alone / name, tmp_path)
        Twins(host / name, alone / name).assert_equal_but_for_the_time()
        assert told[name]["made"] == len(list((host / name / "reports").glob("*/*/edition-*")))
    assert run_host(host, "status").returncode == 1


def test_the_operator_is_told_once_and_when_all_are_done(tmp_path: Path):
    for name in ("albany", "troy"):
        write_program(tmp_path / name, rows(3))
    operator = 'name = "Example County"\nto = "ops@county.example.gov"\n[mail]\nfrom = "lbn@county.example.gov"\n'
    (tmp_path / "operator.toml").write_text(operator)
    tab = (tmp_path / "troy" / RESPONSES).rename(tmp_path / "kept.csv")
    for runs, told in (("broken", 1), ("broken", 1), ("fixed", 2), ("fixed", 2)):
        if runs == "fixed" and tab.exists():
            tab.rename(tmp_path / "troy" / RESPONSES)
        ended = run_host(tmp_path, "run")
        assert (ended.returncode, len(list((tmp_path / "outbox").iterdir()))) == (int(runs == "broken"), told)
    first, last = (path.read_text() for path in sorted((tmp_path / "outbox").iterdir()))
    assert "Subject: [Naloxone] 1 program not done: troy" in first
    assert "Subject: [Naloxone] All programs are done again" in last
    assert not [hidden for hidden in (SECRET, "12207", "A123", "Patrol") if hidden in first + last]
    (tmp_path / "operator.toml").write_text(operator + 'transport = "smtp"\nsmtp = "smtp://127.0.0.1:1"\n')
    checked = run_host(tmp_path, "check")
    assert checked.returncode == 1
    assert "No message to the operator would leave: the mail server doesn't answer" in checked.stdout


def test_workers_take_turns_at_one_service_account(google: GoogleServer, tmp_path: Path):
    """They are processes, as programs alone are; so one that is too many waits for the minute to pass."""
    host = tmp_path / "host"
    for number in range(TURNS + 1):
        folder = host / f"program-{number:02}"
        folder.mkdir(parents=True)
        small_program(google, folder, spreadsheet=f"sheet-{number}")
        google.books[f"sheet-{number}"] = google.books[BOOK]
    ended = run_host(host, "run", "--workers", "3", HOME=str(tmp_path))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    with closing(sqlite3.connect(tmp_path / ".cache/lbn/google-turns.db")) as noted:
        turns = [at for (at,) in noted.execute("select at from turns order by at")]
        accounts = list(noted.execute("select distinct account from turns"))
    assert (len(turns), len(accounts)) == (TURNS + 1, 1)
    assert turns[-1] - turns[0] >= SECONDS
    assert turns[-2] - turns[0] < SECONDS
