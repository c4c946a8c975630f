"""Which cells of the Inventory, Counts and Training tabs are rows at all, and what each cell is."""

from schemas.tabs import COLUMNS, Cells, Tab, TabRows

_OWN_NUMBER = {Tab.INVENTORY: "quantity", Tab.COUNTS: "counted", Tab.TRAINING: "people"}


def is_stock_row(tab: Tab, cells: Cells) -> bool:
    """Tell whether cells are a row at all: without a date and a number they are defaults that a sheet filled in."""
    row = name_cells(tab, cells)
    return bool(row["date"] or row[_OWN_NUMBER[tab]])


def keep_stock_rows(tab: Tab, read: TabRows) -> TabRows:
    """Keep those of a tab's rows that are rows at all."""
    rows = [(number, cells) for number, cells in zip(read.numbers, read.cells, strict=True) if is_stock_row(tab, cells)]
    return TabRows([number for number, _ in rows], [cells for _, cells in rows])


def name_cells(tab: Tab, row: Cells) -> dict[str, str]:
    """Name the cells of a row by their fields."""
    return {column.field: text for column, text in zip(COLUMNS[tab], row, strict=True)}
