"""The stock's tabs into the ledger: which rows are rows, and rows of a day that is yet to come."""

import csv
from pathlib import Path

import pytest

from schemas.finding import Code
from schemas.tabs import COLUMNS, Tab
from tasks.context import ProgramContext, open_program
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.operations.summarize_status import summarize_status
from tests.support.small_program import tables
from tests.support.watched import clock_after

RECEIPT = "1/1/2024 | received | kit | A123 | 2028-06 | 100 | | Central"
TOMORROW = "4/3/2024 | received | kit | A123 | 2028-06 | 40 | | Central"
"""The clock of these tests stands at April 2."""


def write_tab(program: ProgramContext, tab: Tab, *rows: str) -> None:
    """Write one of the stock's tabs anew."""
    with (program.folder / f"{tab.value}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.titles[0] for column in COLUMNS[tab]])
        writer.writerows([cell.strip() for cell in row.split("|")] for row in rows)


def found_in(program: ProgramContext) -> list[tuple[str, int, str]]:
    """Tab, row and code of all rows that a person must look at."""
    return [(one.tab, one.row, one.code) for one in summarize_status(program).attention]


def words_of(folder: Path) -> set[str]:
    """The closed vocabulary of the ledger."""
    return {word for _, word in tables(folder)["vocabulary"]}


def central(program: ProgramContext) -> int:
    """What the central store holds."""
    return sum(held.on_hand for held in reconcile_stock(program).stock if held.location == "Central")


def test_defaults_that_a_sheet_filled_in_are_no_rows(unread: ProgramContext):
    write_tab(
        unread, Tab.INVENTORY, " | received | kit | | | | | Central", RECEIPT, *[" | received | kit | | | | | "] * 9
    )
    write_tab(unread, Tab.COUNTS, " | Patrol | kit | | ")
    write_tab(unread, Tab.TRAINING, " | Patrol | Refresher | ")
    ingest_entries(unread)
    assert (found_in(unread), central(unread)) == ([], 100)


def test_the_only_row_that_is_held_may_be_deleted(unread: ProgramContext):
    write_tab(unread, Tab.TRAINING, "soon | Patrol | Refresher | 5")
    ingest_entries(unread)
    assert found_in(unread) == [(Tab.TRAINING, 2, Code.DATE_UNREADABLE)]
    write_tab(unread, Tab.TRAINING)
    ingest_entries(unread)
    assert found_in(unread) == []


def test_a_row_of_the_future_counts_on_its_day(unread: ProgramContext):
    write_tab(unread, Tab.INVENTORY, RECEIPT, TOMORROW)
    write_tab(unread, Tab.COUNTS)
    ingest_entries(unread)
    assert found_in(unread) == [(Tab.INVENTORY, 3, Code.DATE_IN_FUTURE)]
    assert central(unread) == 100
    day_after = open_program(unread.folder, clock_after(1))
    assert ingest_entries(day_after).unchanged == 12
    assert (found_in(day_after), central(day_after)) == ([], 140)


@pytest.mark.parametrize("rows", [(RECEIPT,), (RECEIPT, TOMORROW.replace("2024", "2062"))])
def test_another_reading_of_the_same_tabs_changes_nothing(rows: tuple[str, ...], unread: ProgramContext):
    write_tab(unread, Tab.INVENTORY, *rows)
    ingest_entries(unread)
    before = tables(unread.folder)
    for days in (0, 1):
        later = open_program(unread.folder, clock_after(days))
        counts = ingest_entries(later)
        assert (counts.new, counts.withdrawn, counts.unchanged) == (0, 0, 12)
        assert {name for name, rows in tables(unread.folder).items() if rows != before[name]} <= {"programs", "seals"}


def test_a_lot_that_was_never_received_enters_nothing(unread: ProgramContext):
    write_tab(unread, Tab.INVENTORY, RECEIPT, "1/2/2024 | transferred | kit | A132 | | 40 | Central | Patrol")
    write_tab(unread, Tab.COUNTS, "3/31/2024 | Central | kit | A231 | 60", "3/31/2024 | Central | kit | a123 | 99")
    ingest_entries(unread)
    assert found_in(unread) == [(Tab.INVENTORY, 3, Code.LOT_UNKNOWN), (Tab.COUNTS, 2, Code.LOT_UNKNOWN)]
    assert central(unread) == 99
    assert not {"A132", "A231"} & words_of(unread.folder)


def test_an_order_is_kept_and_moves_nothing(unread: ProgramContext):
    write_tab(unread, Tab.INVENTORY, RECEIPT, "1/2/2024 | order | kit | ? | | 40 | nobody | ")
    write_tab(unread, Tab.COUNTS)
    ingest_entries(unread)
    assert (found_in(unread), central(unread)) == ([], 100)
    assert len(tables(unread.folder)["movements"]) == 2
