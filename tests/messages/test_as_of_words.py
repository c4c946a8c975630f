"""How new the ledger is, as every command and sheet says it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tasks.messages.as_of_words import format_as_of, say_read_too_early

AT = datetime(2026, 10, 6, 8, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("read_at", "newest", "said"),
    [
        (None, None, "The tabs have not been read yet: `lbn ingest` reads them."),
        (AT, None, "Tabs last read on Oct 6, 2026, 8:00 AM EDT. No distributions yet."),
    ],
)
def test_how_new_the_ledger_is(read_at: datetime | None, newest: date | None, said: str):
    assert format_as_of(read_at, newest) == said


def test_figures_of_days_that_were_not_read_are_told():
    said = "The tabs were last read before Q3 2026 ended: `lbn ingest` reads them again."
    assert say_read_too_early("2026-Q3") == said
