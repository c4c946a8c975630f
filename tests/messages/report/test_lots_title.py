"""The title over the lots on hand: whenever a report is made, it says of which day they are."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tasks.messages.report.lots_title import write_lots_title
from tests.support.builders_messages import a_report


@pytest.mark.parametrize(
    ("read_on", "last_on", "title"),
    [
        (date(2026, 11, 26), date(2026, 3, 31), "Lots on hand as of Mar 31, 2026"),
        (date(2026, 4, 1), date(2026, 3, 31), "Lots on hand as of Mar 31, 2026"),
        (date(2026, 2, 10), date(2026, 3, 31), "Lots on hand as of Feb 10, 2026"),  # the period has not ended
    ],
)
def test_the_day_of_the_lots(read_on: date, last_on: date, title: str):
    read_at = datetime(read_on.year, read_on.month, read_on.day, 8, tzinfo=ZoneInfo("America/New_York"))
    assert write_lots_title(a_report(read_at=read_at, last_on=last_on)) == title
