"""The tables of a report for other eyes: of the whole agency as they are, all others as they were released once."""

from typing import Protocol

from schemas.family import Family
from schemas.figures import AgencyTable, QuotedTable, ReleasedFigures
from schemas.period import Period
from schemas.report import Audience, ReportDefinition, TableDefinition
from tasks.rules.reporting.disclosure import (
    counts_by_lot,
    roll_up,
    says_where_or_whom,
    tells_too_much_of_lots,
)
from tasks.rules.reporting.figures import count_kits, tabulate
from tasks.rules.reporting.frames import LedgerFrames
from tasks.rules.reporting.tracked import list_tracked

Titles = tuple[str, ...]


class QuotesTables(Protocol):
    """Finds and quotes the tables that are released once."""

    def find_family(self, definition: TableDefinition) -> Family | None:
        """Find the family whose tables stand for one of a report; none where no table may."""
        ...

    def quote(
        self, definition: TableDefinition, family: Family, asked: Period, ledger: LedgerFrames
    ) -> list[QuotedTable]:
        """Quote the tables of a family that a report for a period shows."""
        ...


class TablesForOthers:
    """Tables of reports whose readers are neither a health department nor the agency itself."""

    def __init__(self, smallest_cell: int, ledger: LedgerFrames, releases: QuotesTables) -> None:
        self._smallest_cell = smallest_cell
        self._ledger = ledger
        self._releases = releases

    def tabulate(self, definition: ReportDefinition, period: Period) -> tuple[AgencyTable | QuotedTable, ...]:
        """Make the tables of a report, in its order."""
        tables: list[AgencyTable | QuotedTable] = []
        for declared in list_tracked(definition.tables, self._ledger.tracked):
            if says_where_or_whom(declared.by):
                tables += self._quote(declared, period)
            elif not self._is_withheld(declared, definition):
                tables.append(self._tabulate_agency(declared, period))
        return tuple(tables)

    def list_not_quoted(self, definition: ReportDefinition, figures: ReleasedFigures) -> tuple[Titles, Titles]:
        """List the titles of tables that are released later, and of those that never are."""
        quoted = {table.by for table in figures.tables}
        tracked = list_tracked(definition.tables, self._ledger.tracked)
        to_come = tuple(one.title for one in tracked if self._releases.find_family(one) and one.by not in quoted)
        return to_come, tuple(one.title for one in tracked if self._is_withheld(one, definition))

    def _is_withheld(self, declared: TableDefinition, definition: ReportDefinition) -> bool:
        """Tell whether a table never leaves the agency."""
        if says_where_or_whom(declared.by):
            return self._releases.find_family(declared) is None
        is_public = definition.audience is Audience.PUBLIC
        return tells_too_much_of_lots(declared.by, declared.measures, is_public=is_public)

    def _quote(self, declared: TableDefinition, period: Period) -> list[QuotedTable]:
        family = self._releases.find_family(declared)
        return self._releases.quote(declared, family, period, self._ledger) if family else []

    def _tabulate_agency(self, declared: TableDefinition, period: Period) -> AgencyTable:
        within = self._ledger.within(period)
        table = tabulate(within, declared)
        if counts_by_lot(declared.by, declared.measures):
            table = roll_up(table, count_kits(within, declared.by), self._smallest_cell)
        return AgencyTable(title=table.title, by=table.by, measures=table.measures, rows=table.rows)
