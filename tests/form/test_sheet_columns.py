"""The tabs that people fill in: what their cells take is what the rules accept."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from schemas.tabs import COLUMNS, Cells, Column, Tab
from tasks.form.sheet_columns import SheetColumn, Takes, list_sheet_tabs
from tasks.rules.intake.stock_vocabulary import build_stock_vocabulary
from tasks.rules.intake.validate_stock import StockRow, validate_counts, validate_movements, validate_trainings
from tests.support.builders import cells, codes_of
from tests.support.settings import some_settings


@pytest.mark.parametrize("tab", list_sheet_tabs(some_settings()), ids=lambda tab: tab.title)
def test_the_tabs_have_their_columns_titles(tab: Any):
    assert [column.title for column in tab.columns] == [column.titles[0] for column in COLUMNS[Tab(tab.title)]]


USUAL = {"date": "2026-09-30", "movement": "transferred", "expires": "2028-06", "lot": "A123"}
NO_LOCATION = {"received": "from", "returned": "to"}
"""Where stock comes from outside or goes there, that cell stays empty."""


def usual(column: SheetColumn, declared: Column) -> str:
    if column.takes is Takes.NUMBER:
        return str(column.most)
    return USUAL.get(declared.field) or column.choices[-1]


def validate_row(tab: Tab, row: Cells) -> StockRow:
    """What a row becomes where every item's lot was received."""
    words = build_stock_vocabulary(some_settings(), date(2026, 10, 1))
    codes = [item.code for item in some_settings().items]
    if tab is Tab.INVENTORY:
        receipts = [cells(f"2026-06-01 | received | {code} | A123 | 2028-06 | 9 | | Central") for code in codes]
        return validate_movements([*receipts, row], words)[-1]
    found: Sequence[StockRow] = (
        validate_counts([row], words, {(code, "A123") for code in codes})
        if tab is Tab.COUNTS
        else validate_trainings([row], words)
    )
    return found[0]


@pytest.mark.parametrize("tab", list_sheet_tabs(some_settings()), ids=lambda tab: tab.title)
def test_what_the_tabs_cells_take_is_accepted_by_the_rules(tab: Any):
    declared = COLUMNS[Tab(tab.title)]
    row = [usual(*pair) for pair in zip(tab.columns, declared, strict=True)]
    for index, column in enumerate(tab.columns):
        for answer in (*column.choices, *([str(column.least)] if column.takes is Takes.NUMBER else [])):
            filled = dict(zip((column.field for column in declared), row, strict=True))
            filled |= {declared[index].field: answer}
            if answer in NO_LOCATION:
                filled[NO_LOCATION[answer]] = ""
            filled = _leave_one_place_for_another(filled, declared[index].field)
            assert codes_of(validate_row(Tab(tab.title), tuple(filled.values()))) == ()


def _leave_one_place_for_another(filled: dict[str, str], answered: str) -> dict[str, str]:
    """Put another location into From or To where both are the same, but not into the cell that is tried."""
    if filled.get("from", "") != filled.get("to"):
        return filled
    other = "from" if answered == "to" else "to"
    return filled | {other: next(name for name in some_settings().locations if name != filled[other])}
