"""The answers of the Sheets API, v4, to the requests that this program and gspread make."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.support.google.book import Area, Book, Cell, NotThere, Tab, formatted, unformatted

Answer = dict[str, Any]
Mask = dict[str, Any]


def metadata(book: Book, parameters: Mapping[str, Sequence[str]]) -> Answer:
    """spreadsheets.get: with ranges only the tabs that they touch; cells only where the mask names them."""
    areas = [book.area(written) for written in parameters.get("ranges", [])]
    mask = mask_of(parameters["fields"][0]) if "fields" in parameters else {}
    has_cells = "data" in mask.get("sheets", {}) if mask else parameters.get("includeGridData") == ["true"]
    tabs = [tab for tab in book.tabs if not areas or tab in [area.tab for area in areas]]
    whole = {
        "spreadsheetId": book.id,
        "properties": {"title": "Synthetic", "locale": "en_US", "timeZone": book.time_zone},
        "sheets": [
            {"properties": properties(tab, index)} | ({"data": _grids(tab, areas)} if has_cells else {})
            for index, tab in enumerate(tabs)
        ],
    }
    return masked(whole, mask)


def properties(tab: Tab, index: int = 0) -> Answer:
    """SheetProperties; what is false is left out, as in all of Google's JSON."""
    about = {
        "sheetId": tab.sheet_id,
        "title": tab.title,
        "index": index,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": tab.row_count, "columnCount": tab.column_count},
    }
    return about | ({"hidden": True} if tab.is_hidden else {})


def values(area: Area, parameters: Mapping[str, Sequence[str]]) -> Answer:
    """A ValueRange; an empty one has no values."""
    plain = parameters.get("valueRenderOption") == ["UNFORMATTED_VALUE"]
    rows = [[unformatted(cell) if plain else formatted(cell) for cell in row] for row in area.cells()]
    return {"range": area.name, "majorDimension": "ROWS"} | ({"values": rows} if rows else {})


def update(book: Book, requests: Sequence[Mapping[str, Any]]) -> Answer:
    """spreadsheets.batchUpdate: all of it or nothing.

    Raises:
        NotThere: one of the requests cannot be done.
    """
    before = [(tab, [list(row) for row in tab.grid], tab.row_count) for tab in book.tabs]
    try:
        replies = [_DOES[kind](book, what) for request in requests for kind, what in request.items()]
    except (NotThere, KeyError):
        book.tabs = [tab for tab, _, _ in before]
        for tab, grid, row_count in before:
            tab.grid, tab.row_count = grid, row_count
        raise
    return {"spreadsheetId": book.id, "replies": replies}


def _add(book: Book, what: Mapping[str, Any]) -> Answer:
    title = what["properties"]["title"]
    if any(tab.title == title for tab in book.tabs):
        raise NotThere(title)
    tab = book.tab(title)
    return {"addSheet": {"properties": properties(tab, len(book.tabs) - 1)}}


def _append(book: Book, what: Mapping[str, Any]) -> Answer:
    _by_id(book, what["sheetId"]).row_count += what["length"]
    return {}


def _write(book: Book, what: Mapping[str, Any]) -> Answer:
    """Cells of the range that no row covers are cleared."""
    place = what["range"]
    tab, left, right = _by_id(book, place.get("sheetId", 0)), place["startColumnIndex"], place["endColumnIndex"]
    rows = [[_typed(cell) for cell in row.get("values", [])] for row in what.get("rows", [])]
    if len(rows) > tab.row_count:
        raise NotThere(tab.title)
    for number in range(max(len(rows), len(tab.grid))):
        if number == len(tab.grid):
            tab.grid.append([])
        row, new = tab.grid[number], rows[number] if number < len(rows) else []
        row += [""] * (right - len(row))
        row[left:right] = [*new, *[""] * (right - left - len(new))]
    return {}


_DOES = {"addSheet": _add, "appendDimension": _append, "updateCells": _write}


def _by_id(book: Book, sheet_id: int) -> Tab:
    found = next((tab for tab in book.tabs if tab.sheet_id == sheet_id), None)
    if found is None:
        raise NotThere(str(sheet_id))
    return found


def _typed(cell: Mapping[str, Any]) -> Cell:
    return next(iter(cell.get("userEnteredValue", {"stringValue": ""}).values()))


def _grids(tab: Tab, areas: Sequence[Area]) -> list[Answer]:
    whole = [Area(tab, 0, 0, tab.row_count, tab.column_count)]
    grids = []
    for area in [area for area in areas if area.tab is tab] or whole:
        rows = [
            {"values": [{"formattedValue": formatted(cell)} if cell != "" else {} for cell in row]}
            for row in area.cells()
        ]
        start = {"startRow": area.top, "startColumn": area.left}
        grids.append({key: at for key, at in start.items() if at} | ({"rowData": rows} if rows else {}))
    return grids


def _shown(cell: Cell) -> Answer:
    return {"formattedValue": formatted(cell)} if cell != "" else {}


def mask_of(written: str) -> Mask:
    """A field mask, such as `properties.timeZone,sheets(properties(title),data)`, as a tree; an empty one is all."""
    tree: Mask = {}
    _into(tree, re.findall(r"[A-Za-z]+|[(),./]", written))
    return tree


def _into(tree: Mask, marks: list[str]) -> None:
    """Take the marks of one bracket."""
    here = tree
    while marks:
        mark = marks.pop(0)
        if mark == ")":
            return
        if mark == "(":
            _into(here, marks)
        elif mark == ",":
            here = tree
        elif mark not in "./":
            here = here.setdefault(mark, {})


def masked(value: Any, mask: Mask) -> Any:
    """Only what a mask names."""
    if not mask:
        return value
    if isinstance(value, list):
        return [masked(item, mask) for item in value]
    return {name: masked(inner, mask[name]) for name, inner in value.items() if name in mask}
