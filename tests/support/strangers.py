"""Every command that opens a program, each way it can be called: for tests of who is let in.

The list is held against the command itself: a new command fails the tests by name until it stands here.
"""

from pathlib import Path
from tempfile import gettempdir
from typing import Any

from lbn import app
from tests.support.small_program import Ended, files, lbn

OPENING: dict[str, tuple[tuple[str, ...], ...]] = {
    "check": ((),),
    "ingest": ((), ("--json",), ("--accept-withdrawals",), ("--accept-held",), ("--from-scratch",)),
    "reconcile": ((), ("--json",)),
    "report": (
        ("nysdoh-quarterly", "2024-Q1"),
        ("nysdoh-quarterly", "2024-Q1", "--no-send"),
        ("nysdoh-quarterly", "2024-Q1", "--resend"),
        ("nysdoh-quarterly", "2024-Q1", "--edition", "1", "--json"),
        ("nysdoh-quarterly", "2999-Q1", "--json"),
    ),
    "figures": (("2024", "--json"), ("2024", "--measure", "kits_distributed", "--by", "lot")),
    "backfill": (("2024-01", "2024-03"), ("2024-01", "2024-03", "--dry-run", "--json")),
    "run": ((), ("--json",)),
    "status": ((), ("--json",)),
    "recall": (("A123",), ("A123", "--notice")),
    "sheet": (("counts",), ("review",)),  # the kit's checklist is made of lbn.toml alone
    "audit": ((),),
    "backup": ((str(Path(gettempdir(), "a-strangers.backup")),),),
    "migrate-store": (
        ("sqlite:///elsewhere.db",),
        ("sqlite:///elsewhere.db", "--forget"),
        ("sqlite:///elsewhere.db", "--take-back"),
    ),
    "purge": (("--before", "2024-04-01"), ("--before", "2024-04-01", "--as-known")),
    "filed": (("nysdoh-quarterly", "2024-Q1"), ("nysdoh-quarterly", "2024-Q1", "--undo")),
}
"""Each must be refused to a stranger."""

LINE_BY_LINE = ("check", "audit")
"""They say of each part what is to do, and of the ledger that it's another's."""

NOT_OPENING = {
    "demo": "makes programs of its own",
    "init": "makes a program that has no ledger yet",
    "restore": "makes a folder of its own",
    "form": "reads lbn.toml and nothing of the ledger",
    "serve": "runs the flows, and each of their steps is refused",
    "hosted": "has a worker do the operations of run, status, check and backfill, which are refused",
}

CALLS = [(command, *arguments) for command, variants in OPENING.items() for arguments in variants]


def commands_of_the_app() -> set[str]:
    """Return the names of all commands that there are."""
    return {str(command.name or getattr(command.callback, "__name__", "")) for command in app.registered_commands}


def attempt(call: tuple[str, ...], folder: Path, **variables: str) -> Ended:
    """Return what a command says that must not get in; it may make nothing and show nothing."""
    before = files(folder)
    ended = lbn(*call, program=folder, **variables)
    assert files(folder) == before
    if call[0] in LINE_BY_LINE:
        assert "TO DO" in ended.out
        return Ended(ended.code, "", ended.out)
    assert ended.out == ""
    assert len(ended.words.strip().splitlines()) == 1, ended.words
    return ended


def ids(call: Any) -> str:
    """Name a call as tests do."""
    return " ".join(call)
