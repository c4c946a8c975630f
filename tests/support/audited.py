"""A program that is audited: for this account only, with a file of people's identifiers to search for."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tasks.operations.audit_program import audit_program
from tasks.operations.check_program import Checked

PERSON, PHONE = "Quillon Vantreight", "518-555-0199"


def close(folder: Path) -> None:
    """Leave a folder to this account only."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def look(folder: Path, part: str, find: Path | None = None) -> Checked:
    """The line of a part."""
    (found,) = (one for one in audit_program(folder, find) if one.part == part)
    return found


def write(folder: Path, *statements: str) -> None:
    """Write into a ledger by hand, past the program."""
    with closing(sqlite3.connect(folder / "lbn.db")) as ledger:
        for statement in statements:
            ledger.execute(statement)
        ledger.commit()
