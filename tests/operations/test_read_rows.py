"""Rows are read once for all of a run that asks for them, and anew as soon as any of them may differ."""

from collections.abc import Callable
from typing import Any

import pytest

from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.read_rows import read_counts, read_days, read_movements, read_trainings
from tasks.store.changing_rows import remove_rows
from tasks.store.rows import find_accepted
from tests.support.small_program import rows, write_form

READ = [read_movements, read_counts, read_trainings, read_days]


def read(program: ProgramContext, how: Callable[..., Any]) -> Any:
    """Read rows of a program's ledger, over a connection of their own."""
    with program.database.reading() as connection:
        return how(connection, program.slug)


@pytest.mark.parametrize("how", READ)
def test_rows_are_read_once_while_none_changes(how: Callable[..., Any], program: ProgramContext):
    before = read(program, how)
    assert read(program, how) is before
    write_form(program.folder, rows(13))
    ingest_entries(program)
    assert read(program, how) is not before


def test_every_tab_has_rows_of_its_own(program: ProgramContext):
    assert {movement.quantity for movement in read(program, read_movements)} == {2000, 1500}
    assert {count.location for count in read(program, read_counts)} == {"Central"}
    assert len(read(program, read_days)) == len(rows(12))
    assert {training.people for training in read(program, read_trainings)} == {12}


def test_another_program_of_the_database_has_its_own(program: ProgramContext):
    read(program, read_days)
    with program.database.reading() as connection:
        assert read_days(connection, "another") == []
    assert len(read(program, read_days)) == len(rows(12))


def test_what_a_transaction_changed_is_seen_within_it(program: ProgramContext):
    read(program, read_days)
    with program.database.writing() as connection:
        accepted = list(find_accepted(connection, program.slug, Tab.RESPONSES))
        remove_rows(connection, program.slug, Tab.RESPONSES, accepted, 1)
        assert read_days(connection, program.slug) == []
