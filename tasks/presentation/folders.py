"""Where a program's folder keeps what was made."""

import os
from pathlib import Path
from shlex import quote

REPORTS = Path("reports")
OUTBOX = Path("outbox")


def edition_folder(report: str, period: str, edition: int | None) -> Path:
    """Where an edition's files are, below the program's folder."""
    return REPORTS / report / period / f"edition-{edition}"


def command_here() -> str:
    """The command as it can be typed in the current folder, whether it is on the path or not."""
    launcher = Path(__file__).resolve().parents[2] / ".venv/bin/lbn"
    return quote(os.path.relpath(launcher)) if launcher.exists() else "lbn"
