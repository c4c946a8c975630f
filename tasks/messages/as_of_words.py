"""How new the ledger is, in words: the same in the terminal and on sheets."""

from datetime import date, datetime

from tasks.messages.formatting import format_period, format_time
from tasks.messages.report.sentences import write_newest_distribution


def format_as_of(read_at: datetime | None, newest: date | None) -> str:
    """Say how new the ledger is."""
    if read_at is None:
        return "The tabs have not been read yet: `lbn ingest` reads them."
    return f"Tabs last read on {format_time(read_at)}. {write_newest_distribution(newest)}"


def say_read_too_early(period: str) -> str:
    """Say that the tabs were last read before a period ended, so that its figures may lack its last days."""
    return f"The tabs were last read before {format_period(period)} ended: `lbn ingest` reads them again."
