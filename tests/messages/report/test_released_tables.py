"""What a table that was made once says of itself: when, and what it lacks of the distributions that count now."""

import pytest

from schemas.figures import Table
from schemas.message import ReleasedMessage
from tasks.messages.report.released_tables import write_made_on
from tests.support.builders_messages import a_report

ONCE = "Made once on Oct 1, 2026, of the distributions known then."


def a_quoted_table(message: ReleasedMessage) -> Table:
    """The first of its tables that was made once."""
    return next(table for table in message.figures.tables if table.made_on and table.rows)


def say(more: int | None) -> str | None:
    """What is said where so many more count now than the table holds; none: it isn't known."""
    message = a_report("supplier")
    assert isinstance(message, ReleasedMessage)
    table = a_quoted_table(message)
    held = sum(int(row[-1] or 0) for row in table.rows)
    now = {} if more is None else {str(table.period): held + more}
    return write_made_on(table, message.model_copy(update={"counted_now": now}))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (None, ONCE),
        (0, ONCE),
        (1, f"{ONCE} 1 distribution that came since is in the totals only."),
        (31, f"{ONCE} 31 distributions that came since are in the totals only."),
        (-1, f"{ONCE} 1 fewer is counted now, in the totals only."),
        (-2, f"{ONCE} 2 fewer are counted now, in the totals only."),
    ],
)
def test_a_table_says_what_it_lacks(more: int | None, said: str):
    assert say(more) == said


def test_a_table_without_rows_says_no_number():
    message = a_report("supplier")
    empty = a_quoted_table(message).model_copy(update={"rows": ()})  # type: ignore[arg-type]  # it is a supplier's
    assert write_made_on(empty, message.model_copy(update={"counted_now": {"2026-Q3": 99}})) == ONCE


def test_a_table_of_the_agency_was_not_made_once():
    message = a_report("nysdoh-quarterly")
    assert write_made_on(message.figures.tables[0], message) is None
