"""Rows of the tabs that are dated before the day before which all is closed: they are no longer read.

What the ledger has of such days stays as it is. A form belongs to a closed day by its date of distribution, and by the
day on which it was sent too: nothing that was sent before a day can be of that day or a later one. A row of which
neither can be read stays, for nobody knows when it was.
"""

from collections.abc import Callable
from datetime import date

from schemas.tabs import COLUMNS, Cells, Tab, TabRows
from tasks.rules.intake.distinct import Distinct
from tasks.rules.intake.validate import read_day, read_submitted

_DAY_LENGTH = len("2026-09-30")


def leave_out_closed(tab: Tab, rows: TabRows, closed_before: date | None) -> TabRows:
    """Leave out the rows of closed days; all stay where nothing is closed.

    Args:
        tab: which tab.
        rows: its rows, in one form.
        closed_before: the first day that isn't closed; none: nothing is.
    """
    if closed_before is None:
        return rows
    is_closed = _is_form_closed(closed_before) if tab is Tab.RESPONSES else _is_row_closed(tab, closed_before)
    kept = [(number, row) for number, row in zip(rows.numbers, rows.cells, strict=True) if not is_closed(row)]
    return rows._replace(numbers=[number for number, _ in kept], cells=[row for _, row in kept])


def _is_row_closed(tab: Tab, closed_before: date) -> Callable[[Cells], bool]:
    index, days = _find_index(tab, "date"), _list_closed_days(closed_before)
    return lambda row: bool(days[row[index]])


def _is_form_closed(closed_before: date) -> Callable[[Cells], bool]:
    index, days = _find_index(Tab.RESPONSES, "date"), _list_closed_days(closed_before)
    sent = _find_index(Tab.RESPONSES, "submitted")

    def is_closed(row: Cells) -> bool:
        if days[row[index]]:
            return True
        # Days repeat, and times hardly ever do: of most rows the day alone says that they stay.
        return days[row[sent][:_DAY_LENGTH]] and read_submitted(row[sent])[0] is not None

    return is_closed


def _list_closed_days(closed_before: date) -> Distinct:
    """List of each text whether it's a day that is closed, worked out once for each."""

    def is_closed(text: str) -> bool:
        day = read_day(text)
        return day is not None and day < closed_before

    return Distinct(is_closed)


def _find_index(tab: Tab, field: str) -> int:
    return [column.field for column in COLUMNS[tab]].index(field)
