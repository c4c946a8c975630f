"""The ledger in memory: every accepted row, the stock after the last day, and the days of held rows."""

from datetime import date

import pytest

from schemas.finding import HeldDay
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.load_ledger import LoadedLedger, load_ledger
from tasks.rules.stock.reconcile import list_on_hand
from tasks.store.changing_rows import remove_rows
from tasks.store.rows import find_accepted
from tests.support.small_program import a_row, rows, write_form


def loaded(program: ProgramContext) -> LoadedLedger:
    """Load the ledger of a program."""
    with program.database.reading() as connection:
        return load_ledger(connection, program.slug, program.settings)


def test_an_empty_ledger_has_no_rows(unread: ProgramContext):
    ledger = loaded(unread)
    assert (ledger.movements, list_on_hand(ledger.stock_replay)) == ([], [])
    assert not any(ledger.held_days.values())


def test_what_was_read_is_there(program: ProgramContext):
    ledger = loaded(program)
    assert {movement.quantity for movement in ledger.movements} == {2000, 1500}
    assert {held.location: held.on_hand for held in list_on_hand(ledger.stock_replay)}["Central"] == 499  # as counted
    assert not any(ledger.held_days.values())


def test_a_held_row_keeps_its_day_where_it_can_be_read(program: ProgramContext):
    write_form(program.folder, [*rows(12), a_row(12, kits="two"), a_row(13, date="someday")])
    ingest_entries(program)
    day = date(2024, 1, 2)
    assert sorted(loaded(program).held_days[Tab.RESPONSES]) == [(day, False), (day, True)]


@pytest.mark.parametrize("unusable", ["", "1/2", "1/2/2062", "1/2/2006", "someday"])
def test_a_day_that_cant_be_used_is_that_of_sending(unusable: str, program: ProgramContext):
    write_form(program.folder, [*rows(12), a_row(12, date=unusable, kits="two")])
    ingest_entries(program)
    assert loaded(program).held_days[Tab.RESPONSES] == [HeldDay(date(2024, 1, 2), is_of_sending=True)]


def test_it_is_read_once_while_no_row_changes(program: ProgramContext):
    before = loaded(program)
    assert loaded(program) is before
    write_form(program.folder, rows(13))
    ingest_entries(program)
    assert (len(before.rows), len(loaded(program).rows)) == (12, 13)


def test_it_is_read_anew_where_rows_or_settings_may_differ(program: ProgramContext):
    before = loaded(program)
    units = program.settings.units[:1]
    other = program._replace(settings=program.settings.model_copy(update={"units": units}))
    assert loaded(other).settings.units == units
    with program.database.writing() as connection:
        remove_rows(
            connection, program.slug, Tab.RESPONSES, list(find_accepted(connection, program.slug, Tab.RESPONSES)), 1
        )
        assert (len(before.rows), load_ledger(connection, program.slug, program.settings).rows) == (12, [])
