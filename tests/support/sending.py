"""A program that sends by SMTP, and what can be said of its messages from outside."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.small_program import lbn, rows, write_program, write_settings

REPORT = ("report", "nysdoh-quarterly", "2024-Q1")
ABSENT = "smtp://127.0.0.1:9"
"""Where no mail server is."""


def settings_by_smtp(address: str) -> str:
    """Write settings that send by a mail server."""
    return write_settings(mail={"transport": "smtp", "smtp": address})


def a_program(folder: Path, address: str) -> Path:
    """Make a program with ten distributions that sends by SMTP, and is ready to report."""
    program = write_program(folder, rows(10), settings_by_smtp(address))
    assert lbn("ingest", program=program).code == 0
    return program


def a_program_with_a_message(folder: Path) -> Path:
    """Make a program whose report is made and waits: its mail server was not there."""
    program = a_program(folder, ABSENT)
    assert lbn(*REPORT, program=program).code == 1
    assert states(program) == ["queued"]
    return program


def lengthen_queue(program: Path, count: int) -> None:
    """Queue so many messages in all, named in their order."""
    with closing(sqlite3.connect(program / "lbn.db")) as ledger, ledger:
        columns = [row[1] for row in ledger.execute("pragma table_info(messages)")]
        first = ledger.execute("select * from messages").fetchone()
        rest = [
            [{"name": f"queued-{number:04}.eml", "report": "supplier", "digest": None}.get(name, value)
             for name, value in zip(columns, first, strict=True)]
            for number in range(1, count)
        ]  # fmt: skip
        ledger.executemany(f"insert into messages values ({', '.join('?' * len(columns))})", rest)  # noqa: S608
        ledger.execute("delete from seals")  # a ledger that is changed by hand would count as damaged


def moved(program: Path, to: Path, address: str) -> Path:
    """Copy a program, to send by another server."""
    shutil.copytree(program, to)
    change_settings(to, ABSENT, address)
    return to


def change_settings(program: Path, before: str, after: str) -> None:
    """Correct lbn.toml."""
    path = program / "lbn.toml"
    path.write_text(path.read_text("utf-8").replace(before, after), encoding="utf-8")


def states(program: Path) -> list[str]:
    """Where the program's messages stand."""
    with closing(sqlite3.connect(program / "lbn.db")) as ledger:
        return [state for (state,) in ledger.execute("select state from messages order by name")]


def may_end(reply: str, *, is_answered: bool, is_killed: bool) -> set[str]:
    """How a message may stand after the next run, where sending broke off at a reply: in doubt only if nobody knows."""
    if is_answered and (is_killed or reply in ("DATA", "message")):
        return {"sent", "in_doubt"}
    return {"in_doubt"} if reply == "message" else {"sent"}
