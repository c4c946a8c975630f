"""What is said of tables that were released once: when, how they are to be read, and which there are not."""

from schemas.figures import Table
from schemas.message import ReleasedMessage, ReportMessage
from tasks.messages.formatting import format_count, format_date, format_number, format_period, join_words, write_are

ONLY_WHERE = (
    "A table by place, unit, recipient or reason is made only of a whole quarter or year, and only where enough was "
    "distributed before it to fix the order of its rows."
)


def name_table(table: Table) -> str:
    """Write a table's title; of one that is quoted, its period as people say it."""
    if table.period is None:
        return table.title
    return f"{table.title.removesuffix(f' ({table.period})')} ({format_period(table.period)})"


def write_made_on(table: Table, message: ReportMessage) -> str | None:
    """Say of a quoted table when it was made, and how many distributions it lacks of those that count now.

    Every reader can find that number himself, by the totals that he is told: it says nothing of a row.
    """
    if not table.made_on:
        return None
    made = f"Made once on {format_date(table.made_on)}, of the distributions known then."
    more = _count_later(table, message)
    if more > 0:
        came = format_count(more, "distribution")
        return f"{made} {came} that came since {write_are(more)} in the totals only."
    if more < 0:
        return f"{made} {format_number(-more)} fewer {write_are(-more)} counted now, in the totals only."
    return made


def _count_later(table: Table, message: ReportMessage) -> int:
    """Count the distributions that came after a table was made, less those that were withdrawn; without rows: none."""
    now = message.counted_now.get(table.period or "") if isinstance(message, ReleasedMessage) else None
    if now is None or not table.rows:
        return 0
    return now - sum(int(row[-1] or 0) for row in table.rows)


def write_small_cells(message: ReportMessage) -> str | None:
    """Say how tables are to be read that go to others than a health department, where there are any."""
    if not isinstance(message, ReleasedMessage) or not any(table.made_on for table in message.figures.tables):
        return None
    return (
        "Tables by place, unit, recipient or reason count distributions and are made once. Their rows follow a fixed "
        "order and end where the next one, or all that come after it, would stand for too few: what is not listed may "
        "have had none or many."
    )


def write_tables_not_shown(message: ReportMessage) -> str | None:
    """Say which tables a supplier's edition doesn't have: some aren't made yet, some never leave the agency.

    Whether a table is ever made is up to how much there will be to count: nothing is promised.
    """
    if not isinstance(message, ReleasedMessage):
        return None
    to_come, withheld = message.tables_to_come, message.tables_withheld
    said = [f"Not shown: {join_words(to_come)}. {ONLY_WHERE}"] if to_come else []
    said += [f"Not shown outside the agency: {join_words(withheld)}."] if withheld else []
    return " ".join(said) or None


def write_empty_tables(message: ReportMessage) -> str | None:
    """Name the tables without rows, and say why: a released one would have told of few, and it stays so.

    Its first row, or all that come after it, would stand for too few, or one row for all: which of these isn't said.
    """
    empty = [table for table in message.figures.tables if not table.rows]
    too_few = tuple(name_table(table) for table in empty if table.made_on)
    nothing = tuple(table.title for table in empty if not table.made_on)
    said = [f"Not shown, for its rows would tell of few people: {join_words(too_few)}."] if too_few else []
    said += [f"Nothing to show in this period: {join_words(nothing)}."] if nothing else []
    return " ".join(said) or None
