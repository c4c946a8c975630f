"""Where a program's folder keeps what was made, and for whose eyes."""

from pathlib import Path

REPORTS = Path("reports")
OUTBOX = Path("outbox")
SHEETS = Path("sheets")
DESK_PAGE = Path("desk.html")

ADDRESSEE = "addressee.txt"
"""The file of an edition for other eyes that says whom it was made for: lbn.toml may name another supplier later."""

PRIVATE = 0o600
"""Files are for this account only."""


def find_edition_folder(report: str, period: str, edition: int | None) -> Path:
    """Find where an edition's files are, below the program's folder."""
    return REPORTS / report / period / f"edition-{edition}"
