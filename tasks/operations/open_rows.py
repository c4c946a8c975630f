"""The rows of the tabs that are still read, and what closed rows, which are in no tab, still say to them."""

from collections.abc import Mapping

from sqlalchemy import Connection

from schemas.settings import Settings
from schemas.tabs import COLUMNS, Tab, TabRows
from tasks.rules.intake.closed_rows import leave_out_closed
from tasks.rules.intake.stock_rows import keep_stock_rows
from tasks.sources.source import FormInBlocks, RawTab
from tasks.sources.tabs import normalize_tab
from tasks.store.closed_rows import find_closed_before, list_closed_lots
from tasks.store.rows import list_fields_used


class OpenRows:
    """Reads the rows that are not closed."""

    def __init__(self, connection: Connection, program: str, settings: Settings) -> None:
        self._connection, self._program, self._settings = connection, program, settings
        self.closed_before = find_closed_before(connection, program)
        """The first day that isn't closed; none: nothing is."""
        self.closed_lots: frozenset[tuple[str, str | None]] = (
            list_closed_lots(connection, program) if self.closed_before else frozenset()
        )
        """Those received on closed days, which may be counted, moved and left forever."""

    def read_form(self, raw: RawTab, blocks: FormInBlocks | None = None) -> TabRows:
        """Read the form's rows; whether dates are written as they should be, closed ones still help to tell.

        Args:
            raw: the tab.
            blocks: of the same tab; none: it is read whole.
        """
        if blocks and (rows := blocks.read(self.closed_before)):
            return rows
        return leave_out_closed(Tab.RESPONSES, normalize_tab(Tab.RESPONSES, raw, self._settings), self.closed_before)

    def read_stock(self, tab: Tab, raw: Mapping[Tab, RawTab]) -> TabRows:
        """Read the rows of another tab, if the program has it.

        Raises:
            OperationError: it can't be read, or lacks an optional column that rows in force fill in.
        """
        if tab not in raw:
            return TabRows([], [])
        optional = [column.field for column in COLUMNS[tab] if not column.is_required]
        used = list_fields_used(self._connection, self._program, tab, optional)
        rows = keep_stock_rows(tab, normalize_tab(tab, raw[tab], self._settings, used))
        return leave_out_closed(tab, rows, self.closed_before)
