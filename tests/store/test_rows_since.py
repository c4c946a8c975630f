"""Why an edition differs: rows that people added, removed or corrected, told from rows that only count otherwise."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schemas.message import RowsSince
from tasks.context import ProgramContext, open_program
from tasks.operations.ingest_entries import ingest_entries
from tasks.rules.reporting.periods import parse_period
from tasks.store.rows import find_last_sync
from tasks.store.rows_since import count_rows_since
from tests.support.small_program import STOCK, a_row, rows, write_form, write_program, write_settings
from tests.support.watched import clock_after


@pytest.fixture
def read_once(tmp_path: Path) -> ProgramContext:
    """A program whose twelve rows of January 2, 2024 were read."""
    program = open_program(write_program(tmp_path / "program", rows(12)), clock_after(0))
    ingest_entries(program)
    return program


def count_since(program: ProgramContext, period: str, /, **sections: Any) -> dict[str, int]:
    """Read the tabs again, under other settings, and count what is not 0 since the reading before."""
    with program.database.reading() as connection:
        before = find_last_sync(connection, program.slug)
    if sections:
        (program.folder / "lbn.toml").write_text(write_settings(**sections), encoding="utf-8")
    now = open_program(program.folder, clock_after(1))
    ingest_entries(now, accept_withdrawals=True, accept_held=True)
    with now.database.reading() as connection:
        counted = count_rows_since(connection, now.slug, before, parse_period(period))
    assert set(counted.model_dump()) == set(RowsSince.model_fields)
    return {name: count for name, count in counted.model_dump().items() if count}


def test_nothing_has_changed(read_once: ProgramContext):
    assert count_since(read_once, "2024-Q1") == {}


def test_a_row_that_a_person_added(read_once: ProgramContext):
    write_form(read_once.folder, rows(13))
    assert count_since(read_once, "2024-Q1") == {"distributions_added": 1}


def test_a_row_that_a_person_corrected_is_another_row(read_once: ProgramContext):
    write_form(read_once.folder, [*rows(11), a_row(11, kits="3")])
    assert count_since(read_once, "2024-Q1") == {"distributions_added": 1, "distributions_removed": 1}


def test_rows_of_an_earlier_period_move_its_stock(read_once: ProgramContext):
    write_form(read_once.folder, rows(11))
    assert count_since(read_once, "2024-Q2") == {"earlier_distributions": 1}


def test_a_unit_renamed_makes_the_same_rows_count_otherwise(read_once: ProgramContext):
    renamed = [{"name": "Road Patrol", "aliases": ["Patrol"], "par_level": 12}]
    counted = count_since(read_once, "2024-Q1", units=renamed)
    assert counted == {"distributions_reread": 12, "stock_rows_reread": 2}


def test_a_later_start_holds_the_same_rows(read_once: ProgramContext):
    counted = count_since(read_once, "2024-Q1", program={"started": date(2024, 2, 1)})
    assert counted == {"distributions_held": 12}


def test_a_movement_that_a_person_added(read_once: ProgramContext):
    more = STOCK["Inventory.csv"] + "2/1/2024,received,kit,A124,2028-07,10,,Central,\r\n"
    (read_once.folder / "Inventory.csv").write_text(more, encoding="utf-8", newline="")
    assert count_since(read_once, "2024-Q1") == {"stock_rows_added": 1}
