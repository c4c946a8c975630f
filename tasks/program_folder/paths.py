"""Where a program's folder keeps what was made."""

from pathlib import Path

REPORTS = Path("reports")
OUTBOX = Path("outbox")


def find_edition_folder(report: str, period: str, edition: int | None) -> Path:
    """Find where an edition's files are, below the program's folder."""
    return REPORTS / report / period / f"edition-{edition}"
